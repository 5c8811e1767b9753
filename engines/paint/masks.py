"""Masks: where one look ends and another begins."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engines.errors import BadInput
from engines.paint.reading import opened_bytes

#: The softest edge, as a share of the photograph's longer side.
SOFTEST = 0.25
#: A mask is softened at no more than this longer side, however large the photograph.
LARGEST_SIDE = 2048
#: A soft mask holds no detail finer than its Gaussian, so a size where that is this many pixels wide says it all.
_WIDEST_GAUSSIAN = 4.0
#: In a recipe: the longer side of the small mask, and the most bytes of its PNG (24,000 as base64).
_SMALL_SIDE, _SMALL_BYTES = 512, 18_000
#: A mask stretched by more than this was most likely drawn for another picture.
_SUSPICIOUS_STRETCH = 1.25

_ROWS = 32

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Mask:
    """Where the look inside holds: ``values`` uint8 (height, width), 255 inside, 0 outside.

    A mask may have any size: it is stretched over the whole photograph. ``feather`` 0..0.25 is how soft its edge is,
    as a share of the photograph's longer side (the standard deviation of a Gaussian is half of it); ``inverted``
    exchanges inside and outside.

    Raises:
        BadInput: the feather is out of range.
    """

    values: NDArray[np.uint8]
    feather: float = 0.0
    inverted: bool = False

    def __post_init__(self) -> None:
        if not _is_number(self.feather) or not 0.0 <= self.feather <= SOFTEST:
            raise BadInput(f"The feather must be a number between 0 and {SOFTEST:g}, not {self.feather!r}.")
        if self.values.dtype != np.uint8 or self.values.ndim != 2 or self.values.size == 0:
            raise ValueError(f"a mask is uint8 (height, width), not {self.values.dtype} {self.values.shape}")

    def share(self, size: tuple[int, int], box: tuple[int, int, int, int]) -> Floats:
        """How much of the look inside each pixel takes, 0..1, float32 (height, width) of the box.

        ``size`` is (width, height) of the photograph, ``box`` (left, top, right, bottom) in its pixels. Every pixel is
        computed on its own, so that boxes fit together without a seam.
        """
        left, top, right, bottom = box
        if not (0 <= left < right <= size[0] and 0 <= top < bottom <= size[1]):
            raise ValueError(f"the box {box} is not inside {size}")
        field = _softened(self, _worked_size(size, self.feather))
        height, width = field.shape
        if (width, height) == size:
            share = field[top:bottom, left:right].copy()
        else:
            share = _between(_between(field, top, bottom, size[1]).T, left, right, size[0]).T
        np.clip(share, 0.0, 1.0, out=share)
        return np.subtract(1.0, share, out=share) if self.inverted else share

    def stretch_warning(self, size: tuple[int, int]) -> str | None:
        """A sentence where the mask's shape is far from that of a photograph of ``size`` (width, height)."""
        height, width = self.values.shape
        stretch = (size[0] * height) / (size[1] * width)
        if max(stretch, 1 / stretch) <= _SUSPICIOUS_STRETCH:
            return None
        return (
            f"The mask is {width:,} × {height:,} and the photograph {size[0]:,} × {size[1]:,}: "
            "the mask is stretched to fit."
        )

    def reduced(self) -> Mask:
        """The mask as a recipe holds it: small enough for any file, itself where it is already."""
        values, _ = _small_form(self.values)
        return self if values is self.values else Mask(values, self.feather, self.inverted)

    def to_png(self) -> bytes:
        """The values as a grey PNG of at most 512 pixels a side and 18,000 bytes, as sharp as that allows."""
        return _small_form(self.values)[1]

    @classmethod
    def from_png(cls, data: bytes, feather: float = 0.0, inverted: bool = False) -> Mask:
        """The mask in the PNG that ``to_png`` made.

        Raises:
            BadInput: the PNG is damaged or too large, or the feather is out of range.
        """
        with opened_bytes(data, "the mask", pixel_limit=LARGEST_SIDE * LARGEST_SIDE) as image:
            values = np.array(image.convert("L"), dtype=np.uint8)
        return cls(values, feather, inverted)


def read_mask(path: Path) -> Mask:
    """Any picture file as a mask: its transparency where that varies, else how light it is.

    Its longer side is at most 2048 pixels; ``Mask.stretch_warning`` tells whether it suits a photograph.

    Raises:
        BadInput: the file cannot be opened, as ``open_picture``.
    """
    from engines.paint.pictures import open_picture, resized  # which write recipes, which hold masks

    picture = open_picture(path)
    alpha = picture.alpha
    if alpha is not None and alpha.min() != alpha.max():
        values = alpha
    else:
        values = np.array(Image.fromarray(picture.pixels).convert("L"), dtype=np.uint8)
    return Mask(resized(values, LARGEST_SIDE))


def _worked_size(size: tuple[int, int], feather: float) -> tuple[int, int]:
    """The size (width, height) at which a mask of this softness is worked out."""
    longest = max(size)
    limit = LARGEST_SIDE
    if feather > 0.0:
        limit = min(limit, math.ceil(2 * _WIDEST_GAUSSIAN / feather))
    if longest <= limit:
        return size
    return max(1, round(size[0] * limit / longest)), max(1, round(size[1] * limit / longest))


@lru_cache(maxsize=3)  # the window's size, an export's, and a thumbnail's
def _softened(mask: Mask, size: tuple[int, int]) -> Floats:
    """The mask of ``size`` (width, height) with its soft edge, not yet inverted."""
    stretched = Image.fromarray(mask.values.astype(np.float32) / np.float32(255))
    if stretched.size != size:
        stretched = stretched.resize(size, Image.Resampling.BICUBIC)
    field = np.clip(np.asarray(stretched), 0.0, 1.0)
    deviation = mask.feather * max(size) / 2
    return field if deviation < 0.1 else _blurred(_blurred(field, deviation).T, deviation).T


def _blurred(field: Floats, deviation: float) -> Floats:
    """A Gaussian from top to bottom; beyond the border the mask goes on as it ends."""
    reach = math.ceil(3.5 * deviation)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / deviation) ** 2)
    weights /= weights.sum()
    grown = np.pad(np.ascontiguousarray(field), ((reach, reach), (0, 0)), mode="edge")
    height = field.shape[0]
    total: Floats = np.zeros(field.shape, np.float32)
    # Few rows at a time stay in the processor's cache: four times as fast.
    for top in range(0, height, _ROWS):
        bottom = min(height, top + _ROWS)
        for place, weight in enumerate(weights.astype(np.float32)):
            total[top:bottom] += grown[top + place : bottom + place] * weight
    return total


def _between(field: Floats, start: int, stop: int, length: int) -> Floats:
    """Rows ``start`` to ``stop`` of the field stretched to ``length`` rows (Catmull-Rom, in each row on its own)."""
    rows = field.shape[0]
    places = (np.arange(start, stop) + 0.5) * (rows / length) - 0.5
    above = np.floor(places)
    t = (places - above)[:, None]
    cubics = (
        ((-0.5 * t + 1.0) * t - 0.5) * t,
        (1.5 * t - 2.5) * t * t + 1.0,
        ((-1.5 * t + 2.0) * t + 0.5) * t,
        (0.5 * t - 0.5) * t * t,
    )
    total: Floats = np.zeros((stop - start, field.shape[1]), np.float32)
    for offset, weight in enumerate(cubics):
        near = np.clip(above.astype(np.intp) + (offset - 1), 0, rows - 1)
        total += field[near] * weight.astype(np.float32)
    return total


def _small_form(values: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], bytes]:
    """The largest form of ``values`` that fits into a recipe, and its PNG; ``values`` itself where that fits."""
    height, width = values.shape
    side = min(_SMALL_SIDE, max(width, height))
    while True:
        scale = min(1.0, side / max(width, height))
        size = max(1, round(width * scale)), max(1, round(height * scale))
        small = values
        if size != (width, height):
            small = np.array(Image.fromarray(values).resize(size, Image.Resampling.BICUBIC), dtype=np.uint8)
        stream = io.BytesIO()
        Image.fromarray(small).save(stream, "PNG", optimize=True)
        if stream.tell() <= _SMALL_BYTES:
            return small, stream.getvalue()
        side = side * 4 // 5


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
