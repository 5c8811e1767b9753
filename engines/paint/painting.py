"""From a picture file to a painted picture file: what the export button and the command line both do."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engines.paint.depths import sixteen_bit, white_of
from engines.paint.looks import Look
from engines.paint.masks import Mask
from engines.paint.pictures import Picture, fit_within, save_picture
from engines.paint.recipes import Painting, Recipe
from engines.paint.scaling import BAND_PIXELS, Photograph, reach, rescaled_rows, spans
from engines.paint.stylise import StyleRequest, stylise
from engines.paint.transfer.request import StylePicture, Transferred, TransferSettings
from engines.steps import Step, Task

#: The formats that hold 16 bits a channel.
DEEP_SUFFIXES = (".png", ".tif", ".tiff")


@dataclass(frozen=True)
class PaintingRequest:
    """Paint ``picture`` with ``look`` and write it to ``path``.

    ``outside`` is the look beyond ``mask``. ``max_size`` limits the longer side in pixels. ``sixteen_bit`` asks for
    16 bits a channel or forbids them, None: as the photograph; JPEG and WebP hold 8. ``keep_profile`` writes the
    photograph's own colour profile instead of sRGB.
    """

    picture: Picture
    look: Look
    path: Path
    version: str
    outside: Look = field(default_factory=Look)
    mask: Mask | None = None
    max_size: int | None = None
    quality: int = 92
    keep_exif: bool = False
    keep_profile: bool = False
    sixteen_bit: bool | None = None


@dataclass(frozen=True)
class TransferWriting:
    """Write what a style transfer made of ``picture`` to ``path``.

    ``full_size`` brings the painting to the photograph's size: the photograph plus the enlarged change, so that its
    fine detail stays. ``settings`` and ``paintings`` are what made it, for the recipe. The rest as in PaintingRequest.
    """

    picture: Picture
    transferred: Transferred
    settings: TransferSettings
    paintings: tuple[StylePicture, ...]
    path: Path
    version: str
    full_size: bool = False
    max_size: int | None = None
    quality: int = 92
    keep_exif: bool = False
    keep_profile: bool = False
    sixteen_bit: bool | None = None


@dataclass(frozen=True)
class Painted:
    """What was written, and how it can be made again."""

    path: Path
    width: int
    height: int
    recipe: Recipe
    bits: int = 8


def paint_to_file(request: PaintingRequest) -> Task[Painted]:
    """Yields while painting and writing; the file appears whole or not at all, never over the photograph itself.

    Raises BadInput, MissingWeights or CannotWrite with one sentence.
    """
    photo = _photo_of(request)
    result = yield from stylise(StyleRequest(photo, request.look, request.outside, request.mask))
    del photo  # before the encoder asks for as much again
    yield Step(0, None, note="Writing the file")
    # A mask says nothing where both of its sides are painted alike, and without one there is no outside.
    mask = None if request.look == request.outside else request.mask
    outside = Look() if mask is None else request.outside
    recipe = Recipe(request.version, request.look, outside, mask, models=result.models, max_size=request.max_size)
    return _written(request, result.pixels, recipe)


def transferred_to_file(request: TransferWriting) -> Task[Painted]:
    """Yields while enlarging and writing; the file appears whole or not at all, never over the photograph itself.

    Raises BadInput or CannotWrite with one sentence.
    """
    result = request.transferred
    # Only the rounded picture has its colours treated.
    fine = result.picture if request.settings.colours == "off" else result.pixels.astype(np.float32) / np.float32(255)
    if request.full_size:
        pixels = yield from _with_change(_photo_of(request), fine)
    else:
        pixels = _rounded(fine) if _wants_deep(request) else result.pixels
        pixels = pixels if request.max_size is None else fitted(pixels, request.max_size)
    yield Step(0, None, note="Writing the file")
    recipe = Recipe(
        request.version,
        kind="transfer",
        transfer=request.settings,
        paintings=tuple(Painting.of(each.name, each.pixels, each.weight) for each in request.paintings),
        max_size=request.max_size,
    )
    return _written(request, pixels, recipe)


def fitted(samples: Photograph, long_side: int) -> Photograph:
    """Pixels or alpha of 8 or 16 bits made smaller (Lanczos) until no side is above ``long_side``."""
    height, width = samples.shape[:2]
    return _at_size(samples, fit_within((width, height), long_side))


def _photo_of(request: PaintingRequest | TransferWriting) -> Photograph:
    """The photograph's pixels in the depth and size that are asked for."""
    picture = request.picture
    photo: Photograph = picture.pixels
    if _wants_deep(request):
        photo = sixteen_bit(picture.pixels) if picture.deep is None else picture.deep
    return photo if request.max_size is None else fitted(photo, request.max_size)


def _wants_deep(request: PaintingRequest | TransferWriting) -> bool:
    wanted = request.picture.sixteen_bit if request.sixteen_bit is None else request.sixteen_bit
    return wanted and request.path.suffix.lower() in DEEP_SUFFIXES


def _written(request: PaintingRequest | TransferWriting, pixels: Photograph, recipe: Recipe) -> Painted:
    picture = request.picture
    height, width = pixels.shape[:2]
    alpha: Photograph | None = picture.alpha
    if pixels.dtype == np.uint16 and picture.deep_alpha is not None:
        alpha = picture.deep_alpha
    save_picture(
        request.path,
        pixels,
        alpha=None if alpha is None else _at_size(alpha, (width, height)),
        exif=picture.exif,
        quality=request.quality,
        recipe=recipe,
        keep_exif=request.keep_exif,
        protect=picture.source,
        profile=picture.icc if request.keep_profile else None,
    )
    return Painted(request.path, width, height, recipe, 16 if pixels.dtype == np.uint16 else 8)


def _with_change(photo: Photograph, painted: NDArray[np.float32]) -> Task[Photograph]:
    """The photograph with the difference between ``painted`` and its own smaller copy laid over it, band by band."""
    white = np.float32(white_of(photo))
    small_height, small_width = painted.shape[:2]
    height, width = photo.shape[:2]
    # Lanczos, as the transfer began: where it changed nothing, the photograph stays what it was.
    small = _at_size(photo, (small_width, small_height)).astype(np.float32) / white
    change = np.clip(painted, 0.0, 1.0) - small
    result = np.empty_like(photo)
    for top, bottom in spans(height, BAND_PIXELS // width):
        yield Step(top, height, note="Enlarging")
        low, high = reach(small_height, height, top, bottom)
        band = rescaled_rows(change[low:high], low, small_height, (width, height), (top, bottom))
        band *= white
        band += photo[top:bottom]
        np.rint(band, out=band)
        result[top:bottom] = np.clip(band, 0.0, white, out=band)
    return result


def _rounded(picture: NDArray[np.float32]) -> Photograph:
    rounded: Photograph = np.rint(np.clip(picture, 0.0, 1.0) * np.float32(65_535)).astype(np.uint16)
    return rounded


def _at_size(samples: Photograph, size: tuple[int, int]) -> Photograph:
    """Resized to ``size`` (width, height) by Lanczos; itself where it has that size."""
    height, width = samples.shape[:2]
    if (width, height) == size:
        return samples
    if samples.ndim == 2 or samples.dtype == np.uint8:
        return _smoothly(samples, size)
    # Pillow has no colour of 16 bits: each channel on its own.
    stacked: Photograph = np.empty((size[1], size[0], samples.shape[2]), np.uint16)
    for index in range(samples.shape[2]):
        stacked[..., index] = _smoothly(samples[..., index], size)
    return stacked


def _smoothly(samples: Photograph, size: tuple[int, int]) -> Photograph:
    found: Photograph = np.array(Image.fromarray(np.ascontiguousarray(samples)).resize(size, Image.Resampling.LANCZOS))
    return found
