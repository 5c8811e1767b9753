"""Dreams that branch off from a real road: each a value that a step turns into the next, so any can be gone back to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engines.play.mind import Floats, Mind
from engines.play.world import Action

#: Tiles of a track on average: what a dreamed tile is worth is 1000 of so many.
TILES = 295
COOLEST, HOTTEST = 0.1, 1.5
#: Dreams side by side.
MOST = 4


@dataclass(frozen=True, eq=False)
class Branch:
    """One dream at one frame.

    ``z`` (32,) is what is dreamed; ``state`` M's, of one road, before it knows of ``z``. ``age`` counts steps since it
    was anchored to the real road, ``steps`` since it began. ``key`` tells it from the others.
    """

    key: int
    temperature: float
    z: Floats
    state: Any
    age: int = 0
    steps: int = 0
    tiles: float = 0.0
    over: bool = False

    @property
    def score(self) -> float:
        """The dreamed score: 1000/295 for a dreamed tile, less a tenth for each frame."""
        return self.tiles * 1000 / TILES - 0.1 * self.steps

    def pinned(self, pins: dict[int, float]) -> Branch:
        """With some numbers of z held where they are."""
        if not pins:
            return self
        z = self.z.copy()
        z[list(pins)] = list(pins.values())
        return replace(self, z=z)

    def anchored(self, z: Floats, state: Any) -> Branch:
        """Brought back to what is real."""
        return replace(self, z=z.copy(), state=copied(state), age=0, over=False)


def dreamed_on(branch: Branch, mind: Mind, action: Action, number: int) -> Branch:
    """The dream one frame on. What is drawn by chance depends on the dream and the number of the frame alone."""
    if branch.over:
        return branch
    rng = np.random.default_rng((branch.key, number))
    state = mind.memory.step(branch.z[None], np.asarray(action, np.float32)[None], branch.state)
    z, tiles, over = mind.memory.next(state, branch.temperature, rng)
    return replace(
        branch,
        z=np.asarray(z[0], np.float32),
        state=state,
        age=branch.age + 1,
        steps=branch.steps + 1,
        tiles=branch.tiles + float(np.asarray(tiles).reshape(-1)[0]),
        over=bool(np.asarray(over).reshape(-1)[0]),
    )


def copied(state: Any) -> Any:
    """A state of M that nobody else holds."""
    return tuple(np.array(part) for part in state)
