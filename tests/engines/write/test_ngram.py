"""Kneser-Ney: hand-computed values, and what must hold for any text."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.errors import MissingWeights
from engines.write.ngram import KneserNey
from engines.write.vocabulary import STORY_ID, UNK_ID

A, B, C = 3, 4, 5
SIZE = 6

documents = st.lists(st.lists(st.integers(0, SIZE - 1), max_size=12), max_size=5)
contexts = st.lists(st.integers(0, SIZE - 1), max_size=6)


def test_bigrams_agree_with_a_calculation_by_hand() -> None:
    # \f a b a b c \f: too little text to estimate discounts, so 0.5, 1 and 1.5 are taken off counts of 1, 2, 3.
    model = KneserNey.fit([[STORY_ID, A, B, A, B, C]], SIZE, order=2)
    # Different words before each word: a after \f and b; b after a; c after b; \f after c.
    base = np.full(SIZE, (0.5 + 1.0 + 0.5 + 0.5) / 5 / SIZE)
    base[[A, B, C, STORY_ID]] += [1 / 5, 0.5 / 5, 0.5 / 5, 0.5 / 5]
    # The first word of the document: nothing else was ever seen there.
    after_story = 0.5 * base
    after_story[A] += 0.5
    # After a: b twice, of which one is taken off; after b: a and c once each.
    after_a, after_b = 0.5 * base, 0.5 * base
    after_a[B] += 0.5
    after_b[[A, C]] += 0.25
    for context, expected in (([], base), ([1], after_story), ([A], after_a), ([A, B], after_b), ([2], base)):
        np.testing.assert_allclose(model.distribution(context), expected, rtol=1e-6)


def test_the_beginning_of_a_story_counts_as_often_as_it_occurs() -> None:
    # Nothing can stand before \f a, so its three occurrences count in full against one different word before b.
    model = KneserNey.fit([[A, B], [A, C], [A, A]], SIZE, order=3)
    assert model.counts.levels[0][model.counts.first[0][STORY_ID]] == 3


def test_discounts_are_estimated_from_how_many_counts_are_one_two_three_and_four() -> None:
    words = [word for number, times in ((3, 1), (4, 1), (5, 2), (6, 3), (7, 4)) for word in [number] * times]
    model = KneserNey.fit([words], 8, order=1)
    # Ones: two words and the end of the story; one word each occurs twice, three and four times.
    share = 3 / (3 + 2 * 1)
    np.testing.assert_allclose(model.counts.discounts[0], [1 - 2 * share * 1 / 3, 2 - 3 * share * 1 / 1, 3 - 4 * share])


@given(documents, contexts, st.integers(1, 4))
@settings(max_examples=150, deadline=None)
def test_probabilities_sum_to_one_and_none_is_zero(texts: list[list[int]], context: list[int], order: int) -> None:
    found = KneserNey.fit(texts, SIZE, order).distribution(context)
    assert found.dtype == np.float32
    assert found.min() > 0
    assert found.sum(dtype=np.float64) == pytest.approx(1, abs=1e-5)


@given(documents, st.lists(st.integers(0, SIZE - 1), min_size=2, max_size=20), st.integers(1, 4))
@settings(max_examples=100, deadline=None)
def test_a_whole_text_at_once_gets_the_same_probabilities_as_word_by_word(
    texts: list[list[int]], ids: list[int], order: int
) -> None:
    model = KneserNey.fit(texts, SIZE, order)
    one_by_one = [np.log(model.distribution(ids[:place])[ids[place]]) for place in range(1, len(ids))]
    np.testing.assert_allclose(model.log_probabilities(ids), one_by_one, rtol=1e-4, atol=1e-5)


@given(documents, contexts)
@settings(max_examples=100, deadline=None)
def test_pruning_leaves_a_distribution(texts: list[list[int]], context: list[int]) -> None:
    whole = KneserNey.fit(texts, SIZE)
    pruned = KneserNey.fit(texts, SIZE, least=(1, 2, 2))
    assert all(few <= many for few, many in zip(pruned.sizes(), whole.sizes(), strict=True))
    found = pruned.distribution(context)
    assert found.min() > 0
    assert found.sum(dtype=np.float64) == pytest.approx(1, abs=1e-5)


def test_pruning_drops_rare_sequences_and_keeps_what_longer_ones_stand_on() -> None:
    model = KneserNey.fit([[A, B, C], [A, B, C], [C, C, A]], SIZE, least=(9, 9, 2))
    # The story's beginning a, b and the way to its end were seen twice; nothing else remains.
    assert model.sizes() == (SIZE, 2, 2, 2)
    assert model.distribution([STORY_ID, A, B])[C] > 0.3


def test_nothing_is_carried_over_the_beginning_of_a_story() -> None:
    model = KneserNey.fit([[A, B], [C, A]], SIZE)
    np.testing.assert_array_equal(model.distribution([A, B, STORY_ID]), model.distribution([STORY_ID]))


def test_a_longer_context_that_was_seen_is_more_certain() -> None:
    model = KneserNey.fit([[A, B, C], [B, A, A], [C, B, B]], SIZE)
    assert model.distribution([STORY_ID, A, B])[C] > model.distribution([B])[C]
    assert model.matched([STORY_ID, A, B]) == 3
    assert model.matched([C, C, C]) == 1
    assert model.matched([2]) == 0


def test_half_of_the_words_seen_once_can_teach_how_often_an_unknown_one_comes() -> None:
    text = [[A, B, C, A]]
    assert KneserNey.fit(text, SIZE).counts.unigrams[UNK_ID] == 0
    taught = KneserNey.fit(text, SIZE, half_of_singletons_unknown=True)
    assert taught.counts.unigrams[UNK_ID] == 1
    assert taught.counts.unigrams[B] == 0


@pytest.mark.parametrize("least", [(), (1, 2, 2)])
def test_what_is_saved_comes_back_the_same(tmp_path: Path, least: tuple[int, ...]) -> None:
    chance = np.random.default_rng(0)
    model = KneserNey.fit([chance.integers(2, 9, 400)], 9, least=least)
    model.save(tmp_path / "ngram.npz")
    again = KneserNey.load(tmp_path / "ngram.npz")
    for context in ([], [3], [3, 4], [5, 3, 4], [1, 5, 3, 4]):
        np.testing.assert_array_equal(again.distribution(context), model.distribution(context))
    assert again.sizes() == model.sizes()


@pytest.mark.parametrize("damage", [b"", b"PK nonsense", None])
def test_a_damaged_file_is_refused_in_one_sentence(tmp_path: Path, damage: bytes | None) -> None:
    path = tmp_path / "ngram.npz"
    KneserNey.fit([[A, B]], SIZE).save(path)
    path.write_bytes(path.read_bytes()[:-200] if damage is None else damage)
    with pytest.raises(MissingWeights, match=r"no word counts"):
        KneserNey.load(path)


def test_counts_that_do_not_fit_together_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "ngram.npz"
    KneserNey.fit([[A, B]], SIZE).save(path)
    with np.load(path) as file:
        arrays = dict(file)
    arrays["words3"] = arrays["words3"][:-1]
    np.savez_compressed(path, **arrays)
    with pytest.raises(MissingWeights):
        KneserNey.load(path)


@pytest.mark.parametrize("ids", [[SIZE], [-1]])
def test_ids_outside_of_the_vocabulary_are_refused(ids: list[int]) -> None:
    with pytest.raises(ValueError, match="ids must lie between"):
        KneserNey.fit([ids], SIZE)


def test_a_distribution_over_twenty_thousand_words_takes_less_than_a_millisecond() -> None:
    chance = np.random.default_rng(1)
    text = (chance.zipf(1.3, 100_000) % 19_990 + 3).astype(np.int64)
    model = KneserNey.fit([text], 20_000)
    seconds = []
    for place in range(200, 400):
        began = time.perf_counter()
        model.distribution(text[:place])
        seconds.append(time.perf_counter() - began)
    assert float(np.median(seconds)) < 0.001
