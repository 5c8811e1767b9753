"""The rubber band: never snapped, so that it takes exactly what it touches."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt

from engines.compose.notes import Note
from studio.panes.compose.roll.gestures.gesture import Gesture, Tools, Touch
from studio.panes.compose.roll.painting.boxes import box_of


class RubberBand(Gesture):
    """Selects what it touches; Shift adds to what is selected, Ctrl turns each over."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, tools: Tools, touch: Touch) -> None:
        super().__init__(tools, touch)
        self._before = self.model.selection
        self._view = self.outlook.view
        self._band = QRectF(touch.point, touch.point)

    def move(self, touch: Touch) -> None:
        """Stretch it; what it touches is selected at once."""
        # The roll may have been scrolled since; the corner stays on the music where it was.
        view = self.outlook.view
        corner = QPointF(self.began.x + self._view.left - view.left, self.began.y + self._view.top - view.top)
        self._band = QRectF(corner, touch.point).normalized()
        self._select(frozenset(self._touched()))
        self.model.draft_changed.emit()

    def release(self, touch: Touch) -> None:
        """Keep what is selected; a click beside all notes selects none."""
        if not touch.far_from(self.began):
            self._select(frozenset())
        self._band = QRectF()
        self.model.draft_changed.emit()

    def cancel(self) -> None:
        """Select what was selected before."""
        self._band = QRectF()
        self.model.select(self._before)
        self.model.draft_changed.emit()

    def band(self) -> QRectF | None:
        """The band itself."""
        return self._band

    def _select(self, touched: frozenset[Note]) -> None:
        if self.began.ctrl:
            touched = self._before ^ touched
        elif self.began.shift:
            touched |= self._before
        self.model.select(touched)

    def _touched(self) -> list[Note]:
        view, band = self.outlook.view, self._band
        near = self.model.table.between(view.tick(band.left()), view.tick(band.right()) + 1)
        notes = (self.model.table.note(place) for place in near.tolist())
        rows = {
            pitch
            for pitch in view.rows
            if view.y(pitch) < band.bottom() and view.y(pitch) + view.row_height > band.top()
        }
        inside = (note for note in notes if note.pitch in rows and self.model.reachable(note))
        return [note for note in inside if QRectF(*box_of(note, view)).intersects(band.adjusted(0, 0, 0.01, 0.01))]
