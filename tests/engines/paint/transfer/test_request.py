"""What is asked of a transfer is checked at once, in one sentence, and travels through JSON unchanged."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from engines.errors import BadInput
from engines.paint.transfer.request import MOST_PAINTINGS, StylePicture, TransferRequest, TransferSettings

PIXELS = np.zeros((4, 5, 3), np.uint8)


def test_settings_travel_through_json() -> None:
    settings = TransferSettings(
        64, 5, 2.0, 40.0, 0.5, (("stem", 1.0), ("block2_depth", 0.5)), 2.0, start="noise", seed=7
    )
    assert TransferSettings.from_dict(json.loads(json.dumps(settings.to_dict()))) == settings


def test_missing_settings_are_the_usual_ones_and_unknown_ones_are_left_out() -> None:
    assert TransferSettings.from_dict({"steps": 7, "of_a_later_version": 1}) == TransferSettings(steps=7)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("size", 31, "size must be a whole number between 32 and 2048, not 31"),
        ("size", 4096, "between 32 and 2048"),
        ("size", 64.0, "whole number"),
        ("size", True, "whole number"),
        ("steps", 0, "number of steps"),
        ("steps", "many", "not 'many'"),
        ("seed", -1, "seed"),
        ("seed", 2**63, "seed"),
        ("content", -0.1, "content"),
        ("style", float("nan"), "style"),
        ("style", float("inf"), "style"),
        ("smoothness", None, "smoothness"),
        ("brush", 0.2, "between 0.25 and 4"),
        ("brush", 4.1, "between 0.25 and 4"),
        ("features", "vgg16", "lite0 or vgg19"),
        ("features", ["lite0"], "lite0 or vgg19"),
        ("optimizer", "sgd", "lbfgs or adam"),
        ("start", "", "photo or noise"),
        ("colours", "grey", "off, luminance or histogram"),
        ("layers", "stem", "list of names"),
        ("layers", [["stem"]], "comes with its weight"),
        ("layers", [["", 1]], "short text"),
        ("layers", [["stem", 1], ["stem", 2]], "named twice"),
        ("layers", [["stem", -1]], "weight of the style layer “stem”"),
        ("layers", [["stem", 0]], "weigh nothing"),
        ("layers", [[str(number), 1] for number in range(65)], "list of names"),
    ],
)
def test_a_setting_out_of_range_is_refused_in_a_sentence(name: str, value: Any, words: str) -> None:
    with pytest.raises(BadInput) as caught:
        TransferSettings.from_dict({name: value})
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 160


def test_content_and_style_cannot_both_weigh_nothing() -> None:
    assert TransferSettings(content=0.0).style > 0
    with pytest.raises(BadInput, match="both weigh nothing"):
        TransferSettings(content=0, style=0)


@pytest.mark.parametrize(
    "pixels",
    [np.zeros((4, 5), np.uint8), np.zeros((4, 5, 4), np.uint8), np.zeros((4, 5, 3), np.uint16), PIXELS[:0], None],
)
def test_what_is_no_picture_is_refused_by_name(pixels: Any) -> None:
    with pytest.raises(BadInput, match="style picture “wave” must be an 8-bit colour picture"):
        StylePicture(pixels, name="wave")
    with pytest.raises(BadInput, match="photograph must be an 8-bit colour picture"):
        TransferRequest(pixels, (StylePicture(PIXELS),))


@pytest.mark.parametrize("weight", [0, -1, float("nan"), 1e6, "2"])
def test_the_weight_of_a_style_picture_is_above_0(weight: Any) -> None:
    with pytest.raises(BadInput, match="weight of the style picture must be a number above 0"):
        StylePicture(PIXELS, weight)


@pytest.mark.parametrize("count", [0, MOST_PAINTINGS + 1])
def test_there_is_at_least_one_style_picture_and_not_too_many(count: int) -> None:
    with pytest.raises(BadInput, match=f"Choose 1 to {MOST_PAINTINGS} style pictures"):
        TransferRequest(PIXELS, (StylePicture(PIXELS),) * count)
