"""What music21 needed long to read, kept as MIDI by the fingerprint of its file."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from engines.compose.midireading import read_midi
from engines.compose.midiwriting import midi_bytes
from engines.compose.readings import Reading
from engines.errors import ReverieError
from engines.files import written_beside
from engines.steps import finish

#: Raised when files are read in another way than before, so that what was kept is read anew.
_EDITION = 1
_WARNINGS = "warnings.json"


def kept_readings(cache: Path, fingerprint: str) -> tuple[Reading, ...] | None:
    """What was kept of a file with this SHA-256; None where there is nothing, or it cannot be read."""
    try:
        with zipfile.ZipFile(_place(cache, fingerprint)) as kept:
            warnings = json.loads(kept.read(_WARNINGS))
            scores = [finish(read_midi(kept.read(f"{at}.mid"), "kept"))[0].score for at in range(len(warnings))]
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, ReverieError):
        return None
    return tuple(Reading(score, tuple(told)) for score, told in zip(scores, warnings, strict=True))


def keep_readings(cache: Path, fingerprint: str, readings: Sequence[Reading]) -> None:
    """Keep what was read; where that cannot be written, it is read anew the next time."""
    with suppress(OSError, ReverieError):
        cache.mkdir(parents=True, exist_ok=True)
        with written_beside(_place(cache, fingerprint)) as beside, zipfile.ZipFile(beside, "w") as kept:
            for at, reading in enumerate(readings):
                kept.writestr(f"{at}.mid", midi_bytes(reading.score))
            kept.writestr(_WARNINGS, json.dumps([list(reading.warnings) for reading in readings]))


def _place(cache: Path, fingerprint: str) -> Path:
    return cache / f"{fingerprint}-{_EDITION}.zip"
