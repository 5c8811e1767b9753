"""The notes of a score as arrays, so that a frame of thousands costs one look instead of thousands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from itertools import chain
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from engines.compose.notes import Note
from engines.compose.score import Score

Integers = NDArray[np.int32]
Flags = NDArray[np.bool_]


class NoteTable:
    """One row a note, in the order of the score, with what is known of each.

    ``start``, ``end`` in ticks; ``pitch``, ``track``, ``velocity``; ``selected``, ``generated``, ``outside`` (of the
    scale of its key); ``intensity`` 0 to 1, or None when nobody weighed the notes. ``last`` is where all have ended.
    """

    def __init__(
        self, score: Score, selected: frozenset[Note], generated: frozenset[Note], intensity: Mapping[Note, float]
    ) -> None:
        self.score = score
        notes = score.notes
        rows = map(attrgetter("start", "length", "pitch", "track", "velocity"), notes)
        fields = np.fromiter(chain.from_iterable(rows), np.int32, 5 * len(notes)).reshape(-1, 5)
        self.start: Integers = np.ascontiguousarray(fields[:, 0])
        self.end: Integers = fields[:, 0] + fields[:, 1]
        self.pitch: Integers = np.ascontiguousarray(fields[:, 2])
        self.track: Integers = np.ascontiguousarray(fields[:, 3])
        self.velocity: Integers = np.ascontiguousarray(fields[:, 4])
        self.last = int(self.end.max(initial=0))
        self.selected = self.flags(selected)
        self.generated = self.flags(generated)
        self.outside = self._outside()
        self.intensity: NDArray[np.float32] | None = None
        if intensity:
            self.intensity = np.fromiter((intensity.get(note, 0.0) for note in notes), np.float32, len(notes))

    def __len__(self) -> int:
        return len(self.start)

    def with_selected(self, selected: frozenset[Note]) -> NoteTable:
        """The same notes, others of them selected; the arrays are shared."""
        other = object.__new__(NoteTable)
        other.__dict__.update(self.__dict__)
        other.selected = self.flags(selected)
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
