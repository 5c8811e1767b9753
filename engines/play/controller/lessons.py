"""Lessons: the student drives, the teacher takes the wheel now and then, and says for every frame what it would do.

DAgger (Ross, Gordon and Bagnell 2011): whoever only watches the teacher never learns how to come back to the road,
so what is learnt from are the frames that the student's own mistakes lead to. The trembling hand is on what is
driven, never on what is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engines.play.controller.controller import FEATURES, Controller
from engines.play.controller.lockstep import Drive, Road, Rules, Seat, drive_all, features_of
from engines.play.controller.setting import Floats, Setting, State, opened
from engines.play.drivers import Driver
from engines.play.serving import Beat

#: How likely the wheel is given away or kept anew in a frame.
SWITCHING = 0.02
#: What of a tremble is left after a frame, and how much of it steer, gas and brake take.
LASTING = 0.9
TREMBLING = np.array([0.5, 0.2, 0.1])


@dataclass(frozen=True, eq=False)
class Tuition:
    """Drives by the student (``table``, 867 numbers for features as they come) and the teacher.

    ``share`` (0 to 1) is the teacher's part of the driving, ``speed`` its part of its own speed, ``tremble`` the size
    of the kicks of an Ornstein-Uhlenbeck process on what is driven. Chance follows from the tracks alone.
    """

    setting: Setting
    table: Floats
    roads: tuple[Road, ...]
    rules: Rules
    share: float
    speed: float
    tremble: float


class Lesson(Tuition):
    """A piece of work: drives, and what the teacher says all the while."""

    def run(self, beat: Beat) -> Learnt:
        """Drive, and note what was seen and said."""
        tandem = Tandem(self)
        drives = drive_all(opened(self.setting), self.roads, tandem, self.rules, beat)
        return Learnt(self.roads[0].number, tandem.features(), tandem.answers(), tuple(drives))


@dataclass(frozen=True, eq=False)
class Learnt:
    """What a lesson brought: features (n, 288) and the teacher's answers (n, 3), float32, and the drives.

    ``number`` puts lessons in order, in whatever order they are done.
    """

    number: int
    features: Floats
    answers: Floats
    drives: tuple[Drive, ...]


@dataclass
class _Pair:
    """Teacher and student on one road."""

    teacher: Driver
    dice: np.random.Generator
    teacher_drives: bool
    kick: np.ndarray[tuple[int], np.dtype[np.float64]]


class Tandem:
    """Student and teacher at the wheel of every drive."""

    def __init__(self, lesson: Tuition) -> None:
        self._lesson = lesson
        self._student = Controller.from_vector(lesson.table)
        self._pairs: dict[int, _Pair] = {}
        self._seen: dict[int, list[Floats]] = {}
        self._said: dict[int, list[Floats]] = {}

    def begin(self, place: int, seat: Seat) -> None:
        """A teacher that knows this road."""
        teacher = self._lesson.setting.teacher(self._lesson.speed)
        teacher.begin(seat.world, seat.road.track)
        dice = np.random.default_rng([seat.road.track, 1])
        self._pairs[place] = _Pair(teacher, dice, bool(dice.random() < self._lesson.share), np.zeros(3))

    def act(self, places: Sequence[int], seats: Sequence[Seat], z: Floats, state: State) -> Floats:
        """What is driven; what is seen and what the teacher says is noted."""
        features = features_of(z, state)
        actions = self._student.act(features)
        for row, (place, seat) in enumerate(zip(places, seats, strict=True)):
            pair = self._pairs[place]
            said = np.asarray(pair.teacher.act(seat.frame), np.float32)
            self._seen.setdefault(seat.road.number, []).append(features[row])
            self._said.setdefault(seat.road.number, []).append(said)
            if pair.dice.random() < SWITCHING:
                pair.teacher_drives = bool(pair.dice.random() < self._lesson.share)
            if pair.teacher_drives:
                actions[row] = said
            pair.kick = LASTING * pair.kick + pair.dice.normal(size=3) * self._lesson.tremble * TREMBLING
            actions[row] += pair.kick.astype(np.float32)
        return actions

    def features(self) -> Floats:
        """All that was seen (n, 288), road by road."""
        return _in_order(self._seen, FEATURES)

    def answers(self) -> Floats:
        """All that was said (n, 3), road by road."""
        return _in_order(self._said, 3)


def _in_order(rows: dict[int, list[Floats]], width: int) -> Floats:
    flat = [row for number in sorted(rows) for row in rows[number]]
    return np.stack(flat).astype(np.float32) if flat else np.zeros((0, width), np.float32)
