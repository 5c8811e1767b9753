"""What a gesture would do if the hand let go now."""

from __future__ import annotations

from functools import cached_property

from engines.compose.notes import Note
from studio.panes.compose.roll.edits import Selection
from studio.panes.compose.roll.table import Rows

NOTHING: Selection = frozenset()


class Draft:
    """Notes not drawn where they are, and notes drawn instead: thousands on their way are told by how far they are."""

    def __init__(
        self,
        gone: Selection = NOTHING,
        notes: tuple[Note, ...] = (),
        way: tuple[int, int] = (0, 0),
        rows: Rows | None = None,
    ) -> None:
        """``notes`` come, moved on by ``way`` (ticks, semitones); ``rows`` are the notes where somebody has them."""
        self.gone, self._notes, self._way = gone, notes, way
        self._rows = rows

    @cached_property
    def come(self) -> tuple[Note, ...]:
        """The notes that are drawn instead."""
        return self._notes if self._way == (0, 0) else tuple(note.moved(*self._way) for note in self._notes)

    @property
    def first(self) -> Note | None:
        """The first note of those, without making the others."""
        return self._notes[0].moved(*self._way) if self._notes else None

    @cached_property
    def rows(self) -> Rows:
        """The notes that are drawn instead, as arrays."""
        rows = Rows(self._notes) if self._rows is None else self._rows
        return rows if self._way == (0, 0) else rows.shifted(*self._way)
