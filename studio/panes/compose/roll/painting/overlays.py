"""What lies over or under the notes for a while: heat maps, the loop, the rubber band, the cursor of the keyboard."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from studio.look.tokens import RADIUS
from studio.panes.compose.roll.outlook import Outlook
from studio.panes.compose.roll.painting.colours import colours, faded
from studio.panes.compose.roll.transform import Transform

_STRONGEST = 0.82


@dataclass(frozen=True, eq=False)
class HeatGrid:
    """How likely each pitch was at each step: ``values`` (128, steps) from 0 to 1, from tick ``start`` on.

    ``step`` is how many ticks a column is wide.
    """

    values: NDArray[np.float32]
    start: int
    step: float
    _images: dict[tuple[int, tuple[int, ...]], QImage] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or self.values.shape[0] != 128 or self.step <= 0:
            raise ValueError(f"a heat grid has 128 rows and columns of some width, not {self.values.shape}")

    def image(self, colour: QColor, rows: tuple[int, ...]) -> QImage:
        """One pixel a value, rows as they are shown."""
        wanted = (colour.rgba(), rows)
        if wanted not in self._images:
            self._images.clear()
            alpha = np.clip(self.values[list(rows)], 0, 1) * _STRONGEST
            channels = (colour.blueF(), colour.greenF(), colour.redF(), 1.0)
            pixels = np.ascontiguousarray(
                np.stack([np.rint(alpha * part * 255) for part in channels], axis=-1).astype(np.uint8)
            )
            image = QImage(pixels.data, pixels.shape[1], pixels.shape[0], QImage.Format.Format_ARGB32_Premultiplied)
            self._images[wanted] = image.copy()
        return self._images[wanted]


def paint_heat(painter: QPainter, heat: HeatGrid, view: Transform) -> None:
    """Draw the grid of probabilities under the notes."""
    left, right = view.x(heat.start), view.x(heat.start + heat.step * heat.values.shape[1])
    if right > left and heat.values.shape[1]:
        target = QRect(left, -view.top, right - left, view.height)
        painter.drawImage(target, heat.image(colours().heat, view.rows))


def paint_loop(painter: QPainter, outlook: Outlook, rect: QRect) -> None:
    """Shade what lies outside of the loop, and draw its edges."""
    if outlook.loop is None:
        return
    look = colours()
    left, right = (outlook.view.x(tick) for tick in outlook.loop)
    shade = faded(QColor(look.tokens.canvas), 0.6)
    if left > rect.left():
        painter.fillRect(rect.left(), rect.top(), min(left, rect.right() + 1) - rect.left(), rect.height(), shade)
    if right <= rect.right():
        start = max(right, rect.left())
        painter.fillRect(start, rect.top(), rect.right() + 1 - start, rect.height(), shade)
    for x in (left, right):
        painter.fillRect(x, rect.top(), 1, rect.height(), faded(look.accent, 0.7))


def paint_band(painter: QPainter, band: QRectF) -> None:
    """Draw the rubber band."""
    look = colours()
    painter.setPen(QPen(look.accent, 1))
    painter.setBrush(faded(look.accent, 0.16))
    painter.drawRect(band.toAlignedRect().adjusted(0, 0, -1, -1))


def paint_cell(painter: QPainter, cell: QRect) -> None:
    """Draw the cell in which Enter would draw a note."""
    look = colours()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(QColor(look.tokens.focus), 2))
    painter.setBrush(faded(QColor(look.tokens.focus), 0.14))
    painter.drawRoundedRect(QRectF(cell).adjusted(1, 1, -1, -1), RADIUS.s / 2, RADIUS.s / 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def paint_blade(painter: QPainter, box: tuple[int, int, int], colour: QColor) -> None:
    """Draw the line along which the knife would cut."""
    x, y, height = box
    painter.setPen(QPen(colour, 1, Qt.PenStyle.DashLine))
    painter.drawLine(x, y - 3, x, y + height + 3)


def paint_ring(painter: QPainter, rect: QRect) -> None:
    """Draw the focus ring inside the edge."""
    painter.setPen(QPen(QColor(colours().tokens.focus), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(1, 1, -1, -1))
