"""A look says in plain values how to paint, refuses what makes no sense, and comes back as it was."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.errors import BadInput
from engines.paint.looks import COLOURS, MOST_STYLES, Look, one_style

NAMES = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=100)
WEIGHTS = st.floats(0, 1e6, exclude_min=True, exclude_max=True, allow_subnormal=False)
LOOKS = st.builds(
    Look,
    st.lists(st.tuples(NAMES, WEIGHTS), max_size=MOST_STYLES, unique_by=lambda style: style[0]).map(tuple),
    st.floats(0, 1),
    st.sampled_from(COLOURS),
    st.floats(0.05, 4),
)


@given(LOOKS)
def test_plain_values_bring_a_look_back(look: Look) -> None:
    assert Look.from_dict(json.loads(json.dumps(look.to_dict()))) == look


@given(LOOKS)
def test_shares_sum_to_one_in_the_order_of_the_styles(look: Look) -> None:
    assert tuple(name for name, _ in look.shares) == look.names
    assert sum(share for _, share in look.shares) == pytest.approx(1.0 if look.styles else 0.0)


def test_values_that_are_missing_are_the_usual_ones_and_unknown_ones_are_left_out() -> None:
    assert Look.from_dict({"styles": [["wave", 2]], "grain": 3}) == Look((("wave", 2.0),))


@pytest.mark.parametrize(
    ("look", "plain"),
    [(Look(), True), (one_style("wave"), False), (one_style("wave", 0), True), (one_style(""), True)],
)
def test_a_look_without_style_or_strength_leaves_the_photograph(look: Look, plain: bool) -> None:
    assert look.is_plain is plain


@pytest.mark.parametrize(
    "values",
    [
        {"styles": "wave"},
        {"styles": ["wave"]},
        {"styles": [["wave"]]},
        {"styles": [["", 1]]},
        {"styles": [["a\0b", 1]]},
        {"styles": [["x" * 101, 1]]},
        {"styles": [[3, 1]]},
        {"styles": [["wave", 0]]},
        {"styles": [["wave", -1]]},
        {"styles": [["wave", float("nan")]]},
        {"styles": [["wave", True]]},
        {"styles": [["wave", 1], ["wave", 2]]},
        {"styles": [[name, 1] for name in "abcde"]},
        {"strength": -0.01},
        {"strength": 1.01},
        {"strength": "0.5"},
        {"strength": None},
        {"strength": True},
        {"brush": 0.04},
        {"brush": 4.1},
        {"brush": float("inf")},
        {"colours": "all"},
        {"colours": None},
        {"colours": ["off"]},
    ],
)
def test_a_value_that_makes_no_sense_is_a_sentence(values: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as caught:
        Look.from_dict(values)
    assert str(caught.value).endswith(".")


def test_too_many_styles_are_counted_not_listed() -> None:
    with pytest.raises(BadInput, match="at most 4 styles, not 5;"):
        Look(tuple((name, 1.0) for name in "abcde"))
