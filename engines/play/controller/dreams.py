"""Candidates driven in the dream: M goes on from real frames that V has seen, many dreams at once.

Every candidate dreams from the same beginnings with the same dice, so what differs is its driving. M has made up the
road and knows nothing of what it never learnt: a dreamed score says what M expects, not what will be.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file, save

from engines.errors import BadCheckpoint, BadInput
from engines.files import write_bytes
from engines.play.controller.controller import ACTIONS, FEATURES, Controller
from engines.play.controller.evaluating import DRIVES_A_PIECE, Scores
from engines.play.controller.lessons import Tandem, Tuition
from engines.play.controller.lockstep import TOLL, Road, Rules, Seat, drive_all, features_of, rows_of
from engines.play.controller.setting import Floats, Setting, State, opened
from engines.play.serving import Beat
from engines.play.workers import Evaluator
from engines.steps import Step

#: What a tile is worth in a dream: tracks have 295 of them on average, and M cannot know how many.
TILE = 1000 / 295
#: Frames after which M has seen enough of the road to go on alone, and frames between two beginnings.
BURN_IN = 40
BETWEEN = 20


@dataclass(frozen=True)
class Dreaming:
    """How to dream: how many beginnings each candidate is given, for how many frames, and how wildly."""

    beginnings: int = 64
    frames: int = 200
    temperature: float = 1.1

    def __post_init__(self) -> None:
        if min(self.beginnings, self.frames) < 1 or not self.temperature > 0:
            raise BadInput("A dream takes at least one beginning, one frame and a temperature above 0.")


@dataclass(frozen=True, eq=False)
class Beginnings:
    """Where dreams begin: what was seen (n, 32) and what M held of the drive so far, (n, …) each."""

    z: Floats
    state: State

    def __len__(self) -> int:
        return len(self.z)

    def some(self, count: int, dice: np.random.Generator) -> Beginnings:
        """``count`` of them by chance; with fewer at hand, some more than once."""
        rows = dice.choice(len(self), count, replace=count > len(self)).tolist()
        return Beginnings(self.z[rows], rows_of(self.state, rows))

    def save(self, path: Path) -> None:
        """Write them; raises CannotWrite."""
        parts = {f"state{number}": np.ascontiguousarray(part) for number, part in enumerate(self.state)}
        write_bytes(path, save({"z": np.ascontiguousarray(self.z), **parts}))

    @classmethod
    def load(cls, path: Path) -> Beginnings:
        """Those of a file; raises BadCheckpoint."""
        try:
            found = load_file(path)
            return cls(found["z"], tuple(found[f"state{number}"] for number in range(len(found) - 1)))
        except (OSError, SafetensorError, KeyError) as error:
            raise BadCheckpoint(f"“{path}” is missing or damaged: this run cannot go on. Start it anew.") from error


class Outlook(Tuition):
    """A piece of work: real drives, as in a lesson, of which beginnings of dreams are kept."""

    def run(self, beat: Beat) -> tuple[int, Beginnings]:
        """Drive; returns the number of the first drive, and the beginnings in the order of the drives."""
        watching, place = _Watching(self), opened(self.setting)
        drive_all(place, self.roads, watching, self.rules, beat)
        kept = [watching.kept[key] for key in sorted(watching.kept)]
        if not kept:
            return self.roads[0].number, Beginnings(np.zeros((0, 32), np.float32), place.memory.start(0))
        state = tuple(np.stack(parts) for parts in zip(*(rest for _, rest in kept), strict=True))
        return self.roads[0].number, Beginnings(np.stack([z for z, _ in kept]), state)


class _Watching(Tandem):
    """Keeps what is seen and remembered now and then, after the burn-in."""

    def __init__(self, lesson: Tuition) -> None:
        super().__init__(lesson)
        self.kept: dict[tuple[int, int], tuple[Floats, tuple[Floats, ...]]] = {}

    def act(self, places: Sequence[int], seats: Sequence[Seat], z: Floats, state: State) -> Floats:
        """As in a lesson."""
        for row, seat in enumerate(seats):
            if seat.frames >= BURN_IN and (seat.frames - BURN_IN) % BETWEEN == 0:
                key = seat.road.number, seat.frames
                self.kept[key] = z[row].copy(), tuple(part[row].copy() for part in state)
        return super().act(places, seats, z, state)


@dataclass(frozen=True, eq=False)
class DreamTrial:
    """A piece of work: one candidate, (3, 289) float32 for features as they come, from each of the beginnings."""

    setting: Setting
    number: int
    table: Floats
    beginnings: Beginnings
    frames: int
    temperature: float
    seed: tuple[int, ...]

    def run(self, beat: Beat) -> tuple[int, NDArray[np.float64], int]:
        """Dream; returns its number, the dreamed reward of each beginning, and the frames dreamed."""
        memory, dice = opened(self.setting).memory, np.random.default_rng(list(self.seed))
        controller = Controller.from_vector(self.table.reshape(-1))
        z, state = self.beginnings.z, self.beginnings.state
        reward, going, frames = np.zeros(len(z)), np.ones(len(z), bool), 0
        for _ in range(self.frames):
            actions = controller.act(features_of(z, state))
            state = memory.step(z, actions, state)
            z, tiles, over = memory.next(state, self.temperature, dice)
            reward += going * (TILE * np.asarray(tiles, np.float64) - TOLL)
            frames += int(going.sum())
            going &= ~(np.asarray(over) > 0.5)
            if not going.any():
                break
            beat()
        return self.number, reward, frames


def looked_out(
    evaluator: Evaluator, setting: Setting, controller: Controller, tracks: Sequence[int], speed: float
) -> Generator[Step, None, Beginnings]:
    """Beginnings of dreams from real drives on these tracks, by the teacher and the controller in turns.

    Raises BadInput when no drive lasted long enough.
    """
    table = controller.folded().to_vector()
    roads = [Road(number, track) for number, track in enumerate(tracks)]
    outlooks = [
        Outlook(setting, table, tuple(roads[first : first + DRIVES_A_PIECE]), Rules(400, 60), 0.7, speed, 0.2)
        for first in range(0, len(roads), DRIVES_A_PIECE)
    ]
    found = []
    with closing(evaluator.evaluate(outlooks)) as results:
        for each in results:
            found.append(each)
            yield Step(len(found), len(outlooks), "Beginnings of dreams")
    whole = [beginnings for _, beginnings in sorted(found, key=lambda each: each[0])]
    if not sum(map(len, whole)):
        raise BadInput("No drive lasted long enough to begin a dream from. Train V and M on more frames first.")
    states = zip(*(each.state for each in whole), strict=True)
    return Beginnings(np.concatenate([each.z for each in whole]), tuple(np.concatenate(parts) for parts in states))


def dreamed(
    evaluator: Evaluator,
    setting: Setting,
    controllers: Sequence[Controller],
    beginnings: Beginnings,
    how: Dreaming,
    seed: tuple[int, ...],
) -> Generator[Step, None, Scores]:
    """What each controller is worth in the dream: the dreamed reward of ``how.frames`` frames of each beginning."""
    tables = [each.folded().to_vector().reshape(ACTIONS, FEATURES + 1) for each in controllers]
    jobs = [
        DreamTrial(setting, number, table, beginnings, how.frames, how.temperature, seed)
        for number, table in enumerate(tables)
    ]
    reward, frames, done = np.zeros((len(jobs), len(beginnings))), 0, 0
    with closing(evaluator.evaluate(jobs)) as results:
        for number, found, took in results:
            reward[number], frames, done = found, frames + took, done + 1
            yield Step(done, len(jobs), "dreams")
    return Scores(reward, np.zeros(reward.shape, np.int64), frames)
