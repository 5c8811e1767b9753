"""Who wrote which characters, kept in their format, so that undo keeps it too."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextFormat

#: In the order of their codes: the first needs no mark.
AUTHORS = ("person", "picked", "generated", "edited")
MACHINES = frozenset({"picked", "generated"})
PERSON = AUTHORS[0]

_AUTHOR = QTextFormat.Property.UserProperty.value + 1
_TAG = QTextFormat.Property.UserProperty.value + 2


class Span(NamedTuple):
    """Characters of one author, in Qt's units; ``tag`` is whatever number their maker gave them."""

    start: int
    length: int
    author: str
    tag: int = 0

    @property
    def end(self) -> int:
        """Where the first character after it stands."""
        return self.start + self.length


def format_of(author: str, tag: int = 0) -> QTextCharFormat:
    """The format that carries an author; the person's own words carry none."""
    code = AUTHORS.index(author)
    marked = QTextCharFormat()
    if code:
        marked.setProperty(_AUTHOR, code)
    if tag:
        marked.setProperty(_TAG, tag)
    return marked


def spans_of(block: QTextBlock) -> tuple[Span, ...]:
    """What in a paragraph is not the person's own, from left to right; places count from its beginning."""
    found: list[Span] = []
    for piece in block.textFormats():
        code, tag = piece.format.intProperty(_AUTHOR), piece.format.intProperty(_TAG)
        if code or tag:
            found.append(Span(piece.start, piece.length, AUTHORS[code], tag))
    return tuple(joined(found))


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same marks with neighbours that say the same made one."""
    whole: list[Span] = []
    for span in spans:
        last = whole[-1] if whole else None
        if last is not None and last.end == span.start and last[2:] == span[2:]:
            whole[-1] = last._replace(length=last.length + span.length)
        else:
            whole.append(span)
    return whole


def moved(spans: Iterable[Span], by: int) -> list[Span]:
    """The same marks ``by`` places further on."""
    return [span._replace(start=span.start + by) for span in spans]


def cut_out(spans: Iterable[Span], start: int, end: int) -> list[Span]:
    """The marks between two places, counted from the first of them."""
    inside: list[Span] = []
    for span in spans:
        first, last = max(span.start, start), min(span.end, end)
        if first < last:
            inside.append(Span(first - start, last - first, span.author, span.tag))
    return inside


def as_rows(spans: Sequence[Span]) -> list[list[int]]:
    """The marks as plain numbers for the project file."""
    return [[span.start, span.length, AUTHORS.index(span.author), span.tag] for span in spans]


def from_rows(rows: Any, length: int) -> list[Span]:
    """Marks out of a file for a text of ``length`` units; rows that make no sense are left out."""
    spans: list[Span] = []
    at = 0
    for row in rows if isinstance(rows, list | tuple) else ():
        if not isinstance(row, list | tuple) or len(row) != 4 or any(type(one) is not int for one in row):
            continue
        start, size, code, tag = row
        if at <= start and 0 < size <= length - start and 0 <= code < len(AUTHORS) and 0 <= tag < 2**31:
            spans.append(Span(start, size, AUTHORS[code], tag))
            at = start + size
    return spans


def packed(spans: Sequence[Span]) -> bytes:
    """The marks for the clipboard."""
    return json.dumps(as_rows(spans)).encode("ascii")


def unpacked(data: bytes, length: int) -> list[Span]:
    """Marks from the clipboard, where anybody may have put anything."""
    try:
        return from_rows(json.loads(data), length)
    except (ValueError, RecursionError):
        return []
