"""Writing TIFF with deflate and complete EXIF; Pillow's own writer loses one or the other."""

from __future__ import annotations

import io
import zlib

import numpy as np
from numpy.typing import NDArray
from PIL.Image import Exif
from PIL.TiffImagePlugin import ImageFileDirectory_v2
from PIL.TiffTags import LONG, UNDEFINED

from engines.paint.exif import with_undefined_types

_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _PHOTOMETRIC = 256, 257, 258, 259, 262
_STRIP_OFFSETS, _SAMPLES, _ROWS_PER_STRIP, _STRIP_BYTES = 273, 277, 278, 279
_PLANAR, _PREDICTOR, _EXTRA_SAMPLES, _PROFILE = 284, 317, 338, 34675
_DEFLATE, _RGB, _CHUNKY, _DIFFERENCES, _STRAIGHT_ALPHA = 8, 2, 1, 2, 2
_STRIP_SIZE = 1 << 20


def encoded_tiff(samples: NDArray[np.uint8], exif: Exif, icc: bytes) -> bytes:
    """A TIFF file of ``samples`` (height, width, 3 or 4; the fourth is straight alpha).

    The layout is that of TIFF 6.0, sections 7, 14 (differences between neighbours) and 18.
    """
    height, width, channels = samples.shape
    rows = max(1, _STRIP_SIZE // (width * channels))
    strips = [_deflated(samples[top : top + rows]) for top in range(0, height, rows)]
    directory = ImageFileDirectory_v2(prefix=b"II" if exif.endian == "<" else b"MM")
    for tag in exif:
        directory[tag] = exif[tag]
    directory.tagtype |= {_STRIP_OFFSETS: LONG, _STRIP_BYTES: LONG, _PROFILE: UNDEFINED}
    directory[_WIDTH], directory[_HEIGHT] = width, height
    directory[_BITS] = (8,) * channels
    directory[_COMPRESSION], directory[_PREDICTOR] = _DEFLATE, _DIFFERENCES
    directory[_PHOTOMETRIC], directory[_PLANAR] = _RGB, _CHUNKY
    directory[_SAMPLES], directory[_ROWS_PER_STRIP] = channels, rows
    if channels == 4:
        directory[_EXTRA_SAMPLES] = _STRAIGHT_ALPHA
    directory[_PROFILE] = icc
    sizes = [len(strip) for strip in strips]
    # Counted from the end of the directory: Pillow adds where that is.
    directory[_STRIP_OFFSETS] = tuple(int(place) for place in np.cumsum([0, *sizes[:-1]]))
    directory[_STRIP_BYTES] = tuple(sizes)
    head = io.BytesIO()
    directory.save(head)
    return b"".join([with_undefined_types(head.getvalue()), *strips])


def _deflated(strip: NDArray[np.uint8]) -> bytes:
    differences = strip.copy()
    differences[:, 1:] -= strip[:, :-1]  # wraps around at 256, as the reader's sums do
    return zlib.compress(differences.tobytes(), 6)
