"""The brush in the hand: its circle over the picture, its keys, and word of where it goes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen

from studio.look.palette import current
from studio.widgets.imageview import ImageView, Tool, Touch

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_DAB_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ERASE_KEYS = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
#: A circle smaller than this, in logical pixels, needs the mouse's cross around it.
_TOO_SMALL = 4.0
#: The keys keep the brush so far from the view's edge, in logical pixels, by panning along.
_EDGE = 24.0


class BrushTool(QObject, Tool):
    """Knows where the brush is and how large, not what it does to a mask."""

    pressed = Signal(object)  # Touch
    moved = Signal(object)  # Touch
    released = Signal()
    cancelled = Signal()
    #: Escape: put the brush away.
    dismissed = Signal()
    #: [ or ]: make the brush smaller (-1) or larger (+1).
    nudged = Signal(int)

    def __init__(self, view: ImageView, parent: QObject | None = None) -> None:
        """The brush is nowhere yet."""
        super().__init__(parent)
        self._view = view
        self._at: QPointF | None = None
        self._erases = False
        self._diameter = 1.0

    def set_diameter(self, diameter: float) -> None:
        """Make the circle as wide as ``diameter`` pixels of the photograph."""
        self._redraw()
        self._diameter = diameter
        self._redraw()
        self._view.show_cursor()

    # The hand ------------------------------------------------------------------------------------------------

    def press(self, touch: Touch) -> None:
        self.pressed.emit(touch)

    def move(self, touch: Touch) -> None:
        self.moved.emit(touch)

    def release(self) -> None:
        self.released.emit()

    def cancel(self) -> None:
        self.cancelled.emit()

    def hover(self, at: QPointF | None, erases: bool) -> None:
        self._redraw()
        self._at, self._erases = at, erases
        self._redraw()

    def cursor(self) -> Qt.CursorShape:
        small = self._circle(QPointF()).width() < 2 * _TOO_SMALL
        return Qt.CursorShape.CrossCursor if small else Qt.CursorShape.BlankCursor

    # The keys ------------------------------------------------------------------------------------------------

    def key(self, event: QKeyEvent) -> bool:
        """[ and ] change the size, arrows move the brush, Enter dabs, Delete wipes, Escape puts it away."""
        if event.key() == Qt.Key.Key_Alt:
            # The circle shows that it would erase.
            self.hover(self._at, event.type() == QEvent.Type.KeyPress)
            return False
        if event.type() != QEvent.Type.KeyPress:
            return False
        if event.text() in ("[", "]"):
            self.nudged.emit(1 if event.text() == "]" else -1)
            return True
        plain = ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if event.modifiers() & plain:
            return False
        key = Qt.Key(event.key())
        if key in _ARROWS:
            fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._step(*_ARROWS[key], self._diameter / (20 if fine else 4))
        elif key == Qt.Key.Key_Escape:
            self.dismissed.emit()
        elif key in _DAB_KEYS or key in _ERASE_KEYS:
            self._dab(key in _ERASE_KEYS)
        else:
            return False
        return True

    def _step(self, across: int, down: int, length: float) -> None:
        here = self._place()
        # At least one pixel of the screen, or the brush would seem to stand still.
        one = abs(self._view.to_scene(QPointF(1, 0)).x() - self._view.to_scene(QPointF(0, 0)).x())
        length = max(length, one)
        self.hover(here + QPointF(across, down) * length, False)
        seen = QRectF(self._view.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        there = self._view.to_view(self._place())
        beyond = QPointF(
            max(0.0, there.x() - seen.right()) + min(0.0, there.x() - seen.left()),
            max(0.0, there.y() - seen.bottom()) + min(0.0, there.y() - seen.top()),
        )
        if not beyond.isNull():
            self._view.pan(-beyond.x(), -beyond.y())

    def _dab(self, erases: bool) -> None:
        at = self._place()
        self.hover(at, erases)
        self.pressed.emit(Touch(at.x(), at.y(), 1.0, erases))
        self.released.emit()

    def _place(self) -> QPointF:
        """Where the brush is; before it has been anywhere, the middle of the view."""
        return self._at if self._at is not None else self._view.to_scene(QRectF(self._view.rect()).center())

    # The circle ----------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter) -> None:
        """A light circle in a dark one, to be seen on every picture; a minus in it while it erases."""
        if self._at is None:
            return
        tokens, circle = current(), self._circle(self._at)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        middle, half = circle.center(), min(5.0, circle.width() / 4)
        for colour, width in ((tokens.on_image_back, 3.5), (tokens.on_image, 1.5)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawEllipse(circle)
            if self._erases and half > 1:
                painter.drawLine(middle - QPointF(half, 0), middle + QPointF(half, 0))

    def _circle(self, at: QPointF) -> QRectF:
        """The circle in the view's coordinates, around the place ``at`` of the photograph."""
        half = QPointF(self._diameter, self._diameter) / 2
        return QRectF(self._view.to_view(at - half), self._view.to_view(at + half))

    def _redraw(self) -> None:
        if self._at is not None:
            self._view.update(self._circle(self._at).toAlignedRect().adjusted(-3, -3, 3, 3))
