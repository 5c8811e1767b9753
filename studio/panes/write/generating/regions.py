"""Where in the text a generated passage stands now, whatever has been written around and into it."""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from PySide6.QtGui import QTextCursor

from studio.panes.write.authors import PERSON, cut_out
from studio.panes.write.editor import WriteEditor
from studio.panes.write.manuscript import Piece
from studio.panes.write.places import clean, to_python, units


class Region(NamedTuple):
    """From one of Qt's positions to another."""

    start: int
    end: int


def region_of(editor: WriteEditor, tags: Container[int]) -> Region | None:
    """From the first to the last character with one of these tags; None where there is none."""
    found = [span for span in editor.spans() if span.tag in tags]
    return Region(found[0].start, found[-1].end) if found else None


def text_between(editor: WriteEditor, start: int, end: int) -> str:
    """The text between two positions."""
    cursor = QTextCursor(editor.document())
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    return clean(cursor.selectedText().replace("\u2029", "\n"))


def text_until(editor: WriteEditor, position: int) -> str:
    """The whole text before a position."""
    block = editor.document().findBlock(position)
    line = block.text()
    here = line[: to_python(line, position - block.position())]
    return "\n".join((*editor.blocks()[: block.blockNumber()], here))


def pieces_between(editor: WriteEditor, start: int, end: int) -> tuple[Piece, ...]:
    """The text between two positions, cut where its author or its tag changes."""
    text = text_between(editor, start, end)
    pieces: list[Piece] = []
    at = 0
    for span in cut_out(editor.spans(), start, end):
        if span.start > at:
            pieces.append((_slice(text, at, span.start), PERSON, 0))
        pieces.append((_slice(text, span.start, span.end), span.author, span.tag))
        at = span.end
    if at < units(text):
        pieces.append((_slice(text, at, units(text)), PERSON, 0))
    return tuple(pieces)


def run_end(editor: WriteEditor, position: int, tags: Container[int]) -> int:
    """Where the generated words end that follow a position without a word of the person's between them."""
    end = position
    for span in editor.spans():
        if span.end <= position:
            continue
        between = text_between(editor, end, span.start) if span.start > end else ""
        machine = span.author == "generated" or span.tag in tags
        if not machine or between.strip(" \n"):
            break
        end = span.end
    return end


def _slice(text: str, start: int, end: int) -> str:
    return text[to_python(text, start) : to_python(text, end)]
