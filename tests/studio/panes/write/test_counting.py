"""Words as a person counts them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.panes.write.counting import count_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("  \t ", 0),
        ("The fox ran.", 3),
        ("don't, well-known", 2),
        ("fox—and hen -- gone", 4),
        ("“Yes!” … 42", 2),
        ("cafe\u0301 हिन्दी", 2),
        ("我看见 two 狐狸", 6),
        ("שלום עולם", 2),
        ("😀 😀", 0),
    ],
)
def test_words_are_counted_as_a_person_counts(text: str, words: int) -> None:
    assert count_words(text) == words


def counted_one_by_one(text: str) -> int:
    alone = [letter for letter in text if re.match("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]", letter)]
    for letter in alone:
        text = text.replace(letter, " ")
    words = re.sub("--+|[\u2014\u2015]", " ", text).split()
    return len(alone) + sum(1 for word in words if any(letter.isalnum() for letter in word))


@given(st.text(st.sampled_from("ab1_-—― .'’\n\t\u3000\u00a0漢かé😀×"), max_size=40))
def test_counting_all_at_once_counts_what_counting_one_by_one_does(text: str) -> None:
    assert count_words(text) == counted_one_by_one(text)
