"""The colour of a track: a dot that opens a row of others."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from studio.look.palette import current, notifier
from studio.look.tokens import SIZE
from studio.panes.compose.roll.painting.colours import TRACKS, colours

_DOT = 12


class Swatch(QAbstractButton):
    """Shows a colour; pressed, it offers the others."""

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Colour"))
        self.setToolTip(self.tr("Colour of the track"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._open)
        notifier().changed.connect(self.update)

    def show_colour(self, colour: int) -> None:
        """Show one of the colours of tracks."""
        self._colour = colour
        self.update()

    def sizeHint(self) -> QSize:
        """A dot with room around it."""
        return QSize(_DOT + 8, _DOT + 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The dot, ringed while the mouse is over it or the keyboard on it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dot = QRectF(0, 0, _DOT, _DOT)
        dot.moveCenter(QRectF(self.rect()).center())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours().track(self._colour))
        painter.drawEllipse(dot)
        if self.underMouse() or self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(current().focus if self.hasFocus() else current().muted))
            painter.drawEllipse(dot.adjusted(-2.5, -2.5, 2.5, 2.5))
        painter.end()

    def _open(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        names = (
            *(self.tr("Blue"), self.tr("Amber"), self.tr("Green"), self.tr("Pink")),
            *(self.tr("Yellow"), self.tr("Orange"), self.tr("Violet"), self.tr("Grey")),
        )
        for colour in range(TRACKS):
            action = menu.addAction(_dot(colour), names[colour])
            action.triggered.connect(lambda _checked=False, colour=colour: self.picked.emit(colour))
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))


def _dot(colour: int) -> QIcon:
    pixmap = QPixmap(SIZE.icon * 2, SIZE.icon * 2)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours().track(colour))
    painter.drawEllipse(QRectF(3, 3, _DOT, _DOT))
    painter.end()
    return QIcon(pixmap)
