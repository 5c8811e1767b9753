"""From a picture file to a painted picture file: what the export button and the command line both do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engines.paint.pictures import Picture, resized, save_picture
from engines.paint.recipes import Recipe
from engines.paint.stylecatalogue import MODEL, Style
from engines.paint.stylise import StyleRequest, stylise
from engines.steps import Step, Task


@dataclass(frozen=True)
class PaintingRequest:
    """Paint ``picture`` as ``style`` and write it to ``path``; ``max_size`` limits the longer side in pixels."""

    picture: Picture
    style: str
    path: Path
    version: str
    strength: float = 1.0
    max_size: int | None = None
    quality: int = 92
    keep_exif: bool = False


@dataclass(frozen=True)
class Painted:
    """What was written, and how it can be made again."""

    path: Path
    width: int
    height: int
    recipe: Recipe


def paint_to_file(request: PaintingRequest) -> Task[Painted]:
    """Yields while painting and writing; the file appears whole or not at all, never over the photograph itself.

    Raises BadInput, MissingWeights or CannotWrite with one sentence.
    """
    picture = request.picture
    pixels, alpha = picture.pixels, picture.alpha
    if request.max_size is not None:
        pixels = resized(pixels, request.max_size)
        alpha = _alpha_like(alpha, pixels)
    result = yield from stylise(StyleRequest(pixels, request.style, request.strength))
    yield Step(0, None, note="Writing the file")
    recipe = recipe_of(result.style, request.strength, request.version, request.max_size)
    save_picture(
        request.path,
        result.pixels,
        alpha=alpha,
        exif=picture.exif,
        quality=request.quality,
        recipe=recipe,
        keep_exif=request.keep_exif,
        protect=picture.source,
    )
    height, width = result.pixels.shape[:2]
    return Painted(request.path, width, height, recipe)


def recipe_of(style: Style, strength: float, version: str, max_size: int | None = None) -> Recipe:
    """The settings that make the same picture again."""
    return Recipe(style.name, strength, style.card.name, style.card.files[MODEL], version, max_size)


def _alpha_like(alpha: NDArray[np.uint8] | None, pixels: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    if alpha is None or alpha.shape == pixels.shape[:2]:
        return alpha
    height, width = pixels.shape[:2]
    return np.asarray(Image.fromarray(alpha).resize((width, height), Image.Resampling.LANCZOS))
