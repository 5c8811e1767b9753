"""Between numpy pictures and Qt images."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage


def to_image(pixels: NDArray[np.uint8], alpha: NDArray[np.uint8] | None = None) -> QImage:
    """A QImage with its own memory from uint8 pixels (height, width, 3) and, where given, alpha (height, width)."""
    # copy(): the image must not look into an array that Python may free.
    return _looking_into(_joined(pixels, alpha)).copy()


def to_screen_image(pixels: NDArray[np.uint8], alpha: NDArray[np.uint8] | None = None) -> QImage:
    """The same in the format that the window draws without another conversion, for the lanes to make."""
    layout = QImage.Format.Format_RGB32 if alpha is None else QImage.Format.Format_ARGB32_Premultiplied
    return _looking_into(_joined(pixels, alpha)).convertToFormat(layout)


def from_image(image: QImage) -> NDArray[np.uint8]:
    """Pixels (height, width, 4), straight alpha, of any QImage."""
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    memory: Any = image.constBits()
    rows = np.frombuffer(memory, np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 4].reshape(image.height(), image.width(), 4).copy()


def _joined(pixels: NDArray[np.uint8], alpha: NDArray[np.uint8] | None) -> NDArray[np.uint8]:
    return np.ascontiguousarray(pixels if alpha is None else np.dstack([pixels, alpha]))


def _looking_into(pixels: NDArray[np.uint8]) -> QImage:
    """An image of somebody else's memory, to be copied or converted while that still stands."""
    height, width, channels = pixels.shape
    layout = QImage.Format.Format_RGBA8888 if channels == 4 else QImage.Format.Format_RGB888
    return QImage(pixels.data, width, height, width * channels, layout)
