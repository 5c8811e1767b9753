"""Files of more than 8 bits made for the tests, and what they open as."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import tifffile
from numpy.typing import NDArray

from engines.paint.pictures import Picture, open_picture_bytes

WHITE = 65_535


def opened(data: bytes) -> Picture:
    return open_picture_bytes(data, "photo")


def deep_gradient(height: int = 24, width: int = 40, channels: int = 3) -> NDArray[np.uint16]:
    """Noise-free levels that use all sixteen bits, every channel another."""
    down, across = np.mgrid[0:height, 0:width]
    ramps = [
        1 + across * 1637 + down * 7,
        3 + down * 2729 + across,
        60_000 - across * 1201 - down * 11,
        9 + 67 * across,
    ]
    return np.stack(ramps[:channels], axis=-1).astype(np.uint16)


def tiff(samples: NDArray[Any], **options: Any) -> bytes:
    """A TIFF of any layout, written by tifffile."""
    stream = io.BytesIO()
    options.setdefault("photometric", "rgb" if samples.ndim == 3 else "minisblack")
    tifffile.imwrite(stream, samples, metadata=None, **options)
    return stream.getvalue()


def deep_of(data: bytes) -> NDArray[np.uint16]:
    picture = opened(data)
    assert picture.sixteen_bit
    assert picture.deep is not None
    assert picture.deep.dtype == np.uint16
    assert picture.deep.flags.c_contiguous
    assert np.array_equal(picture.pixels, np.rint(picture.deep / 257).astype(np.uint8))
    return picture.deep


LAYOUTS: dict[str, dict[str, Any]] = {
    "plain": {},
    "lzw": {"compression": "lzw"},
    "deflate": {"compression": "zlib"},
    "zstd": {"compression": "zstd"},
    "packbits": {"compression": "packbits"},
    "predictor": {"compression": "zlib", "predictor": True},
    "lzw predictor": {"compression": "lzw", "predictor": True},
    "planes": {"planarconfig": "separate"},
    "planes and predictor": {"planarconfig": "separate", "compression": "lzw", "predictor": True},
    "tiles": {"tile": (16, 16)},
    "compressed tiles": {"tile": (16, 32), "compression": "zlib", "predictor": True},
    "strips": {"rowsperstrip": 5, "compression": "zlib"},
    "big endian": {"byteorder": ">"},
    "big endian predictor": {"byteorder": ">", "compression": "zlib", "predictor": True},
    "BigTIFF": {"bigtiff": True},
    "BigTIFF in tiles": {"bigtiff": True, "tile": (16, 16), "compression": "lzw"},
}
