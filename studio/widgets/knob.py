"""A small knob from left to right: dragged, turned, or moved with the arrow keys; a double click brings it back."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleValueChangeEvent, QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from studio.look.palette import current, notifier

_SIDE = 22
#: Half of the turn, in degrees from the top.
_TURN = 135
#: A drag of so many pixels crosses the whole range.
_TRAVEL = 120
_STEPS = 100


class Knob(QAbstractSlider):
    """A value from -100 to 100; ``turned`` comes with every movement of the hand and never for ``set_value``."""

    turned = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(-_STEPS, _STEPS)
        self.setSingleStep(5)
        self.setPageStep(25)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._grasped: tuple[float, int] | None = None
        self.valueChanged.connect(self._tell)
        notifier().changed.connect(self.update)

    def set_value(self, value: int) -> None:
        """Show a value, and tell nobody."""
        blocked = self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(blocked)
        self.update()

    def sizeHint(self) -> QSize:
        """As small as a finger can hit."""
        return QSize(_SIDE, _SIDE)

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    # -- by hand ------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of it."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grasped = (event.globalPosition().y() - event.globalPosition().x(), self.value())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Up and to the right turns right."""
        if self._grasped is not None:
            place, value = self._grasped
            moved = place - (event.globalPosition().y() - event.globalPosition().x())
            turned = round(value + moved * 2 * _STEPS / _TRAVEL)
            # The middle is easy to find again.
            self.setValue(0 if abs(turned) < 4 else turned)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grasped = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Back to the middle."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setValue(0)

    def _tell(self, value: int) -> None:
        self.update()
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleValueChangeEvent(self, value))
        self.turned.emit(value)

    # -- how it looks -------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A ring, the way from the middle, and a hand."""
        tokens, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height()) - 5
        ring = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        width = 2.5
        round_end = Qt.PenCapStyle.RoundCap
        painter.setPen(QPen(QColor(tokens.line_strong), width, Qt.PenStyle.SolidLine, round_end))
        painter.drawArc(ring, (90 - _TURN) * 16, 2 * _TURN * 16)
        angle = self.value() / _STEPS * _TURN
        colour = QColor(tokens.accent if self.isEnabled() else tokens.faint)
        painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, round_end))
        if angle:
            painter.drawArc(ring, 90 * 16, round(-angle * 16))
        painter.translate(ring.center())
        painter.rotate(angle)
        hand = QColor(tokens.text if self.isEnabled() else tokens.faint)
        painter.setPen(QPen(hand, 1.75, Qt.PenStyle.SolidLine, round_end))
        painter.drawLine(QPointF(0, -side / 2 + 4.5), QPointF(0, -1.5))
        if self.hasFocus():
            painter.resetTransform()
            painter.setPen(QPen(QColor(tokens.focus), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()
