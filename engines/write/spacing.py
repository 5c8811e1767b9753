"""The white space and the capitals that a chosen word needs at the place where it is put."""

from __future__ import annotations

import re

from engines.write.tokens import LINE_BREAKS, PARAGRAPH, STORY, is_unspaced

# No quotation is looked for further back than this: a forgotten quote must not reach through a whole book.
_LONGEST_PARAGRAPH = 4_000

_OPENING = frozenset("([{¿¡“‘„‚«‹")
_CLOSING = frozenset(")]},;:.!?…%”’»›،؛؟。，、！？°")
_CURRENCY = frozenset("$£€¥#@")
_DASHES = ("--", "—", "–", "―")
_FINAL = frozenset(".!?。！？؟…")
_QUOTES_AND_BRACKETS = "\"'“”‘’«»‹›„‚([{)]}*_¿¡"

# What is abbreviated before a name or a number, so that its full stop ends no sentence.
_ABBREVIATION_LIST = (
    "mr mrs ms messrs dr prof st mt sr jr hon rev gen col capt lieut lt sgt maj gov mme mlle mm no nos vol fig "
    "vs etc e.g i.e cf viz ca approx co ltd inc bros dept esq ph d"
)
_ABBREVIATIONS = frozenset(_ABBREVIATION_LIST.split())
_LAST_WORD = re.compile(r"([^\W\d_][\w.]*)\.$")
# An apostrophe stands behind a letter, a quotation begins before one.
_SINGLE_QUOTE = re.compile(r"(?:^|[\s(\[—–-])['‘](?=[^\W_])")
_DOUBLE_QUOTE = re.compile('["“”„]')
_PAUSE_BEFORE_QUOTE = re.compile(r"[,:;\-—–]\s*[\"“‘'«]$")


def glue(text_before: str, word: str) -> str:
    """The white space between ``text_before`` and ``word``: one space or nothing.

    A straight quote opens or closes by the number of quotes its paragraph holds so far.
    """
    if not text_before or not word or text_before[-1].isspace() or word in (PARAGRAPH, STORY):
        return ""
    last, first = text_before[-1], word[0]
    if is_unspaced(last) or is_unspaced(first):
        return ""
    if last in "\"'":
        return _after_quote(text_before, word)
    if last in _OPENING or (last in _CURRENCY and first.isalnum()):
        return ""
    if first in "\"'" and not word.strip("\"'"):
        return _before_quote(text_before, first)
    if _clings(text_before, word):
        return ""
    return " "


def _clings(text_before: str, word: str) -> bool:
    """Whether ``word`` stands close to the text because of what either of them is."""
    if word[0] in _CLOSING:
        return True
    if word.startswith(_DASHES) or text_before.endswith(_DASHES):
        return not _dashes_are_spaced(text_before)
    if word == "/" or text_before[-1] == "/":
        return True
    # Emphasis: _word_ opens and closes with one mark.
    mark = text_before[-1] if text_before[-1] in "_*" else word
    return mark in ("_", "*") and _count_of(text_before, mark) % 2 == 1


def _after_quote(text_before: str, word: str) -> str:
    """After a straight quote: close to it where it opened, apart where it closed."""
    mark = text_before[-1]
    if word[0] in _CLOSING or word.startswith(_DASHES):
        return ""
    opened = _count_of(text_before, mark) % 2 == 1
    if word[0] in "\"'" and not word.strip("\"'"):
        # A quotation inside another one: “'Well,' said he,” begins and ends with both marks.
        return "" if opened or _count_of(text_before, word[0]) % 2 == 1 else " "
    return "" if opened else " "


def _before_quote(text_before: str, mark: str) -> str:
    """Before a straight quote: close where it ends a quotation, apart where it begins one."""
    if _count_of(text_before, mark) % 2 == 1:
        return ""
    return "" if text_before.endswith(_DASHES) and not _dashes_are_spaced(text_before) else " "


def _paragraph(text_before: str) -> str:
    """The paragraph at the end of ``text_before``, as far as it matters."""
    tail = text_before[-_LONGEST_PARAGRAPH:]
    begin = max(tail.rfind(mark) for mark in LINE_BREAKS | {STORY})
    return tail[begin + 1 :]


def _count_of(text_before: str, mark: str) -> int:
    """How many of ``mark`` the paragraph holds that are no apostrophes."""
    paragraph = _paragraph(text_before)
    count = paragraph.count(mark)
    if mark not in "'’" or not count:
        return count
    return count - sum(
        before.isalnum() and after.isalnum()
        for before, here, after in zip(paragraph, paragraph[1:], paragraph[2:], strict=False)
        if here == mark
    )


def _dashes_are_spaced(text_before: str) -> bool:
    """Whether the writer's last dash stood apart from the word before it; no dash yet means close."""
    tail = text_before[-_LONGEST_PARAGRAPH:]
    last = max((tail.rfind(dash), tail[: tail.rfind(dash)].endswith(" ")) for dash in _DASHES)
    return last[0] > 0 and last[1]


def starts_sentence(text_before: str) -> bool:
    """Whether the next word is the first of a sentence; an ellipsis or “Mr.” ends none, nor does “Oh!” said."""
    bare = text_before.rstrip(" \t\xa0")
    if not bare or bare[-1] in LINE_BREAKS or bare[-1] == STORY:
        return True
    if _PAUSE_BEFORE_QUOTE.search(bare[-4:]):
        return _opens(bare)
    stripped = bare.rstrip(_QUOTES_AND_BRACKETS + " \t")
    if not stripped or stripped[-1] in LINE_BREAKS or stripped[-1] == STORY:
        return True
    if stripped[-1] not in _FINAL or stripped.endswith(("..", "…")):
        return False
    if stripped[-1] == ".":
        return not _abbreviated(stripped)
    # “Oh!” said the Fox: after a question or a cry in quotation marks the sentence may go on.
    return stripped == bare or _opens(bare)


def _opens(bare: str) -> bool:
    """Whether the quote or bracket at the end of ``bare`` begins something."""
    mark = bare[-1]
    if mark in "\"'":
        return _count_of(bare, mark) % 2 == 1
    return mark in _OPENING


def _abbreviated(text: str) -> bool:
    """Whether the full stop at the end of ``text`` belongs to an abbreviation or an initial."""
    match = _LAST_WORD.search(text[-24:])
    if match is None:
        return False
    word = match[1]
    return word.lower() in _ABBREVIATIONS or (len(word) == 1 and word.isupper() and word != "I")


def capitalised(text_before: str, word: str) -> str:
    """``word`` as it is written after ``text_before``: with a capital where a sentence begins, else unchanged."""
    if not word or not word[0].islower() or not starts_sentence(text_before):
        return word
    capital = word[0].title()
    # iPhone keeps its letters, and no letter grows into two (ß).
    mixed = any(letter.isupper() for letter in word[1:])
    return word if mixed or len(capital) != 1 else capital + word[1:]


def quoted_as_here(text_before: str, unit: str) -> str:
    """A quotation mark of the kind that alone is in use: books differ in it, and a model has read several."""
    if unit not in ("'", '"'):
        return unit
    tail = text_before[-_LONGEST_PARAGRAPH:]
    single, double = bool(_SINGLE_QUOTE.search(tail)), bool(_DOUBLE_QUOTE.search(tail))
    if single == double:
        return unit
    return '"' if double else "'"


def typeset(text_before: str, unit: str) -> str:
    """A model's plain unit with the quotes, dashes and ellipses that the text before it uses."""
    tail = text_before[-_LONGEST_PARAGRAPH:]
    if "--" in unit and "—" in tail:
        return unit.replace("--", "—")
    if unit == "..." and "…" in tail:
        return "…"
    if unit == '"' and ("“" in tail or "”" in tail):
        paragraph = _paragraph(text_before)
        return "”" if paragraph.count("“") > paragraph.count("”") else "“"
    if "'" not in unit or not ("’" in tail or "“" in tail or "‘" in tail):
        return unit
    if unit != "'":
        return unit.replace("'", "’")
    paragraph = _paragraph(text_before)
    return "‘" if paragraph.count("‘") <= _count_of(text_before, "’") else "’"
