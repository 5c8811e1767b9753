"""Mixing network, word counts and cache, and learning how much of each."""

from __future__ import annotations

import numpy as np
import pytest

from engines.errors import BadInput
from engines.steps import finish
from engines.write.cache import remembered
from engines.write.mixture import Mixture, softmax
from engines.write.mixturefitting import PIECE, fit_mixture, reread
from engines.write.ngram import KneserNey
from engines.write.vocabulary import STORY_ID
from tests.engines.write.foreseen import Sharp, counts, documents, vocabulary

LOGITS = np.log(np.array([0.1, 0.2, 0.3, 0.4], dtype=np.float32))
COUNTED = np.array([0.4, 0.3, 0.2, 0.1], dtype=np.float32)
CACHED = np.array([0.0, 0.0, 0.0, 0.5, 0.5], dtype=np.float32)


def framed(count: int, seed: int) -> list[np.ndarray]:
    words = vocabulary()
    return [np.array([STORY_ID, *words.encode(each), STORY_ID]) for each in documents(count, seed)]


def test_each_part_has_its_share_and_the_documents_own_words_stand_behind() -> None:
    mixed = Mixture(0.5, 0.3, 0.2).combine(LOGITS, COUNTED, CACHED)
    np.testing.assert_allclose(mixed, [0.17, 0.19, 0.21, 0.33, 0.1], rtol=1e-5)


def test_the_temperature_belongs_to_the_network() -> None:
    cool = Mixture(1.0, 0.0, 0.0, temperature=0.5).combine(LOGITS, COUNTED, CACHED)
    np.testing.assert_allclose(cool[:4], np.array([1, 4, 9, 16]) / 30, rtol=1e-5)


def test_an_empty_document_leaves_its_share_to_the_others() -> None:
    mixed = Mixture(0.5, 0.3, 0.2).combine(LOGITS, COUNTED, np.zeros(5, dtype=np.float32))
    assert mixed.shape == (5,)
    np.testing.assert_allclose(mixed[:4], (0.5 * softmax(LOGITS) + 0.3 * COUNTED) / 0.8, rtol=1e-5)


def test_the_baseline_is_word_counts_and_cache_alone() -> None:
    baseline = Mixture(0.7, 0.2, 0.1, cache_beside_ngram=0.25).without_network()
    np.testing.assert_allclose(baseline.combine(None, COUNTED, CACHED), [0.3, 0.225, 0.15, 0.2, 0.125], rtol=1e-5)


def test_a_card_brings_a_mixture_back() -> None:
    mixture = Mixture(0.6, 0.3, 0.1, 1.2, 150.0, 0.07, 1234)
    assert Mixture.from_dict(mixture.to_dict()) == mixture


@pytest.mark.parametrize(
    "plain", [{"network": 2}, {"network": "much"}, {"network": 0.2}, {"temperature": 0}, {"cache": float("nan")}]
)
def test_a_card_with_impossible_shares_is_refused(plain: dict[str, object]) -> None:
    with pytest.raises(BadInput, match="mixture"):
        Mixture.from_dict(plain)


@pytest.mark.parametrize("half_life", [3.0, 50.0])
def test_one_reading_tells_of_every_word_what_the_cache_would_have_said(half_life: float) -> None:
    ids = np.random.default_rng(0).integers(3, 9, 25)
    ids[0] = STORY_ID
    expected = [remembered(ids[:place], 9, half_life)[ids[place]] for place in range(1, len(ids))]
    np.testing.assert_allclose(reread(ids, half_life), expected, rtol=1e-5)


def test_a_network_too_sure_of_itself_is_cooled_to_what_it_knows() -> None:
    model, uniform = counts(vocabulary()), KneserNey.fit([], len(vocabulary()))
    sure = Sharp(model, 1.6)
    modest = finish(fit_mixture(Sharp(model, 1.0), uniform, framed(30, 1)))
    cooled = finish(fit_mixture(sure, uniform, framed(30, 1)))
    assert cooled.temperature == pytest.approx(1.6 * modest.temperature, rel=0.02)
    assert cooled.network == pytest.approx(modest.network, abs=0.01)
    assert max(sure.pieces) <= PIECE


def test_what_knows_nothing_gets_hardly_a_share() -> None:
    words = vocabulary()
    uniform = KneserNey.fit([], len(words))
    mixture = finish(fit_mixture(Sharp(uniform, 1.0), counts(words), framed(30, 2)))
    assert mixture.ngram > 0.8
    assert mixture.network < 0.05


def test_the_shares_found_are_better_than_those_nearby() -> None:
    words, held_out = vocabulary(), framed(12, 3)
    coarse = KneserNey.fit([words.encode(each) for each in documents(2, 9)], len(words), order=2)
    model = counts(words)
    found = finish(fit_mixture(Sharp(coarse, 1.3), model, held_out))

    def surprise(mixture: Mixture) -> float:
        total = 0.0
        for ids in held_out:
            for place in range(1, len(ids)):
                logits = np.log(coarse.distribution(ids[:place])) * 1.3
                cached = remembered(ids[:place], len(words), found.half_life)
                total -= np.log(mixture.combine(logits, model.distribution(ids[:place]), cached)[ids[place]])
        return float(total)

    best = surprise(found)
    for network, ngram, temperature in ((0.05, -0.05, 1.0), (-0.05, 0.05, 1.0), (0.0, -0.05, 1.0), (0, 0, 1.25)):
        moved = (max(found.network + network, 0.0), max(found.ngram + ngram, 0.0))
        if sum(moved) <= 1:
            other = Mixture(*moved, 1 - sum(moved), found.temperature * temperature, found.half_life)
            assert surprise(other) >= best - 0.05


def test_without_a_network_counts_and_cache_are_mixed() -> None:
    mixture = finish(fit_mixture(None, counts(vocabulary()), framed(5, 4)))
    assert mixture.network == 0
    assert mixture.cache == mixture.cache_beside_ngram
    assert mixture.ngram > 0.5


def test_nothing_held_out_gives_the_usual_shares() -> None:
    assert finish(fit_mixture(None, counts(vocabulary()), [])) == Mixture()
