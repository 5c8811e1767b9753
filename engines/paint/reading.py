"""Opening people's picture files with Pillow so that every failure is one sentence naming the file."""

from __future__ import annotations

import io
import stat
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError
from PIL.ImageFile import ImageFile
from PIL.TiffImagePlugin import TiffImageFile

from engines.errors import BadInput

#: More would take gigabytes to decode; a 200-megapixel picture is larger than any camera's.
PIXEL_LIMIT = 200_000_000
LONGEST_SIDE = 65_535

# Named one by one: Pillow's full list holds formats that start other programs (EPS runs Ghostscript)
# or that have no signature, so that any rubbish could pass for a picture (TGA).
_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "AVIF", "JPEG2000", "PPM")

_TIFF_SIGNATURES = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_OUR_SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", *_TIFF_SIGNATURES)

_FOREIGN_SIGNATURES = (
    (b"8BPS", "a Photoshop document"),
    (b"%PDF", "a PDF document"),
    (b"%!PS", "a PostScript document"),
    (b"<svg", "an SVG drawing"),
    (b"gimp xcf", "a GIMP document"),
    (b"\xff\x0a", "a JPEG XL picture"),
    (b"\0\0\0\x0cJXL ", "a JPEG XL picture"),
    (b"v/1\x01", "an OpenEXR picture"),
    (b"#?RADIANCE", "a Radiance HDR picture"),
)
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")

_WIDTH, _HEIGHT = 256, 257
_SUBFILE_TYPE, _SUB_DIRECTORIES, _ICC_PROFILE, _DNG_VERSION = 254, 330, 34675, 50706

# Pillow's pixel limit and Python's warning filters belong to the whole process: one reader at a time.
_pillow = threading.Lock()


@contextmanager
def quiet_pillow(pixel_limit: int = PIXEL_LIMIT) -> Iterator[None]:
    """Hold Pillow's global settings: no warnings leak, and a picture beyond the limit raises while decoding."""
    with _pillow, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        before, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, pixel_limit
        try:
            yield
        finally:
            Image.MAX_IMAGE_PIXELS = before


@contextmanager
def opened_file(path: Path, pixel_limit: int = PIXEL_LIMIT) -> Iterator[ImageFile]:
    """Yield the picture in the file ``path``, its header checked and its pixels not yet decoded.

    Whatever Pillow raises in the body of the ``with`` becomes BadInput too.

    Raises:
        BadInput: the file is missing, a folder, empty, unreadable, no picture, damaged or too large.
    """
    with _stream(path) as stream, _opened(stream, path.name, pixel_limit) as image:
        yield image


@contextmanager
def opened_bytes(data: bytes, name: str, pixel_limit: int = PIXEL_LIMIT) -> Iterator[ImageFile]:
    """Yield the picture in ``data`` as ``opened_file`` does; ``name`` is what sentences call it."""
    if not data:
        raise BadInput(_empty(name))
    with _opened(io.BytesIO(data), name, pixel_limit) as image:
        yield image


@contextmanager
def _stream(path: Path) -> Iterator[BinaryIO]:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise BadInput(f"“{path.name}” is a folder; choose a picture inside it.")
        if not stat.S_ISREG(status.st_mode):  # opening a pipe would wait for ever
            raise BadInput(f"“{path.name}” is not an ordinary file; choose a picture.")
        if status.st_size == 0:
            raise BadInput(_empty(path.name))
        stream = path.open("rb")
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise BadInput(_unreachable(path, error)) from error
    with stream:
        yield stream


def _empty(name: str) -> str:
    return f"“{name}” is empty; get a fresh copy of it or choose another picture."


def _unreachable(path: Path, error: Exception) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError | ValueError):
        return f"There is no file “{path.name}” in “{path.parent}”; it may have been moved or renamed."
    if isinstance(error, PermissionError):
        return f"“{path.name}” may not be read; change its permissions or choose another picture."
    reason = error.strerror if isinstance(error, OSError) else None
    return f"“{path.name}” could not be read ({reason or type(error).__name__}); copy it elsewhere and try again."


@contextmanager
def _opened(stream: BinaryIO, name: str, pixel_limit: int) -> Iterator[ImageFile]:
    with quiet_pillow(pixel_limit):
        try:
            with _identified(stream) as image:
                _check_header(image, name, pixel_limit)
                yield image
        except BadInput:
            raise
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise BadInput(_too_many_pixels(name, "", pixel_limit)) from error
        except UnidentifiedImageError as error:
            raise BadInput(_unidentified(stream, name)) from error
        except MemoryError as error:
            raise BadInput(f"“{name}” needs more memory than is free; close something or make it smaller.") from error
        except OSError as error:
            if error.errno is not None:  # the disk's words, not Pillow's
                raise BadInput(_unreachable(Path(name), error)) from error
            raise BadInput(_damaged(name)) from error
        except Exception as error:  # a damaged file makes Pillow raise almost anything: KeyError, struct.error, …
            raise BadInput(_damaged(name)) from error


def _identified(stream: BinaryIO) -> ImageFile:
    # Without a limit here, so that the size is known and can be named: opening decodes nothing.
    limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
    try:
        return Image.open(stream, formats=_FORMATS)
    except UnidentifiedImageError:
        stream.seek(0)
        if not stream.read(4).startswith(_TIFF_SIGNATURES):
            raise
        try:
            stream.seek(0)
            return _AnyTiff(stream)
        except Exception as error:
            raise UnidentifiedImageError from error
    finally:
        Image.MAX_IMAGE_PIXELS = limit


class _AnyTiff(TiffImageFile):
    """The header of a TIFF whose samples Pillow does not know (planes of 16 bits, colour in floats, …)."""

    format = "TIFF"

    def _setup(self) -> None:
        try:
            super()._setup()
        except (SyntaxError, KeyError):
            self._mode, self.tile = "RGB", []
            self._size = self.tag_v2[_WIDTH], self.tag_v2[_HEIGHT]
            if _ICC_PROFILE in self.tag_v2:
                self.info["icc_profile"] = self.tag_v2[_ICC_PROFILE]


def _check_header(image: ImageFile, name: str, pixel_limit: int) -> None:
    width, height = image.size
    if width < 1 or height < 1:
        raise BadInput(f"“{name}” has no pixels; get a fresh copy of it or choose another picture.")
    if width * height > pixel_limit:
        raise BadInput(_too_many_pixels(name, f" ({width:,} × {height:,})", pixel_limit))
    if max(width, height) > LONGEST_SIDE:
        raise BadInput(
            f"“{name}” is {width:,} × {height:,} pixels; no side may be longer than {LONGEST_SIDE:,}, so crop it first."
        )
    if isinstance(image, TiffImageFile) and _is_camera_raw(image):
        raise BadInput(_unsupported(name, "a camera's raw file"))


def _is_camera_raw(image: TiffImageFile) -> bool:
    """Whether the TIFF is a DNG, NEF, … whose first picture is only a thumbnail of the real one."""
    tags = image.tag_v2
    return _DNG_VERSION in tags or (_SUB_DIRECTORIES in tags and bool(tags.get(_SUBFILE_TYPE, 0) & 1))


def _too_many_pixels(name: str, size: str, limit: int) -> str:
    amount = f"{limit // 1_000_000} million" if limit >= 1_000_000 else f"{limit:,}"
    return f"“{name}” has too many pixels{size}; Reverie opens up to {amount}, so make it smaller first."


def _damaged(name: str) -> str:
    return f"“{name}” is damaged or incomplete; get a fresh copy of it."


def _unsupported(name: str, kind: str) -> str:
    return f"“{name}” is {kind}, which Reverie cannot open; save it as JPEG, PNG, WebP or TIFF first."


def _unidentified(stream: BinaryIO, name: str) -> str:
    stream.seek(0)
    head = stream.read(32)
    for signature, kind in _FOREIGN_SIGNATURES:
        if head.startswith(signature):
            return _unsupported(name, kind)
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return _unsupported(name, "an HEIC picture")
    if head.startswith(_OUR_SIGNATURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return f"“{name}” is damaged or of an unusual kind; get a fresh copy, or save it again as PNG or JPEG."
    return f"“{name}” is not a picture Reverie knows; choose a JPEG, PNG, WebP or TIFF file."
