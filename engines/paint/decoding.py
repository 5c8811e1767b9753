"""From whatever a picture file holds (16 bits, CMYK, palettes, profiles) to 8-bit sRGB and a transparency."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms
from PIL.ImageFile import ImageFile
from PIL.TiffImagePlugin import TiffImageFile

_PHOTOMETRIC, _BITS_PER_SAMPLE = 262, 258
_ZERO_IS_WHITE = 0

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def raw_mode_of(image: ImageFile) -> str:
    """How samples lie in the file (“RGB;16B”), as Pillow's first tile tells until the picture is decoded."""
    arguments = image.tile[0].args if image.tile else ""
    first = arguments[0] if isinstance(arguments, tuple) and arguments else arguments
    return first if isinstance(first, str) else ""


def is_deep(image: ImageFile, raw_mode: str) -> bool:
    """Whether the file holds more than 8 bits a channel."""
    return image.mode.startswith(("I", "F")) or ";16" in raw_mode


def decoded(image: ImageFile, raw_mode: str, orientation: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None]:
    """The first frame of ``image``, upright, as sRGB (height, width, 3) and its alpha (height, width).

    Alpha is None where nothing is transparent. ``orientation`` is EXIF's 1..8.
    """
    _correct_transparent_key(image, raw_mode)
    white = _deep_white(image)
    image.load()
    # Pillow has already turned a TIFF upright by itself.
    turn = None if isinstance(image, TiffImageFile) else _TURNS.get(orientation)
    upright = image if turn is None else image.transpose(turn)
    if upright.mode.startswith(("I", "F")):
        colour, alpha = _from_deep_grey(upright, white, _zero_is_white(image))
    else:
        colour, alpha = _without_alpha(upright)
    pixels = np.array(_in_srgb(colour, image.info.get("icc_profile")), dtype=np.uint8)
    return pixels, None if alpha is None or bool((alpha == 255).all()) else alpha


def _correct_transparent_key(image: ImageFile, raw_mode: str) -> None:
    """Bring PNG's one transparent colour to the scale of the decoded samples; Pillow leaves it as in the file."""
    key = image.info.get("transparency")
    if isinstance(key, int) and raw_mode in ("L;2", "L;4"):
        image.info["transparency"] = key * (85 if raw_mode == "L;2" else 17)
    elif isinstance(key, tuple) and ";16" in raw_mode:
        image.info["transparency"] = tuple(value >> 8 for value in key)


def _zero_is_white(image: ImageFile) -> bool:
    return isinstance(image, TiffImageFile) and image.tag_v2.get(_PHOTOMETRIC) == _ZERO_IS_WHITE


def _deep_white(image: ImageFile) -> int | None:
    """The sample that means white in a deep grey picture, or None where only the samples can tell."""
    if isinstance(image, TiffImageFile) and image.mode.startswith("I;16"):
        bits = image.tag_v2.get(_BITS_PER_SAMPLE, 16)
        return (1 << int(bits[0] if isinstance(bits, tuple) else bits)) - 1
    return 65_535 if image.mode.startswith("I;16") or image.format == "PPM" else None


def _from_deep_grey(
    image: Image.Image, white: int | None, zero_is_white: bool
) -> tuple[Image.Image, NDArray[np.uint8] | None]:
    samples = np.asarray(image)
    top = float(white) if white is not None else _customary_white(samples)
    grey = np.nan_to_num(samples.astype(np.float32), nan=0.0, posinf=top, neginf=0.0)
    grey *= 255 / top
    np.rint(grey, out=grey)
    np.clip(grey, 0, 255, out=grey)
    shown = grey.astype(np.uint8)
    key = image.info.get("transparency")
    alpha = np.where(samples == key, np.uint8(0), np.uint8(255)) if isinstance(key, int) else None
    return Image.fromarray(255 - shown if zero_is_white else shown), alpha


def _customary_white(samples: NDArray[np.generic]) -> float:
    """Float and 32-bit files do not say what white is: the smallest usual value that nearly all samples respect."""
    finite = samples[np.isfinite(samples)]
    if finite.size == 0:
        return 1.0
    # The 99th percentile: a few highlights above 1.0 must not turn the whole picture black.
    high = float(np.percentile(finite, 99)) if finite.dtype.kind == "f" else float(finite.max())
    usual = (1.0, 255.0, 65_535.0) if finite.dtype.kind == "f" else (255.0, 65_535.0)
    return next((white for white in usual if high <= white), high)


def _without_alpha(image: Image.Image) -> tuple[Image.Image, NDArray[np.uint8] | None]:
    """Split into colour (L, RGB, CMYK or LAB) and alpha."""
    if image.has_transparency_data:
        grey = image.mode in ("1", "L", "LA", "La")
        # Premultiplied alpha is divided out by these conversions, so edges do not darken.
        full = image.convert("LA" if grey else "RGBA")
        colour = full.getchannel("L") if grey else full.convert("RGB")
        return colour, np.array(full.getchannel("A"), dtype=np.uint8)
    if image.mode in ("1", "L"):
        return image.convert("L"), None
    if image.mode in ("CMYK", "LAB"):
        return image, None
    return image.convert("RGB"), None


def _in_srgb(image: Image.Image, icc: bytes | None) -> Image.Image:
    """The picture's colours as sRGB shows them; a profile that is broken or of another kind counts as absent."""
    if image.mode == "LAB":
        return _converted(image, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")))
    if icc:
        try:
            profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
            space = profile.profile.xcolor_space.strip()
            if space == "RGB" and image.mode != "CMYK":
                return _converted(image.convert("RGB"), profile)
            if (space, image.mode) in (("GRAY", "L"), ("CMYK", "CMYK")):
                return _converted(image, profile)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # better plain colours than no picture
    return image.convert("RGB")


def _converted(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    # Print profiles squeeze their gamut by design; between screens, colours both can show should stay exact.
    intent = ImageCms.Intent.PERCEPTUAL if image.mode == "CMYK" else ImageCms.Intent.RELATIVE_COLORIMETRIC
    result = ImageCms.profileToProfile(
        image,
        profile,
        ImageCms.createProfile("sRGB"),
        renderingIntent=intent,
        outputMode="RGB",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    assert result is not None  # None only when converting in place
    return result
