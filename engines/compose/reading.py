"""Files of music as scores."""

from __future__ import annotations

from pathlib import Path

from engines.compose.score import Score
from engines.errors import BadInput

#: The endings that can be read.
SUFFIXES = frozenset((".mid", ".midi", ".musicxml", ".xml", ".mxl", ".abc"))


def read_score(path: Path) -> Score:
    """The score in a file of music; raises BadInput when there is none."""
    raise BadInput(f"“{path.name}” cannot be read yet.")
