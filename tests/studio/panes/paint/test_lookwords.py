"""A look in words a person would use."""

from __future__ import annotations

import numpy as np
import pytest

from studio.panes.paint.look import Look, MaskLayer, Setting
from studio.panes.paint.lookwords import export_stem, look_words, setting_words, short_words

TITLES = {"starry_night": "Starry Night", "udnie": "Udnie"}
BOTH = Look((("starry_night", 3.0), ("udnie", 2.0)), 0.8)
UDNIE = Look((("udnie", 1.0),), 0.6)
MASK = MaskLayer(np.zeros((4, 4), np.uint8))


@pytest.mark.parametrize(
    ("look", "words"),
    [
        (Look(), "the photograph as it is"),
        (Look((("udnie", 1.0),), 0.0), "the photograph as it is"),
        (UDNIE, "Udnie; strength 60 %"),
        (BOTH, "Starry Night 60 %, Udnie 40 %; strength 80 %"),
        (Look((("udnie", 1.0),), 1.0, "luminance", 0.5), "Udnie; strength 100 %; the photograph's colours; brush 50 %"),
        (
            Look((("from_afar", 1.0),), 1.0, "histogram"),
            "From Afar; strength 100 %; colours matched to the photograph",
        ),
    ],
)
def test_a_look_says_all_it_does(look: Look, words: str) -> None:
    assert look_words(look, TITLES) == words


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        (Setting(UDNIE), "Udnie 60 %"),
        (Setting(BOTH), "Starry Night + Udnie 80 %"),
        (Setting(UDNIE, BOTH, MASK), "Udnie 60 %, masked"),
        (Setting(Look(), UDNIE, MASK), "Udnie 60 %, masked"),
        (Setting(), "Photograph"),
    ],
)
def test_a_take_gets_a_short_name(setting: Setting, words: str) -> None:
    assert short_words(setting, TITLES) == words


def test_a_mask_says_both_sides() -> None:
    said = setting_words(Setting(UDNIE, Look(), MASK), TITLES)
    assert said == "Inside the mask: Udnie; strength 60 %. Outside: the photograph as it is"


@pytest.mark.parametrize(
    ("name", "setting", "stem"),
    [
        ("photo.png", Setting(BOTH), "photo__starry_night+udnie__80"),
        ("a/b:c.jpg", Setting(UDNIE), "b_c__udnie__60"),
        ("photo.png", Setting(Look(), UDNIE, MASK), "photo__udnie__60"),
        ("photo.png", Setting(Look(), UDNIE), "photo__plain__100"),
    ],
)
def test_a_file_name_says_what_was_done(name: str, setting: Setting, stem: str) -> None:
    assert export_stem(name, setting) == stem


def test_a_file_name_is_never_too_long() -> None:
    assert len(export_stem("ü" * 400 + ".png", Setting(BOTH)).encode()) <= 220
