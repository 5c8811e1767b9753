"""A project that is closed and opened again is the same project."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import Qt

from engines.compose.notes import Note
from studio.panes.compose.composing.part import ComposingPart
from tests.studio.panes.compose.band import Band, tune
from tests.studio.panes.compose.muse import Muse, install


def kept(band: Band) -> dict[str, Any]:
    """What stands in the file."""
    found: dict[str, Any] = json.loads(json.dumps(band.pane.collect()))
    return found


def opened(band: Band, state: dict[str, Any]) -> None:
    band.pane.restore(state, lambda _name: b"")


def test_an_empty_pane_comes_back_as_it_was(band: Band) -> None:
    state = kept(band)
    opened(band, state)
    assert kept(band) == state


def test_a_piece_with_takes_comes_back_as_it_was(band: Band) -> None:
    install(band, Muse())
    band.put(tune())
    part = band.pane.part("composing")
    assert isinstance(part, ComposingPart)
    part.go()
    band.until(lambda: bool(part.book.all()))
    band.pane.roll.insert_notes("Draw", [Note(3840, 0, 74, 480, 33)])
    band.action("keys").trigger()
    band.key(Qt.Key.Key_X)
    for name in ("metronome", "countin", "loop", "track.add", "page"):
        band.action(name).trigger()
    band.playing.go_to(1921.5)
    band.pane.page.set_widths(250, 390)
    state = kept(band)
    opened(band, {})
    # As in a window that has just been opened: another dock is in front, and the page has its usual width.
    band.pane.page.show_dock("compose")
    band.pane.page._side_widths.clear()
    assert kept(band) != state
    opened(band, state)
    assert kept(band) == state
