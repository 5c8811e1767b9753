"""How well a model foresees music it never read, note by note, beside what counting alone foresees."""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from engines.calibration import Calibration, Reliability
from engines.compose.melody.baselines import Baseline
from engines.compose.melody.choosing import shares_of
from engines.compose.melody.features import Encoded
from engines.compose.melody.model import MelodyModel
from engines.compose.melody.stepping import Answer, BookStepper, Stepper
from engines.compose.melody.vocabulary import END
from engines.errors import BadInput
from engines.steps import Step, Task

SIDE_BY_SIDE = 16
ORDERS = ("uniform", "unigram", "bigram")


@dataclass(frozen=True)
class Evaluation:
    """Nats per note over ``notes`` sounds (rests too) of ``lines`` lines, and how often the likeliest one came.

    ``ends`` is the surprise of an end, a line; it is in no other number. ``baselines`` are pitch, duration and total
    of counting alone. ``calibration`` says how far the percentage of the likeliest pitch can be believed.
    """

    lines: int
    notes: int
    pitch: float
    duration: float
    total: float
    ends: float
    pitch_top1: float
    duration_top1: float
    baselines: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)
    calibration: Calibration | None = None
    notes_per_second: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """Plain numbers for a card or as JSON."""
        return asdict(self)


def evaluate(
    model: MelodyModel, lines: Sequence[Encoded], baseline: Baseline | None = None, *, exact: bool = True
) -> Task[Evaluation]:
    """Measure ``model`` on ``lines`` in the numbers of its vocabulary; each is read from its beginning.

    Without ``exact`` what writes is measured, see ``MelodyModel.stepper``.

    Raises:
        BadInput: there is nothing to foresee.
    """
    ranked = sorted((line for line in lines if len(line)), key=len, reverse=True)
    total = sum(map(len, ranked))
    if not total:
        raise BadInput("There are no notes to measure with: choose music of at least one line.")
    began = time.perf_counter()
    tally = _Tally()
    for start in range(0, len(ranked), SIDE_BY_SIDE):
        for _ in _read(model.stepper(exact=exact), ranked[start : start + SIDE_BY_SIDE], tally):
            yield Step(tally.notes, total, "Measuring", {"nats": tally.pitch_and_duration})
    seconds = time.perf_counter() - began
    notes = tally.notes
    pitch, duration = tally.pitch / notes, tally.duration / notes
    baselines = {}
    for order, name in enumerate(ORDERS if baseline is not None else ()):
        assert baseline is not None
        counted = baseline.nats(ranked, order)
        baselines[name] = (*counted, sum(counted))
    return Evaluation(
        lines=len(ranked),
        notes=notes,
        pitch=pitch,
        duration=duration,
        total=pitch + duration,
        ends=tally.ends / max(1, tally.ended),
        pitch_top1=tally.pitches_right / notes,
        duration_top1=tally.durations_right / notes,
        baselines=baselines,
        calibration=tally.reliability.calibration(),
        notes_per_second=notes / max(seconds, 1e-9),
    )


@dataclass
class _Tally:
    """Surprise so far."""

    pitch: float = 0.0
    duration: float = 0.0
    ends: float = 0.0
    notes: int = 0
    ended: int = 0
    pitches_right: int = 0
    durations_right: int = 0
    reliability: Reliability = field(default_factory=Reliability)

    @property
    def pitch_and_duration(self) -> float:
        return (self.pitch + self.duration) / max(1, self.notes)

    def count(self, answer: Answer, line: Encoded, row: int, place: int) -> None:
        """Take in what came after entry ``place`` of ``line``, whose row of the answer is ``row``."""
        durations = shares_of(answer.durations[row])
        if place == len(line):
            if line.ends:
                self.ends -= float(np.log(max(durations[END], 1e-30)))
                self.ended += 1
            return
        duration, sound = int(line.durations[place + 1]), int(line.sounds[place + 1])
        sounds = shares_of(answer.said.after([row], [duration])[0])
        likeliest = int(sounds.argmax())
        self.duration -= float(np.log(max(durations[duration], 1e-30)))
        self.pitch -= float(np.log(max(sounds[sound], 1e-30)))
        self.notes += 1
        self.pitches_right += likeliest == sound
        self.durations_right += int(durations.argmax()) == duration
        self.reliability.add(sounds[likeliest], likeliest == sound)


def _read(stepper: Stepper | BookStepper, lines: Sequence[Encoded], tally: _Tally) -> Generator[None, None, None]:
    """Read ``lines``, the longest first, side by side; yields after each entry."""
    told = [line.told() for line in lines]
    stepper.keep([0] * len(lines))
    rows = len(lines)
    for place in range(len(lines[0].sounds)):
        reading = [row for row in range(rows) if place < len(told[row])]
        if len(reading) < rows:
            stepper.keep(range(len(reading)))
            rows = len(reading)
        entries = np.stack([told[row][place] for row in range(rows)])
        onsets = np.array([lines[row].onsets[place] for row in range(rows)])
        bars = np.array([lines[row].bars[place] for row in range(rows)])
        answer = stepper.hear(entries, onsets, bars)
        for row in range(rows):
            tally.count(answer, lines[row], row, place)
        yield
