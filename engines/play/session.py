"""The viewer's session: one clock and one stream of actions for what is, what V sees of it, and what M dreams.

Every frame is kept, so that any of them can be gone back to, driven on from, and dreamed on from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engines.errors import BadInput
from engines.play.branches import MOST, Branch, copied, dreamed_on
from engines.play.instants import Instant, View
from engines.play.mind import Floats, Mind
from engines.play.wheel import Wheel
from engines.play.world import Action, CarWorld, Frame

#: Frames of a session at most: a dream that goes on alone would fill the memory in the end.
LONGEST = 20_000


class Session:
    """Drives a real world and its dreams in step."""

    def __init__(self, world: CarWorld, mind: Mind | None = None) -> None:
        self.world, self.mind = world, mind
        self.past: list[Instant] = []
        #: The frame that is looked at; a step goes on from it.
        self.at = 0
        #: Dreams are brought back to what is real after so many steps; 0: never.
        self.anchor_every = 0
        #: Numbers of z that are held in the first dream.
        self.pins: dict[int, float] = {}
        #: Only the dreams go on, and who drives sees the first of them.
        self.alone = False
        self.seed = 0
        self.start_tile: int | None = None
        self.wheel = Wheel(world, mind)
        self._world_at = 0
        self._keys = 0
        #: For each dream, by the number of the frame: |z - z dreamed| and the error of pixels.
        self._apart: dict[int, dict[int, tuple[float, float]]] = {}

    # -- begin -----------------------------------------------------------------------------------------------

    def begin(self, seed: int, start_tile: int | None = None) -> Instant:
        """A new episode on the track of ``seed``; dreams and the past are forgotten."""
        self.seed, self.start_tile = seed, start_tile
        frame = self.world.reset(seed, start_tile)
        self._apart.clear()
        self.alone = False
        first = Instant(0, frame)
        if self.mind is not None:
            first = replace(first, z=self._encoded(frame), state=self.mind.memory.start(1))
        self.past, self.at, self._world_at = [first], 0, 0
        self.wheel.begin(seed)
        return first

    # -- look ------------------------------------------------------------------------------------------------

    @property
    def shown(self) -> Instant:
        """The instant that is looked at."""
        return self.past[self.at]

    @property
    def finished(self) -> bool:
        """Whether nothing can go on from the frame that is looked at."""
        if self.at >= LONGEST:
            return True
        return bool(self.shown.ended) and all(branch.over for branch in self.shown.branches)

    def look_at(self, place: int) -> Instant:
        """Look at another frame of the past, the nearest there is."""
        self.at = min(max(0, place), len(self.past) - 1)
        return self.shown

    def view(self) -> View:
        """The pictures of the instant that is looked at; one call of V for all of them."""
        instant = self.shown
        if self.mind is None or instant.z is None:
            return View(instant, None, (), (), ())
        painted = self.mind.vision.decode(np.stack([instant.z, *(branch.z for branch in instant.branches)]))
        gaps = tuple(float(np.linalg.norm(instant.z - branch.z)) for branch in instant.branches)
        errors = tuple(_difference(instant.frame, frame) for frame in painted[1:])
        if instant.moved:
            for branch, *apart in zip(instant.branches, gaps, errors, strict=True):
                self._apart.setdefault(branch.key, {})[instant.number] = (apart[0], apart[1])
        return View(instant, painted[0], tuple(painted[1:]), gaps, errors)

    def divergence(self, key: int) -> list[tuple[int, float, float]]:
        """For one dream, at each frame up to the one looked at: its number, |z - z dreamed|, and the error of pixels.

        Only frames that were looked at are told of, and none where the dream went on alone.
        """
        last, apart = self.shown.number, self._apart.get(key, {})
        return sorted((number, gap, error) for number, (gap, error) in apart.items() if number <= last)

    # -- go on -----------------------------------------------------------------------------------------------

    def step(self, hand: Action | None = None) -> Instant:
        """One frame on from the one looked at; ``hand`` is a person's action, which goes before the driver's.

        Frames that came after it are forgotten. Where nothing can go on nothing happens.
        """
        before = self._cut()
        alone = bool(before.branches) and (self.alone or bool(before.ended))
        if (before.ended and not alone) or self.finished:
            return before
        if not alone:
            self._catch_up()
        action, by_hand = self.wheel.turn(before, hand, alone)
        self.past.append(self._next(before, action, by_hand, alone))
        self.at = len(self.past) - 1
        return self.shown

    def _next(self, before: Instant, action: Action, by_hand: bool, alone: bool) -> Instant:
        number = before.number + 1
        after = replace(before, number=number, action=action, by_hand=by_hand, moved=not alone)
        mind = self.mind
        if not alone:
            moment = self.world.step(action)
            self._world_at = number
            ended = ""
            if moment.over:
                lap = moment.info.get("lap_finished", False)
                ended = ("lap" if lap else "field") if moment.terminated else "time"
            score, tiles = before.score + moment.reward, before.tiles + moment.tiles
            after = replace(after, frame=moment.frame, score=score, tiles=tiles, ended=ended)
            if mind is not None and before.z is not None:
                state = mind.memory.step(before.z[None], action[None], before.state)
                after = replace(after, z=self._encoded(moment.frame), state=state)
        if mind is not None and before.branches:
            dreams = [dreamed_on(branch, mind, action, number) for branch in before.branches]
            after = replace(after, branches=tuple(self._kept(dreams, after)))
        return after

    def _kept(self, dreams: list[Branch], after: Instant) -> list[Branch]:
        """Pins hold in the first dream; whoever is due is brought back to what is real."""
        dreams[0] = dreams[0].pinned(self.pins)
        if self.anchor_every and after.moved and after.z is not None:
            due = [branch.age >= self.anchor_every for branch in dreams]
            dreams = [
                one.anchored(after.z, after.state) if is_due else one for one, is_due in zip(dreams, due, strict=True)
            ]
        return dreams

    def _cut(self) -> Instant:
        """Forget what came after the frame looked at."""
        if self.at < len(self.past) - 1:
            del self.past[self.at + 1 :]
            last = self.shown.number
            for apart in self._apart.values():
                for number in [each for each in apart if each > last]:
                    del apart[number]
        return self.shown

    def _catch_up(self) -> None:
        """Bring the real car to the frame looked at, by driving there anew without pictures."""
        wanted = next(instant.number for instant in reversed(self.past) if instant.moved)
        if self._world_at == wanted:
            return
        self.world.reset(self.seed, self.start_tile)
        drawn, self.world.drawn = self.world.drawn, False
        for instant in self.past[1:]:
            if instant.moved:
                self.world.step(instant.action)
        self.world.drawn = drawn
        self._world_at = wanted
        self.wheel.begin(self.seed)

    # -- dream -----------------------------------------------------------------------------------------------

    def dream(self, temperatures: Sequence[float]) -> tuple[Branch, ...]:
        """Let dreams branch off at the frame looked at, one for each temperature, in place of those that were there.

        Raises:
            BadInput: no model is installed, or there are more than MOST.
        """
        shown = self._cut()
        if self.mind is None or shown.z is None:
            raise BadInput("Nothing can be dreamed: no model of this game is installed.")
        if not 1 <= len(temperatures) <= MOST:
            raise BadInput(f"One to {MOST} dreams go side by side.")
        branches = []
        for temperature in temperatures:
            self._keys += 1
            branches.append(Branch(self._keys, float(temperature), shown.z.copy(), copied(shown.state)))
        branches[0] = branches[0].pinned(self.pins)
        self.put(branches)
        return self.shown.branches

    def put(self, branches: Sequence[Branch]) -> None:
        """Other dreams at the frame looked at, from which all goes on; what came after it is forgotten."""
        self.past[self.at] = replace(self._cut(), branches=tuple(branches))

    def wake(self) -> None:
        """No dream any more."""
        self.put(())
        self.alone = False

    def heat(self, place: int, temperature: float) -> None:
        """Another temperature for one dream from here on."""
        branches = list(self.shown.branches)
        branches[place] = replace(branches[place], temperature=float(temperature))
        self.put(branches)

    def anchor(self) -> None:
        """Bring every dream back to what is real, at the frame looked at."""
        shown = self.shown
        if shown.z is not None:
            z, state = shown.z, shown.state
            self.put(
                [
                    branch.anchored(z, state).pinned(self.pins if not place else {})
                    for place, branch in enumerate(shown.branches)
                ]
            )

    def edit(self, z: Floats) -> None:
        """Another z (32,) in the first dream; where there is none, one begins here at temperature 1."""
        if not self.shown.branches:
            self.dream([1.0])
        first, *rest = self.shown.branches
        self.put([replace(first, z=np.asarray(z, np.float32).copy()), *rest])

    def _encoded(self, frame: Frame) -> Floats:
        assert self.mind is not None
        return np.asarray(self.mind.vision.encode(frame[None])[0][0], np.float32)


def _difference(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    return float(np.abs(one.astype(np.int16) - other).mean() / 255)
