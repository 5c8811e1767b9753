"""One picture as the view draws it: a pyramid of half sizes, and the last rendering kept."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter, Qt

from studio.widgets.imageview.camera import Camera

#: From here on a person wants to see pixels, not a blur.
NEAREST_ABOVE = 3.0


class Layer:
    """A picture drawn into the scene's rectangle, whatever its own pixel size is."""

    def __init__(self, image: QImage) -> None:
        """Keep ``image`` in the format that the raster painter draws fastest."""
        self.has_alpha = image.hasAlphaChannel()
        painted = QImage.Format.Format_ARGB32_Premultiplied if self.has_alpha else QImage.Format.Format_RGB32
        self._levels = [image.convertToFormat(painted)]
        self._rendered: QImage | None = None
        self._rendered_for: Camera | None = None

    @property
    def size(self) -> QSize:
        """The picture's own size in pixels."""
        return self._levels[0].size()

    def rendering(self, camera: Camera) -> QImage:
        """Return the picture as ``camera`` sees it, as large as the viewport in device pixels.

        The last rendering is kept: moving the strength or the divider then only blends two ready pictures.
        """
        if self._rendered is None or self._rendered_for != camera:
            self._rendered = self._render(camera)
            self._rendered_for = camera
        return self._rendered

    def _render(self, camera: Camera) -> QImage:
        size = QSize(math.ceil(camera.view_width), math.ceil(camera.view_height))
        # The buffer of the last frame is used again: allocating and clearing a 4K frame costs more than drawing it.
        canvas = self._rendered
        if canvas is None or canvas.size() != size:
            canvas = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        canvas.fill(Qt.GlobalColor.transparent)
        target = visible_device_rect(camera)
        if target.isEmpty():
            return canvas
        whole = device_rect(camera)
        scale = whole.width() / self.size.width()
        level = self._level_for(scale)
        across, down = level.width() / whole.width(), level.height() / whole.height()
        source = QRectF(
            (target.x() - whole.x()) * across,
            (target.y() - whole.y()) * down,
            target.width() * across,
            target.height() * down,
        )
        painter = QPainter(canvas)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale <= NEAREST_ABOVE)
        painter.drawImage(target, level, source)
        painter.end()
        return canvas

    def _level_for(self, scale: float) -> QImage:
        """Return the smallest half size that still has at least one pixel for each pixel drawn."""
        wanted = max(0, math.floor(math.log2(1 / scale))) if scale < 1 else 0
        while len(self._levels) <= wanted and min(self._levels[-1].width(), self._levels[-1].height()) > 1:
            self._levels.append(_half(self._levels[-1]))
        return self._levels[min(wanted, len(self._levels) - 1)]


def device_rect(camera: Camera) -> QRectF:
    """Return the scene on whole device pixels, so that 100 % is sharp."""
    left, top, width, height = camera.scene_rect()
    return QRectF(round(left), round(top), max(1, round(width)), max(1, round(height)))


def visible_device_rect(camera: Camera) -> QRectF:
    """Return the part of ``device_rect`` inside the viewport."""
    view = QRectF(0, 0, math.ceil(camera.view_width), math.ceil(camera.view_height))
    return device_rect(camera).intersected(view)


def _half(image: QImage) -> QImage:
    return image.scaled(
        max(1, (image.width() + 1) // 2),
        max(1, (image.height() + 1) // 2),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
