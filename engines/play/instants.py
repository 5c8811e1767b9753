"""What one frame of the viewer's session holds, and its pictures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engines.play.branches import Branch
from engines.play.mind import Floats
from engines.play.world import Action, Frame

STILL: Action = np.zeros(3, np.float32)


@dataclass(frozen=True, eq=False)
class Instant:
    """One frame of the session, with everything needed to go on from it.

    ``action`` led here and ``by_hand`` says whether a person's; ``moved`` whether the real car did it. ``z`` (32,) and
    ``state`` are None without models. ``ended`` is lap, field or time at the last frame of an episode.
    """

    number: int
    frame: Frame
    action: Action = field(default_factory=STILL.copy)
    by_hand: bool = False
    moved: bool = True
    score: float = 0.0
    tiles: int = 0
    ended: str = ""
    z: Floats | None = None
    state: Any = None
    branches: tuple[Branch, ...] = ()


@dataclass(frozen=True, eq=False)
class View:
    """The pictures of one instant: ``seen`` is V's, None without models; ``dreams`` are in the order of the branches.

    ``gaps`` are |z - z dreamed| and ``errors`` the mean absolute difference of pixels, 0 to 1, of each dream.
    """

    instant: Instant
    seen: Frame | None
    dreams: tuple[Frame, ...]
    gaps: tuple[float, ...]
    errors: tuple[float, ...]
