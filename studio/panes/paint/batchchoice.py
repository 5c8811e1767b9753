"""What is chosen about painting a folder, and what the engine is asked for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engines.errors import BadInput
from engines.paint.batch import BatchRequest
from engines.paint.patterns import checked_pattern, look_values, stem_of
from studio.panes.paint.exportchoice import WITH_QUALITY, FileChoice
from studio.panes.paint.look import PLAIN, Look, Setting
from studio.settings import SettingsStore
from studio.version import reverie_version

#: Where paintings go when nobody says otherwise: a folder of this name beside the photographs.
USUAL_FOLDER = "painted"
_EXAMPLE = Path("IMG_2041.jpg")


@dataclass(frozen=True)
class BatchChoice:
    """Which folder is painted, where to, under which names, and how the files are written.

    ``with_mask`` lays the mask of the photograph on view over every picture.
    """

    folder: Path
    out: Path
    pattern: str
    file: FileChoice
    recursive: bool = True
    overwrite: str = "skip"
    with_mask: bool = False


def looks_of(setting: Setting, *, with_mask: bool) -> tuple[Look, Look]:
    """The looks inside and outside; without the mask the one that paints holds everywhere."""
    if setting.mask is not None and with_mask:
        return setting.inside, setting.outside
    painting = next((look for look in setting.looks if not look.is_plain), setting.inside)
    return painting, PLAIN


def request_of(setting: Setting, choice: BatchChoice) -> BatchRequest:
    """The engine's request; raises BadInput for a pattern that is none."""
    inside, outside = looks_of(setting, with_mask=choice.with_mask)
    mask = setting.mask.mask if setting.mask is not None and choice.with_mask else None
    file = choice.file
    return BatchRequest(
        choice.folder,
        choice.out,
        inside,
        reverie_version(),
        outside=outside,
        mask=mask,
        pattern=choice.pattern,
        suffix=file.suffix,
        recursive=choice.recursive,
        max_size=file.max_size,
        quality=file.quality,
        keep_exif=file.keep_exif,
        keep_profile=file.keep_profile,
        sixteen_bit=file.sixteen_bit,
        overwrite=choice.overwrite,
    )


def example_name(setting: Setting, choice: BatchChoice, photograph: Path = _EXAMPLE) -> str:
    """What the painting of ``photograph`` would be called; raises BadInput for a pattern that is none."""
    values = {
        "name": photograph.stem,
        "number": "001",
        "date": "2026-05-06",
        **look_values(*looks_of(setting, with_mask=choice.with_mask)),
    }
    return stem_of(checked_pattern(choice.pattern), values) + (choice.file.suffix or photograph.suffix)


def trouble_with(pattern: str) -> str:
    """Why the pattern is none; empty where it is one."""
    try:
        checked_pattern(pattern)
    except BadInput as error:
        return str(error)
    return ""


def remember(settings: SettingsStore, choice: BatchChoice) -> None:
    """Begin the next batch with what was chosen for this one."""
    file = choice.file
    settings.put("paint.batch_from", str(choice.folder))
    # The usual folder moves along with the photographs.
    usual = choice.out == choice.folder / USUAL_FOLDER
    settings.put("paint.batch_to", "" if usual else str(choice.out))
    settings.put("paint.batch_pattern", choice.pattern)
    settings.put("paint.batch_format", file.format)
    settings.put("paint.batch_overwrite", choice.overwrite)
    settings.put("paint.batch_subfolders", choice.recursive)
    if file.format in WITH_QUALITY:
        settings.put("paint.jpeg_quality", file.quality)
    settings.put("paint.export_max_size", file.max_size or 0)
    settings.put("paint.keep_exif", file.keep_exif)
    settings.put("paint.keep_profile", file.keep_profile)
