"""What was heard before a place in a score, as a model reads it, and which notes of the score it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engines.compose.melody.features import Encoded, encode, register_of
from engines.compose.melody.lines import Line, Signs, line_of
from engines.compose.melody.material import part_of
from engines.compose.melody.model import MelodyModel
from engines.compose.melody.voices import skyline
from engines.compose.notes import Note
from engines.compose.score import Score

#: Heard before a place, at most; what is older has little to say.
MOST_HEARD = 255
#: Notes in which so many sounds are found, with those beneath them.
NEAR = 4 * MOST_HEARD


@dataclass(frozen=True)
class Context:
    """``entries`` to read, and for each the note it is (``columns``): None for rests and what stands before all."""

    entries: Encoded
    columns: tuple[Note | None, ...]
    register: int


def context_of(
    model: MelodyModel,
    score: Score,
    notes: Sequence[Note],
    start: int,
    signs: Signs,
    register: int | None = None,
) -> Context:
    """The line of ``notes`` up to ``start``, ready to be read by ``model``; only START where there are none.

    Without ``register`` that of the notes is taken, or what the model knows best where there are too few.
    """
    before = [note for note in notes if note.start < start]
    line = heard_line(model, score, before[-NEAR:], start, signs)
    if register is None:
        register = register_of(line.middle) if line is not None and len(line) >= 4 else model.register
    if line is None:
        return Context(_nothing(model, start, signs, register), (None,), register)
    entries = encode(line, model.vocabulary, register)
    columns: tuple[Note | None, ...] = (None, *columns_of(line, notes))
    most = MOST_HEARD if len(entries.sounds) > MOST_HEARD else 0
    return Context(entries.part(len(columns) - most, len(columns)) if most else entries, columns[-most:], register)


def heard_line(model: MelodyModel, score: Score, notes: Sequence[Note], until: int | None, signs: Signs) -> Line | None:
    """The notes as one line: all that begin together where the model knows chords, else the highest of them."""
    chosen = list(notes) if model.vocabulary.chords else skyline(notes)
    return line_of(chosen, score, until=until, signs=signs)


def columns_of(line: Line, notes: Sequence[Note]) -> list[Note | None]:
    """The highest note of each sound of ``line``; None for a rest."""
    by_place = {(note.start, note.pitch): note for note in notes}
    return [
        by_place.get((int(start), sound[-1])) if sound else None
        for start, sound in zip(line.starts[:-1], line.sounds, strict=True)
    ]


def _nothing(model: MelodyModel, start: int, signs: Signs, register: int) -> Encoded:
    """The entry before a first note that begins at ``start``."""
    first = Note(start, 0, 60, 1)
    line = line_of([first], Score(notes=()), signs=signs)
    assert line is not None
    return encode(part_of(line, 0, 0), model.vocabulary, register)
