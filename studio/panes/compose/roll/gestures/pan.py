"""Panning: the roll goes along with the hand, with the middle button or with Space held."""

from __future__ import annotations

from PySide6.QtCore import Qt

from studio.panes.compose.roll.gestures.gesture import Gesture, Tools, Touch


class Pan(Gesture):
    """Scrolls both ways."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, tools: Tools, touch: Touch) -> None:
        super().__init__(tools, touch)
        self._last = touch

    def move(self, touch: Touch) -> None:
        """Follow."""
        self.outlook.look(self.outlook.view.scrolled(self._last.x - touch.x, self._last.y - touch.y))
        self._last = touch
