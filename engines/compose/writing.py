"""Scores as files of music."""

from __future__ import annotations

from pathlib import Path

from engines.compose.score import Score
from engines.errors import BadInput


def write_score(score: Score, path: Path) -> None:
    """Write a score in the format of the path's ending; raises BadInput for an ending that is not known."""
    raise BadInput(f"“{path.name}” cannot be written yet: {len(score.notes):,} notes.")
