"""Pictures as Paint works with them: upright sRGB, with what the file told about the photograph."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL.ImageFile import ImageFile

from engines.paint import exif as metadata
from engines.paint.decoding import decoded, raw_mode_of
from engines.paint.profiles import adobe_rgb_profile, can_keep, profile_of_png
from engines.paint.reading import PIXEL_LIMIT, opened_bytes, opened_file
from engines.paint.resizing import fit_within, resized
from engines.paint.writing import save_picture

__all__ = [
    "PIXEL_LIMIT",
    "Picture",
    "can_keep",
    "fit_within",
    "open_picture",
    "open_picture_bytes",
    "resized",
    "save_picture",
]


@dataclass(frozen=True, eq=False)
class Picture:
    """An opened picture.

    ``pixels`` is sRGB (height, width, 3); ``alpha`` (height, width), 255 opaque, None where nothing is
    transparent. Files of more than 8 bits a channel have both in 16 bits too: ``deep`` and ``deep_alpha``, None
    otherwise. ``exif`` describes the photograph: upright (orientation 1), without thumbnail, with XMP and IPTC as
    TIFF's tags 700 and 33723. ``icc`` is the profile of the file, already applied (``can_keep`` tells whether an
    export can have it); ``profile_ignored`` tells that there is one that could not be used.
    """

    pixels: NDArray[np.uint8]
    alpha: NDArray[np.uint8] | None = None
    exif: bytes | None = None
    icc: bytes | None = None
    source: Path | None = None
    deep: NDArray[np.uint16] | None = None
    deep_alpha: NDArray[np.uint16] | None = None
    profile_ignored: bool = False

    @property
    def width(self) -> int:
        """Pixels from left to right."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return int(self.pixels.shape[0])

    @property
    def sixteen_bit(self) -> bool:
        """Whether the file holds more than 8 bits a channel."""
        return self.deep is not None

    def smaller(self, long_side: int, *, keep_deep: bool = False) -> Picture:
        """The picture with no side above ``long_side``; in 8 bits only unless ``keep_deep``."""
        deep, deep_alpha = (self.deep, self.deep_alpha) if keep_deep else (None, None)
        return replace(
            self,
            pixels=resized(self.pixels, long_side),
            alpha=None if self.alpha is None else resized(self.alpha, long_side),
            deep=None if deep is None else resized(deep, long_side),
            deep_alpha=None if deep_alpha is None else resized(deep_alpha, long_side),
        )


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


def _picture(image: ImageFile, source: Path | None) -> Picture:
    # First of all: looking for EXIF may decode a PNG, and Pillow lets go of what it has decoded.
    raw_mode, stream = raw_mode_of(image), image.fp
    assert stream is not None
    orientation, exif = metadata.orientation_of(image), metadata.portable(image)
    icc = image.info.get("icc_profile") or None
    if icc is None and image.mode.startswith("RGB") and metadata.says_adobe_rgb(image):
        icc = adobe_rgb_profile()
    meant = icc or (profile_of_png(image.info) if image.format == "PNG" else None)
    found = decoded(image, stream, raw_mode, orientation, meant)
    return Picture(
        found.pixels,
        found.alpha,
        exif,
        None if found.profile_ignored else icc,
        source,
        found.deep,
        found.deep_alpha,
        found.profile_ignored,
    )
