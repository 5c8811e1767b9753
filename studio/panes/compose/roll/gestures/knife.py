"""The knife: a click cuts the note under it, or all that are selected with it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt

from engines.compose.editing import split
from studio.panes.compose.roll.counting import counted
from studio.panes.compose.roll.finding import note_at
from studio.panes.compose.roll.gestures.gesture import Gesture, Touch


class Knife(Gesture):
    """Cuts where the hand goes up, at the grid unless Alt is held."""

    cursor = Qt.CursorShape.SplitHCursor

    def release(self, touch: Touch) -> None:
        """Cut."""
        spot = note_at(self.model, self.outlook.view, touch.x, touch.y)
        if spot is None:
            return
        notes = self.model.selected if spot.note in self.model.selection else (spot.note,)
        edit = split(notes, self.outlook.grid(not touch.alt).nearest(touch.tick))
        text = counted(QCoreApplication.translate("Knife", "Split %1"), len(edit.gone))
        self.model.edit(text, edit, (self.model.selection - frozenset(edit.gone)) | frozenset(edit.come))
