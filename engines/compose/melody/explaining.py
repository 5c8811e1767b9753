"""What a model thinks of notes that are already there: where it looked for each, and what else could have come."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from engines.compose.melody.composing import Hunch, thoughts_of
from engines.compose.melody.contexts import MOST_HEARD, NEAR, columns_of, heard_line
from engines.compose.melody.features import encode
from engines.compose.melody.lines import Signs
from engines.compose.melody.model import MelodyModel
from engines.compose.melody.ranking import insight_of
from engines.compose.melody.takes import Insight
from engines.compose.notes import Note
from engines.compose.score import Score
from engines.errors import BadInput
from engines.steps import Step, Task

#: Notes that are explained at once, at most.
MOST_EXPLAINED = 512


@dataclass(frozen=True)
class ExplainRequest:
    """Explain the notes of ``track`` that begin from ``start`` up to, not with, ``end`` (None: to the last).

    Of several notes at once the highest stands for all where the model knows no chords.
    """

    score: Score
    track: int
    start: int = 0
    end: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.track < len(self.score.tracks):
            raise BadInput(f"There is no track {self.track + 1} to explain.")


def explain(request: ExplainRequest, model: MelodyModel) -> Task[Insight]:
    """Read the track with ``model``, at most MOST_EXPLAINED sounds from ``start`` on; yields a step every few notes.

    Raises:
        BadInput: there are no notes.
    """
    signs = Signs(request.score)
    notes = [note for note in request.score.of_track(request.track) if request.end is None or note.start < request.end]
    near = bisect_left(notes, request.start, key=lambda note: note.start)
    notes = notes[max(0, near - NEAR) : near + 4 * MOST_EXPLAINED]
    line = heard_line(model, request.score, notes, None, signs)
    first = 0 if line is None else int((line.starts[:-1] < request.start).sum())
    if line is None or first >= len(line):
        raise BadInput("There are no notes to explain there. Draw some first.")
    last = min(len(line), first + MOST_EXPLAINED)
    entries = encode(line, model.vocabulary)
    begin = max(0, first - MOST_HEARD)
    told, stepper = entries.told(), model.stepper()
    hunches: list[Hunch] = []
    for place in range(begin, last):
        entry = slice(place, place + 1)
        answer = stepper.hear(told[entry], entries.onsets[entry], entries.bars[entry])
        if place >= first:
            hunches.append(Hunch.of(answer, 0, int(entries.durations[place + 1]), int(entries.sounds[place + 1])))
        if place % 8 == 7:
            yield Step(place - begin, last - begin, "Listening")
    heard: list[Note | None] = [None, *columns_of(line, notes)]
    explained = [[note] if note is not None else [] for note in heard[first + 1 : last + 1]]
    return insight_of(model, heard[begin : first + 1], explained, thoughts_of(hunches))
