"""What was found in a file of music."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engines.compose.score import Score


@dataclass(frozen=True)
class Reading:
    """One piece of music; ``warnings`` are sentences about what was mended or left out.

    ``recipe`` are the settings that an earlier take was made with (engines.compose.recipes), None without.
    """

    score: Score
    warnings: tuple[str, ...] = ()
    recipe: Mapping[str, Any] | None = None
