"""Filling the gap between two passages, and varying a passage: many candidates, those that lead best into what follows.

A candidate m is drawn from p(m | before); the share p(after | before, m) of what follows it, read with the same model,
then says how well it leads there. Drawing by that share would draw from p(m | before, after) (sampling with importance
resampling, Rubin 1987); here the best are taken.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engines.compose.melody.composing import Ending, Passage, Writer
from engines.compose.melody.contexts import Context, context_of, heard_line
from engines.compose.melody.continuing import loudness, written
from engines.compose.melody.features import Encoded, encode
from engines.compose.melody.frames import Frame
from engines.compose.melody.lines import Line, Signs, Sound
from engines.compose.melody.material import part_of
from engines.compose.melody.model import MelodyModel
from engines.compose.melody.ranking import takes_of
from engines.compose.melody.settings import MOST_BARS, Settings
from engines.compose.melody.takes import Takes
from engines.compose.notes import Note
from engines.compose.score import Score
from engines.errors import BadInput
from engines.steps import Step, Task

#: Sounds after the gap that are listened to.
FOLLOWING = 12
CANDIDATES, MOST_CANDIDATES = 48, 256
KEEPING = ("", "rhythm", "pitches")


@dataclass(frozen=True)
class FillRequest:
    """Write into ``track`` from tick ``start`` to tick ``end``, between the notes before and those after.

    With ``keep`` what lies there now is varied: its “rhythm” or its “pitches” stay, and of the rhythm's notes each
    stays as it is with probability 1 - ``amount``. ``candidates`` are drawn for the takes that are given back.
    """

    score: Score
    track: int
    start: int
    end: int
    keep: str = ""
    amount: float = 1.0
    settings: Settings = field(default_factory=Settings)
    candidates: int = CANDIDATES

    def __post_init__(self) -> None:
        if not 0 <= self.track < len(self.score.tracks):
            raise BadInput(f"There is no track {self.track + 1} to write into.")
        if not 0 <= self.start < self.end:
            raise BadInput("What is filled must end after it begins.")
        if self.keep not in KEEPING:
            raise BadInput("Of what is varied the “rhythm” or the “pitches” can be kept.")
        if not 0 <= self.amount <= 1:
            raise BadInput(f"The amount of variation must be from 0 to 1, not {self.amount:g}.")
        if not 1 <= self.candidates <= MOST_CANDIDATES:
            raise BadInput(f"The number of candidates must be from 1 to {MOST_CANDIDATES}, not {self.candidates}.")

    def recipe(self, model: MelodyModel) -> dict[str, Any]:
        """What makes the takes again."""
        names = ("start", "end", "track", "keep", "amount", "candidates")
        place = {name: getattr(self, name) for name in names}
        return {"what": "vary" if self.keep else "fill", "model": model.name, **place, **self.settings.to_dict()}


def fill(request: FillRequest, model: MelodyModel) -> Task[Takes]:
    """Fill or vary; yields steps as ``continue_melody`` does. The passage ends exactly where it is asked to.

    Raises:
        BadInput: the gap is longer than MOST_BARS bars, or there is nothing to vary.
    """
    score, signs = request.score, Signs(request.score)
    if signs.bars.bar(request.end - 1) - signs.bars.bar(request.start) >= MOST_BARS:
        raise BadInput(f"What is filled can be {MOST_BARS} bars long at most. Choose a shorter part.")
    before = score.of_track(request.track)
    inside = [note for note in before if request.start <= note.start < request.end]
    heard = [note for note in before if note.start < request.start]
    # With nothing before, what follows says how high the line is.
    register = None if heard else _register(model, request, before, signs)
    context = context_of(model, score, before, request.start, signs, register)
    writer = Writer(model, request.settings, signs)
    count = max(request.candidates, request.settings.takes)
    frames = _frames(request, model, inside, signs)
    passages = [writer.begun(context, frames[number % len(frames)], number) for number in range(count)]
    after = _following(model, request, before, signs, context)
    endings = yield from written(writer, context, passages, request.track)
    found: list[tuple[Passage, float]] = []
    for ending in endings:
        shares = yield from _read_on(writer, ending, after)
        found += zip(ending.passages, shares, strict=True)
    quiet = tuple(note.velocity for note in inside) if request.keep == "rhythm" else loudness(before)
    recipe = request.recipe(model)
    takes = takes_of(model, context, found, request.track, request.settings.scale, recipe, quiet)
    return Takes(_different(takes)[: request.settings.takes], recipe)


def _register(model: MelodyModel, request: FillRequest, notes: Sequence[Note], signs: Signs) -> int:
    found = context_of(model, request.score, notes, request.score.end + 1, signs)
    return found.register


def _different(takes: Takes) -> tuple[Any, ...]:
    """Takes without those that say the same as a better one, as long as there are others."""
    seen: dict[tuple[Note, ...], Any] = {}
    for take in takes.takes:
        seen.setdefault(take.notes, take)
    again = [take for take in takes.takes if seen[take.notes] is not take]
    return (*seen.values(), *again)


def _frames(request: FillRequest, model: MelodyModel, inside: Sequence[Note], signs: Signs) -> list[Frame]:
    """One for each candidate, or one for all."""
    known = model.vocabulary.durations
    if not request.keep:
        return [Frame(request.start, request.end, known)]
    now = heard_line(model, request.score, inside, request.end, signs)
    if now is None:
        raise BadInput("There are no notes to vary there. Select some, or fill the gap instead.")
    now = _from(now, request.start)
    if request.keep == "pitches":
        return [Frame(request.start, request.end, known, sounds=now.sounds)]
    lengths = tuple(now.lengths.tolist())
    if request.amount >= 1:
        return [Frame(request.start, request.end, known, lengths, _rests(now.sounds))]
    chance = np.random.default_rng([request.settings.seed, MOST_CANDIDATES])
    frames: list[Frame] = []
    for _ in range(max(request.candidates, request.settings.takes)):
        stays = chance.random(len(now.sounds)) >= request.amount
        sounds = tuple(sound if stay or not sound else None for sound, stay in zip(now.sounds, stays, strict=True))
        frames.append(Frame(request.start, request.end, known, lengths, sounds))
    return frames


def _rests(sounds: Sequence[Sound]) -> tuple[Sound | None, ...]:
    """Rests belong to the rhythm; all else is free."""
    return tuple(None if sound else sound for sound in sounds)


def _from(line: Line, start: int) -> Line:
    """The line with a rest before it from ``start``, where it begins later."""
    if not len(line) or line.starts[0] <= start:
        return line
    starts = np.append(start, line.starts)
    places, keys = np.concatenate([line.places[:1], line.places]), np.append(line.keys[0], line.keys)
    return Line(line.piece, ((), *line.sounds), starts, places, keys)


def _following(
    model: MelodyModel, request: FillRequest, notes: Sequence[Note], signs: Signs, context: Context
) -> Encoded | None:
    """The line after the gap, with a rest where it does not begin at once; None where nothing follows."""
    later = [note for note in notes if note.start >= request.end]
    line = heard_line(model, request.score, later[: 4 * FOLLOWING], None, signs)
    if line is None:
        return None
    line = _from(line, request.end)
    return encode(part_of(line, 0, min(len(line), FOLLOWING)), model.vocabulary, context.register)


def _read_on(writer: Writer, ending: Ending, after: Encoded | None) -> Generator[Step, None, list[float]]:
    """The log-probability of what follows, by sound, for each passage of ``ending``."""
    rows = len(ending.passages)
    if after is None:
        return [0.0] * rows
    told, stepper, answer = after.told(), ending.stepper, ending.answer
    total = np.zeros(rows)
    for step in range(1, len(told)):
        duration, sound = int(after.durations[step]), int(after.sounds[step])
        logits = answer.durations.astype(np.float64)
        total += logits[:, duration] - np.logaddexp.reduce(logits, axis=1)
        pitches = answer.after(duration).astype(np.float64)
        total += pitches[:, sound] - np.logaddexp.reduce(pitches, axis=1)
        if step + 1 == len(told):
            break
        entry = np.repeat(told[step : step + 1], rows, axis=0)
        if step == 1:
            entry[:, 3] = [writer.interval(passage, sound) for passage in ending.passages]
        answer = stepper.hear(entry, np.repeat(after.onsets[step], rows), np.repeat(after.bars[step], rows))
        yield Step(0, None, "Comparing")
    return [float(each) for each in total / max(1, len(after))]
