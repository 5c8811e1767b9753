"""Dragging an edge: every selected note grows or shrinks by as much."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QCoreApplication, Qt

from engines.compose.editing import Edit, resize
from engines.compose.notes import Note
from studio.panes.compose.roll.counting import counted
from studio.panes.compose.roll.draft import Draft
from studio.panes.compose.roll.gestures.gesture import Gesture, Tools, Touch


class Resize(Gesture):
    """Drags the start or the end of a note, and of all that are selected with it."""

    cursor = Qt.CursorShape.SizeHorCursor

    def __init__(self, tools: Tools, touch: Touch, note: Note, edge: Literal["start", "end"]) -> None:
        super().__init__(tools, touch)
        self._note, self._edge = note, edge
        if note not in self.model.selection:
            self.model.select((note,))
        self._notes = self.model.selected
        self._gone = frozenset(self._notes)
        self._edit = Edit()

    def move(self, touch: Touch) -> None:
        """Take the edge along."""
        if not self._edit.gone and not touch.far_from(self.began):
            return
        edge = self._note.start if self._edge == "start" else self._note.end
        grid = self.outlook.grid(not touch.alt)
        ticks = grid.nearest(edge + touch.tick - self.began.tick) - edge
        least = self.outlook.step if not touch.alt and self.outlook.value else 1
        self._edit = resize(self._notes, ticks, self._edge, least)
        self.model.set_draft(Draft(self._gone, self._edit.come))

    def release(self, _touch: Touch) -> None:
        """Leave the edge here; the next drawn note is as long."""
        if self._edit.gone:
            place = self._edit.gone.index(self._note)
            self.outlook.length = self._edit.come[place].length
        text = counted(QCoreApplication.translate("Resize", "Change length of %1"), len(self._notes))
        self.model.edit(text, self._edit)

    def cancel(self) -> None:
        """Let it snap back."""
        self.model.set_draft(Draft())
