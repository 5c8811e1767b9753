"""The veil: a colour laid over what lies outside the mask."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from studio.look.palette import current
from studio.panes.paint.masking.brush import Area, Values
from studio.panes.paint.masking.softening import Softened
from studio.widgets.imageview.camera import Camera
from studio.widgets.imageview.layer import device_rect, visible_device_rect

#: How much of the picture the veil hides.
DENSITY = 0.45


class Veil:
    """Draws the outside of one mask in the accent colour of the theme; ``opacity`` 0..1 fades the whole of it."""

    def __init__(self) -> None:
        """Cover nothing."""
        self.opacity = 0.0
        self._mask: Values | None = None
        self._inverted = False
        self._colour = ""
        self._shades: NDArray[np.uint32] = np.zeros(256, np.uint32)

    def cover(self, mask: Values | None, feather: float, inverted: bool) -> None:
        """Lie over what is outside ``mask``."""
        self._mask, self._inverted = mask, inverted
        if mask is None:
            return
        self._soft = Softened(mask, feather)
        rows, columns = self._soft.values.shape
        # Qt looks into numpy's memory: a stroke then changes a few pixels and copies none.
        self._pixels: NDArray[np.uint32] = np.empty((rows, columns), np.uint32)
        memory: Any = self._pixels.data
        self._image = QImage(memory, columns, rows, columns * 4, QImage.Format.Format_ARGB32_Premultiplied)
        self._colour = ""

    def follow(self, mask: Values, area: Area) -> QRectF:
        """Take over a change of the mask in ``area``; returns what to draw anew, in pixels of the mask."""
        self._mask = mask
        changed = self._soft.renew(mask, area)
        self._tint(changed)
        step = self._soft.step
        return QRectF(
            # One pixel of the veil more: scaling it up mixes neighbours.
            (changed.left - 1) * step,
            (changed.top - 1) * step,
            (changed.right - changed.left + 2) * step,
            (changed.bottom - changed.top + 2) * step,
        )

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Draw the veil over the visible part of the picture; the painter counts device pixels."""
        target = visible_device_rect(camera)
        if self._mask is None or self.opacity <= 0 or target.isEmpty():
            return
        if self._colour != current().accent:
            self._mix(current().accent)
        whole = device_rect(camera)
        rows, columns = self._mask.shape
        across, down = (length / self._soft.step for length in (columns / whole.width(), rows / whole.height()))
        source = QRectF(
            (target.x() - whole.x()) * across,
            (target.y() - whole.y()) * down,
            target.width() * across,
            target.height() * down,
        )
        painter.setOpacity(self.opacity)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(target, self._image, source)
        painter.setOpacity(1.0)

    def _mix(self, name: str) -> None:
        """Make the 256 shades of the veil in the colour ``name``, and draw with them."""
        self._colour = name
        colour = QColor(name)
        outside = np.arange(256) if self._inverted else np.arange(255, -1, -1)
        alpha = outside / 255 * DENSITY
        # The four bytes of one premultiplied pixel, alpha first.
        parts = ((255, 24), (colour.red(), 16), (colour.green(), 8), (colour.blue(), 0))
        shades = sum(np.rint(alpha * part).astype(np.int64) << shift for part, shift in parts)
        self._shades = np.asarray(shades, np.uint32)
        rows, columns = self._pixels.shape
        self._tint(Area(0, 0, columns, rows))

    def _tint(self, area: Area) -> None:
        where = slice(area.top, area.bottom), slice(area.left, area.right)
        self._pixels[where] = self._shades[self._soft.values[where]]
