"""Writing PNG in 16 bits a channel, which Pillow does not."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

import imagecodecs
import numpy as np

from engines.paint.depths import Depth

_AFTER_HEADER = 8 + 25  # the signature and IHDR
_LEVEL = 6


def encoded_deep_png(samples: Depth, icc: bytes, exif: bytes | None, texts: Mapping[str, str]) -> bytes:
    """A PNG of ``samples`` (height, width, 3 or 4), with ``exif`` (Exif\\0\\0 and a TIFF) and ``texts`` by keyword."""
    picture = imagecodecs.png_encode(np.ascontiguousarray(samples), _LEVEL)
    # Their places and fields: PNG 1.2 sections 4.2.2.4 and 4.2.3.3, PNG extensions 3.7 (eXIf).
    chunks = [_chunk(b"iCCP", b"ICC Profile\0\0" + zlib.compress(icc))]
    if exif is not None:
        chunks.append(_chunk(b"eXIf", exif.removeprefix(b"Exif\0\0")))
    chunks += [_chunk(b"iTXt", keyword.encode("latin-1") + bytes(5) + text.encode()) for keyword, text in texts.items()]
    return b"".join([picture[:_AFTER_HEADER], *chunks, memoryview(picture)[_AFTER_HEADER:]])


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
