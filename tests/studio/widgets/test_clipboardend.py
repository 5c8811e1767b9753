"""The clipboard when Python ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from studio.widgets.clipboardend import leave_plain_text, leave_plain_text_at_the_end

ROOT = Path(__file__).parents[3]
COPY_AND_LEAVE = """
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
application = QApplication([])
from engines.compose.notes import Note
from studio.panes.compose.roll.clipboard import mime_of
QGuiApplication.clipboard().setMimeData(mime_of([Note(0, 0, 60, 480)]))
"""


def test_notes_on_the_clipboard_do_not_crash_the_end() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", COPY_AND_LEAVE]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=50, check=False)
    assert ended.returncode == 0, ended.stderr


def test_plain_text_stays_and_what_only_we_read_goes(qtbot: QtBot) -> None:
    leave_plain_text_at_the_end("application/x-ours")
    mime = QMimeData()
    mime.setText("words")
    mime.setData("application/x-ours", b"1")
    clipboard = QGuiApplication.clipboard()
    clipboard.setMimeData(mime)
    leave_plain_text()
    assert clipboard.text() == "words"
    assert clipboard.mimeData().formats() == ["text/plain"]


def test_what_others_put_there_stays(qtbot: QtBot) -> None:
    mime = QMimeData()
    mime.setData("application/x-theirs", b"1")
    clipboard = QGuiApplication.clipboard()
    clipboard.setMimeData(mime)
    leave_plain_text()
    assert clipboard.mimeData().hasFormat("application/x-theirs")
    clipboard.clear()
