"""Pictures of one moment side by side, with a word below each: what is, what V sees, what M dreams."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engines.play.world import SIZE, Frame

#: The ground, the words and a picture that is missing.
_GROUND, _WORDS, _MISSING = (24, 24, 24), (208, 208, 208), (40, 40, 40)


def captions(temperatures: Sequence[float]) -> tuple[str, ...]:
    """The words below the pictures."""
    return ("What is", "What V sees", *(f"Dream at {temperature:.2f}" for temperature in temperatures))


def montage(pictures: Sequence[Frame | None], words: Sequence[str], scale: int = 4) -> NDArray[np.uint8]:
    """Frames (64, 64, 3), None for one that is missing, in a row, each pixel ``scale`` wide; (h, w, 3) uint8."""
    side, gap, below = SIZE * scale, 2 * scale, 7 * scale
    sheet = _sheet(tuple(words), scale).copy()
    for place, picture in enumerate(pictures):
        left = gap + place * (side + gap)
        shown = np.full((SIZE, SIZE, 3), _MISSING, np.uint8) if picture is None else picture
        sheet[gap : gap + side, left : left + side] = shown.repeat(scale, 0).repeat(scale, 1)
    assert sheet.shape[0] == side + gap + below
    return sheet


@lru_cache(maxsize=16)
def _sheet(words: tuple[str, ...], scale: int) -> NDArray[np.uint8]:
    """The ground with its words; drawn once for many pictures."""
    from PIL import Image, ImageDraw, ImageFont

    side, gap, below = SIZE * scale, 2 * scale, 7 * scale
    width = gap + len(words) * (side + gap)
    sheet = Image.new("RGB", (width + width % 2, side + gap + below), _GROUND)
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(3.5 * scale)
    for place, word in enumerate(words):
        draw.text((gap + place * (side + gap), side + 1.6 * gap), word, _WORDS, font)
    return np.asarray(sheet, np.uint8)
