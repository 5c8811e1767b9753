"""The cache of a person's own document."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.write.cache import DocumentCache, remembered
from engines.write.vocabulary import SPECIAL, STORY_ID, UNK_ID, Vocabulary

VOCABULARY = Vocabulary((*SPECIAL, "fox", "grapes", "the"))
WORDS = st.lists(st.sampled_from(["fox", "grapes", "the", "Renard", "Ysengrin"]), max_size=20)


def cache_of(*units: str, half_life: float = 500.0) -> DocumentCache:
    cache = DocumentCache(VOCABULARY, half_life)
    cache.extend(units)
    return cache


def test_a_word_counts_half_after_its_half_life() -> None:
    shares = cache_of("fox", "the", "grapes", half_life=2.0).dense()
    assert shares[VOCABULARY.index["grapes"]] == pytest.approx(2 * shares[VOCABULARY.index["fox"]])
    assert shares.sum() == pytest.approx(1)


def test_words_the_model_does_not_know_keep_their_spelling() -> None:
    found = cache_of("the", "Renard", "the", "Ysengrin", "Renard", half_life=1e6).distribution()
    assert found.ids.tolist() == [VOCABULARY.index["the"]]
    assert found.extra_words == ("Renard", "Ysengrin")
    np.testing.assert_allclose(found.extra_probabilities, [0.4, 0.2], rtol=1e-3)


def test_an_empty_document_says_nothing() -> None:
    found = cache_of().distribution()
    assert found.ids.size == 0
    assert found.extra_words == ()


def test_the_story_mark_and_unknown_words_are_not_offered() -> None:
    assert remembered(np.array([STORY_ID, UNK_ID, STORY_ID]), 6).sum() == 0


def test_words_older_than_ten_half_lives_are_forgotten() -> None:
    ids = np.array([3] + [4] * 100)
    assert remembered(ids, 6, half_life=5.0)[3] == 0
    assert remembered(ids, 6, half_life=50.0)[3] > 0


@given(WORDS, WORDS, WORDS, st.data())
def test_editing_leaves_what_reading_everything_anew_would(
    text: list[str], more: list[str], others: list[str], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(text)))
    edited = cache_of(*text)
    edited.rebuild(place, others)
    edited.extend(more)
    edited.remove(len(more))
    fresh = cache_of(*text[:place], *others)
    assert len(edited) == len(fresh)
    left, right = edited.distribution(), fresh.distribution()
    np.testing.assert_array_equal(left.probabilities, right.probabilities)
    assert dict(zip(left.extra_words, left.extra_probabilities, strict=True)) == dict(
        zip(right.extra_words, right.extra_probabilities, strict=True)
    )


@given(WORDS, st.data())
def test_a_place_in_the_middle_sees_only_what_stands_before_it(text: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text)))
    np.testing.assert_array_equal(
        cache_of(*text).distribution(place).probabilities, cache_of(*text[:place]).distribution().probabilities
    )


def test_a_position_outside_of_the_document_is_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        cache_of("fox").rebuild(2, [])
