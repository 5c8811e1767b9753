"""The notes of a score as arrays, so that a frame of thousands costs one look instead of thousands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from engines.compose.editing import Edit
from engines.compose.notes import Note
from engines.compose.score import Score

Integers = NDArray[np.int32]
Flags = NDArray[np.bool_]


class Rows:
    """Some notes as arrays, one row a note: ``start``, ``end`` in ticks; ``pitch``, ``track``, ``velocity``."""

    def __init__(self, notes: Sequence[Note]) -> None:
        rows = map(attrgetter("start", "length", "pitch", "track", "velocity"), notes)
        fields = np.fromiter(chain.from_iterable(rows), np.int32, 5 * len(notes)).reshape(-1, 5)
        self.start: Integers = np.ascontiguousarray(fields[:, 0])
        self.end: Integers = fields[:, 0] + fields[:, 1]
        self.pitch: Integers = np.ascontiguousarray(fields[:, 2])
        self.track: Integers = np.ascontiguousarray(fields[:, 3])
        self.velocity: Integers = np.ascontiguousarray(fields[:, 4])

    def shifted(self, ticks: int, semitones: int) -> Rows:
        """The notes so much later and higher; what does not change is shared."""
        other = object.__new__(Rows)
        other.__dict__.update(self.__dict__)
        other.start, other.end, other.pitch = self.start + ticks, self.end + ticks, self.pitch + semitones
        return other


class NoteTable(Rows):
    """The notes of a score in its order, with what is known of each.

    ``selected``, ``generated``, ``outside`` (of the scale of its key); ``intensity`` 0 to 1, or None when nobody
    weighed the notes. ``last`` is where all have ended.
    """

    def __init__(
        self, score: Score, selected: frozenset[Note], generated: frozenset[Note], intensity: Mapping[Note, float]
    ) -> None:
        super().__init__(score.notes)
        self.score = score
        self.last = int(self.end.max(initial=0))
        self.selected = self.flags(selected)
        self.generated = self.flags(generated)
        self.outside = self._outside()
        self.intensity: NDArray[np.float32] | None = None
        if intensity:
            weights = (intensity.get(note, 0.0) for note in score.notes)
            self.intensity = np.fromiter(weights, np.float32, len(score.notes))

    def __len__(self) -> int:
        return len(self.start)

    def with_selected(self, selected: frozenset[Note]) -> NoteTable:
        """The same notes, others of them selected; the arrays are shared."""
        other = object.__new__(NoteTable)
        other.__dict__.update(self.__dict__)
        other.selected = self.flags(selected)
        return other

    def exchanged(self, score: Score, edit: Edit, selected: frozenset[Note], generated: frozenset[Note]) -> NoteTable:
        """The table of the score after a small change, without looking at all of its notes; nobody weighed them."""
        gone, come = _places(self.score.notes, edit.gone), _places(score.notes, edit.come)
        stay = np.ones(len(score.notes), bool)
        stay[come] = False
        rows, other = Rows(sorted(edit.come)), object.__new__(NoteTable)
        for name in ("start", "end", "pitch", "track", "velocity"):
            column = np.empty(len(stay), np.int32)
            column[stay], column[come] = np.delete(getattr(self, name), gone), getattr(rows, name)
            setattr(other, name, column)
        other.score, other.intensity = score, None
        other.last = int(other.end.max(initial=0))
        other.selected, other.generated = other.flags(selected), other.flags(generated)
        other.outside = other._outside()
        return other

    def between(self, start: float, end: float) -> NDArray[np.intp]:
        """The places of the notes that sound somewhere from ``start`` up to ``end`` ticks."""
        first = int(np.searchsorted(self.start, start - self.score.longest))
        last = int(np.searchsorted(self.start, end))
        return first + np.flatnonzero(self.end[first:last] > start)

    def note(self, place: int) -> Note:
        """The note in that row."""
        return self.score.notes[place]

    def notes_where(self, flags: Flags) -> tuple[Note, ...]:
        """The notes whose flag is up."""
        return tuple(self.score.notes[place] for place in np.flatnonzero(flags).tolist())

    def flags(self, wanted: frozenset[Note]) -> Flags:
        """A flag for each of the wanted notes; wanted ones that are not there are passed over."""
        notes, flags = self.score.notes, np.zeros(len(self.score.notes), bool)
        if len(wanted) * 8 > len(notes):
            return np.fromiter((note in wanted for note in notes), bool, len(notes))
        for note in wanted:
            place = bisect_left(notes, note)
            while place < len(notes) and notes[place] == note:
                flags[place] = True
                place += 1
        return flags

    def _outside(self) -> Flags:
        outside = np.zeros(len(self.start), bool)
        keys = self.score.keys
        for number, key in enumerate(keys):
            first = int(np.searchsorted(self.start, key.tick))
            last = int(np.searchsorted(self.start, keys[number + 1].tick)) if number + 1 < len(keys) else len(self)
            inside = np.isin(np.arange(12), list(key.scale))
            outside[first:last] = ~inside[self.pitch[first:last] % 12]
        drums = [place for place, track in enumerate(self.score.tracks) if track.drums]
        if drums:
            outside &= ~np.isin(self.track, drums)
        return outside


def _places(notes: tuple[Note, ...], wanted: Iterable[Note]) -> list[int]:
    """Where the wanted notes are; of notes that are alike each has a place of its own."""
    found: list[int] = []
    for note in sorted(wanted):
        found.append(bisect_left(notes, note, found[-1] + 1 if found else 0))
    return found
