"""Notes survive the clipboard, and what are no notes is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engines.compose.notes import Note
from engines.errors import BadInput
from studio.panes.compose.roll.clipboard import MIME, _leave_text, copied_notes, copy_notes, packed, unpacked
from tests.studio.panes.compose.roll.player import SCORE, Player

NOTES = st.lists(
    st.builds(
        Note, st.integers(0, 9000), st.integers(0, 5), st.integers(0, 127), st.integers(1, 3000), st.integers(1, 127)
    ),
    max_size=30,
)


@given(NOTES)
def test_notes_survive_counted_from_the_first(notes: list[Note]) -> None:
    back = unpacked(packed(notes))
    start, track = min((note.start for note in notes), default=0), min((note.track for note in notes), default=0)
    moved = [Note(one.start + start, one.track + track, one.pitch, one.length, one.velocity) for one in back]
    assert moved == sorted(notes)


def test_notes_of_another_resolution_keep_their_time() -> None:
    data = json.dumps({"notes": [[96, 0, 60, 48, 80]], "quarter": 96, "version": 1}).encode()
    assert unpacked(data) == (Note(480, 0, 60, 240, 80),)


@given(st.binary(max_size=200))
def test_no_bytes_bring_the_roll_down(data: bytes) -> None:
    with pytest.raises(BadInput):
        unpacked(data)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=20,
    )
)
def test_nor_does_any_json(value: object) -> None:
    for data in (value, {"notes": value, "quarter": 480}, {"notes": [value], "quarter": 480}):
        with suppress(BadInput):
            assert all(isinstance(note, Note) for note in unpacked(json.dumps(data).encode()))


@pytest.mark.parametrize(
    "row", [[-1, 0, 60, 1, 80], [0, 0, 128, 1, 80], [0, 0, 60, 1, 0], [0, 0, 60, 1, True], [0, 0, 60.5, 1, 80], [0, 0]]
)
def test_what_no_note_can_be_is_refused(row: list[object]) -> None:
    with pytest.raises(BadInput):
        unpacked(json.dumps({"notes": [row], "quarter": 480}).encode())


def test_broken_notes_on_the_clipboard_are_refused_and_change_nothing(player: Player, qtbot: QtBot) -> None:
    mime = QMimeData()
    mime.setData(MIME, b"{")
    QGuiApplication.clipboard().setMimeData(mime)
    assert not player.roll.doing.can_paste()
    with qtbot.waitSignal(player.roll.refused) as refused:
        player.roll.doing.paste()
    assert "clipboard" in refused.args[0]
    assert player.model.score == SCORE


def test_other_things_on_the_clipboard_are_no_notes(qapp: QApplication) -> None:
    QGuiApplication.clipboard().setText("la la la")
    assert copied_notes() == ()


def test_the_text_that_a_studio_leaves_when_it_ends_can_be_pasted_in_the_next(qapp: QApplication) -> None:
    note = Note(0, 0, 60, 480)
    copy_notes((note,))
    assert copied_notes() == (note,)
    _leave_text()
    assert QGuiApplication.clipboard().mimeData().formats() == ["text/plain"]
    assert copied_notes() == (note,)


COPY_AND_END = """
from PySide6.QtWidgets import QApplication
from engines.compose.notes import Note
from studio.panes.compose.roll.clipboard import copy_notes
app = QApplication([])
copy_notes([Note(0, 0, 60, 480)])
"""


def test_a_studio_that_ends_with_its_notes_on_the_clipboard_ends_well() -> None:
    done = subprocess.run([sys.executable, "-c", COPY_AND_END], capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()
