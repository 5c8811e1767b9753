"""How long a person waits for a large MIDI file, from choosing it to seeing its notes."""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from studio.bench.figures import Figure, run_apart
from studio.threads import prepare_environment

if TYPE_CHECKING:
    from studio.panes.compose.pane import ComposePane

NOTES = 10_000
LIMIT_S = 1.0
ROUNDS = 5
PATIENCE_S = 60.0


def figure() -> Figure:
    """The first file of a process, which brings the reader in too, and those after it."""
    found = run_apart("studio.bench.musicopening")
    note = (
        f"the first file of a process, {found['bytes'] / 1000:.0f} kB, four tracks; later ones {found['later']:.2f} s"
    )
    return Figure(
        f"Opening a MIDI file of {NOTES:,} notes", "compose", f"< {LIMIT_S:g} s", "s", found["first"], LIMIT_S, note
    )


def measure() -> dict[str, float]:
    """Seconds from asking for a file to its notes on the roll, in the studio's window."""
    from engines.compose.midiwriting import midi_bytes
    from studio.bench.roll import crowded
    from studio.cli.stage import settle, window_on_stage
    from studio.panes.compose.pane import ComposePane

    with tempfile.TemporaryDirectory(prefix="reverie-") as folder, window_on_stage() as window:
        content = midi_bytes(crowded(NOTES))
        files = [Path(folder) / f"crowd {number}.mid" for number in range(ROUNDS)]
        for file in files:
            file.write_bytes(content)
        window.show_pane("compose")
        pane = window.pane("compose")
        assert isinstance(pane, ComposePane)
        settle(window)
        first, *later = (_opened(pane, file) for file in files)
        return {"first": first, "later": median(later), "bytes": float(len(content))}


def _opened(pane: ComposePane, file: Path) -> float:
    """Seconds until the notes of ``file`` are painted."""
    from PySide6.QtCore import QCoreApplication, QEvent

    from studio.cli.stage import turn_until

    pane.piece.change("Clear", pane.piece.score.changed(gone=pane.piece.score.notes))
    began = time.perf_counter()
    pane.open_files([file])
    if not turn_until(lambda: len(pane.piece.score.notes) == NOTES, PATIENCE_S):
        raise RuntimeError("the file did not open")
    # What was asked to be painted, all of it.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest.value)
    return time.perf_counter() - began


if __name__ == "__main__":
    prepare_environment()
    print(json.dumps(measure()))
