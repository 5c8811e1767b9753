"""Moving the picture: middle-drag, space-drag, left-drag when zoomed in, and the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent

_STEP = 64.0
_ARROWS = {
    Qt.Key.Key_Left: (1.0, 0.0),
    Qt.Key.Key_Right: (-1.0, 0.0),
    Qt.Key.Key_Up: (0.0, 1.0),
    Qt.Key.Key_Down: (0.0, -1.0),
}


class PanGesture:
    """Remembers where a drag was; the view asks it how far to move."""

    def __init__(self) -> None:
        """Nothing is being dragged."""
        self.space_held = False
        self._button = Qt.MouseButton.NoButton
        self._last = QPointF()

    @property
    def active(self) -> bool:
        """Whether a drag is going on."""
        return self._button != Qt.MouseButton.NoButton

    def begin(self, event: QMouseEvent, overflows: bool) -> bool:
        """Start a drag if this press means one."""
        left_drag = event.button() == Qt.MouseButton.LeftButton and (overflows or self.space_held)
        if self.active or not (left_drag or event.button() == Qt.MouseButton.MiddleButton):
            return False
        self._button = event.button()
        self._last = event.position()
        return True

    def move(self, event: QMouseEvent) -> tuple[float, float]:
        """Return how far the mouse went since the last call, in logical pixels."""
        delta = event.position() - self._last
        self._last = event.position()
        return delta.x(), delta.y()

    def end(self, event: QMouseEvent) -> bool:
        """Stop if this was the button that started the drag."""
        if not self.active or event.button() != self._button:
            return False
        self._button = Qt.MouseButton.NoButton
        return True

    def cancel(self) -> None:
        """Forget the drag and the held key, for when the window loses the keyboard."""
        self.space_held = False
        self._button = Qt.MouseButton.NoButton

    def cursor(self, overflows: bool) -> Qt.CursorShape:
        """Return the hand that tells what a drag would do."""
        if self.active:
            return Qt.CursorShape.ClosedHandCursor
        return Qt.CursorShape.OpenHandCursor if overflows or self.space_held else Qt.CursorShape.ArrowCursor


def arrow_step(key: int) -> tuple[float, float] | None:
    """Return how far an arrow key moves the picture in logical pixels, or None for other keys."""
    for arrow, (x, y) in _ARROWS.items():
        if key == arrow:
            return x * _STEP, y * _STEP
    return None
