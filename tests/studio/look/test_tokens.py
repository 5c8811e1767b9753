from __future__ import annotations

import math
from dataclasses import fields

import pytest

from studio.look.tokens import DARK, LIGHT, Tokens, contrast

THEMES = pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
SURFACES = ("window", "panel", "raised", "hover", "canvas")


@THEMES
@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("role", ["text", "muted", "danger", "warning", "success"])
def test_words_can_be_read_on_every_surface(tokens: Tokens, surface: str, role: str) -> None:
    assert contrast(getattr(tokens, role), getattr(tokens, surface)) >= 4.5


@THEMES
def test_words_can_be_read_on_what_is_chosen(tokens: Tokens) -> None:
    assert contrast(tokens.selection_text, tokens.selection) >= 4.5
    assert contrast(tokens.accent_text, tokens.accent) >= 4.5
    assert contrast(tokens.accent_text, tokens.accent_hover) >= 4.5


@THEMES
@pytest.mark.parametrize("surface", SURFACES)
def test_the_focus_ring_stands_out_from_every_surface(tokens: Tokens, surface: str) -> None:
    assert contrast(tokens.focus, getattr(tokens, surface)) >= 3


@THEMES
@pytest.mark.parametrize("surface", [*SURFACES, "text", "muted", "line", "pressed"])
def test_greys_are_neutral_so_that_pictures_speak(tokens: Tokens, surface: str) -> None:
    red, green, blue = (getattr(tokens, surface)[at : at + 2] for at in (1, 3, 5))
    assert red == green == blue


@THEMES
def test_every_colour_is_written_in_full(tokens: Tokens) -> None:
    for field in fields(tokens):
        if field.name != "dark":
            colour = getattr(tokens, field.name)
            assert colour[0] == "#"
            assert len(colour) in (7, 9)
            int(colour[1:], 16)


def test_contrast_agrees_with_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


#: What eyes without red, green or blue cones see of linear red, green and blue (Machado, Oliveira, Fernandes 2009).
EYES = {
    "all cones": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}


def seen(colour: str, eyes: str) -> tuple[float, float, float]:
    """The colour in CIE L*a*b* as such eyes see it."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    red, green, blue = (min(1.0, max(0.0, sum(a * b for a, b in zip(row, linear, strict=True)))) for row in EYES[eyes])
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    f, g, h = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * g - 16, 500 * (f - g), 200 * (g - h)


@THEMES
@pytest.mark.parametrize("eyes", EYES)
def test_tracks_are_told_apart_by_all_eyes(tokens: Tokens, eyes: str) -> None:
    tracks = [seen(getattr(tokens, f"track_{number}"), eyes) for number in range(1, 9)]
    pairs = [(one, other) for one in range(8) for other in range(one)]
    # A difference of 2.3 is just seen; the first four, which most scores need, are far apart.
    assert min(math.dist(tracks[one], tracks[other]) for one, other in pairs) > 11
    assert min(math.dist(tracks[one], tracks[other]) for one, other in pairs if one < 4) > 15


@THEMES
@pytest.mark.parametrize("number", range(1, 9))
def test_names_on_notes_can_be_read_and_notes_stand_out(tokens: Tokens, number: int) -> None:
    track = getattr(tokens, f"track_{number}")
    assert contrast(tokens.note_text, track) >= 4.5
    assert contrast(track, tokens.roll_black) >= (3 if tokens.dark else 1.5)
