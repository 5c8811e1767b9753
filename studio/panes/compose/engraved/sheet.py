"""One engraved page on paper: drawn once for each zoom, with light on what sounds and a frame on what is selected."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.look.tokens import LIGHT

#: A click so many pixels beside a note still means it.
_NEAR = 10.0


class Sheet(QWidget):
    """Shows an SVG as wide as it is told; knows where each of its notes stands."""

    #: The id of the note that was clicked.
    clicked = Signal(str)

    def __init__(self, svg: str, names: Iterable[str], number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._svg, self._names = svg, tuple(names)
        self._renderer: QSvgRenderer | None = None
        self._boxes: dict[str, QRectF] | None = None
        self._picture: QPixmap | None = None
        self._sounding: frozenset[str] = frozenset()
        self._selected: frozenset[str] = frozenset()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Page {number}").format(number=number))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def renderer(self) -> QSvgRenderer:
        """What draws it; read on first use, since most pages of a long piece are never looked at."""
        if self._renderer is None:
            self._renderer = QSvgRenderer(QByteArray(self._svg.encode("utf-8")), self)
            self._renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
        return self._renderer

    def ratio(self) -> float:
        """Height by width."""
        box = self.renderer().viewBoxF()
        return box.height() / box.width() if box.width() else 1.0

    def set_width(self, width: int) -> None:
        """Be so wide, and as high as the page then is."""
        size = QSize(width, max(1, round(width * self.ratio())))
        if size != self.size():
            self.setFixedSize(size)
            self._picture = None

    def show_marks(self, sounding: frozenset[str], selected: frozenset[str]) -> None:
        """Light up notes by their ids, and frame others."""
        mine = frozenset(self._names)
        sounding, selected = sounding & mine, selected & mine
        if (sounding, selected) != (self._sounding, self._selected):
            self._sounding, self._selected = sounding, selected
            self.update()

    def box(self, name: str) -> QRectF:
        """Where a note stands, in pixels; empty for one that is not of this page."""
        found = self._all_boxes().get(name)
        if found is None:
            return QRectF()
        scale = self.width() / max(1.0, self.renderer().viewBoxF().width())
        return QRectF(found.left() * scale, found.top() * scale, found.width() * scale, found.height() * scale)

    def note_at(self, place: QPointF) -> str:
        """The id of the note nearest to a place; empty where none is near."""
        best, least = "", _NEAR
        for name in self._names:
            box = self.box(name)
            across = max(box.left() - place.x(), 0.0, place.x() - box.right())
            down = max(box.top() - place.y(), 0.0, place.y() - box.bottom())
            distance = max(across, down)
            if distance < least:
                best, least = name, distance
        return best

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a note."""
        name = self.note_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(name)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paper is light, whatever the window wears."""
        ratio = self.devicePixelRatioF()
        if self._picture is None or self._picture.devicePixelRatioF() != ratio:
            self._picture = self._drawn(ratio)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        glow = QColor(LIGHT.accent)
        glow.setAlphaF(0.32)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(glow)
        for name in self._sounding:
            painter.drawRoundedRect(self.box(name).adjusted(-3, -3, 3, 3), 4, 4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(LIGHT.accent), 1.5))
        for name in self._selected:
            painter.drawRoundedRect(self.box(name).adjusted(-3, -3, 3, 3), 4, 4)
        painter.end()

    def _drawn(self, ratio: float) -> QPixmap:
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(LIGHT.raised))
        painter = QPainter(picture)
        self.renderer().render(painter, QRectF(0, 0, self.width(), self.height()))
        painter.end()
        return picture

    def _all_boxes(self) -> dict[str, QRectF]:
        """The boxes of all notes in the page's own measure, asked for once."""
        if self._boxes is None:
            renderer = self.renderer()
            self._boxes = {
                name: renderer.transformForElement(name).mapRect(renderer.boundsOnElement(name)) for name in self._names
            }
        return self._boxes
