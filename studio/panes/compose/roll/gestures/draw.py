"""The pencil: press where a note begins, drag to where it ends; it is heard while it is drawn."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, Qt

from engines.compose.editing import Edit
from engines.compose.notes import Note
from studio.panes.compose.roll.draft import Draft
from studio.panes.compose.roll.gestures.gesture import Gesture, Tools, Touch

VELOCITY = 80


class Draw(Gesture):
    """Draws one note, as long as the last one unless the hand drags."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, tools: Tools, touch: Touch) -> None:
        super().__init__(tools, touch)
        start = self.outlook.grid(not touch.alt).before(touch.tick)
        self._note = Note(start, self.model.track, touch.pitch, max(1, self.outlook.length), VELOCITY)
        self._show()

    def move(self, touch: Touch) -> None:
        """Drag the end along; up and down another key is taken."""
        length = self._note.length
        if abs(touch.x - self.began.x) > self.outlook.view.row_height / 2:
            grid = self.outlook.grid(not touch.alt)
            end = max(grid.nearest(touch.tick), grid.after(self._note.start))
            length = end - self._note.start
        self._note = replace(self._note, length=length, pitch=touch.pitch)
        self._show()

    def release(self, _touch: Touch) -> None:
        """Write it down; the next one is as long."""
        self.ear.let_go()
        self.outlook.length = self._note.length
        text = QCoreApplication.translate("Draw", "Draw %1").replace("%1", self.model.pitch_name(self._note.pitch))
        self.model.edit(text, Edit(come=(self._note,)))

    def cancel(self) -> None:
        """Leave the paper blank."""
        self.ear.let_go()
        self.model.set_draft(Draft())

    def _show(self) -> None:
        self.ear.strike(self._note.pitch, self._note.velocity)
        self.model.set_draft(Draft(notes=(self._note,)))
