"""The pictures of one moment beside each other: equal in size, aligned, every pixel a square."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.look.palette import current, notifier
from studio.look.tokens import RADIUS, SPACE

#: Pixels of the game along a side.
SIDE = 64


@dataclass(frozen=True, eq=False)
class Plate:
    """A picture uint8 (64, 64, 3) with its title and figures; without a picture, ``missing`` says why.

    ``brief`` are the figures where there is little room.
    """

    title: str
    figures: str = ""
    picture: NDArray[np.uint8] | None = None
    missing: str = ""
    colour: str = "text"
    brief: str = ""


class Stage(QWidget):
    """Shows plates in as many rows as make them largest; pressed on a picture, the mouse drives."""

    #: float, float: how far the mouse is pressed to the right of a picture's middle and above it, in halves of it.
    pressed = Signal(float, float)
    released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plates: tuple[Plate, ...] = ()
        #: Words that lie over the first picture, such as “Lap done”.
        self.notice = ""
        self._under: QRectF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Pictures of the game"))
        notifier().changed.connect(self.update)

    def show_plates(self, plates: Sequence[Plate], notice: str = "") -> None:
        """Show these from now on."""
        self.plates, self.notice = tuple(plates), notice
        self.update()

    def tell(self) -> None:
        """Let a screen reader know what is shown; not for every frame, or it would never be silent."""
        said = [f"{plate.title}: {plate.missing or plate.figures}" for plate in self.plates]
        self.setAccessibleDescription(". ".join([*([self.notice] if self.notice else []), *said]))

    def minimumSizeHint(self) -> QSize:
        """At least twice the game's own size."""
        return QSize(3 * 2 * SIDE, 2 * SIDE + 2 * SPACE.xl)

    def sizeHint(self) -> QSize:
        """Four times the game's own size."""
        return QSize(3 * 4 * SIDE, 4 * SIDE + 2 * SPACE.xl)

    # -- where -----------------------------------------------------------------------------------------------

    def places(self) -> list[QRectF]:
        """Where each picture lies, in logical pixels."""
        count = len(self.plates)
        if not count:
            return []
        side, across = self._best(count)
        below, gap = self._caption(), float(SPACE.m)
        rows = math.ceil(count / across)
        width = across * side + (across - 1) * gap
        height = rows * (side + below) + (rows - 1) * gap
        left, top = _whole((self.width() - width) / 2), _whole(max(0.0, (self.height() - height) / 2))
        return [
            QRectF(left + place % across * (side + gap), top + place // across * (side + below + gap), side, side)
            for place in range(count)
        ]

    def _best(self, count: int) -> tuple[float, int]:
        """The side of a picture and how many stand in a row; a pixel of the game is whole pixels of the screen."""
        ratio, below, gap = self.devicePixelRatioF(), self._caption(), float(SPACE.m)
        best = (0.0, count)
        for rows in range(1, count + 1):
            across = math.ceil(count / rows)
            wide = (self.width() - 2 * SPACE.s - (across - 1) * gap) / across
            high = (self.height() - rows * below - (rows - 1) * gap) / rows
            side = max(1, math.floor(min(wide, high) * ratio / SIDE)) * SIDE / ratio
            if side > best[0]:
                best = (side, across)
        return best

    def _caption(self) -> float:
        return SPACE.s + 2 * QFontMetricsF(self.font()).height() + SPACE.xs

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the wheel, where there is a picture."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() == Qt.MouseButton.LeftButton:
            self._under = next((place for place in self.places() if place.contains(event.position())), None)
            self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Steer."""
        if self._under is not None:
            away = event.position() - self._under.center()
            half = self._under.width() / 2
            self.pressed.emit(away.x() / half, -away.y() / half)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        if self._under is not None:
            self._under = None
            self.released.emit()

    # -- what ------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Every plate, and a ring where the keyboard drives."""
        painter = QPainter(self)
        # Squares stay squares.
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        tokens = current()
        for place, (plate, where) in enumerate(zip(self.plates, self.places(), strict=True)):
            if plate.picture is None:
                self._draw_missing(painter, plate, where)
            else:
                # The array is alive until the picture is drawn.
                pixels = np.ascontiguousarray(plate.picture)
                image = QImage(pixels.data, SIDE, SIDE, 3 * SIDE, QImage.Format.Format_RGB888)
                painter.drawImage(where, image)
            if not place and self.notice:
                self._draw_notice(painter, where)
            self._draw_caption(painter, plate, where)
        if self.hasFocus() and self.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange):
            painter.setPen(QPen(QColor(tokens.focus), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _draw_missing(self, painter: QPainter, plate: Plate, where: QRectF) -> None:
        tokens = current()
        painter.setPen(QPen(QColor(tokens.line_strong), 1, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(tokens.panel))
        painter.drawRoundedRect(where.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS.m, RADIUS.m)
        painter.setPen(QColor(tokens.muted))
        inside = where.adjusted(SPACE.m, SPACE.m, -SPACE.m, -SPACE.m)
        painter.drawText(inside, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, plate.missing)

    def _draw_notice(self, painter: QPainter, where: QRectF) -> None:
        tokens, metrics = current(), QFontMetricsF(self.font())
        height = metrics.height() + 2 * SPACE.xs
        width = min(where.width(), metrics.horizontalAdvance(self.notice) + 2 * SPACE.m)
        band = QRectF(where.center().x() - width / 2, where.top() + SPACE.s, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.on_image_back))
        painter.drawRoundedRect(band, RADIUS.m, RADIUS.m)
        painter.setPen(QColor(tokens.on_image))
        painter.drawText(band, Qt.AlignmentFlag.AlignCenter, self.notice)

    def _draw_caption(self, painter: QPainter, plate: Plate, where: QRectF) -> None:
        tokens, bold = current(), QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        line = QFontMetricsF(self.font()).height()
        left, top = where.left(), where.bottom() + SPACE.s
        if plate.colour != "text":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(getattr(current(), plate.colour)))
            painter.drawEllipse(QPointF(left + 4, top + line / 2), 4, 4)
            left += SPACE.l
        room = where.right() - left
        painter.setFont(bold)
        painter.setPen(QColor(tokens.text))
        title = QFontMetricsF(bold).elidedText(plate.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(left, top, room, line), Qt.AlignmentFlag.AlignVCenter, title)
        figures = QFont(self.font())
        figures.setFeature(QFont.Tag("tnum"), 1)
        painter.setFont(figures)
        painter.setPen(QColor(tokens.muted))
        second = QRectF(where.left(), top + line, where.width(), line)
        metrics = QFontMetricsF(figures)
        fits = not plate.brief or metrics.horizontalAdvance(plate.figures) <= second.width()
        words = metrics.elidedText(plate.figures if fits else plate.brief, Qt.TextElideMode.ElideRight, second.width())
        painter.drawText(second, Qt.AlignmentFlag.AlignVCenter, words)
        painter.setFont(self.font())


def _whole(value: float) -> float:
    return float(math.floor(value))
