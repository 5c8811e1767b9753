"""Several roads driven in step by one process, so that V sees and M remembers all of them in one call.

What is driven depends on the roads and their order alone, not on who drives how many: results are the same on one
worker and on a hundred.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from engines.errors import BadInput
from engines.play.controller.setting import Floats, Opened, State
from engines.play.serving import Beat
from engines.play.world import LIMIT, Frame, Moment, World

#: Roads side by side in one process.
SIDE_BY_SIDE = 12
#: What the game takes off for every frame.
TOLL = 0.1


@dataclass(frozen=True)
class Rules:
    """When a drive is broken off: after ``longest`` frames, or ``patience`` of them without a new tile.

    A drive broken off as hopeless is charged for the frames up to ``longest`` all the same.
    """

    longest: int = LIMIT
    patience: int = 100

    def __post_init__(self) -> None:
        if not (1 <= self.longest <= LIMIT and self.patience >= 1):
            raise BadInput(f"A drive takes 1 to {LIMIT} frames, and patience is at least one frame.")


@dataclass(frozen=True)
class Road:
    """One drive to be done: its number among all, the seed of its track, and which of the candidates drives."""

    number: int
    track: int
    candidate: int = 0


@dataclass(frozen=True)
class Drive:
    """What a drive came to; ``ended``: lap, field (it left it), time or hopeless."""

    number: int
    reward: float
    frames: int
    tiles: int
    ended: str


@dataclass
class Seat:
    """A drive under way."""

    road: Road
    world: World
    frame: Frame
    reward: float = 0.0
    frames: int = 0
    tiles: int = 0
    last_tile: int = 0

    def step(self, action: Floats, rules: Rules) -> str:
        """Drive one frame; returns why the drive is over, or nothing."""
        moment = self.world.step(action)
        self.frame = moment.frame
        self.frames += 1
        self.reward += moment.reward
        self.tiles += moment.tiles
        if moment.tiles:
            self.last_tile = self.frames
        ended = self._ended(moment, rules)
        if ended == "hopeless":
            self.reward -= TOLL * (rules.longest - self.frames)
        return ended

    def _ended(self, moment: Moment, rules: Rules) -> str:
        if moment.terminated:
            return "lap" if moment.info.get("lap_finished", False) else "field"
        if moment.truncated or self.frames >= rules.longest:
            return "time"
        return "hopeless" if self.frames - self.last_tile >= rules.patience else ""


class Chauffeur(Protocol):
    """Who drives all of them."""

    def begin(self, place: int, seat: Seat) -> None:
        """A drive begins at this place."""

    def act(self, places: Sequence[int], seats: Sequence[Seat], z: Floats, state: State) -> Floats:
        """Actions (n, 3) for the drives under way, with what is seen (n, 32) and remembered by each."""


def drive_all(opened: Opened, roads: Sequence[Road], chauffeur: Chauffeur, rules: Rules, beat: Beat) -> list[Drive]:
    """Drive all roads, several side by side, and return what they came to in the order of their ends."""
    waiting, done = deque(roads), list[Drive]()
    worlds = opened.some_worlds(min(SIDE_BY_SIDE, len(roads)))
    seats: list[Seat | None] = [None] * len(worlds)
    state = opened.memory.start(len(worlds))
    while True:
        for place, seat in enumerate(seats):
            if seat is None and waiting:
                road = waiting.popleft()
                seats[place] = begun = Seat(road, worlds[place], worlds[place].reset(road.track))
                put_rows(state, [place], opened.memory.start(1))
                chauffeur.begin(place, begun)
        places = [place for place, seat in enumerate(seats) if seat is not None]
        if not places:
            return done
        under_way = [seat for seat in seats if seat is not None]
        z, _ = opened.vision.encode(np.stack([seat.frame for seat in under_way]))
        held = rows_of(state, places)
        actions = np.clip(chauffeur.act(places, under_way, z, held), (-1, 0, 0), 1).astype(np.float32)
        put_rows(state, places, opened.memory.step(z, actions, held))
        for place, seat, action in zip(places, under_way, actions, strict=True):
            ended = seat.step(action, rules)
            if ended:
                done.append(Drive(seat.road.number, seat.reward, seat.frames, seat.tiles, ended))
                seats[place] = None
        beat()


def features_of(z: Floats, state: State) -> Floats:
    """[z, h] as (n, 288) float32; h knows nothing of z yet, as in the paper."""
    return np.concatenate([z, state[0]], 1).astype(np.float32)


def rows_of(state: State, rows: Sequence[int]) -> State:
    """These rows of a state, as a copy."""
    return tuple(part[list(rows)] for part in state)


def put_rows(state: State, rows: Sequence[int], values: State) -> None:
    """Put a smaller state into these rows."""
    for part, value in zip(state, values, strict=True):
        part[list(rows)] = value
