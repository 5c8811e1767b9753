"""Text on the clipboard: plain for everybody, and for ourselves with who wrote it."""

from __future__ import annotations

import atexit
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from studio.panes.write import authors
from studio.panes.write.authors import PERSON, cut_out
from studio.panes.write.places import clean, to_python, units

if TYPE_CHECKING:
    from studio.panes.write.manuscript import Manuscript, Piece

_AUTHORS_TYPE = "application/x-reverie-authors"


def packed(manuscript: Manuscript, start: int, end: int) -> QMimeData:
    """What stands between two positions."""
    _leave_plain_text_at_the_end()
    text = manuscript.text()
    mime = QMimeData()
    mime.setText(text[to_python(text, start) : to_python(text, end)])
    spans = cut_out(manuscript.spans(), start, end)
    if spans:
        mime.setData(_AUTHORS_TYPE, authors.packed(spans))
    return mime


@cache
def _leave_plain_text_at_the_end() -> None:
    """What Python made must not lie on the clipboard when Python ends: the process would end in a crash."""
    atexit.register(_leave_plain_text)


def _leave_plain_text() -> None:
    if QGuiApplication.instance() is not None:
        clipboard = QGuiApplication.clipboard()
        # Not every platform tells whose it is; plain text stays what it was, and a picture is not ours.
        if set(clipboard.mimeData().formats()) <= {"text/plain", _AUTHORS_TYPE}:
            clipboard.setText(clipboard.text())


def pieces(mime: QMimeData) -> list[Piece]:
    """The text of ``mime`` in pieces by author; text from elsewhere is the person's own."""
    text = clean(mime.text())
    spans = []
    if mime.hasFormat(_AUTHORS_TYPE):
        spans = authors.unpacked(bytes(mime.data(_AUTHORS_TYPE).data()), units(text))
    found: list[Piece] = []
    at = 0
    for span in spans:
        first, last = to_python(text, span.start), to_python(text, span.end)
        if at < first:
            found.append((text[at:first], PERSON, 0))
        found.append((text[first:last], span.author, span.tag))
        at = last
    if at < len(text):
        found.append((text[at:], PERSON, 0))
    return found
