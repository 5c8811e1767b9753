"""A text as it goes to paper: lines of runs, each by one author."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from studio.panes.write.authors import PERSON, Span

#: Suffix of each format, in the order in which they are offered.
FORMATS = {"docx": ".docx", "txt": ".txt", "md": ".md", "html": ".html"}
FORMAT_OF = {**{suffix: name for name, suffix in FORMATS.items()}, ".htm": "html", ".markdown": "md"}
#: Those that can show who wrote what.
COLOURED = frozenset({"docx", "html"})

_NEXT_LINE = re.compile(r"[^\n]\n[^\n]")

Run = tuple[str, str]  # text, author
Line = list[Run]


@dataclass(frozen=True)
class TextExport:
    """What is written where; ``spans`` count as Qt does and are empty where nobody wants to see the authors.

    ``colours`` and ``legend`` give each author's ``#rrggbb`` and words.
    """

    text: str
    path: Path
    format: str
    title: str = ""
    spans: tuple[Span, ...] = ()
    colours: Mapping[str, str] = field(default_factory=dict)
    legend: Mapping[str, str] = field(default_factory=dict)


def lines_of(text: str, spans: Sequence[Span]) -> list[Line]:
    """The lines of ``text`` in runs by one author each; an empty line has none."""
    lines: list[Line] = [[]]
    for piece, author in _pieces(text, spans):
        first, *others = piece.split("\n")
        if first:
            lines[-1].append((first, author))
        lines.extend([(other, author)] if other else [] for other in others)
    return lines


def _pieces(text: str, spans: Sequence[Span]) -> list[Run]:
    if not spans:
        return [(text, PERSON)]
    halves = text.encode("utf-16-le", "surrogatepass")

    def part(start: int, end: int) -> str:
        return halves[2 * start : 2 * end].decode("utf-16-le", "replace")

    pieces: list[Run] = []
    at = 0
    for span in spans:
        if at < span.start:
            pieces.append((part(at, span.start), PERSON))
        pieces.append((part(span.start, span.end), span.author))
        at = span.end
    pieces.append((part(at, len(halves) // 2), PERSON))
    return pieces


def paragraphs_of(text: str, spans: Sequence[Span]) -> list[list[Line]]:
    """The paragraphs, each of one line or, where blank lines divide stanzas, of several."""
    lines = lines_of(text, spans)
    if not has_stanzas(text):
        return [[line] for line in lines if line]
    stanzas: list[list[Line]] = [[]]
    for line in lines:
        if line:
            stanzas[-1].append(line)
        elif stanzas[-1]:
            stanzas.append([])
    return [stanza for stanza in stanzas if stanza]


def has_stanzas(text: str) -> bool:
    """Whether some lines follow each other and blank lines divide others: then both mean something."""
    inner = text.strip("\n")
    return "\n\n" in inner and _NEXT_LINE.search(inner) is not None
