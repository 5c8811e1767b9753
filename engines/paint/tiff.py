"""Writing TIFF with deflate and complete EXIF; Pillow's own writer loses one or the other."""

from __future__ import annotations

import io

import imagecodecs
import numpy as np
from PIL.Image import Exif
from PIL.TiffImagePlugin import ImageFileDirectory_v2
from PIL.TiffTags import BYTE, LONG, UNDEFINED

from engines.paint.depths import Depth, side_by_side
from engines.paint.exif import IPTC, XMP, with_undefined_types
from engines.paint.exportrows import ExportRows

_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _PHOTOMETRIC = 256, 257, 258, 259, 262
_STRIP_OFFSETS, _SAMPLES, _ROWS_PER_STRIP, _STRIP_BYTES = 273, 277, 278, 279
_PLANAR, _PREDICTOR, _EXTRA_SAMPLES, _PROFILE = 284, 317, 338, 34675
_DEFLATE, _RGB, _CHUNKY, _DIFFERENCES, _STRAIGHT_ALPHA = 8, 2, 1, 2, 2
_STRIP_SIZE = 1 << 20
_LEVEL = 6


def encoded_tiff(picture: ExportRows, exif: Exif, icc: bytes) -> bytes:
    """A TIFF file of ``picture`` in its depth; a fourth channel is straight alpha.

    The layout is that of TIFF 6.0, sections 7, 14 (differences between neighbours) and 18.
    """
    order = "<" if exif.endian == "<" else ">"
    bits = 16 if picture.deep else 8
    rows = max(1, _STRIP_SIZE // (picture.width * picture.channels * bits // 8))
    places = [slice(top, min(picture.height, top + rows)) for top in range(0, picture.height, rows)]
    strips = side_by_side(lambda place: _deflated(picture.band(place), order), places)
    directory = ImageFileDirectory_v2(prefix=b"II" if order == "<" else b"MM")
    for tag in exif:
        directory[tag] = exif[tag]
    directory.tagtype |= {_STRIP_OFFSETS: LONG, _STRIP_BYTES: LONG, _PROFILE: UNDEFINED, XMP: BYTE, IPTC: UNDEFINED}
    directory[_WIDTH], directory[_HEIGHT] = picture.width, picture.height
    directory[_BITS] = (bits,) * picture.channels
    directory[_COMPRESSION], directory[_PREDICTOR] = _DEFLATE, _DIFFERENCES
    directory[_PHOTOMETRIC], directory[_PLANAR] = _RGB, _CHUNKY
    directory[_SAMPLES], directory[_ROWS_PER_STRIP] = picture.channels, rows
    if picture.channels == 4:
        directory[_EXTRA_SAMPLES] = _STRAIGHT_ALPHA
    directory[_PROFILE] = icc
    sizes = [len(strip) for strip in strips]
    # Counted from the end of the directory: Pillow adds where that is.
    directory[_STRIP_OFFSETS] = tuple(int(place) for place in np.cumsum([0, *sizes[:-1]]))
    directory[_STRIP_BYTES] = tuple(sizes)
    head = io.BytesIO()
    directory.save(head)
    return b"".join([with_undefined_types(head.getvalue()), *strips])


def _deflated(strip: Depth, order: str) -> bytes:
    differences = strip.copy()
    differences[:, 1:] -= strip[:, :-1]  # wraps around at 256 or 65,536, as the reader's sums do
    if differences.dtype == np.uint16:
        differences = differences.astype(f"{order}u2")
    return bytes(imagecodecs.deflate_encode(differences.tobytes(), _LEVEL))
