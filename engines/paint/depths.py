"""Between 8 and 16 bits a channel, in bands of rows: a large picture must never be copied whole on the way."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeAlias, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

#: Eight or sixteen bits a channel.
Depth: TypeAlias = NDArray[np.uint8 | np.uint16]

_BAND_PIXELS = 1 << 20
_MOST_THREADS = 4
_Made = TypeVar("_Made")


def bands(height: int, width: int) -> Iterator[slice]:
    """Rows from top to bottom in bands of about a million pixels."""
    rows = max(1, _BAND_PIXELS // max(1, width))
    for top in range(0, height, rows):
        yield slice(top, min(height, top + rows))


def side_by_side(work: Callable[[slice], _Made], parts: Iterable[slice]) -> list[_Made]:
    """What ``work`` makes of each part, in order; several at a time, for lcms and zlib let go of the interpreter."""
    parts = list(parts)
    threads = min(_MOST_THREADS, os.cpu_count() or 1, len(parts))
    if threads < 2:
        return [work(part) for part in parts]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, parts))


def white_of(values: NDArray[Any]) -> int:
    """The sample that means white, or opaque: 255 or 65,535."""
    return 255 if values.dtype == np.uint8 else 65_535


def eight_bit(values: Depth) -> NDArray[np.uint8]:
    """The same samples in 8 bits, rounded to the nearest; 8-bit ones are returned as they are."""
    if values.dtype == np.uint8:
        return cast(NDArray[np.uint8], values)
    narrow = np.empty(values.shape, np.uint8)
    for rows in bands(*values.shape[:2]):
        wide = values[rows].astype(np.uint32)
        wide *= 255
        wide += 32_895  # exactly round(value / 257) after the shift
        wide >>= 16
        narrow[rows] = wide
    return narrow


def sixteen_bit(values: Depth) -> NDArray[np.uint16]:
    """The same samples in 16 bits, 255 becoming 65,535; 16-bit ones are returned as they are."""
    if values.dtype == np.uint16:
        return cast(NDArray[np.uint16], values)
    return values.astype(np.uint16) * np.uint16(257)


def is_opaque(alpha: Depth) -> bool:
    """Whether nothing shows through."""
    return bool((alpha == white_of(alpha)).all())


def undo_premultiplied(colour: Depth, alpha: Depth) -> None:
    """Divide ``alpha`` (height, width) out of ``colour`` (height, width, channels), in place and of the same depth."""
    white = white_of(colour)
    for rows in bands(*alpha.shape):
        cover = alpha[rows].astype(np.uint32)[..., None]
        straight = colour[rows].astype(np.uint32) * np.uint32(white) + cover // np.uint32(2)
        straight //= np.maximum(cover, np.uint32(1))
        colour[rows] = np.where(cover == 0, 0, np.minimum(straight, white))
