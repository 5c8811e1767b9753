"""Mixing ready pictures of one size, quickly enough to follow a hand: a millisecond or two each for the window's copy.

All of it is Qt's raster painter on 8-bit pictures, so a value may be off by three of 255; the engine's own figures
come when the hand rests.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QPainter

_Mode = QPainter.CompositionMode


def mixed(parts: Sequence[tuple[QImage, float]]) -> QImage:
    """The weighted mean of opaque pictures; the weights have any sum above 0."""
    first = parts[0][0]
    canvas = QImage(first.size(), QImage.Format.Format_RGB32)
    painter = QPainter(canvas)
    # With opacity, Source is plain interpolation: picture by picture the mean moves towards the newest.
    painter.setCompositionMode(_Mode.CompositionMode_Source)
    total = 0.0
    for image, weight in parts:
        total += weight
        painter.setOpacity(weight / total if total else 0.0)
        painter.drawImage(0, 0, image)
    painter.end()
    return canvas


def divided(inside: QImage, outside: QImage, veil: QImage) -> QImage:
    """``inside`` where ``veil`` (Alpha8) is opaque, ``outside`` where it is not, and between them in between."""
    cut = _cut(inside, veil)
    canvas = outside.copy()
    painter = QPainter(canvas)
    painter.drawImage(0, 0, cut)
    painter.end()
    return canvas


def cut_out(image: QImage, alpha: NDArray[np.uint8]) -> QImage:
    """An opaque picture with the photograph's transparency put back."""
    return _cut(image, alpha_image(alpha))


def alpha_image(alpha: NDArray[np.uint8]) -> QImage:
    """Transparency (height, width) as a picture with its own memory."""
    alpha = np.ascontiguousarray(alpha)
    height, width = alpha.shape
    return QImage(alpha.data, width, height, width, QImage.Format.Format_Alpha8).copy()


def _cut(image: QImage, alpha: QImage) -> QImage:
    cut = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(cut)
    painter.setCompositionMode(_Mode.CompositionMode_DestinationIn)
    painter.drawImage(0, 0, alpha)
    painter.end()
    return cut
