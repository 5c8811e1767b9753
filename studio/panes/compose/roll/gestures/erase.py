"""The eraser, and the right button: every note it sweeps over goes, as one step."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt

from engines.compose.editing import Edit
from engines.compose.notes import Note
from studio.panes.compose.roll.counting import counted
from studio.panes.compose.roll.draft import Draft
from studio.panes.compose.roll.finding import note_at
from studio.panes.compose.roll.gestures.gesture import Gesture, Tools, Touch


class Erase(Gesture):
    """Takes away notes as long as the button is down."""

    cursor = Qt.CursorShape.ForbiddenCursor

    def __init__(self, tools: Tools, touch: Touch) -> None:
        super().__init__(tools, touch)
        self._gone: set[Note] = set()
        self.move(touch)

    def move(self, touch: Touch) -> None:
        """Sweep on."""
        spot = note_at(self.model, self.outlook.view, touch.x, touch.y, self._gone)
        if spot is not None:
            self._gone.add(spot.note)
            self.model.set_draft(Draft(frozenset(self._gone)))

    def release(self, _touch: Touch) -> None:
        """They are gone."""
        gone = tuple(note for note in self.model.score.notes if note in self._gone)
        text = counted(QCoreApplication.translate("Erase", "Erase %1"), len(gone))
        self.model.edit(text, Edit(gone), self.model.selection - self._gone)

    def cancel(self) -> None:
        """Bring them back."""
        self.model.set_draft(Draft())
