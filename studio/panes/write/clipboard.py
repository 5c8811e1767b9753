"""Text on the clipboard: plain for everybody, and for ourselves with who wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData

from studio.panes.write import authors
from studio.panes.write.authors import PERSON, cut_out
from studio.panes.write.places import clean, to_python, units
from studio.widgets.clipboardend import leave_plain_text_at_the_end

if TYPE_CHECKING:
    from studio.panes.write.manuscript import Manuscript, Piece

_AUTHORS_TYPE = "application/x-reverie-authors"


def packed(manuscript: Manuscript, start: int, end: int) -> QMimeData:
    """What stands between two positions."""
    leave_plain_text_at_the_end(_AUTHORS_TYPE)
    text = manuscript.text()
    mime = QMimeData()
    mime.setText(text[to_python(text, start) : to_python(text, end)])
    spans = cut_out(manuscript.spans(), start, end)
    if spans:
        mime.setData(_AUTHORS_TYPE, authors.packed(spans))
    return mime


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
