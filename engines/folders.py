"""Folders with names that every system takes, and taking them away so that they can be put back."""

from __future__ import annotations

import re
import shutil
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from engines.errors import CannotWrite
from engines.files import trouble_writing

#: Where removed things wait; hidden, so that nobody lists it.
REMOVED = ".removed"
_LONGEST = 60


@dataclass(frozen=True)
class Removed:
    """A folder that was moved away: where it lies and where it was."""

    now: Path
    was: Path
    title: str


def folder_name(title: str) -> str:
    """``title`` as the name of a folder: letters and digits of any script, everything else a hyphen."""
    plain = unicodedata.normalize("NFC", title).lower()
    name = re.sub(r"[\W_]+", "-", plain).strip("-")[:_LONGEST].strip("-")
    return name or "model"


def free_name(parent: Path, title: str) -> str:
    """A name for ``title`` that nothing in ``parent`` has."""
    name, number = folder_name(title), 1
    free = name
    while (parent / free).exists():
        number += 1
        free = f"{name}-{number}"
    return free


def take_away(folder: Path, title: str) -> Removed:
    """Move ``folder`` out of sight beside its siblings; raises CannotWrite."""
    away = folder.parent / REMOVED
    try:
        away.mkdir(exist_ok=True)
        now = away / free_name(away, folder.name)
        folder.rename(now)
    except OSError as error:
        raise CannotWrite(f"“{title}” could not be removed ({error.strerror}). Try again.") from error
    return Removed(now, folder, title)


def put_back(removed: Removed) -> Path:
    """Move it to where it was, or beside what has taken its place; raises CannotWrite."""
    place = removed.was.parent / free_name(removed.was.parent, removed.was.name)
    try:
        removed.now.rename(place)
    except OSError as error:
        raise CannotWrite(trouble_writing(place, error)) from error
    return place


def forget_removed(parent: Path) -> None:
    """Delete for good what was taken away from ``parent``."""
    shutil.rmtree(parent / REMOVED, ignore_errors=True)
