"""How the view looks: canvas, checkerboard, the two pictures and the labels over them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from studio.look.palette import current
from studio.look.tokens import RADIUS, SPACE
from studio.widgets.imageview.camera import Camera
from studio.widgets.imageview.layer import Layer, visible_device_rect

_SQUARE = 8


def paint_canvas(painter: QPainter, rect: QRectF) -> None:
    """Fill the surroundings of the picture with the quiet colour of the theme."""
    painter.fillRect(rect, QColor(current().canvas))


def paint_checkerboard(painter: QPainter, camera: Camera, ratio: float) -> None:
    """Fill the visible picture area with a checkerboard; the painter counts device pixels."""
    tokens = current()
    side = max(1, round(_SQUARE * ratio))
    tile = QImage(2 * side, 2 * side, QImage.Format.Format_RGB32)
    tile.fill(QColor(tokens.checker_light))
    squares = QPainter(tile)
    squares.fillRect(0, 0, side, side, QColor(tokens.checker_dark))
    squares.fillRect(side, side, side, side, QColor(tokens.checker_dark))
    squares.end()
    area = visible_device_rect(camera)
    painter.setBrushOrigin(area.topLeft())
    painter.fillRect(area, QBrush(tile))


def paint_layer(painter: QPainter, layer: Layer, camera: Camera, opacity: float, from_x: float = 0.0) -> None:
    """Blend ``layer`` in, right of the device pixel column ``from_x``."""
    area = visible_device_rect(camera)
    area.setLeft(max(area.left(), from_x))
    if area.isEmpty() or opacity <= 0:
        return
    painter.setOpacity(opacity)
    painter.drawImage(area, layer.rendering(camera), area)
    painter.setOpacity(1.0)


def paint_label(painter: QPainter, text: str, area: QRectF, on_right: bool) -> None:
    """Write ``text`` on a dark pill in the upper left or right corner of ``area`` when there is room."""
    metrics = QFontMetricsF(painter.font())
    width = metrics.horizontalAdvance(text) + 2 * SPACE.s
    height = metrics.height() + SPACE.xs
    if area.width() < width + 2 * SPACE.m or area.height() < height + 2 * SPACE.m:
        return
    x = area.right() - SPACE.m - width if on_right else area.left() + SPACE.m
    pill = QRectF(x, area.top() + SPACE.m, width, height)
    path = QPainterPath()
    path.addRoundedRect(pill, RADIUS.s, RADIUS.s)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(path, QColor(current().on_image_back))
    painter.setPen(QColor(current().on_image))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)


def paint_divider(painter: QPainter, height: float, centre: QPointF, grip: float, focused: bool) -> None:
    """Draw the line between before and after with its round grip; the focus ring is in the accent."""
    tokens = current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    # A dark edge on both sides keeps the white line visible over white pictures.
    painter.setPen(QPen(QColor(tokens.on_image_back), 3))
    painter.drawLine(QPointF(centre.x(), 0), QPointF(centre.x(), height))
    painter.setPen(QPen(QColor(tokens.on_image), 1.5))
    painter.drawLine(QPointF(centre.x(), 0), QPointF(centre.x(), height))
    painter.setPen(QPen(QColor(tokens.focus if focused else tokens.on_image), 2.5 if focused else 1.5))
    back = QColor(tokens.on_image_back)
    back.setAlpha(235)
    painter.setBrush(back)
    painter.drawEllipse(centre, grip, grip)
    painter.setPen(
        QPen(QColor(tokens.on_image), 1.75, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    for side in (-1, 1):
        tip = centre + QPointF(side * grip * 0.58, 0)
        root = -side * grip * 0.26
        painter.drawPolyline([tip + QPointF(root, -grip * 0.3), tip, tip + QPointF(root, grip * 0.3)])
