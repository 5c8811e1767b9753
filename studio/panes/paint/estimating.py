"""About how large a picture file will be, told from a piece of it."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from PIL import Image

from engines.paint.pictures import Picture
from engines.steps import Step, Task
from studio.panes.paint.exportchoice import FileChoice

_PIECE = 384
_CHANNELS = 3
_ENCODERS: dict[str, tuple[str, dict[str, Any]]] = {
    "png": ("PNG", {}),
    "tiff": ("TIFF", {"compression": "tiff_adobe_deflate"}),
    "jpeg": ("JPEG", {}),
    "webp": ("WEBP", {}),
}


def estimated_bytes(picture: Picture, choice: FileChoice, size: tuple[int, int]) -> Task[int]:
    """The bytes of ``picture`` at ``size`` (width, height), by the middle of the photograph: paintings weigh alike."""
    yield Step(0, 1)
    piece = _middle(picture, size)
    encoder, options = _ENCODERS[choice.format]
    if choice.format in ("jpeg", "webp"):
        options = {"quality": choice.quality}
    if choice.format == "webp":
        options["lossless"] = choice.quality == 100
    stream = io.BytesIO()
    piece.save(stream, encoder, **options)
    weight = stream.tell()
    if choice.sixteen_bit:
        # The lower halves of the samples are nearly noise, which no format makes smaller.
        weight += piece.width * piece.height * _CHANNELS
    return round(weight * (size[0] * size[1]) / (piece.width * piece.height))


def _middle(picture: Picture, size: tuple[int, int]) -> Image.Image:
    """The middle of the photograph as it will be at ``size``."""
    width, height = min(_PIECE, size[0]), min(_PIECE, size[1])
    across = min(picture.width, max(1, round(width * picture.width / size[0])))
    down = min(picture.height, max(1, round(height * picture.height / size[1])))
    left, top = (picture.width - across) // 2, (picture.height - down) // 2
    piece = Image.fromarray(np.ascontiguousarray(picture.pixels[top : top + down, left : left + across]))
    return piece.resize((width, height), Image.Resampling.BICUBIC)
