"""From whatever a picture file holds (16 bits, CMYK, palettes, profiles) to sRGB and a transparency."""

from __future__ import annotations

from typing import IO

import imagecodecs
import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError
from PIL.ImageFile import ImageFile
from PIL.TiffImagePlugin import TiffImageFile

from engines.paint.depths import Depth, bands
from engines.paint.profiles import CMYK, GREY, LAB, RGB
from engines.paint.rasters import Decoded, Raster, finished
from engines.paint.tiffreading import UnusualTiff, customary_white, scaled, tiff_raster

_SPACES = {"L": GREY, "RGB": RGB, "CMYK": CMYK, "LAB": LAB}
_WIDTH, _HEIGHT = 256, 257
_START_OF_IMAGE, _START_OF_SCAN, _END_OF_IMAGE = b"\xff\xd8", 0xDA, b"\xff\xd9"


def raw_mode_of(image: ImageFile) -> str:
    """How samples lie in the file (“RGB;16B”), as Pillow's first tile tells until the picture is decoded."""
    arguments = image.tile[0].args if image.tile else ""
    first = arguments[0] if isinstance(arguments, tuple) and arguments else arguments
    return first if isinstance(first, str) else ""


def decoded(image: ImageFile, stream: IO[bytes], raw_mode: str, orientation: int, profile: bytes | None) -> Decoded:
    """The first frame of ``image``, which ``stream`` holds: upright, in sRGB.

    ``orientation`` is EXIF's 1..8. Alpha is None where nothing is transparent, the deep arrays where the file has
    8 bits a channel.
    """
    if isinstance(image, TiffImageFile):
        return _decoded_tiff(image, stream, raw_mode, orientation, profile)
    raster = None
    if image.format == "PNG" and ";16" in raw_mode:
        raster = _deep_png(stream, image.size)
    elif image.format in ("JPEG", "MPO") and image.mode in ("RGB", "L"):
        raster = _straight_jpeg(stream, image.size)
    return finished(raster or _by_pillow(image, raw_mode), profile, orientation)


def _decoded_tiff(
    image: TiffImageFile, stream: IO[bytes], raw_mode: str, orientation: int, profile: bytes | None
) -> Decoded:
    try:
        size = image.tag_v2[_WIDTH], image.tag_v2[_HEIGHT]  # Pillow's own is that of the upright picture
        return finished(tiff_raster(stream, size), profile, orientation)
    except MemoryError:
        raise
    except Exception as error:
        # Pillow knows older compressions and forgives more; but it would cut 16 bits down to 8.
        if ";16" in raw_mode or not image.tile:
            if isinstance(error, UnusualTiff):
                raise UnidentifiedImageError from error
            raise
        return finished(_by_pillow(image, raw_mode), profile, 1)  # it turns a TIFF upright by itself


def _deep_png(stream: IO[bytes], size: tuple[int, int]) -> Raster:
    """A PNG of 16 bits, which Pillow would cut down to 8; its one transparent colour becomes alpha."""
    stream.seek(0)
    samples = imagecodecs.png_decode(stream.read())
    if samples.dtype != np.uint16 or samples.shape[1::-1] != size:
        raise ValueError("the PNG is not what its header says")
    samples = samples.reshape(size[1], size[0], -1)
    channels = samples.shape[2]
    alpha = None if channels in (1, 3) else np.ascontiguousarray(samples[..., -1])
    return Raster(samples[..., : channels - (alpha is not None)], GREY if channels < 3 else RGB, alpha)


def _straight_jpeg(stream: IO[bytes], size: tuple[int, int]) -> Raster | None:
    """A complete JPEG decoded without Pillow's own copy of it (twice the memory); None where that is in doubt."""
    stream.seek(0)
    data = stream.read()
    if not _has_its_end(data):
        return None  # the decoder would fill up with grey; Pillow tells a truncated file
    try:
        samples = imagecodecs.jpeg8_decode(data)
    except (RuntimeError, ValueError):
        return None
    if samples.dtype != np.uint8 or samples.shape[1::-1] != size or samples.shape[2:] not in ((), (3,)):
        return None
    return Raster(samples.reshape(size[1], size[0], -1), RGB if samples.ndim == 3 else GREY)


def _has_its_end(data: bytes) -> bool:
    """Whether an end marker follows the picture's first scan; a thumbnail's own lies before it."""
    if not data.startswith(_START_OF_IMAGE):
        return False
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker == _START_OF_SCAN:
            return data.find(_END_OF_IMAGE, place) > 0
        place += 1 if marker == 0xFF else 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return False


def _by_pillow(image: ImageFile, raw_mode: str) -> Raster:
    _correct_transparent_key(image, raw_mode)
    image.load()
    if image.mode.startswith(("I", "F")):
        return _deep_grey(image)
    width, height = image.size
    colour: Depth | None = None
    alpha = np.empty((height, width), np.uint8) if image.has_transparency_data else None
    space = ""
    for rows in bands(height, width):  # of Pillow's picture there must be no second whole copy
        plain, cover = _without_alpha(image.crop((0, rows.start, width, rows.stop)))
        samples = np.asarray(plain, dtype=np.uint8).reshape(rows.stop - rows.start, width, -1)
        if colour is None:
            colour, space = np.empty((height, width, samples.shape[2]), np.uint8), _SPACES[plain.mode]
        colour[rows] = samples
        if alpha is not None and cover is not None:
            alpha[rows] = cover
    assert colour is not None
    return Raster(colour, space, alpha)


def _correct_transparent_key(image: ImageFile, raw_mode: str) -> None:
    """Bring PNG's one transparent colour to the scale of the decoded samples; Pillow leaves it as in the file."""
    key = image.info.get("transparency")
    if isinstance(key, int) and raw_mode in ("L;2", "L;4"):
        image.info["transparency"] = key * (85 if raw_mode == "L;2" else 17)


def _deep_grey(image: ImageFile) -> Raster:
    """Deep grey of the formats that only Pillow reads (JPEG 2000, PPM)."""
    samples = np.asarray(image)
    # Pillow brings a PPM to 16 bits, whatever white it names.
    told = image.mode.startswith("I;16") or image.format == "PPM"
    return Raster(scaled(samples, 65_535.0 if told else customary_white(samples))[..., None], GREY)


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
