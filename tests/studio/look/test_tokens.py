from __future__ import annotations

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
