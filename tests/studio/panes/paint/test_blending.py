"""Shares: what is given to one style is taken from the others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.paint.looks import Look, one_style
from studio.panes.paint import blending

BLEND = Look((("a", 0.5), ("b", 0.3), ("c", 0.2)), strength=0.7, brush=2.0)


def test_a_style_comes_in_at_an_even_share_and_leaves_the_rest_their_proportions() -> None:
    look = blending.toggled(Look((("a", 3.0), ("b", 1.0))), "c")
    assert look.names == ("a", "b", "c")
    assert [share for _, share in look.styles] == pytest.approx([0.5, 1 / 6, 1 / 3], abs=1e-5)


def test_a_style_that_is_taken_out_leaves_its_share_to_the_others() -> None:
    assert blending.toggled(BLEND, "a").styles == (("b", 0.6), ("c", 0.4))


def test_everything_but_the_styles_stays() -> None:
    look = blending.toggled(BLEND, "d")
    assert (look.strength, look.brush) == (0.7, 2.0)


def test_a_fifth_style_finds_no_room() -> None:
    four = blending.toggled(BLEND, "d")
    assert not blending.has_room(four)
    assert blending.toggled(four, "e") is four


def test_the_first_style_is_painted_alone() -> None:
    assert blending.toggled(Look(), "a").styles == one_style("a").styles


def test_a_larger_share_is_taken_from_the_others_in_proportion() -> None:
    shares = dict(blending.with_share(BLEND, "a", 0.75).styles)
    assert shares == pytest.approx({"a": 0.75, "b": 0.15, "c": 0.1}, abs=1e-5)


@pytest.mark.parametrize("share", [-1.0, 0.0, 1.0, 7.0])
def test_no_style_of_a_blend_ever_disappears(share: float) -> None:
    shares = [each for _, each in blending.with_share(BLEND, "b", share).styles]
    assert min(shares) >= blending.LEAST_SHARE - 1e-6
    assert sum(shares) == pytest.approx(1.0, abs=1e-5)


def test_the_share_of_a_stranger_changes_nothing() -> None:
    assert blending.with_share(BLEND, "z", 0.5) is BLEND


@given(st.lists(st.floats(0.001, 1000), min_size=1, max_size=4))
def test_whole_percents_sum_to_a_hundred_and_are_never_off_by_one(weights: list[float]) -> None:
    look = Look(tuple((f"style {number}", weight) for number, weight in enumerate(weights)))
    percents = blending.percents(look)
    assert sum(percents.values()) == 100
    assert all(abs(percents[name] - share * 100) < 1 for name, share in look.shares)


def test_a_blend_is_called_by_its_styles_and_shares() -> None:
    assert blending.titles_in(BLEND, {"a": "Udnie"}) == "Udnie 50 % + b 30 % + c 20 %"
    assert blending.titles_in(one_style("a"), {"a": "Udnie"}) == "Udnie"


def test_an_evened_blend_has_equal_shares() -> None:
    assert {share for _, share in blending.evened(BLEND).shares} == {1 / 3}
