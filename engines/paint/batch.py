"""A whole folder painted with one look, its subfolders kept."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from engines.errors import BadInput, CannotWrite, ReverieError
from engines.paint.folders import WRITABLE, Naming, free_name, pictures_in, targets_of
from engines.paint.looks import Look
from engines.paint.masks import Mask
from engines.paint.painting import PaintingRequest, paint_to_file
from engines.paint.patterns import USUAL, checked_pattern
from engines.paint.pictures import open_picture
from engines.paint.stylecatalogue import blend_of
from engines.steps import Step, Task

log = logging.getLogger(__name__)

#: What to do with a file that is there already: leave it, write beside it with a number, or put the new one there.
OVERWRITE = ("skip", "number", "replace")


@dataclass(frozen=True)
class BatchRequest:
    """Paint every picture in ``folder`` into ``out``.

    ``pattern`` names the files (see ``patterns.FIELDS``), ``suffix`` (".jpg") their format, None: as the photograph
    where Reverie can write that, else .png or .jpg. ``overwrite`` is one of OVERWRITE; a photograph of the folder is
    never written over. The rest as in PaintingRequest.

    Raises:
        BadInput: the pattern, the suffix or ``overwrite`` is none.
    """

    folder: Path
    out: Path
    look: Look
    version: str
    outside: Look = field(default_factory=Look)
    mask: Mask | None = None
    pattern: str = USUAL
    suffix: str | None = None
    recursive: bool = True
    max_size: int | None = None
    quality: int = 92
    keep_exif: bool = False
    keep_profile: bool = False
    sixteen_bit: bool | None = None
    overwrite: str = "skip"

    def __post_init__(self) -> None:
        checked_pattern(self.pattern)
        if self.suffix is not None and self.suffix.lower() not in WRITABLE:
            raise BadInput(f"“{self.suffix}” is no format Reverie writes; there are {', '.join(WRITABLE)}.")
        if self.overwrite not in OVERWRITE:
            raise BadInput(f"Files that are there already can be treated by {', '.join(OVERWRITE)} only.")


@dataclass(frozen=True)
class BatchReport:
    """What became of the photographs: the files written, the photographs left out, and what went wrong where."""

    written: list[Path] = field(default_factory=list)
    skipped: list[Path] = field(default_factory=list)
    errors: list[tuple[Path, str]] = field(default_factory=list)

    def copy(self) -> BatchReport:
        """The report as it is now, whatever becomes of this one."""
        return BatchReport(list(self.written), list(self.skipped), list(self.errors))


def paint_folder(request: BatchRequest) -> Task[BatchReport]:
    """Yields a step at least every tenth of a second; ``done`` and ``total`` count photographs, ``note`` is the name.

    ``preview`` is the BatchReport so far, so that a stop keeps it. Files that are no pictures are passed over; what
    cannot be read, painted or written is listed and the rest goes on. Every file written is whole at any moment.

    Raises:
        BadInput: the folder cannot be read, or there is no style of a name.
        MissingWeights: the model is missing or was changed.
        CannotWrite: the folder to write to cannot be made.
    """
    outside = Look() if request.mask is None else request.outside
    for look in (request.look, outside):
        if not look.is_plain:
            _ = blend_of(look).model  # verified once, so that no batch begins that cannot end
    yield Step(0, None, note="Looking for pictures")
    found = yield from pictures_in(request.folder, request.out, recursive=request.recursive)
    report = BatchReport(skipped=found.painted, errors=found.errors)
    naming = Naming(request.folder, request.out, request.look, outside, request.pattern, request.suffix)
    # All names before the first file: what is written must not change what the next one is called.
    targets = targets_of(found.pictures, naming)
    total = len(found.pictures)
    if total:
        _make_folder(request.out)
    for index, (picture, target) in enumerate(zip(found.pictures, targets, strict=True)):
        now = Step(index, total, note=str(picture.relative_to(request.folder)), preview=report.copy())
        yield now
        for _ in _painted(request, picture, target, report):
            yield now
    yield Step(total, total, preview=report.copy())
    return report


def _painted(request: BatchRequest, picture: Path, target: Path, report: BatchReport) -> Iterator[Step]:
    """Paint one photograph and note in the report what became of it."""
    if os.path.lexists(target) and request.overwrite == "skip":
        report.skipped.append(picture)
        return
    path = free_name(target) if request.overwrite == "number" else target
    try:
        _make_folder(path.parent)
        painted = yield from paint_to_file(
            PaintingRequest(
                open_picture(picture),
                request.look,
                path,
                request.version,
                outside=request.outside,
                mask=request.mask,
                max_size=request.max_size,
                quality=request.quality,
                keep_exif=request.keep_exif,
                keep_profile=request.keep_profile,
                sixteen_bit=request.sixteen_bit,
            )
        )
        report.written.append(painted.path)
    except ReverieError as error:
        report.errors.append((picture, str(error)))
    except Exception as error:  # the rest of the folder must not suffer from one photograph
        log.exception("painting %s", picture)
        report.errors.append((picture, f"“{picture.name}” could not be painted ({type(error).__name__}: {error})."))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CannotWrite(f"The folder “{folder}” cannot be made ({reason}). Choose another place.") from error
