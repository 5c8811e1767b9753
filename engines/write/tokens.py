"""Text as words and marks, and back again without losing a character."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

STORY = "\f"
"""The unit that stands at the beginning of every document."""

PARAGRAPH = "\n"
"""The unit that stands for one or more line breaks."""

LINE_BREAKS = frozenset("\n\r\x0b\x85\u2028\u2029")
"""Every character that ends a line; the last two are Qt's own."""

# Letters of scripts written without spaces: each is a token of its own, or a page would be one word.
_ALONE = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u309f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\U00020000-\U0003ffff"
)
_KATAKANA = r"\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
# Joiners, soft hyphens and direction marks have no width: they belong to the letter before them.
_INVISIBLE = r"\u00ad\u034f\u061c\u200c-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_EMOJI = (
    r"\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u231a-\u23ff\u24c2\u25a0-\u27bf\u2934\u2935\u2b05-\u2b55"
    r"\u3030\u303d\u3297\u3299\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff"
)
_EMOJI_TAIL = r"\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"


class Token(NamedTuple):
    """A word or mark with the white space that stands before it; a tuple, because a book has a million of them."""

    before: str
    text: str


def _combining_marks() -> str:
    """The combining marks of Unicode as the inside of a character class: ``re`` has no word for them."""
    ranges: list[str] = []
    first = previous = -2
    for code in (*range(0x300, 0x1F000), *range(0xE0100, 0xE01F0), 0x110001):
        if code < 0x110000 and not unicodedata.category(chr(code)).startswith("M"):
            continue
        if code != previous + 1:
            if first >= 0:
                ranges.append(f"\\U{first:08x}-\\U{previous:08x}")
            first = code
        previous = code
    return "".join(ranges)


def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """One pattern for a token and the space before it, and one for words alone, which count faster."""
    letter = rf"[^\W_{_ALONE}{_KATAKANA}]"
    tail = rf"[{_combining_marks()}{_INVISIBLE}]"
    chunk = rf"{letter}+(?:{tail}+{letter}*)*"
    # Inside a word: apostrophes and hyphens of any script; between digits: the marks of 3,000.50 and 12:30.
    inner = r"(?:['’ʼ׳״\-‐‑־]|(?<=\d)[.,:](?=\d))"
    emoji = rf"[{_EMOJI}][{_EMOJI_TAIL}]*(?:\u200d[{_EMOJI}][{_EMOJI_TAIL}]*)*"
    words = rf"{chunk}(?:{inner}{chunk})*|[{_ALONE}]{tail}*|[{_KATAKANA}]+{tail}*"
    choices = (
        words,
        rf"[\U0001f1e6-\U0001f1ff]{{2}}{tail}*",
        rf"{emoji}{tail}*",
        rf"([^\w\s]|_)\3*{tail}*",
    )
    return re.compile(rf"(\s*)({'|'.join(choices)}|\Z)"), re.compile(words)


_TOKEN, _WORD = _patterns()
#: Letters that are looked through in one go.
PIECE = 20_000
_SPACE_AFTER = re.compile(r"(?<=\S)\s")


def tokenise(text: str) -> list[Token]:
    """Cut ``text`` into words and marks; ``detokenise`` gives back exactly the same text.

    Words keep their inner apostrophes, hyphens and combining marks; a run of one mark (``...``, ``--``, ``!!``)
    and an emoji sequence are one token; every letter of a script without spaces is one token. White space
    at the end of the text stands in a last token whose text is empty.
    """
    tokens: list[Token] = []
    for piece in _pieces(text):
        tokens += [Token(before, word) for before, word, _ in _TOKEN.findall(piece)]
        # The pattern also matches the emptiness at the very end of a piece.
        if tokens and tokens[-1] == ("", ""):
            tokens.pop()
    return tokens


def count_words(text: str) -> int:
    """How many words ``text`` has, as a person counts them: marks are none."""
    return sum(len(_WORD.findall(piece)) for piece in _pieces(text))


def _pieces(text: str) -> Iterator[str]:
    """``text`` in pieces that begin with white space: no token is cut, for none holds any.

    A search through a whole book would keep the interpreter, and so a window, for a second or two.
    """
    begin = 0
    while len(text) - begin > PIECE:
        found = _SPACE_AFTER.search(text, begin + PIECE)
        if found is None:
            break
        yield text[begin : found.start()]
        begin = found.start()
    yield text[begin:]


def detokenise(tokens: Iterable[Token]) -> str:
    """The text that ``tokens`` were cut from."""
    return "".join(before + text for before, text in tokens)


_PLAIN = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "ʼ": "'", "′": "'",
        "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"',
        "—": "--", "–": "--", "―": "--", "‒": "-", "‐": "-", "‑": "-", "−": "-",
        "…": "...", "\u00ad": "", "\ufeff": "", "\u2060": "", "\u200e": "", "\u200f": "",
    }
)  # fmt: skip


@lru_cache(maxsize=65_536)
def spelling(unit: str) -> str:
    """The one way a model spells ``unit``: plain quotes, ``--`` for dashes, ``...`` for ellipses, NFC, never empty."""
    plain = unit
    if not unit.isascii():
        plain = unicodedata.normalize("NFC", unit).translate(_PLAIN) or unit
    if plain.startswith("--") and not plain.strip("-"):
        return "--"
    if plain.startswith("..") and not plain.strip("."):
        return "..."
    return plain


def units(tokens: Sequence[Token]) -> list[str]:
    """The words a model reads: each token's spelling, with PARAGRAPH before it where a line was broken.

    A form feed in the white space is STORY. The STORY at the beginning of a document is put there by
    ``document_units``, because a piece of a text (one paragraph, the words up to the cursor) has none.
    """
    found: list[str] = []
    for before, text in tokens:
        # Nearly every word stands after one space or none.
        if before and before != " ":
            if STORY in before:
                found.append(STORY)
            elif not LINE_BREAKS.isdisjoint(before):
                found.append(PARAGRAPH)
        if text:
            found.append(spelling(text))
    return found


def document_units(text: str) -> list[str]:
    """The units of a whole document: STORY first, no line breaks at its two ends."""
    return [STORY, *units(tokenise(text.strip()))]


_UNSPACED = re.compile(rf"[{_ALONE}{_KATAKANA}\u3000-\u303f\uff01-\uff65]")


def is_unspaced(character: str) -> bool:
    """Whether ``character`` belongs to a script that puts no spaces between its words."""
    return _UNSPACED.match(character) is not None


def is_word(unit: str) -> bool:
    """Whether ``unit`` holds a letter or digit: a word, not a mark or a break."""
    return any(map(str.isalnum, unit))
