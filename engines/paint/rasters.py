"""The samples of a picture file as the decoders found them, and their way to upright sRGB."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engines.paint.depths import Depth, eight_bit, is_opaque
from engines.paint.profiles import UnusableProfile, in_srgb


@dataclass(eq=False)
class Raster:
    """``colour`` (height, width, channels) as ``profiles.in_srgb`` takes it, and straight ``alpha`` of its depth."""

    colour: Depth
    space: str
    alpha: Depth | None = None


@dataclass(frozen=True, eq=False)
class Decoded:
    """A picture as ``Picture`` holds it; ``profile_ignored`` tells that its profile could not be used."""

    pixels: NDArray[np.uint8]
    alpha: NDArray[np.uint8] | None
    deep: NDArray[np.uint16] | None
    deep_alpha: NDArray[np.uint16] | None
    profile_ignored: bool


def finished(raster: Raster, profile: bytes | None, orientation: int) -> Decoded:
    """The raster in sRGB and upright; its colours are used up. ``orientation`` is EXIF's 1..8."""
    ignored = False
    try:
        shown = in_srgb(raster.colour, raster.space, profile)
    except UnusableProfile:  # better plain colours than no picture
        ignored = True
        shown = in_srgb(raster.colour, raster.space, None)
    shown = _upright(shown, orientation)
    alpha = None if raster.alpha is None or is_opaque(raster.alpha) else _upright(raster.alpha, orientation)
    narrow_alpha = None if alpha is None else eight_bit(alpha)
    if shown.dtype == np.uint8:
        return Decoded(eight_bit(shown), narrow_alpha, None, None, ignored)
    wide_alpha = None if alpha is None else alpha.astype(np.uint16, copy=False)
    return Decoded(eight_bit(shown), narrow_alpha, shown.astype(np.uint16, copy=False), wide_alpha, ignored)


def _upright(values: Depth, orientation: int) -> Depth:
    """The samples turned and mirrored as EXIF's orientation asks; a contiguous array."""
    if orientation >= 5:
        values = values.swapaxes(0, 1)  # rows of the file are columns of the picture
    upside_down, mirrored = orientation in (3, 4, 7, 8), orientation in (2, 3, 6, 7)
    if upside_down:
        values = values[::-1]
    if mirrored:
        values = values[:, ::-1]
    return np.ascontiguousarray(values)
