"""Chance with manners."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.errors import BadInput
from engines.write.sampling import Phrases, Sampling, drawn, narrowed, tempered

SHARES = np.array([0.5, 0.25, 0.15, 0.1], dtype=np.float32)


def tally(sampling: Sampling, shares: np.ndarray = SHARES, count: int = 4000) -> np.ndarray:
    chance = np.random.default_rng(0)
    return np.bincount([drawn(shares, sampling, chance) for _ in range(count)], minlength=len(shares)) / count


def test_words_come_as_often_as_their_shares_say() -> None:
    np.testing.assert_allclose(tally(Sampling(1.0, top_p=1.0)), SHARES, atol=0.03)


def test_temperature_nought_always_takes_the_likeliest() -> None:
    np.testing.assert_array_equal(tally(Sampling(0.0), count=50), [1, 0, 0, 0])


def test_top_k_keeps_the_likeliest() -> None:
    np.testing.assert_allclose(tally(Sampling(1.0, top_k=2, top_p=1.0)), [2 / 3, 1 / 3, 0, 0], atol=0.03)


def test_top_p_keeps_the_fewest_that_hold_the_share() -> None:
    np.testing.assert_allclose(narrowed(SHARES.astype(float), 0, 0.6), [2 / 3, 1 / 3, 0, 0])
    np.testing.assert_allclose(narrowed(SHARES.astype(float), 0, 0.01), [1, 0, 0, 0])


@given(st.floats(0.01, 10))
def test_any_temperature_keeps_the_order_and_the_sum(temperature: float) -> None:
    found = tempered(SHARES, temperature)
    assert found.sum() == pytest.approx(1)
    assert (np.diff(found) <= 0).all()


def test_where_nothing_may_come_nothing_is_drawn() -> None:
    for temperature in (0.0, 0.5, 1.0):
        assert drawn(np.zeros(3, dtype=np.float32), Sampling(temperature), np.random.default_rng(0)) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"temperature": -0.1},
        {"temperature": float("nan")},
        {"top_k": -1},
        {"top_p": 0.0},
        {"top_p": 1.1},
        {"no_repeat": -1},
    ],
)
def test_numbers_out_of_range_are_said_in_a_sentence(wrong: dict[str, float]) -> None:
    with pytest.raises(BadInput, match="must be"):
        Sampling(**wrong)  # type: ignore[arg-type]


@given(st.lists(st.sampled_from("abAB"), max_size=30), st.integers(1, 4))
def test_a_word_is_spent_exactly_where_it_would_say_a_phrase_again(said: list[str], length: int) -> None:
    small = [word.casefold() for word in said]
    heard = {tuple(small[begin : begin + length]) for begin in range(len(small) - length + 1)}
    end = tuple(small[len(small) - length + 1 :])
    wanted = {word for word in "ab" if (*end, word) in heard and len(end) == length - 1}
    assert Phrases(length, said).spent() == wanted


def test_phrases_of_no_length_are_never_spent() -> None:
    assert not Phrases(0, "aaaa").spent()
