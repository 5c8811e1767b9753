"""From coarse to fine: sizes a factor of sqrt 2 apart, most steps where they are cheap and decide the layout."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from engines.paint.pictures import fit_within

#: No level is coarser than about this: 512 gives 512, 362, 256, 181, 128.
COARSEST = 128
#: Each level gets this share of the steps of the level below it.
FEWER = 0.75
#: A picture that is continued skips levels that would enlarge it by less than this.
LARGER = 1.1


@dataclass(frozen=True)
class Level:
    """One size of the picture and the optimiser steps done at it."""

    height: int
    width: int
    steps: int

    @property
    def side(self) -> int:
        """The longer side."""
        return max(self.height, self.width)


def levels(photo: tuple[int, int], size: int, steps: int, since: int = 0) -> list[Level]:
    """The levels for a photograph (height, width), the coarsest first; too few steps leave out the coarsest ones.

    ``since`` is the longer side of a picture to go on from: its own size comes first, then what is larger.
    """
    top = min(size, max(photo))
    count = 1 + max(0, math.floor(2 * math.log2(top / COARSEST) + 0.5))
    sides = [max(1, round(top / math.sqrt(2) ** up)) for up in reversed(range(count))]
    if since:
        sides = [since, *(side for side in sides if side > LARGER * since)]
    sides = sides[-steps:]
    return [
        Level(*fit_within(photo, side), share) for side, share in zip(sides, shared(steps, len(sides)), strict=True)
    ]


def shared(steps: int, count: int) -> list[int]:
    """``steps`` over ``count`` levels, each at least one and about FEWER times the one before."""
    weights = [FEWER**number for number in range(count)]
    ends = [round((steps - count) * sum(weights[: number + 1]) / sum(weights)) for number in range(count)]
    return [1 + end - start for start, end in zip([0, *ends], ends, strict=False)]


def as_tensor(pixels: NDArray[np.uint8]) -> Tensor:
    """Pixels (height, width, 3) as a picture (1, 3, height, width) in 0..1."""
    return torch.from_numpy(pixels.astype(np.float32) / 255).permute(2, 0, 1)[None].contiguous()


def at_size(pixels: NDArray[np.uint8], height: int, width: int) -> Tensor:
    """Pixels brought to a size, smaller or larger, as a picture (1, 3, height, width) in 0..1."""
    if pixels.shape[:2] == (height, width):
        return as_tensor(pixels)
    # The gap lets Pillow first average whole blocks of a huge photograph: several times faster, and seen by nobody.
    image = Image.fromarray(pixels).resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return as_tensor(np.asarray(image))


def enlarged(picture: Tensor, height: int, width: int) -> Tensor:
    """A picture of a coarser level at the size of a finer one."""
    return F.interpolate(picture, (height, width), mode="bicubic", align_corners=False)
