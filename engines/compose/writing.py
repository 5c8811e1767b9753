"""Scores as files of music."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engines.compose.midiwriting import midi_bytes
from engines.compose.musicxml import sheet_of
from engines.compose.score import Score
from engines.errors import BadInput
from engines.files import write_bytes, write_text
from engines.steps import Task, finish

MIDI = (".mid", ".midi")
WRITTEN = (".musicxml", ".xml")
#: The endings that choose a format that can be written.
WRITABLE = (*MIDI, *WRITTEN)


def write_score(score: Score, path: Path, recipe: Mapping[str, Any] | None = None) -> None:
    """Write a score in the format of the path's ending: MIDI, or MusicXML quantised to what can be written.

    ``recipe`` are settings that a MIDI file carries along (engines.compose.recipes); MusicXML has no place for them.

    Raises:
        BadInput: the ending is none of WRITABLE, or the settings cannot be written.
        CannotWrite: the disk is full or the folder does not allow it; what stood there is untouched.
    """
    finish(write(score, path, recipe))


def write(score: Score, path: Path, recipe: Mapping[str, Any] | None = None) -> Task[None]:
    """As write_score, but yields while MusicXML is made."""
    suffix = path.suffix.lower()
    if suffix in MIDI:
        write_bytes(path, midi_bytes(score, recipe))
    elif suffix in WRITTEN:
        sheet = yield from sheet_of(score)
        write_text(path, sheet.xml)
    else:
        raise BadInput(f"“{path.name}” cannot be written: choose a name that ends in {' or '.join(WRITABLE)}.")
