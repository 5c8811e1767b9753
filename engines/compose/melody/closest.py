"""How near a melody is to what a model learnt from: the fewest edits between their steps."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engines.compose.melody.lines import Line
from engines.compose.notes import Note
from engines.errors import MissingWeights
from engines.steps import Step, Task

#: Steps of a melody that are compared at once: about two bars.
WINDOW = 12
_FARTHEST = 30
#: Stands between two lines: farther from every step than any other.
_BREAK = 127
#: Places compared between two reports.
_AT_ONCE = 40_000


@dataclass(frozen=True)
class Likeness:
    """The nearest passage of ``steps`` steps: ``distance`` edits from it, in ``piece``; 0 is note for note."""

    piece: str
    steps: int
    distance: int

    @property
    def share(self) -> float:
        """How much of the melody is another's: 1 is all."""
        return 1 - self.distance / max(1, self.steps)


@dataclass(frozen=True)
class Phrases:
    """The steps in semitones between the highest notes of all lines, one after the other, with a break between lines.

    ``begins`` (lines,) is where each begins, ``pieces`` (lines,) whose it is.
    """

    steps: NDArray[np.int8]
    begins: NDArray[np.int64]
    pieces: tuple[str, ...]

    def to_bytes(self) -> bytes:
        """As a file of a model holds it."""
        stream = io.BytesIO()
        np.savez_compressed(stream, steps=self.steps, begins=self.begins, pieces=np.array(self.pieces, dtype=np.str_))
        return stream.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> Phrases:
        """What ``to_bytes`` gave; raises MissingWeights."""
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as rows:
                return cls(rows["steps"], rows["begins"], tuple(map(str, rows["pieces"].tolist())))
        except (OSError, ValueError, KeyError) as error:
            raise MissingWeights("The phrases of the model are damaged. Install it again.") from error


def phrases_of(lines: Sequence[Line]) -> Phrases:
    """The steps of all ``lines``."""
    rows, begins, place = [], [], 0
    for line in lines:
        tops = np.array([sound[-1] for sound in line.sounds if sound], dtype=np.int64)
        row = np.append(np.clip(np.diff(tops), -_FARTHEST, _FARTHEST), _BREAK).astype(np.int8)
        rows.append(row)
        begins.append(place)
        place += len(row)
    steps = np.concatenate(rows) if rows else np.zeros(0, np.int8)
    return Phrases(steps, np.array(begins, dtype=np.int64), tuple(line.piece for line in lines))


def closest_phrase(notes: Sequence[Note], phrases: Phrases) -> Task[Likeness | None]:
    """The passage nearest to any WINDOW steps of ``notes`` (Levenshtein 1966); None for fewer than five notes.

    Transposition does not count, for steps are compared. A passage may begin and end anywhere (Sellers 1980).
    """
    tops: dict[int, int] = {}
    for note in notes:
        tops[note.start] = max(note.pitch, tops.get(note.start, 0))
    steps = np.clip(np.diff([tops[start] for start in sorted(tops)]), -_FARTHEST, _FARTHEST)
    if len(steps) < 4 or not len(phrases.steps):
        return None
    best: Likeness | None = None
    size = min(WINDOW, len(steps))
    for begin in range(0, len(steps) - size + 1, max(1, size // 2)):
        wanted = steps[begin : begin + size]
        for first in range(0, len(phrases.steps), _AT_ONCE):
            distance, place = _nearest(wanted, phrases.steps[first : first + _AT_ONCE + 2 * size])
            if best is None or distance < best.distance:
                line = int(np.searchsorted(phrases.begins, first + place, side="right")) - 1
                best = Likeness(phrases.pieces[line], size, distance)
            yield Step(begin, len(steps), "Comparing")
    return best


def _nearest(wanted: NDArray[np.int64], steps: NDArray[np.int8]) -> tuple[int, int]:
    """The fewest edits that make ``wanted`` a run of ``steps``, and where that run ends: a column a step at a time."""
    row = np.zeros(len(steps) + 1, dtype=np.int16)
    places = np.arange(len(steps) + 1, dtype=np.int16 if len(steps) < 30_000 else np.int32)
    for count, step in enumerate(wanted, start=1):
        changed = np.minimum(row[:-1] + (steps != step), row[1:] + 1)
        fresh = np.append(count, changed)
        # Left out of the other: the running minimum of value - place, with the place added again.
        row = (np.minimum.accumulate(fresh - places) + places).astype(np.int16)
    at = int(row.argmin())
    return int(row[at]), max(0, at - 1)
