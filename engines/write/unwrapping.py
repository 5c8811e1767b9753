"""Hard-wrapped lines (Project Gutenberg, e-mail, old editors) joined into paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from engines.write.tokens import is_unspaced

# Narrower is verse or a list, wider is a text with one line a paragraph.
_NARROWEST, _WIDEST = 30, 120
_LEAST_BREAKS = 4
# A break is soft where the next word would not have fitted; editors differ by a few columns.
_SLACK = 0.9
_SOFT_SHARE = 0.8
_LOWER_SHARE = 0.4
_LONG_SHARE = 0.1
# Where most lines end a sentence, each is a paragraph.
_ENDED_SHARE = 0.5
# A script without spaces has no words to measure by; nothing longer is waited for.
_LONGEST_WORD = 12

_SENTENCE_ENDS = frozenset(".!?。！？؟")
_HYPHEN_AT_END = re.compile(r"([^\W\d_]+)-$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How the lines of a text were broken: the column, and how many breaks spoke for it."""

    width: int
    breaks: int


def wrapping_of(lines: list[str]) -> Wrapping | None:
    """The width at which ``lines`` were hard-wrapped, or None where their breaks are meant.

    In wrapped prose nearly every break stands where the next word would not have fitted, and goes on with a
    small letter; verse, dialogue and addresses break earlier.
    """
    pairs = [(line, after) for line, after in pairwise(lines) if _continues(line, after)]
    if len(pairs) < _LEAST_BREAKS:
        return None
    lengths = sorted(len(line) for line, _ in pairs)
    width = lengths[int(0.98 * (len(lengths) - 1))]
    if not _NARROWEST <= width <= _WIDEST:
        return None
    filled = [line for line in lines if line]
    if sum(len(line) > width + 10 for line in filled) > _LONG_SHARE * len(filled):
        return None
    soft = sum(_is_soft(line, after, width) for line, after in pairs)
    cased = [after for _, after in pairs if after[0].isupper() or after[0].islower()]
    lower = sum(after[0].islower() for after in cased)
    ended = sum(line[-1] in _SENTENCE_ENDS for line, _ in pairs)
    if ended > _ENDED_SHARE * len(pairs) or soft < _SOFT_SHARE * len(pairs) or lower < _LOWER_SHARE * len(cased):
        return None
    return Wrapping(width, len(pairs))


def _continues(line: str, after: str) -> bool:
    return bool(line) and bool(after) and not after[0].isspace()


def _is_soft(line: str, after: str, width: int) -> bool:
    """Whether the first word of ``after`` had no room at the end of ``line``."""
    return len(line) + 1 + min(_LONGEST_WORD, len(after.split(maxsplit=1)[0])) > _SLACK * width


def unwrap(text: str) -> tuple[str, Wrapping | None]:
    """``text`` with wrapped lines joined; blank lines, indents and breaks that are meant (verse) stay.

    The text must use ``\\n`` alone. Words divided by a hyphen at a line's end are joined without it where the
    text holds them undivided elsewhere.
    """
    # Not every white space: a form feed at a line's end divides stories.
    lines = [line.rstrip(" \t") for line in text.split("\n")]
    wrapping = wrapping_of(lines)
    if wrapping is None:
        return text, None
    known = set(_FIRST_WORD.findall(text))
    joined: list[str] = []
    piece: list[str] = []
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        piece.append(line if not piece else line.lstrip())
        if line and after and _indent(after) <= _indent(line) and _is_soft(line, after.lstrip(), wrapping.width):
            continue
        joined.append(_join(piece, known))
        piece = []
    return "\n".join(joined), wrapping


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _join(lines: list[str], known: set[str]) -> str:
    """One paragraph from its lines; dashes and divided words close up, everything else gets a space."""
    parts = [lines[0]]
    for line in lines[1:]:
        last = parts[-1]
        divided = _HYPHEN_AT_END.search(last)
        begun = _FIRST_WORD.match(line)
        if divided and begun and divided[1] + begun[0] in known:
            parts[-1] = last[:-1]
        elif not last.endswith(("-", "—")) and not (is_unspaced(last[-1]) or is_unspaced(line[0])):
            parts.append(" ")
        parts.append(line)
    return "".join(parts)
