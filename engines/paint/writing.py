"""Exporting pictures in 8 or 16 bits: with a profile, the photograph's EXIF and the recipe, never half a file."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image
from PIL.ExifTags import Base
from PIL.PngImagePlugin import PngInfo

from engines.errors import BadInput, CannotWrite
from engines.files import written_beside
from engines.paint import exif as metadata
from engines.paint.deeppng import encoded_deep_png
from engines.paint.depths import Depth, bands
from engines.paint.exportrows import ExportRows
from engines.paint.profiles import can_keep, srgb_profile
from engines.paint.reading import quiet_pillow
from engines.paint.recipes import PNG_KEYWORD, Recipe, embedded_text
from engines.paint.tiff import encoded_tiff

_FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WebP", ".tif": "TIFF", ".tiff": "TIFF"}
_DEEP = ("PNG", "TIFF")
#: libjpeg stops a little before the 65,535 that the JPEG format could hold.
_LONGEST_SIDE = {"JPEG": 65_500, "WebP": 16_383}
_FULL_COLOUR_FROM = 90  # below this quality, colour at half the resolution is not what one notices
_WHITE = 255
_XMP_KEYWORD = "XML:com.adobe.xmp"


def save_picture(
    path: Path,
    pixels: Depth,
    *,
    alpha: Depth | None = None,
    exif: bytes | None = None,
    quality: int = 92,
    recipe: Recipe | None = None,
    keep_exif: bool = True,
    protect: Path | None = None,
    profile: bytes | None = None,
) -> None:
    """Write sRGB ``pixels`` (height, width, 3) and ``alpha`` (height, width) in the format of the suffix.

    PNG and TIFF get the depth of ``pixels``, 8 or 16 bits; JPEG and WebP get 8. ``alpha`` may have either depth; JPEG
    shows transparency on white. ``quality`` is 1..100 for JPEG and WebP; WebP at 100 is lossless. ``exif`` is what
    ``Picture`` holds (with XMP and IPTC), left out where ``keep_exif`` is false. With ``profile`` the colours are
    converted to it and it is embedded; where ``can_keep(profile)`` is false, and without one, the file is sRGB.
    ``protect`` is a file that must not be overwritten, by whatever name or link ``path`` reaches it.

    Raises:
        BadInput: the suffix, the quality or the size does not suit the format, or ``path`` is ``protect``.
        CannotWrite: the folder or the disk refused; what stood there before is untouched.
    """
    kind = _checked_format(path, pixels, quality)
    if protect is not None and _is_same_file(path, protect):
        raise BadInput(f"“{path.name}” is the original picture; choose another name for the painted one.")
    if alpha is not None and (alpha.shape != pixels.shape[:2] or alpha.dtype not in (np.uint8, np.uint16)):
        raise ValueError(f"alpha is {alpha.dtype} {alpha.shape}, pixels are {pixels.shape}")
    kept = profile if can_keep(profile) else None
    rows = ExportRows(pixels, alpha, kept, deep=kind in _DEEP and pixels.dtype == np.uint16)
    with written_beside(path) as beside:
        beside.write_bytes(_encoded(path.name, kind, rows, exif if keep_exif else None, quality, recipe))


def _checked_format(path: Path, pixels: Depth, quality: int) -> str:
    if pixels.dtype not in (np.uint8, np.uint16) or pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.size == 0:
        raise ValueError(f"pixels must be uint8 or uint16 (height, width, 3), not {pixels.dtype} {pixels.shape}")
    kind = _FORMATS.get(path.suffix.lower())
    if kind is None:
        unknown = (
            f"“{path.suffix}” is no format to export to" if path.suffix else f"“{path.name}” does not say a format"
        )
        raise BadInput(f"{unknown}; end the name in {', '.join(_FORMATS)}.")
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


def _encoded(name: str, kind: str, rows: ExportRows, exif: bytes | None, quality: int, recipe: Recipe | None) -> bytes:
    """The file's bytes, made in memory so that any error of the disk arrives as what it is."""
    try:
        with quiet_pillow():
            # PNG has a text of its own for the recipe.
            described = _described(exif, rows, recipe, in_comment=kind != "PNG")
            if kind == "TIFF":
                return encoded_tiff(rows, described, rows.profile or srgb_profile())
            return _encoded_with_segments(kind, rows, described, quality, recipe)
    except OSError:
        raise  # ``written_beside`` has the sentence
    except MemoryError as error:
        raise CannotWrite(f"“{name}” needs more memory than is free; choose a smaller size.") from error
    except Exception as error:  # encoders raise RuntimeError, ValueError, struct.error, …
        raise CannotWrite(f"“{name}” could not be made a {kind} file ({error}); choose another format.") from error


def _described(data: bytes | None, rows: ExportRows, recipe: Recipe | None, *, in_comment: bool) -> Image.Exif:
    exif = metadata.loaded(data)
    metadata.set_size(exif, rows.width, rows.height, is_srgb=rows.profile is None)
    before = metadata.comment_of(exif)
    comment = embedded_text(recipe if in_comment else None, before)
    if comment != before:
        metadata.set_comment(exif, comment)
    if recipe is not None:
        exif[Base.Software] = "Reverie"
    return exif


def _encoded_with_segments(kind: str, rows: ExportRows, exif: Image.Exif, quality: int, recipe: Recipe | None) -> bytes:
    """A format where XMP and IPTC stand beside EXIF instead of in it."""
    xmp, iptc = metadata.taken_out(exif, metadata.XMP), metadata.taken_out(exif, metadata.IPTC)
    if kind != "PNG":
        return _encoded_by_pillow(kind, rows, exif, quality, xmp, iptc)
    texts = {PNG_KEYWORD: recipe.to_json()} if recipe is not None else {}
    if xmp:
        texts[_XMP_KEYWORD] = xmp.decode("utf-8", "replace")
    packed = metadata.packed(exif) if len(exif) else None
    profile = rows.profile or srgb_profile()
    if rows.deep:
        return encoded_deep_png(rows.whole(), profile, packed, texts)
    info = PngInfo()
    for keyword, text in texts.items():
        info.add_itxt(keyword, text)
    return _saved(_image(rows), kind, packed, icc_profile=profile, pnginfo=info)


def _encoded_by_pillow(kind: str, rows: ExportRows, exif: Image.Exif, quality: int, xmp: bytes, iptc: bytes) -> bytes:
    image = _image(rows)
    options: dict[str, object] = {"quality": quality, "icc_profile": rows.profile or srgb_profile()}
    if kind == "JPEG":
        # Not optimised: that saves 2 %, but libjpeg then wants the whole file in a buffer for which Pillow reckons one
        # byte a pixel, and grainy pictures of good quality need two to five.
        options |= {"subsampling": "4:4:4" if quality >= _FULL_COLOUR_FROM else "4:2:0"}
        # A segment holds 65,533 bytes; what does not fit (Lightroom's brush strokes) is left out.
        options["extra"] = metadata.jpeg_segments(xmp, iptc)
        if image.mode == "RGBA":
            image = _on_white(image)
        exif = metadata.shrunk(exif)
    else:
        # exact: colours under full transparency stay, as in the other formats.
        options |= {"lossless": quality == 100, "exact": True, "xmp": xmp}
    return _saved(image, kind, metadata.packed(exif) if len(exif) else None, **options)


def _image(rows: ExportRows) -> Image.Image:
    image = Image.new("RGB" if rows.channels == 3 else "RGBA", (rows.width, rows.height))
    for place in bands(rows.height, rows.width):  # beside Pillow's own there must be no second whole copy
        image.paste(Image.fromarray(rows.band(place)), (0, place.start))
    return image


def _saved(image: Image.Image, kind: str, exif: bytes | None, **options: object) -> bytes:
    if exif is not None:
        options["exif"] = exif
    stream = io.BytesIO()
    image.save(stream, kind.upper(), **options)
    return stream.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    ground = Image.new("RGB", image.size, (_WHITE,) * 3)
    ground.paste(image, mask=image.getchannel("A"))
    return ground
