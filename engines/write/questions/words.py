"""The words of a passage as GloVe counts them, each with its exact place in the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_WORD = re.compile(
    r"(?:[A-Za-z]\.){2,}"  # U.S.
    r"|\d+(?:[.,:]\d+)*"  # 1,200.5 and 10:30
    r"|[^\W\d_]+(?=n['’]t\b)|n['’]t\b"  # did + n't
    r"|['’](?:s|re|ve|ll|d|m)\b"
    r"|[^\W_]+(?:[-][^\W_]+)*"
    r"|[^\w\s]|_",
    re.IGNORECASE,
)


class Word(NamedTuple):
    """One word or mark: its text as written and where it stands, ``text[start:end]``."""

    text: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """Every word and mark of a text in order; no character but white space lies outside them all."""
    return [Word(found.group(), found.start(), found.end()) for found in _WORD.finditer(text)]


def covering(words: Sequence[Word], start: int, end: int) -> tuple[int, int] | None:
    """The words that a stretch of characters touches, as (first, one past the last); None where it touches none."""
    touched = [index for index, word in enumerate(words) if word.start < end and word.end > start]
    return (touched[0], touched[-1] + 1) if touched else None
