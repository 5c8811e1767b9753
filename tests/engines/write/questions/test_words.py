"""Words of a passage stand where they say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engines.write.questions.words import covering, words_of


@given(st.text())
def test_every_character_but_white_space_lies_in_exactly_one_word(text: str) -> None:
    words = words_of(text)
    assert all(text[word.start : word.end] == word.text for word in words)
    inside = {place for word in words for place in range(word.start, word.end)}
    assert sum(len(word.text) for word in words) == len(inside)
    assert not "".join(letter for place, letter in enumerate(text) if place not in inside).strip()


def test_marks_contractions_and_numbers_are_cut_as_glove_cuts_them() -> None:
    said = [word.text for word in words_of("He didn't pay the U.S. 1,200.50, Joe's boss said.")]
    assert said == ["He", "did", "n't", "pay", "the", "U.S.", "1,200.50", ",", "Joe", "'s", "boss", "said", "."]


def test_a_stretch_of_characters_takes_the_words_it_touches() -> None:
    words = words_of("the striker Joe Bloggs ran")
    assert covering(words, 12, 22) == (2, 4)
    assert covering(words, 3, 4) is None
