"""Pictures as Paint works with them: upright 8-bit sRGB, with what the file told about the photograph."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.ImageFile import ImageFile

from engines.paint import exif as metadata
from engines.paint.decoding import decoded, is_deep, raw_mode_of
from engines.paint.reading import PIXEL_LIMIT, opened_bytes, opened_file
from engines.paint.writing import save_picture

__all__ = ["PIXEL_LIMIT", "Picture", "fit_within", "open_picture", "open_picture_bytes", "resized", "save_picture"]


@dataclass(frozen=True, eq=False)
class Picture:
    """An opened picture.

    ``pixels`` is sRGB (height, width, 3); ``alpha`` (height, width), 255 opaque, None where nothing is
    transparent. ``exif`` describes the photograph: upright (orientation 1), without thumbnail. ``icc`` is the
    profile of the file, already applied. ``sixteen_bit`` tells that the file holds more than 8 bits a channel.
    """

    pixels: NDArray[np.uint8]
    alpha: NDArray[np.uint8] | None = None
    exif: bytes | None = None
    icc: bytes | None = None
    source: Path | None = None
    sixteen_bit: bool = False

    @property
    def width(self) -> int:
        """Pixels from left to right."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return int(self.pixels.shape[0])


def open_picture(path: Path, *, pixel_limit: int = PIXEL_LIMIT) -> Picture:
    """Read the picture in the file ``path``, its format told by content; of an animation the first frame.

    Raises:
        BadInput: the file is missing, a folder, empty, unreadable, no picture, damaged, or has more than
            ``pixel_limit`` pixels (told from its header, before anything is decoded).
    """
    with opened_file(path, pixel_limit) as image:
        return _picture(image, path)


def open_picture_bytes(data: bytes, name: str, *, pixel_limit: int = PIXEL_LIMIT) -> Picture:
    """Read a pasted or stored picture as ``open_picture`` does; ``name`` is what sentences call it."""
    with opened_bytes(data, name, pixel_limit) as image:
        return _picture(image, None)


def fit_within(size: tuple[int, int], limit: int) -> tuple[int, int]:
    """The largest size of the same shape with no side above ``limit``; never larger than ``size``, at least 1."""
    if limit < 1:
        raise ValueError(f"limit must be at least 1, not {limit}")
    longest = max(size)
    if longest <= limit:
        return size
    first, second = (max(1, round(side * limit / longest)) for side in size)
    return first, second


def resized(pixels: NDArray[np.uint8], long_side: int) -> NDArray[np.uint8]:
    """Pixels or alpha made smaller (Lanczos) until no side is above ``long_side``; unchanged if none is."""
    height, width = pixels.shape[:2]
    size = fit_within((width, height), long_side)
    if size == (width, height):
        return pixels
    return np.array(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS), dtype=np.uint8)


def _picture(image: ImageFile, source: Path | None) -> Picture:
    raw_mode = raw_mode_of(image)  # first of all: looking for EXIF may decode a PNG
    orientation, exif = metadata.orientation_of(image), metadata.portable(image)
    pixels, alpha = decoded(image, raw_mode, orientation)
    return Picture(pixels, alpha, exif, image.info.get("icc_profile") or None, source, is_deep(image, raw_mode))
