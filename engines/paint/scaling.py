"""A photograph at another size, a few rows at a time, so that no float copy of the whole is ever needed."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engines.steps import Step, Task

Floats = NDArray[np.float32]
Photograph = NDArray[np.uint8] | NDArray[np.uint16]

#: Pixels of the photograph in work at once: some ten float copies of so many are the memory beside the pictures.
BAND_PIXELS = 500_000
#: Bicubic looks at two pixels to each side, or at as many more as the picture shrinks.
_SUPPORT = 2


def spans(whole: int, piece: int) -> Iterator[tuple[int, int]]:
    """Cut ``whole`` into pieces of at most ``piece``, in order."""
    piece = max(1, piece)
    return ((start, min(whole, start + piece)) for start in range(0, whole, piece))


def full_scale(pixels: Photograph) -> int:
    """The value of white: 255 or 65535."""
    return int(np.iinfo(pixels.dtype).max)


def reach(length: int, target: int, start: int, stop: int) -> tuple[int, int]:
    """Which of ``length`` source pixels decide about ``start`` to ``stop`` of ``target``."""
    scale = length / target
    margin = _SUPPORT * max(1.0, scale) + 1
    return max(0, math.floor(start * scale - margin)), min(length, math.ceil(stop * scale + margin))


def rescaled_rows(window: Floats, first: int, height: int, size: tuple[int, int], span: tuple[int, int]) -> Floats:
    """Rows ``span`` of a picture of ``height`` rows brought to ``size`` (width, height) by bicubic interpolation.

    ``window`` holds the source rows from ``first`` on, at least those that ``reach`` names. Any division into spans
    gives the same rows. Channel by channel in float, since differences may be negative.
    """
    start, stop = span
    scale = height / size[1]
    # Pillow weighs pixels outside the box too, so the rows of a window are those of the whole.
    box = (0.0, start * scale - first, float(window.shape[1]), stop * scale - first)
    wanted = (size[0], stop - start)
    channels = [
        np.asarray(Image.fromarray(window[..., index]).resize(wanted, Image.Resampling.BICUBIC, box=box))
        for index in range(window.shape[2])
    ]
    return np.stack(channels, axis=2)


class Source:
    """A photograph as the network sees it: float 0..1 at the size it works at."""

    def __init__(self, pixels: Photograph, size: tuple[int, int]) -> None:
        self._pixels = pixels
        self._white = np.float32(full_scale(pixels))
        self.width, self.height = size
        self.is_whole = size == (pixels.shape[1], pixels.shape[0])

    def rows(self, start: int, stop: int, report: Step) -> Task[Floats]:
        """Rows ``start`` to ``stop``, (rows, width, 3); yields ``report`` now and then when the photograph is large."""
        if self.is_whole:
            return self._floats(start, stop)
        found = np.empty((stop - start, self.width, 3), np.float32)
        length = self._pixels.shape[0]
        per_row = self._pixels.shape[1] * length / self.height
        for low, high in spans(stop - start, int(BAND_PIXELS / per_row)):
            low_row, high_row = start + low, start + high
            top, bottom = reach(length, self.height, low_row, high_row)
            window = self._floats(top, bottom)
            found[low:high] = rescaled_rows(window, top, length, (self.width, self.height), (low_row, high_row))
            yield report
        return found

    def _floats(self, start: int, stop: int) -> Floats:
        return self._pixels[start:stop].astype(np.float32) / self._white
