"""Going on from a place in a score: a request, and the task that answers it with takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engines.compose.melody.composing import Ending, Passage, Writer, read
from engines.compose.melody.contexts import Context, context_of
from engines.compose.melody.features import register_of
from engines.compose.melody.frames import Frame
from engines.compose.melody.lines import Signs
from engines.compose.melody.model import MelodyModel
from engines.compose.melody.ranking import VELOCITY, notes_of, takes_of
from engines.compose.melody.settings import MOST_BARS, Settings
from engines.compose.melody.takes import Takes
from engines.compose.melody.vocabulary import END
from engines.compose.notes import Note
from engines.compose.score import Score
from engines.errors import BadInput
from engines.steps import Step, Task

#: What the logarithm of the probability that a melody is over counts, by a nat a note.
_CLOSING = 0.2


@dataclass(frozen=True)
class ContinueRequest:
    """Write ``bars`` bars into ``track`` of ``score`` from tick ``start`` on, the bar that it lies in counted.

    What the model hears before is ``context``, or the notes of the track up to ``start`` where that is None; no notes
    at all begin a new melody. ``register`` (see ``features.register_of``) is for that: it is heard otherwise.
    ``closing`` prefers takes after which a melody may well be over.
    """

    score: Score
    track: int
    start: int
    bars: int = 4
    context: tuple[Note, ...] | None = None
    settings: Settings = field(default_factory=Settings)
    register: int | None = None
    closing: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.track < len(self.score.tracks):
            raise BadInput(f"There is no track {self.track + 1} to write into.")
        if not 1 <= self.bars <= MOST_BARS:
            raise BadInput(f"The number of bars must be from 1 to {MOST_BARS}, not {self.bars}.")
        if self.start < 0:
            raise BadInput("A melody cannot go on before tick 0.")

    def recipe(self, model: MelodyModel) -> dict[str, Any]:
        """What makes the takes again."""
        place = {"what": "continue", "model": model.name, "start": self.start, "bars": self.bars, "track": self.track}
        return {**place, **self.settings.to_dict()}


def continue_melody(request: ContinueRequest, model: MelodyModel) -> Task[Takes]:
    """Write on; yields a step a note, whose preview is the notes of the first take so far.

    ``done`` and ``total`` count ticks. All bars come out full. Closing it stops at once.
    """
    score, settings, signs = request.score, request.settings, Signs(request.score)
    before = score.of_track(request.track) if request.context is None else request.context
    context = context_of(model, score, before, request.start, signs, _register(request))
    end = signs.bars.start(signs.bars.bar(request.start) + request.bars)
    frame = Frame(request.start, end, model.vocabulary.durations)
    writer = Writer(model, settings, signs)
    passages = [writer.begun(context, frame, number) for number in range(settings.takes)]
    endings = yield from written(writer, context, passages, request.track)
    found = [
        (passage, _CLOSING * _closing(ending, row) if request.closing else 0.0)
        for ending in endings
        for row, passage in enumerate(ending.passages)
    ]
    recipe = request.recipe(model)
    return takes_of(
        model, context, found, request.track, settings.scale, recipe, loudness(before), usual=model.usual_surprise
    )


def _register(request: ContinueRequest) -> int | None:
    """The one that is asked for; without notes before, that of the range."""
    if request.register is not None:
        return request.register
    ranged = request.settings.lowest > 0 or request.settings.highest < 127
    heard = request.score.of_track(request.track) if request.context is None else request.context
    if ranged and not any(note.start < request.start for note in heard):
        return register_of((request.settings.lowest + request.settings.highest) // 2)
    return None


def written(writer: Writer, context: Context, passages: Sequence[Passage], track: int) -> Task[list[Ending]]:
    """Hear ``context`` and write ``passages``; a step a note, as ``continue_melody`` tells them."""
    stepper = writer.model.stepper()
    start = passages[0].frame.start
    total = passages[0].frame.end - start
    yield Step(0, total, "Listening")
    hearing = read(stepper, context)
    while True:
        try:
            next(hearing)
        except StopIteration as end:
            answer = end.value
            break
        yield Step(0, total, "Listening")
    everyone, so_far, count = [0] * len(passages), list[Note](), 0
    stepper.keep(everyone)
    writing = writer.write(stepper, answer.rows(everyone), passages, context.register)
    while True:
        try:
            next(writing)
        except StopIteration as end:
            endings: list[Ending] = end.value
            return endings
        first = passages[0]
        fresh = notes_of(first.sounds[count:], first.starts[count:], track, (VELOCITY,))
        so_far += [note for each in fresh for note in each]
        count = len(first.sounds)
        done = min(total, min(one.tick for one in passages) - start)
        yield Step(done, total, "Writing", preview=tuple(so_far))


def loudness(notes: Sequence[Note]) -> tuple[int, ...]:
    """How loud new notes are: as the median of those before."""
    return (int(np.median([note.velocity for note in notes])),) if notes else (VELOCITY,)


def _closing(ending: Ending, row: int) -> float:
    """How well a melody may be over there: the logarithm of that probability."""
    logits = ending.answer.durations[row].astype(np.float64)
    return float(logits[END] - np.logaddexp.reduce(logits))
