"""Between numpy pictures and Qt images."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage


def to_image(pixels: NDArray[np.uint8], alpha: NDArray[np.uint8] | None = None) -> QImage:
    """A QImage with its own memory from uint8 pixels (height, width, 3) and, where given, alpha (height, width)."""
    if alpha is not None:
        pixels = np.dstack([pixels, alpha])
    pixels = np.ascontiguousarray(pixels)
    height, width, channels = pixels.shape
    layout = QImage.Format.Format_RGBA8888 if channels == 4 else QImage.Format.Format_RGB888
    # copy(): the image must not look into an array that Python may free.
    return QImage(pixels.data, width, height, width * channels, layout).copy()


def from_image(image: QImage) -> NDArray[np.uint8]:
    """Pixels (height, width, 4), straight alpha, of any QImage."""
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    memory: Any = image.constBits()
    rows = np.frombuffer(memory, np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 4].reshape(image.height(), image.width(), 4).copy()
