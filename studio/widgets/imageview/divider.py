"""The handle between before and after: dragged with the mouse, moved with the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QWidget

from studio.widgets.imageview.painting import paint_divider

_GRIP = 15.0
#: Room around the line in which it can be grasped.
_REACH = 18
_FINENESS = 1000


class Divider(QAbstractSlider):
    """A strip over the picture at the divider's place; to screen readers it is a slider."""

    moved = Signal(float)

    def __init__(self, parent: QWidget) -> None:
        """Start in the middle, hidden."""
        super().__init__(parent)
        self._span = QRect()
        self._grasped_at: float | None = None
        self.setRange(0, _FINENESS)
        self.setSingleStep(_FINENESS // 50)
        self.setPageStep(_FINENESS // 10)
        self.setValue(_FINENESS // 2)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Divider between before and after"))
        self.setAccessibleDescription(self.tr("Drag it, or press Left and Right, to show more of either picture."))
        self.valueChanged.connect(self._tell)
        self.hide()

    @property
    def position(self) -> float:
        """How far from the left edge of the visible picture the divider stands, 0 to 1."""
        return self.value() / _FINENESS

    def set_position(self, position: float) -> None:
        """Stand at ``position`` (kept within 0 to 1)."""
        self.setValue(round(min(1.0, max(0.0, position)) * _FINENESS))

    def lie_over(self, span: QRect) -> None:
        """Take ``span``, the visible picture in the parent's coordinates, as the way to travel."""
        self._span = span
        self._place()

    def line_x(self) -> float:
        """Where the line stands in the parent's coordinates."""
        return self._span.left() + self.position * self._span.width()

    def _place(self) -> None:
        left = round(self.line_x()) - _REACH
        self.setGeometry(left, self._span.top(), 2 * _REACH, self._span.height())
        self.update()

    def _tell(self) -> None:
        self._place()
        self.moved.emit(self.position)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line and its grip; the pictures are the parent's business."""
        painter = QPainter(self)
        centre = QPointF(self.line_x() - self.x(), self.height() / 2)
        paint_divider(painter, self.height(), centre, _GRIP, self.hasFocus())
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grasp the line; other buttons are for the picture underneath."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._grasped_at = event.position().x() + self.x() - self.line_x()
        self.setSliderDown(True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse without jumping to it."""
        if self._grasped_at is None:
            event.ignore()
            return
        x = event.position().x() + self.x() - self._grasped_at
        if self._span.width() > 0:
            self.set_position((x - self._span.left()) / self._span.width())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if self._grasped_at is None:
            event.ignore()
            return
        self._grasped_at = None
        self.setSliderDown(False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go back to the middle."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.set_position(0.5)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the picture: it zooms, also over the handle."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(self.tr("Divider between before and after"))
        super().changeEvent(event)
