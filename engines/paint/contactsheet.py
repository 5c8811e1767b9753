"""A contact sheet: one photograph in every style at hand, with their titles."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from engines.errors import BadInput
from engines.paint.looks import one_style
from engines.paint.pictures import resized
from engines.paint.stylecatalogue import styles
from engines.paint.stylise import StyleRequest, stylise
from engines.steps import Step, Task

_GROUND, _INK, _FAINT = 250, 30, 120


@dataclass(frozen=True, eq=False)
class SheetRequest:
    """Paint ``photo`` (uint8 sRGB, height x width x 3) in every style; ``side`` is the longer side of each picture."""

    photo: NDArray[np.uint8]
    side: int = 360
    columns: int = 5

    def __post_init__(self) -> None:
        if not 64 <= self.side <= 2048:
            raise BadInput(f"The pictures of a sheet can be 64 to 2048 pixels long, not {self.side}.")
        if not 1 <= self.columns <= 12:
            raise BadInput(f"A sheet has 1 to 12 columns, not {self.columns}.")


def contact_sheet(request: SheetRequest) -> Task[NDArray[np.uint8]]:
    """The sheet as uint8 sRGB (height, width, 3), the photograph first; a Step a style.

    Raises:
        BadInput: no styles are installed.
        MissingWeights: a model is missing or was changed.
    """
    known = styles()
    if not known:
        raise BadInput("No styles are installed.")
    # Painted at a size where strokes can be seen, then made small.
    photo = resized(request.photo, max(request.side, 640))
    frames = [("The photograph", "", photo)]
    for number, style in enumerate(known):
        yield Step(number, len(known), note=style.title)
        painted = yield from stylise(StyleRequest(photo, one_style(style.name)))
        frames.append((style.title, style.painter, painted.pixels.astype(np.uint8)))
    return _laid_out(frames, request.side, request.columns)


def _laid_out(frames: list[tuple[str, str, NDArray[np.uint8]]], side: int, columns: int) -> NDArray[np.uint8]:
    pictures = [Image.fromarray(resized(pixels, side)) for _, _, pixels in frames]
    width, height = pictures[0].size
    text, gap = max(11, side // 24), max(8, side // 24)
    words = round(text * 3.2)
    columns = min(columns, len(frames))
    rows = -(-len(frames) // columns)
    sheet = Image.new("RGB", (gap + columns * (width + gap), gap + rows * (height + words + gap)), (_GROUND,) * 3)
    draw = ImageDraw.Draw(sheet)
    font, small = ImageFont.load_default(text), ImageFont.load_default(text * 0.85)
    for place, ((title, painter, _), picture) in enumerate(zip(frames, pictures, strict=True)):
        left = gap + place % columns * (width + gap)
        top = gap + place // columns * (height + words + gap)
        sheet.paste(picture, (left, top))
        draw.text((left, top + height + text * 0.4), _unaccented(title), fill=(_INK,) * 3, font=font)
        draw.text((left, top + height + text * 1.7), _unaccented(painter), fill=(_FAINT,) * 3, font=small)
    return np.asarray(sheet)


def _unaccented(words: str) -> str:
    """Pillow's own font, the one that is on every machine, has no accents: “Cafe” rather than a box."""
    return "".join(letter for letter in unicodedata.normalize("NFD", words) if not unicodedata.combining(letter))
