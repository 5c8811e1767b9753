"""Files of music, and whole folders of them, as scores."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from engines.compose.midireading import read_midi
from engines.compose.readingcache import keep_readings, kept_readings
from engines.compose.readings import Reading
from engines.compose.score import Score
from engines.compose.writtenmusic import read_written
from engines.errors import BadInput
from engines.steps import Step, Task, finish

MIDI = frozenset((".mid", ".midi"))
#: The endings that can be read.
SUFFIXES = MIDI | frozenset((".musicxml", ".xml", ".mxl", ".abc"))
LARGEST_FILE = 64_000_000
"""Bytes."""


@dataclass(frozen=True)
class Piece:
    """One piece of music in a folder; ``name`` is its file's, with a number where that holds several."""

    name: str
    path: Path
    score: Score
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Folder:
    """What was found in a folder: the pieces, and the files passed over with the reason in one sentence."""

    pieces: tuple[Piece, ...]
    skipped: tuple[tuple[Path, str], ...] = ()


def read_score(path: Path) -> Score:
    """The (first) score in a .mid, .musicxml, .mxl or .abc file; raises BadInput where there is none."""
    return finish(read(path))[0].score


def read(path: Path, *, repeats: bool = True) -> Task[tuple[Reading, ...]]:
    """All pieces in a file of music with what was mended in them: one, but for books of tunes and MIDI of type 2.

    music21 reads in one piece: MusicXML and abc yield only before and after. Without ``repeats`` every bar of these
    comes once, as it is written.

    Raises:
        BadInput: the file is not there, too large, of another kind, or cannot be read; one sentence says which.
    """
    content = _bytes_of(path)
    yield Step(0, None, "Reading")
    if content[:4] == b"MThd" or path.suffix.lower() in MIDI:
        readings = yield from read_midi(content, path.name)
    else:
        readings = yield from read_written(content, path, repeats=repeats)
    return readings


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise BadInput(f"“{path.name}” is a folder. Choose a file.")
        if not path.is_file():
            raise BadInput(f"“{path.name}” is not there. Choose another file.")
        if path.suffix.lower() not in SUFFIXES:
            raise BadInput(f"“{path.name}” is no file of music that can be read. Choose {_choice()}.")
        if path.stat().st_size > LARGEST_FILE:
            raise BadInput(f"“{path.name}” is larger than {LARGEST_FILE // 1_000_000} MB. Split it into smaller files.")
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"“{path.name}” cannot be read ({error.strerror}). Choose another file.") from error


def _choice() -> str:
    return "a .mid, .musicxml, .mxl or .abc file"


def files_in(folder: Path) -> list[Path]:
    """The files of music in a folder and those within it, in order; hidden ones are passed by.

    Raises:
        BadInput: it is no folder.
    """
    if not folder.is_dir():
        raise BadInput(f"There is no folder “{folder}”; choose the folder that holds the music.")
    found = []
    for place, inner, names in os.walk(folder):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        music = (name for name in sorted(names) if Path(name).suffix.lower() in SUFFIXES)
        found += [Path(place) / name for name in music if not name.startswith(".")]
    return found


def read_folder(folder: Path, *, cache: Path | None = None, repeats: bool = True) -> Task[Folder]:
    """Every piece in a folder, yielding Step(file, files, name of the file) as they are read.

    One bad file never stops it. Where ``cache`` names a folder, what music21 needed long for is kept there as MIDI,
    by the content of its file. ``repeats`` is as for ``read``.

    Raises:
        BadInput: it is no folder, or holds no music that can be read.
    """
    paths = files_in(folder)
    pieces: list[Piece] = []
    skipped: list[tuple[Path, str]] = []
    for done, path in enumerate(paths):
        yield Step(done, len(paths), path.name, {"pieces": float(len(pieces)), "skipped": float(len(skipped))})
        try:
            readings = yield from _among(_read_or_kept(path, cache, repeats), done, len(paths), path.name)
        except BadInput as error:
            skipped.append((path, str(error)))
            continue
        except Exception as error:
            # Whatever a stranger's file does to a reader, the other files are still to be read.
            skipped.append((path, f"“{path.name}” cannot be read ({type(error).__name__})."))
            continue
        for place, one in enumerate(readings, start=1):
            name = path.stem if len(readings) == 1 else f"{path.stem} {place}"
            if one.score.notes:
                pieces.append(Piece(name, path, one.score, one.warnings))
        if not any(one.score.notes for one in readings):
            skipped.append((path, f"“{path.name}” holds no notes."))
    if not pieces:
        reason = (
            skipped[0][1] if skipped else f"There is no music in “{folder.name}”. Choose a folder with {_choice()}."
        )
        raise BadInput(reason)
    yield Step(len(paths), len(paths), "", {"pieces": float(len(pieces)), "skipped": float(len(skipped))})
    return Folder(tuple(pieces), tuple(skipped))


def _among(task: Task[tuple[Reading, ...]], done: int, total: int, name: str) -> Task[tuple[Reading, ...]]:
    """Read one file among many: its own steps become pauses in theirs."""
    try:
        while True:
            next(task)
            yield Step(done, total, name)
    except StopIteration as end:
        readings: tuple[Reading, ...] = end.value
        return readings


def _read_or_kept(path: Path, cache: Path | None, repeats: bool) -> Task[tuple[Reading, ...]]:
    if cache is None or path.suffix.lower() in MIDI:  # MIDI is read as quickly as the cache would be
        return (yield from read(path, repeats=repeats))
    fingerprint = hashlib.sha256(_bytes_of(path)).hexdigest() + ("" if repeats else "-once")
    kept = kept_readings(cache, fingerprint)
    if kept is not None:
        yield Step(0, None, "Reading")
        return kept
    readings = yield from read(path, repeats=repeats)
    keep_readings(cache, fingerprint, readings)
    return readings
