"""What can be chosen about a picture file, and what each format can hold."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from engines.paint.pictures import Picture, fit_within
from engines.paint.profiles import can_keep, description_of

#: In a batch: each picture stays in the format of its photograph.
SAME = "same"
SUFFIX = {"png": ".png", "jpeg": ".jpg", "webp": ".webp", "tiff": ".tif"}
FORMAT_OF = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".webp": "webp", ".tif": "tiff", ".tiff": "tiff"}
TITLES = {"png": "PNG", "jpeg": "JPEG", "webp": "WebP", "tiff": "TIFF"}
#: Formats with a quality, and those that hold 16 bits.
WITH_QUALITY = ("jpeg", "webp", SAME)
DEEP = ("png", "tiff", SAME)


@dataclass(frozen=True)
class FileChoice:
    """How a picture is to be written; ``sixteen_bit`` None: as the photograph. ``enlarged``: see ExportChoice."""

    format: str
    quality: int = 92
    max_size: int | None = None
    keep_exif: bool = False
    keep_profile: bool = False
    sixteen_bit: bool | None = None
    enlarged: bool = False

    @property
    def suffix(self) -> str | None:
        """The end of the file's name; None: as each photograph."""
        return SUFFIX.get(self.format)


@dataclass(frozen=True)
class ExportChoice:
    """Where and how one painting is to be written.

    ``enlarged`` is for transfers only: the change is enlarged to the photograph's size.
    """

    path: Path
    quality: int = 92
    max_size: int | None = None
    keep_exif: bool = False
    keep_profile: bool = False
    sixteen_bit: bool | None = None
    enlarged: bool = False

    @property
    def format(self) -> str:
        """The format its suffix says; PNG where it says none."""
        return FORMAT_OF.get(self.path.suffix.lower(), "png")


@dataclass(frozen=True)
class Offer:
    """What there is to choose about: one photograph, or (``size`` None) the many of a folder.

    ``size`` is (width, height); ``painted`` the smaller size of a transfer; ``profile`` the name of the photograph's
    colour profile, empty where there is none to keep.
    """

    size: tuple[int, int] | None = None
    painted: tuple[int, int] | None = None
    sixteen_bit: bool = True
    profile: str = ""
    has_exif: bool = True

    def size_of(self, choice: FileChoice) -> tuple[int, int] | None:
        """The size that will be written; None where it differs from picture to picture."""
        if self.painted is not None and not choice.enlarged:
            return self.painted
        if self.size is None or choice.max_size is None:
            return self.size
        return fit_within(self.size, choice.max_size)


def offer_of(picture: Picture, painted: tuple[int, int] | None = None) -> Offer:
    """What one photograph lets choose."""
    size = (picture.width, picture.height)
    return Offer(size, painted, picture.sixteen_bit, profile_name(picture.icc), bool(picture.exif))


def profile_name(icc: bytes | None) -> str:
    """What an RGB profile other than sRGB calls itself; empty where there is nothing to keep."""
    if icc is None or not can_keep(icc):
        return ""
    name = " ".join(description_of(icc).split())
    if name.lower().startswith("srgb"):
        return ""
    return name or QCoreApplication.translate("ExportChoice", "a profile without a name")
