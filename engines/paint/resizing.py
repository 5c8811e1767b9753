"""Smaller copies of pictures, in 8 or 16 bits."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_Depth = TypeVar("_Depth", np.uint8, np.uint16)


def fit_within(size: tuple[int, int], limit: int) -> tuple[int, int]:
    """The largest size of the same shape with no side above ``limit``; never larger than ``size``, at least 1."""
    if limit < 1:
        raise ValueError(f"limit must be at least 1, not {limit}")
    longest = max(size)
    if longest <= limit:
        return size
    first, second = (max(1, round(side * limit / longest)) for side in size)
    return first, second


def resized(pixels: NDArray[_Depth], long_side: int) -> NDArray[_Depth]:
    """Pixels or alpha made smaller (Lanczos) until no side is above ``long_side``; unchanged if none is."""
    height, width = pixels.shape[:2]
    size = fit_within((width, height), long_side)
    if size == (width, height):
        return pixels
    if pixels.dtype == np.uint16 and pixels.ndim == 3:
        # Pillow has no colour in 16 bits, but its 16-bit grey is resized in full precision.
        smaller = np.empty((size[1], size[0], pixels.shape[2]), pixels.dtype)
        for channel in range(pixels.shape[2]):
            smaller[..., channel] = _resized(pixels[..., channel], size)
        return smaller
    return _resized(pixels, size)


def _resized(pixels: NDArray[_Depth], size: tuple[int, int]) -> NDArray[_Depth]:
    image = Image.fromarray(np.ascontiguousarray(pixels))
    return np.array(image.resize(size, Image.Resampling.LANCZOS), dtype=pixels.dtype)
