"""Reading every TIFF a photographer meets in its full depth: tiles, planes, floats, ink and Lab, small and big."""

from __future__ import annotations

import logging
import math
import os
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray
from tifffile import TiffFile, TiffPage

from engines.paint.depths import Depth, bands, undo_premultiplied
from engines.paint.profiles import CMYK, GREY, LAB, RGB
from engines.paint.rasters import Raster

# It tells on stderr what is unusual about a file; the person gets a sentence instead.
logging.getLogger("tifffile").addHandler(logging.NullHandler())

_ZERO_IS_WHITE, _PALETTE = 0, 3
#: TIFF's photometric interpretation to (space, channels).
_SPACES = {
    _ZERO_IS_WHITE: (GREY, 1),
    1: (GREY, 1),
    2: (RGB, 3),
    _PALETTE: (RGB, 1),
    5: (CMYK, 4),
    6: (RGB, 3),  # YCbCr, which the decoder of JPEG has already made RGB
    8: (LAB, 3),
    9: (LAB, 3),
}
_YCBCR, _ICC_LAB, _JPEG = 6, 9, 7
_PREMULTIPLIED, _STRAIGHT = 1, 2
_MAX_SAMPLE_VALUE, _INK_SET, _CMYK_INKS = 281, 332, 1
_MOST_SAMPLES = 16
_LARGEST_TILE = 1 << 24
_READ_AT_ONCE = 1 << 24
_LOOKED_AT = 1 << 20
_FLOAT_WHITES, _WHOLE_WHITES = (1.0, 255.0, 65_535.0), (255.0, 65_535.0)


class UnusualTiff(Exception):
    """A kind of TIFF that is not read here."""


def tiff_raster(stream: IO[bytes], size: tuple[int, int]) -> Raster:
    """The first picture of the TIFF in ``stream``, whose header promises ``size`` (width, height).

    Raises:
        UnusualTiff: a kind that is not read here.
        Exception: anything at all where the file is damaged.
    """
    stream.seek(0)
    with TiffFile(stream) as file:
        page = file.pages.first
        if not isinstance(page, TiffPage) or (page.imagewidth, page.imagelength) != size:
            raise UnusualTiff
        space, channels = _checked_space(page)
        _check_complete(page, stream.seek(0, os.SEEK_END))
        samples = page.asarray(squeeze=False, maxworkers=1, buffersize=_READ_AT_ONCE)
        # (planes, depth, height, width, samples): one of the first and the last is 1.
        samples = samples[:, 0].transpose(1, 2, 0, 3).reshape(size[1], size[0], page.samplesperpixel)
        return _raster(page, samples, space, channels)


def customary_white(samples: NDArray[Any]) -> float:
    """Float and 32-bit files do not say what white is: the smallest usual value that nearly all samples respect."""
    flat = samples[:: max(1, samples.size // _LOOKED_AT)] if samples.ndim == 1 else _thinned(samples)
    finite = flat[np.isfinite(flat)]
    if finite.size == 0:
        return 1.0
    # The 99th percentile: a few highlights above 1.0 must not turn the whole picture black.
    is_float = finite.dtype.kind == "f"
    high = float(np.percentile(finite, 99)) if is_float else float(samples.max())
    return next((white for white in (_FLOAT_WHITES if is_float else _WHOLE_WHITES) if high <= white), high)


def scaled(samples: NDArray[Any], white: float) -> NDArray[np.uint16]:
    """Samples of any kind in 16 bits, ``white`` becoming 65,535; not-a-number and below 0 are black."""
    wide = np.empty(samples.shape, np.uint16)
    for rows in bands(*samples.shape[:2]):
        # float64 where float32 would round whole numbers
        kind = np.float32 if samples.dtype.itemsize <= 2 or samples.dtype.kind == "f" else np.float64
        values = np.nan_to_num(samples[rows].astype(kind), nan=0.0, posinf=white, neginf=0.0)
        np.clip(values, 0, white, out=values)
        values *= 65_535 / white
        wide[rows] = np.rint(values, out=values)
    return wide


def _thinned(samples: NDArray[Any]) -> NDArray[Any]:
    step = max(1, math.isqrt(samples.size // _LOOKED_AT))
    return samples[::step, ::step]


def _checked_space(page: TiffPage) -> tuple[str, int]:
    space, channels = _SPACES.get(int(page.photometric), ("", 0))
    readable = (
        channels
        and page.dtype is not None
        and page.imagedepth == 1
        and channels <= page.samplesperpixel <= _MOST_SAMPLES
        and page.size == page.imagewidth * page.imagelength * page.samplesperpixel
        and page.tilewidth * page.tilelength <= max(_LARGEST_TILE, 4 * page.imagewidth * page.imagelength)
        and (page.photometric != _YCBCR or page.compression == _JPEG)
        and (space != LAB or (page.bitspersample in (8, 16) and page.dtype.kind in "ui"))
        and (space != CMYK or _tag(page, _INK_SET, _CMYK_INKS) == _CMYK_INKS)
        and (page.photometric != _PALETTE or (page.colormap is not None and page.dtype.kind == "u"))
    )
    if not readable:
        raise UnusualTiff
    return space, channels


def _check_complete(page: TiffPage, length: int) -> None:
    # tifffile fills what is missing with black; a photographer must hear of it.
    segments = list(zip(page.dataoffsets, page.databytecounts, strict=True))
    if len(segments) < math.prod(page.chunked):
        raise ValueError("strips or tiles are missing")
    if any(place <= 0 or count <= 0 or place + count > length for place, count in segments):
        raise ValueError("strips or tiles lie outside the file")
    if page.is_contiguous and sum(page.databytecounts) < page.nbytes:
        raise ValueError("strips or tiles are too short")


def _tag(page: TiffPage, tag: int, otherwise: Any) -> Any:
    return page.tags[tag].value if tag in page.tags else otherwise


def _raster(page: TiffPage, samples: NDArray[Any], space: str, channels: int) -> Raster:
    if page.photometric == _PALETTE:
        assert page.colormap is not None
        return Raster((page.colormap >> 8).astype(np.uint8).T[samples[..., 0]], RGB)
    if space == LAB:
        unsigned = samples.astype(np.uint8 if page.bitspersample == 8 else np.uint16, copy=False)
        colour = np.array(unsigned[..., :3])
        if page.photometric == _ICC_LAB:
            colour[..., 1:] ^= colour.dtype.type(1 << (page.bitspersample - 1))  # offset there, signed in CIELab
        return Raster(colour, LAB)
    colour = _whole_depth(page, samples[..., :channels])
    if page.photometric == _ZERO_IS_WHITE:
        np.subtract(colour.dtype.type(np.iinfo(colour.dtype).max), colour, out=colour)
    for index, kind in enumerate(page.extrasamples):
        if kind in (_PREMULTIPLIED, _STRAIGHT) and channels + index < samples.shape[2]:
            alpha = _whole_depth(page, samples[..., channels + index : channels + index + 1])[..., 0]
            if kind == _PREMULTIPLIED:
                undo_premultiplied(colour, alpha)
            return Raster(colour, space, np.ascontiguousarray(alpha))
    return Raster(colour, space)


def _whole_depth(page: TiffPage, samples: NDArray[Any]) -> Depth:
    """Samples of any kind in the 8 or 16 bits that hold them; an array of its own."""
    bits, kind = page.bitspersample, samples.dtype.kind
    if kind in "ub" and bits <= 8:
        factor = 255 // ((1 << bits) - 1) if bits in (1, 2, 4, 8) else 0
        if factor == 1:
            return np.ascontiguousarray(samples)
        return samples.astype(np.uint8) * np.uint8(factor) if factor else _to_eight(samples, (1 << bits) - 1)
    if kind == "u" and bits <= 16:
        white = _white_of_bits(page, samples, bits)
        if white == 65_535:
            return np.ascontiguousarray(samples, dtype=np.uint16)
        return scaled(samples, white)
    if kind == "i" and bits <= 16:
        return scaled(samples, float((1 << (bits - 1)) - 1))
    return scaled(samples, customary_white(samples))


def _white_of_bits(page: TiffPage, samples: NDArray[Any], bits: int) -> int:
    """65,535 as a rule; 4,095 where twelve bits of sixteen are used and the file says so."""
    promised = _tag(page, _MAX_SAMPLE_VALUE, None)
    promised = promised[0] if isinstance(promised, tuple) and promised else promised
    # Other values only tell the brightest sample that happens to be there.
    if promised in (511, 1023, 2047, 4095, 8191, 16_383, 32_767) and int(samples.max()) <= promised:
        return int(promised)
    return (1 << bits) - 1


def _to_eight(samples: NDArray[Any], white: int) -> NDArray[np.uint8]:
    wide = samples.astype(np.uint16) * np.uint16(255) + np.uint16(white // 2)
    return (wide // np.uint16(white)).astype(np.uint8)
