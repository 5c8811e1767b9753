"""Places in a text: Qt counts UTF-16 units, Python whole characters; an emoji is two of those and one of these."""

from __future__ import annotations

import re

#: Longer lines are broken: Qt lays a paragraph out anew with each key, and ten megabytes take seconds.
LONGEST_LINE = 20_000

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_HALVES = re.compile("[\ud800-\udfff]")
# Control characters say nothing on a page, and Qt keeps the others for itself: object, frame and order marks.
_UNFIT = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f\ufdd0-\ufdef\ufeff\ufffc\ufffe\uffff]")


def clean(text: str) -> str:
    """``text`` as the editor can hold it: one kind of line end, no NULs, no half characters."""
    if _HALVES.search(text):
        # Two halves that belong together become one character, a lone one the sign for "unreadable".
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _UNFIT.sub("", _LINE_ENDS.sub("\n", text))


def broken_up(text: str) -> str:
    """``text`` with lines that are too long broken at a space near the limit, or at the limit where there is none."""
    if len(text) <= LONGEST_LINE:
        return text
    lines: list[str] = []
    for line in text.split("\n"):
        rest = line
        while len(rest) > LONGEST_LINE:
            space = rest.rfind(" ", LONGEST_LINE // 2, LONGEST_LINE)
            cut = space + 1 if space >= 0 else LONGEST_LINE
            lines.append(rest[:cut])
            rest = rest[cut:]
        lines.append(rest)
    return "\n".join(lines)


def units(text: str) -> int:
    """How long ``text`` is to Qt."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def to_qt(text: str, index: int) -> int:
    """Qt's position of Python's ``index`` in ``text``."""
    return index if text.isascii() else units(text[:index])


def to_python(text: str, position: int) -> int:
    """Python's index of Qt's ``position`` in ``text``; inside an emoji it is the emoji's beginning."""
    if text.isascii():
        return position
    head = text.encode("utf-16-le", "surrogatepass")[: 2 * position]
    return len(head.decode("utf-16-le", "ignore"))
