"""Moving and duplicating: notes go along with the hand, all together, and stop together at the edges."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt

from engines.compose.editing import Edit, move, room
from engines.compose.notes import Note
from studio.panes.compose.roll.counting import counted
from studio.panes.compose.roll.draft import Draft
from studio.panes.compose.roll.gestures.gesture import Gesture, Tools, Touch
from studio.panes.compose.roll.table import Rows


class Move(Gesture):
    """Moves what is selected by the note that was grasped; Shift keeps to one direction, Alt leaves the grid.

    With Ctrl held at the press, copies move and the notes stay. A press without a drag selects.
    """

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, tools: Tools, touch: Touch, note: Note) -> None:
        super().__init__(tools, touch)
        self._note, self._copies = note, touch.ctrl
        self._was_selected = note in self.model.selection
        self._dragging = False
        self._notes: tuple[Note, ...] = ()
        self._rows, self._room = Rows(()), room(())
        self._gone: frozenset[Note] = frozenset()
        self._way = (0, 0)
        if not self._was_selected and not touch.ctrl and not touch.shift:
            self.model.select((note,))
        self.ear.strike(note.pitch, note.velocity)

    def move(self, touch: Touch) -> None:
        """Take the notes along."""
        if not self._dragging:
            if not touch.far_from(self.began):
                return
            self._begin()
        if self._copies:
            self.cursor = Qt.CursorShape.DragCopyCursor
        way = self._room.within(*self._wanted(touch))
        if way != self._way:
            self._way = way
            self.ear.strike(self._note.pitch + way[1], self._note.velocity)
        self._show()

    def release(self, _touch: Touch) -> None:
        """Leave them here; or it was but a click."""
        self.ear.let_go()
        if not self._dragging:
            self._click()
            return
        edit = move(self._notes, *self._way)
        if self._copies and self._way != (0, 0):
            text = counted(QCoreApplication.translate("Move", "Duplicate %1"), len(self._notes))
            self.model.edit(text, Edit(come=edit.come))
        else:
            text = counted(QCoreApplication.translate("Move", "Move %1"), len(self._notes))
            self.model.edit(text, edit)

    def cancel(self) -> None:
        """Put them back."""
        self.ear.let_go()
        self.model.set_draft(Draft())

    def _begin(self) -> None:
        self._dragging = True
        if self._note not in self.model.selection:
            kept = self.model.selection if self.began.shift else ()
            self.model.select((*kept, self._note))
        self._notes = self.model.selected
        self._rows, self._room = Rows(self._notes), room(self._notes)
        self._gone = frozenset() if self._copies else self.model.selection

    def _wanted(self, touch: Touch) -> tuple[int, int]:
        raw = touch.tick - self.began.tick
        semitones = touch.pitch - self.began.pitch
        if touch.shift:
            along = abs(touch.x - self.began.x) >= abs(touch.y - self.began.y)
            raw, semitones = (raw, 0) if along else (0.0, semitones)
        grid = self.outlook.grid(not touch.alt)
        # The grasped note goes to the grid, or back to where it was: off the grid it may still change its pitch alone.
        target = self._note.start + raw
        snapped = grid.nearest(target)
        if abs(target - self._note.start) <= abs(target - snapped):
            snapped = self._note.start
        return snapped - self._note.start, semitones

    def _show(self) -> None:
        # The notes themselves are made at the end: making thousands of them for each pixel would hold up the hand.
        self.model.set_draft(Draft(self._gone, self._notes, self._way, self._rows))

    def _click(self) -> None:
        chosen = self.model.selection
        if self._copies:
            self.model.select(chosen ^ {self._note})
        elif self.began.shift:
            self.model.select(chosen | {self._note})
        else:
            self.model.select((self._note,))
