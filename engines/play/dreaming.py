"""The dream as a world to drive in: M goes on from a real road, V paints what it makes up (section 4 of the paper).

A dream begins with what M held of a real drive and what V saw of its last frame. What is worth a tile on a track of
295, the average, is worth as much here; M cannot know how many there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engines.errors import BadInput
from engines.play.controller.dreams import TILE, Beginnings
from engines.play.controller.lockstep import TOLL, rows_of
from engines.play.memory.memory import Memory, State
from engines.play.vision.vision import Vision
from engines.play.world import LIMIT, SIZE, Action, Frame, Moment

#: Beginnings of dreams in the folder of a model.
BEGINNINGS = "beginnings.safetensors"

Floats = NDArray[np.float32]


class Dreams:
    """Many dreams in step: ``z`` (n, 32) and M's ``state`` of each, ``score`` (n,), and who still ``goes_on`` (n,).

    ``temperature`` is one for all, or (n,) one for each. A dream that is over stays as it is. Two of them with the
    same beginning, dice and actions are the same dream.
    """

    def __init__(
        self, memory: Memory, beginnings: Beginnings, temperature: float | Floats, dice: np.random.Generator
    ) -> None:
        self.memory, self.temperature, self._dice = memory, temperature, dice
        self.z: Floats = beginnings.z
        self.state: State = beginnings.state
        self.score = np.zeros(len(self.z))
        self.goes_on = np.ones(len(self.z), bool)

    @property
    def features(self) -> Floats:
        """What C drives by, (n, 288): z, and h which knows nothing of it yet."""
        return np.concatenate([self.z, self.state[0]], 1)

    def step(self, actions: Floats) -> NDArray[np.int64]:
        """One frame on with actions (n, 3); returns the tiles hit, 0 or 1 each, none where a dream is over."""
        state = self.memory.step(self.z, actions, self.state)
        z, tiles, over = self.memory.next(state, self.temperature, self._dice)
        on = self.goes_on
        if not on.all():
            z, tiles = np.where(on[:, None], z, self.z), tiles * on
            state = tuple(np.where(on[:, None], *parts) for parts in zip(state, self.state, strict=True))
        self.z, self.state = z, state
        self.score += on * (TILE * tiles - TOLL)
        self.goes_on = on & ~over
        return tiles


class DreamWorld:
    """One dream, driven as CarWorld is; ``z`` (1, 32) and M's ``state`` are those of the frame last shown.

    ``temperature`` may be changed at any time. While ``drawn`` is False the frames are black and V paints nothing.
    """

    def __init__(
        self, vision: Vision, memory: Memory, beginnings: Beginnings, temperature: float = 1.0, *, drawn: bool = True
    ) -> None:
        if not len(beginnings):
            raise BadInput("A dream needs a beginning. Drive a little on a real road first.")
        self.vision, self.memory, self.beginnings = vision, memory, beginnings
        self.temperature, self.drawn = temperature, drawn
        self._black = np.zeros((SIZE, SIZE, 3), np.uint8)
        self._begin(0, 0)

    def reset(self, seed: int, start_tile: int | None = None) -> Frame:
        """Begin a dream; the beginning is drawn by ``seed``, or is number ``start_tile`` of them (modulo)."""
        place = int(np.random.default_rng(seed).integers(len(self.beginnings)))
        self._begin(seed, place if start_tile is None else start_tile % len(self.beginnings))
        return self._painted()

    def begin_after(self, frames: NDArray[np.uint8], actions: Floats, seed: int = 0) -> Frame:
        """Dream on from a real road: ``frames`` uint8 (n + 1, 64, 64, 3) and the ``actions`` (n, 3) between them."""
        self._dreams = Dreams(
            self.memory, burnt_in(self.vision, self.memory, frames, actions), self.temperature, _dice(seed)
        )
        self._steps = 0
        return self._painted()

    @property
    def z(self) -> Floats:
        """What is dreamed."""
        return self._dreams.z

    @property
    def state(self) -> State:
        """What M holds, before it knows of ``z``."""
        return self._dreams.state

    @property
    def features(self) -> Floats:
        """What C drives by, (1, 288)."""
        return self._dreams.features

    @property
    def score(self) -> float:
        """The dreamed reward so far."""
        return float(self._dreams.score[0])

    def step(self, action: Action) -> Moment:
        """Dream one frame on; raises ValueError for an action that holds no number."""
        if not np.isfinite(action).all():
            raise ValueError(f"an action is three finite numbers, not {action}")
        before = self.score
        self._dreams.temperature = self.temperature
        tiles = int(self._dreams.step(np.asarray(action, np.float32)[None])[0])
        self._steps += 1
        over = not self._dreams.goes_on[0]
        return Moment(self._painted(), self.score - before, over, self._steps >= LIMIT, tiles)

    def _begin(self, seed: int, place: int) -> None:
        chosen = Beginnings(self.beginnings.z[[place]], rows_of(self.beginnings.state, [place]))
        self._dreams = Dreams(self.memory, chosen, self.temperature, _dice(seed))
        self._steps = 0

    def _painted(self) -> Frame:
        if not self.drawn:
            return self._black
        frame: Frame = self.vision.decode(self.z)[0]
        return frame


def burnt_in(vision: Vision, memory: Memory, frames: NDArray[np.uint8], actions: Floats) -> Beginnings:
    """The beginning of a dream after real ``frames`` uint8 (n + 1, 64, 64, 3) and ``actions`` (n, 3) between them.

    Raises BadInput when their numbers do not go together.
    """
    if len(frames) != len(actions) + 1:
        raise BadInput(f"{len(frames)} frames have {len(frames) - 1} actions between them, not {len(actions)}.")
    seen, _ = vision.encode(frames)
    state = memory.start(1)
    for z, action in zip(seen[:-1], actions, strict=True):
        state = memory.step(z[None], action[None], state)
    return Beginnings(seen[-1:], state)


def together(parts: Sequence[Beginnings]) -> Beginnings:
    """All of them in one; at least one part."""
    states = zip(*(part.state for part in parts), strict=True)
    return Beginnings(np.concatenate([part.z for part in parts]), tuple(np.concatenate(each) for each in states))


def stored_beginnings(folder: Path) -> Beginnings:
    """Those in the folder of a model; raises MissingWeights."""
    from engines.errors import BadCheckpoint, MissingWeights

    try:
        return Beginnings.load(folder / BEGINNINGS)
    except BadCheckpoint as error:
        raise MissingWeights(
            f"The model in “{folder}” has no beginnings of dreams (“{BEGINNINGS}”). Export it anew with “reverie play "
            "export”, or install Reverie again."
        ) from error


def _dice(seed: int) -> np.random.Generator:
    # Others than those that choose the beginning.
    return np.random.default_rng((seed, 1))
