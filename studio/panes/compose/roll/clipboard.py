"""Notes on the clipboard, so that they go from project to project and from one Reverie to another."""

from __future__ import annotations

import atexit
import json
from collections.abc import Iterable
from functools import cache

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from engines.compose.notes import LAST_TICK, QUARTER, Note
from engines.errors import BadInput

MIME = "application/x-reverie-notes+json"
MOST_NOTES = 1_000_000
_FIELDS = 5
#: How notes begin where only their text is left.
_BEGINNING = '{"notes":'


def packed(notes: Iterable[Note]) -> bytes:
    """Notes as JSON; times are counted from the first start, tracks from the first track."""
    some = sorted(notes)
    first = min((note.start for note in some), default=0)
    track = min((note.track for note in some), default=0)
    rows = [[note.start - first, note.track - track, note.pitch, note.length, note.velocity] for note in some]
    return json.dumps({"notes": rows, "quarter": QUARTER, "version": 1}, separators=(",", ":")).encode()


def unpacked(data: bytes) -> tuple[Note, ...]:
    """The notes in such JSON.

    Raises:
        BadInput: it is no JSON of notes, or holds what no note can be.
    """
    try:
        found = json.loads(data)
        rows, quarter = found["notes"], found["quarter"]
        if len(rows) > MOST_NOTES or not isinstance(quarter, int) or not 1 <= quarter <= LAST_TICK:
            raise BadInput("There are too many notes on the clipboard; copy fewer at a time.")
        return tuple(sorted(_note(row, quarter) for row in rows))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadInput("What is on the clipboard are no notes; copy some in a piano roll first.") from error


def _note(row: object, quarter: int) -> Note:
    if not isinstance(row, list) or len(row) != _FIELDS or not all(type(value) is int for value in row):
        raise ValueError("a note is five whole numbers")
    start, track, pitch, length, velocity = row
    return Note(start * QUARTER // quarter, track, pitch, max(1, length * QUARTER // quarter), velocity)


def copy_notes(notes: Iterable[Note]) -> None:
    """Put notes on the clipboard."""
    _leave_text_at_the_end()
    mime = QMimeData()
    mime.setData(MIME, packed(notes))
    QGuiApplication.clipboard().setMimeData(mime)


def copied_notes() -> tuple[Note, ...]:
    """The notes on the clipboard, none when something else lies there; raises BadInput when they are broken."""
    mime = QGuiApplication.clipboard().mimeData()
    if mime is None:
        return ()
    if mime.hasFormat(MIME):
        return unpacked(bytes(mime.data(MIME).data()))
    text = mime.text() if mime.hasText() else ""
    return unpacked(text.encode()) if text.startswith(_BEGINNING) else ()


@cache
def _leave_text_at_the_end() -> None:
    """What Python made must not lie on the clipboard when Python ends: the process would end in a crash."""
    atexit.register(_leave_text)


def _leave_text() -> None:
    """The same notes as text, which the next Reverie finds there."""
    if QGuiApplication.instance() is not None:
        clipboard = QGuiApplication.clipboard()
        mime = clipboard.mimeData()
        if mime is not None and mime.hasFormat(MIME):
            clipboard.setText(bytes(mime.data(MIME).data()).decode())
