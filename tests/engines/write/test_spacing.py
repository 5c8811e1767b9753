"""Spaces, capitals and quotes at the place where a word is put."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.write.spacing import capitalised, glue, quoted_as_here, typeset
from engines.write.tokens import PARAGRAPH, STORY, spelling, tokenise

PROSE = (
    'A hungry Fox saw some grapes. "I thought," he said, "those were ripe!"\n'
    "It wasn't so--not at all (as you see); who'd say it cost $3,000, or 5%?\n"
    "'Well,' said she, 'it is _quite_ late...' And \"'Oh!' cried he\" was all.\n"
    "“Don’t go, not — ever,” she begged; ‘no’ he said…\n"
    "狐狸看見葡萄。"
)


def test_the_spaces_of_well_set_prose_are_found_again() -> None:
    position = 0
    for before, text in tokenise(PROSE):
        # Nobody can know how a writer sets dashes before the first one stands.
        if "\n" not in before and text != "—":
            assert glue(PROSE[:position], text) == before, PROSE[max(0, position - 20) : position] + "|" + text
        position += len(before) + len(text)


@pytest.mark.parametrize(
    ("before", "word", "expected"),
    [
        ("", "The", ""),
        ("the fox", "ran", " "),
        ("the fox", ",", ""),
        ("the fox ", "ran", ""),
        ("the fox", PARAGRAPH, ""),
        ("the fox", STORY, ""),
        ("(", "ran", ""),
        ("He said,", '"', " "),
        ('He said, "', "Go", ""),
        ('He said, "Go', '"', ""),
        ('He said, "Go"', "and", " "),
        ('A quote" left open.\nHe said,', '"', " "),
        ("word", "--", ""),
        ("a -- b", "--", " "),
        ("a--", "b", ""),
        ("a —", "b", " "),
        ("it cost $", "5", ""),
        ("狐", "狸", ""),
        ("كان ثعلب", "،", ""),
    ],
)
def test_words_and_marks_get_their_space(before: str, word: str, expected: str) -> None:
    assert glue(before, word) == expected


@given(st.text(), st.text())
def test_there_is_one_space_or_none_and_never_two(before: str, word: str) -> None:
    found = glue(before, word)
    assert found in ("", " ")
    assert not (found and before[-1:].isspace())


@pytest.mark.parametrize(
    "before", ["", "The end.", "The end. ", "Really? ", "Line\n", 'He left."', "\f", '(The end.) "', 'He said, "']
)
def test_a_sentence_begins_with_a_capital(before: str) -> None:
    assert capitalised(before, "then") == "Then"


@pytest.mark.parametrize(
    "before",
    [
        "and",
        "He waited...",
        "He waited… ",
        "Mr.",
        "e.g. ",
        "J. R.",
        '"Oh!" ',
        '"Why?"',
        "a, ",
        'the so-called "',
        "don't",
    ],
)
def test_no_capital_where_no_sentence_begins(before: str) -> None:
    assert capitalised(before, "then") == "then"


@pytest.mark.parametrize(
    ("word", "expected"), [("iPhone", "iPhone"), ("ßo", "ßo"), ("éte", "Éte"), ("", ""), ("3", "3")]
)
def test_capitals_respect_the_word(word: str, expected: str) -> None:
    assert capitalised("", word) == expected


@pytest.mark.parametrize(
    ("before", "unit", "expected"),
    [
        ("“Go,” he said.", '"', "“"),
        ("“Go", '"', "”"),
        ("It’s", "don't", "don’t"),
        ("It's", "don't", "don't"),
        ("a—b", "--", "—"),
        ("no…", "...", "…"),
        ("plain", "...", "..."),
        ("“She said ‘no", "'", "’"),
        ("“She said", "'", "‘"),
    ],
)
def test_marks_are_set_as_the_writer_sets_them(before: str, unit: str, expected: str) -> None:
    assert typeset(before, unit) == expected


@given(st.text(), st.sampled_from(['"', "'", "--", "...", "don't", "fox"]))
def test_a_set_mark_is_still_the_same_unit(before: str, unit: str) -> None:
    assert spelling(typeset(before, unit)) == unit


@pytest.mark.parametrize(
    ("before", "unit", "written"),
    [
        ("“Good day,” said the fox. ", "'", "“"),
        ("“Good day", "'", "”"),
        ('"Good day," he said. ', "'", '"'),
        ("It's the dogs' day. “Yes", "'", "”"),
        ("'Good day,' he said. ", '"', "'"),
        ("‘Good day", '"', "’"),
        ("“He said ‘no", "'", "’"),
        ("It's late. ", '"', '"'),
        ("It's late. ", "'", "'"),
        ("“Good day,” said the fox. He did", "'t", "’t"),
    ],
)
def test_quotation_marks_are_of_the_kind_that_the_writer_uses(before: str, unit: str, written: str) -> None:
    assert typeset(before, quoted_as_here(before, unit)) == written
