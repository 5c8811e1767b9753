"""From a person's files to lines: what was read, and what was passed over and why."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from engines.compose.melody.lines import Line
from engines.compose.melody.voices import lines_of
from engines.compose.reading import Piece, read, read_folder
from engines.errors import BadInput
from engines.files import write_text
from engines.steps import Step, Task

REPORT = "music.json"


@dataclass(frozen=True)
class MusicReport:
    """What was read: pieces with how many lines and sounds, and what was passed over with the reason in a sentence."""

    read: tuple[tuple[str, int, int], ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()

    def save(self, path: Path) -> None:
        """Write it as JSON; raises CannotWrite."""
        write_text(path, json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n")

    @classmethod
    def load(cls, path: Path) -> MusicReport:
        """What ``save`` wrote; nothing where that is not there or damaged, for it is only told."""
        try:
            plain = json.loads(path.read_text(encoding="utf-8"))
            read = tuple((str(name), int(lines), int(sounds)) for name, lines, sounds in plain["read"])
            return cls(read, tuple((str(path), str(reason)) for path, reason in plain["skipped"]))
        except (OSError, ValueError, KeyError, TypeError):
            return cls()


@dataclass
class Gathered:
    """Lines so far, and the report on them."""

    lines: list[Line] = field(default_factory=list)
    read: list[tuple[str, int, int]] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)

    @property
    def report(self) -> MusicReport:
        """What a person is told."""
        return MusicReport(tuple(self.read), tuple(self.skipped))


def gather(
    paths: Sequence[Path], way: str = "voices", *, cache: Path | None = None, repeats: bool = True
) -> Task[Gathered]:
    """The lines of all pieces in ``paths`` (files and folders), read in this ``way`` (see ``voices.WAYS``).

    One bad file never stops a folder; ``cache`` and ``repeats`` are as for ``read_folder``.

    Raises:
        BadInput: a path is not there, or there is no music in any.
    """
    found = Gathered()
    for path in paths:
        if path.is_dir():
            folder = yield from read_folder(path, cache=cache, repeats=repeats)
            found.skipped += [(str(place), reason) for place, reason in folder.skipped]
            pieces = folder.pieces
        else:
            readings = yield from read(path, repeats=repeats)
            pieces = tuple(
                Piece(path.stem if len(readings) == 1 else f"{path.stem} {number}", path, one.score)
                for number, one in enumerate(readings, start=1)
            )
        for done, piece in enumerate(pieces):
            _take(found, piece, way)
            yield Step(done + 1, len(pieces), piece.name, {"sounds": float(sum(row[2] for row in found.read))})
    if not found.lines:
        raise BadInput("No melody long enough was found in this music. Choose music with lines of eight notes or more.")
    return found


def _take(found: Gathered, piece: Piece, way: str) -> None:
    # Two files of one name are two pieces.
    name = f"{piece.path.parent.name}/{piece.name}"
    lines = lines_of(piece.score, way, name)
    if lines:
        found.lines += lines
        found.read.append((name, len(lines), sum(map(len, lines))))
    else:
        found.skipped.append((str(piece.path), f"“{piece.name}” has no line of eight notes or more."))
