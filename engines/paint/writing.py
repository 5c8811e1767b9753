"""Exporting pictures: sRGB inside, the photograph's EXIF and the recipe with it, never half a file."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms
from PIL.ExifTags import Base
from PIL.PngImagePlugin import PngInfo

from engines.errors import BadInput, CannotWrite
from engines.files import written_beside
from engines.paint import exif as metadata
from engines.paint.reading import quiet_pillow
from engines.paint.recipes import PNG_KEYWORD, Recipe, embedded_text
from engines.paint.tiff import encoded_tiff

_FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WebP", ".tif": "TIFF", ".tiff": "TIFF"}
#: libjpeg stops a little before the 65,535 that the JPEG format could hold.
_LONGEST_SIDE = {"JPEG": 65_500, "WebP": 16_383}
_FULL_COLOUR_FROM = 90  # below this quality, colour at half the resolution is not what one notices
_WHITE = 255


def save_picture(
    path: Path,
    pixels: NDArray[np.uint8],
    *,
    alpha: NDArray[np.uint8] | None = None,
    exif: bytes | None = None,
    quality: int = 92,
    recipe: Recipe | None = None,
    keep_exif: bool = True,
    protect: Path | None = None,
) -> None:
    """Write sRGB ``pixels`` (height, width, 3) and ``alpha`` (height, width) in the format of the suffix.

    ``quality`` is 1..100 for JPEG and WebP; WebP at 100 is lossless. JPEG shows transparency on white. ``exif``
    is what ``Picture`` holds, left out where ``keep_exif`` is false. ``protect`` is a file that must not be
    overwritten, by whatever name or link ``path`` reaches it.

    Raises:
        BadInput: the suffix, the quality or the size does not suit the format, or ``path`` is ``protect``.
        CannotWrite: the folder or the disk refused; what stood there before is untouched.
    """
    kind = _checked_format(path, pixels, quality)
    if protect is not None and _is_same_file(path, protect):
        raise BadInput(f"“{path.name}” is the original picture; choose another name for the painted one.")
    if alpha is not None and alpha.shape != pixels.shape[:2]:
        raise ValueError(f"alpha is {alpha.shape}, pixels are {pixels.shape}")
    samples = pixels if alpha is None else np.dstack([pixels, alpha])
    with written_beside(path) as beside:
        beside.write_bytes(_encoded(path.name, kind, samples, exif if keep_exif else None, quality, recipe))


@cache
def srgb_profile() -> bytes:
    """The ICC profile that every export carries; the same bytes at any time of day."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    fixed_date = bytes([7, 208, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0])  # 2000-01-01: lcms writes the present moment
    return profile[:24] + fixed_date + profile[36:]


def _checked_format(path: Path, pixels: NDArray[np.uint8], quality: int) -> str:
    if pixels.dtype != np.uint8 or pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.size == 0:
        raise ValueError(f"pixels must be uint8 (height, width, 3), not {pixels.dtype} {pixels.shape}")
    kind = _FORMATS.get(path.suffix.lower())
    if kind is None:
        raise BadInput(f"“{path.name}” does not say a format; end the name in {', '.join(_FORMATS)}.")
    if not 1 <= quality <= 100:
        raise BadInput(f"The quality must be between 1 and 100, not {quality}.")
    height, width = pixels.shape[:2]
    limit = _LONGEST_SIDE.get(kind)
    if limit is not None and max(width, height) > limit:
        raise BadInput(
            f"{kind} holds at most {limit:,} pixels a side and this picture is {width:,} × {height:,}; "
            "choose PNG or TIFF, or a smaller size."
        )
    return kind


def _is_same_file(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:  # one of them does not exist
        return False


def _encoded(
    name: str, kind: str, samples: NDArray[np.uint8], exif: bytes | None, quality: int, recipe: Recipe | None
) -> bytes:
    """The file's bytes, made in memory so that any error of the disk arrives as what it is."""
    try:
        with quiet_pillow():
            # PNG has a text of its own for the recipe.
            described = _described(exif, samples, recipe, in_comment=kind != "PNG")
            if kind == "TIFF":
                return encoded_tiff(samples, described, srgb_profile())
            return _encoded_by_pillow(kind, samples, described, quality, recipe)
    except OSError:
        raise  # ``written_beside`` has the sentence
    except MemoryError as error:
        raise CannotWrite(f"“{name}” needs more memory than is free; choose a smaller size.") from error
    except Exception as error:  # encoders raise RuntimeError, ValueError, struct.error, …
        raise CannotWrite(f"“{name}” could not be made a {kind} file ({error}); choose another format.") from error


def _described(
    data: bytes | None, samples: NDArray[np.uint8], recipe: Recipe | None, *, in_comment: bool
) -> Image.Exif:
    exif = metadata.loaded(data)
    height, width = samples.shape[:2]
    metadata.set_size(exif, width, height)
    before = metadata.comment_of(exif)
    comment = embedded_text(recipe if in_comment else None, before)
    if comment != before:
        metadata.set_comment(exif, comment)
    if recipe is not None:
        exif[Base.Software] = "Reverie"
    return exif


def _encoded_by_pillow(
    kind: str, samples: NDArray[np.uint8], exif: Image.Exif, quality: int, recipe: Recipe | None
) -> bytes:
    image = Image.fromarray(samples)
    if kind == "JPEG":
        options: dict[str, object] = {"quality": quality, "optimize": True}
        options["subsampling"] = "4:4:4" if quality >= _FULL_COLOUR_FROM else "4:2:0"
        if image.mode == "RGBA":
            image = _on_white(image)
        exif = metadata.shrunk(exif)
    elif kind == "WebP":
        # exact: colours under full transparency stay, as in the other formats.
        options = {"quality": quality, "lossless": quality == 100, "exact": True}
    else:
        texts = PngInfo()
        if recipe is not None:
            texts.add_itxt(PNG_KEYWORD, recipe.to_json())
        options = {"pnginfo": texts}
    if len(exif):
        options["exif"] = metadata.packed(exif)
    stream = io.BytesIO()
    image.save(stream, kind.upper(), icc_profile=srgb_profile(), **options)
    return stream.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    ground = Image.new("RGB", image.size, (_WHITE,) * 3)
    ground.paste(image, mask=image.getchannel("A"))
    return ground
