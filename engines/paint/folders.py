"""Which pictures of a folder are painted in a batch, and what the painted ones are called."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from PIL.ExifTags import IFD, Base

from engines.errors import BadInput
from engines.paint import patterns
from engines.paint.looks import Look
from engines.paint.reading import opened_file
from engines.paint.recipes import read_recipe
from engines.steps import Step, Task

#: The suffixes that choose a format Reverie writes.
WRITABLE = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff")
_PHOTOGRAPHIC = (".jpe", ".jfif", ".avif", ".jp2", ".j2k", ".jpx")
_LOSSLESS = (".bmp", ".gif", ".ppm", ".pgm", ".pbm", ".pnm")
# Pictures that Reverie cannot open: passing over somebody's whole telephone in silence would be worse than a list.
_FOREIGN = (".heic", ".heif", ".jxl", ".psd", ".dng", ".nef", ".cr2", ".cr3", ".arw", ".raf", ".orf", ".rw2", ".pef")
_PICTURES = {*WRITABLE, *_PHOTOGRAPHIC, *_LOSSLESS, *_FOREIGN}


@dataclass(frozen=True)
class Found:
    """The pictures of a folder in the order of their names, those already painted, and what cannot be looked into."""

    pictures: list[Path] = field(default_factory=list)
    painted: list[Path] = field(default_factory=list)
    errors: list[tuple[Path, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Naming:
    """How the painted pictures of ``folder`` are called in ``out``; the rest as in BatchRequest."""

    folder: Path
    out: Path
    look: Look
    outside: Look
    pattern: str
    suffix: str | None


def pictures_in(folder: Path, out: Path, *, recursive: bool) -> Task[Found]:
    """Yields while looking. ``out`` is left out; where it touches the folder, so is what Reverie painted before.

    Raises:
        BadInput: the folder is none or may not be read.
    """
    if not folder.is_dir():
        raise BadInput(f"There is no folder “{folder}”; choose the folder that holds the photographs.")
    found = Found()
    own, target = folder.resolve(), out.resolve()
    touching = target.is_relative_to(own) or own.is_relative_to(target)
    for place, subfolders, names in os.walk(folder, onerror=lambda error: _note(found, error, folder)):
        yield Step(0, None, note="Looking for pictures")
        here = Path(place)
        keep = [name for name in sorted(subfolders) if not name.startswith(".") and (here / name).resolve() != target]
        subfolders[:] = keep if recursive else []
        for path in (here / name for name in sorted(names) if _is_picture(here / name)):
            if touching and _is_painted(path):
                found.painted.append(path)
            else:
                found.pictures.append(path)
            yield Step(0, None, note="Looking for pictures")
    return found


def targets_of(pictures: Sequence[Path], naming: Naming) -> list[Path]:
    """The file to write for each picture: subfolders kept, no two alike, none of them one of the pictures."""
    taken = {key_of(picture) for picture in pictures}
    targets: list[Path] = []
    for number, picture in enumerate(pictures, start=1):
        values = {
            "name": picture.stem,
            "number": f"{number:03d}",
            "date": _day_of(picture) if patterns.uses(naming.pattern, "date") else "",
            **patterns.look_values(naming.look, naming.outside),
        }
        stem = patterns.stem_of(naming.pattern, values)
        place = naming.out / picture.parent.relative_to(naming.folder)
        target = free_name(place / f"{stem}{naming.suffix or _suffix_for(picture)}", taken)
        taken.add(key_of(target))
        targets.append(target)
    return targets


def free_name(path: Path, taken: Collection[str] | None = None) -> Path:
    """``path``, with -2, -3, … before its suffix where its key is ``taken``; without ``taken``, where it exists."""
    free, number = path, 1
    while os.path.lexists(free) if taken is None else key_of(free) in taken:
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free


def key_of(path: Path) -> str:
    """The same text for paths that some file system takes for the same file."""
    return unicodedata.normalize("NFC", str(path.resolve())).casefold()


def _note(found: Found, error: OSError, folder: Path) -> None:
    """A folder that cannot be listed: the end of everything only where it is the one that was asked for."""
    place = Path(error.filename or folder)
    reason = "may not be read; change its permissions" if isinstance(error, PermissionError) else "cannot be read"
    sentence = f"The folder “{place}” {reason}."
    if place == folder:
        raise BadInput(sentence) from error
    found.errors.append((place, sentence))


def _is_picture(path: Path) -> bool:
    """Whether a file means to be a picture, by its suffix; without one, by its content."""
    if path.name.startswith("."):  # also what macOS leaves beside pictures on other disks
        return False
    if path.suffix:
        return path.suffix.lower() in _PICTURES
    try:
        with opened_file(path):
            return True
    except BadInput:
        return False


def _is_painted(path: Path) -> bool:
    try:
        return read_recipe(path) is not None
    except BadInput:
        return False


def _suffix_for(picture: Path) -> str:
    """The photograph's own suffix where that can be written, else .jpg, or .png for what .jpg would spoil."""
    suffix = picture.suffix.lower()
    if suffix in WRITABLE:
        return picture.suffix
    if suffix in _PHOTOGRAPHIC:
        return ".png" if _is_transparent(picture) else ".jpg"
    return ".png"


def _is_transparent(path: Path) -> bool:
    try:
        with opened_file(path) as image:
            return bool(image.has_transparency_data)
    except BadInput:
        return False


def _day_of(picture: Path) -> str:
    """The day the photograph was taken, by its EXIF, else by the file; 2024-05-06."""
    try:
        with opened_file(picture) as image:
            exif = image.getexif()
            told = exif.get_ifd(IFD.Exif).get(Base.DateTimeOriginal) or exif.get(Base.DateTime)
            return datetime.strptime(str(told)[:10], "%Y:%m:%d").date().isoformat()
    except (BadInput, ValueError):
        pass
    try:
        return datetime.fromtimestamp(picture.stat().st_mtime).date().isoformat()
    except (OSError, OverflowError, ValueError):
        return "undated"
