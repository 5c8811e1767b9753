"""Blends, masks and brushes: mixed at once, painted when the hand rests, kept only for the photograph at hand."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace

import numpy as np
import pytest

from engines.paint.looks import Look, one_style
from engines.paint.stylise import StyleRequest, stylise
from engines.steps import finish
from studio.panes.paint import blending
from studio.panes.paint.images import from_image
from studio.panes.paint.look import MaskLayer, Setting
from studio.panes.paint.renderer import LARGEST_SHOWN, fits_in_one_piece
from tests.studio.panes.paint.easel import Easel


def expected(easel: Easel, setting: Setting) -> np.ndarray:
    assert easel.pane.photograph is not None
    mask = None if setting.mask is None else setting.mask.mask
    request = StyleRequest(easel.pane.photograph.picture.pixels, setting.inside, setting.outside, mask)
    return finish(stylise(request)).pixels


def half_mask(width: int = 48, height: int = 32) -> MaskLayer:
    values = np.zeros((height, width), np.uint8)
    values[:, : width // 2] = 255
    return MaskLayer(values)


def test_a_moved_share_is_mixed_without_the_network_and_painted_when_the_hand_rests(easel: Easel) -> None:
    easel.open(easel.photo())
    easel.blend("udnie", "the_scream")
    easel.settled()
    asked = easel.asked.count("render")
    easel.arrived.clear()
    for share in (0.6, 0.7, 0.8):
        easel.pane.panel.styles.blend.changed.emit(blending.with_share(easel.pane.look, "udnie", share))
    assert [painting.full for painting in easel.arrived] == [False] * 3
    assert easel.asked.count("render") == asked
    easel.settled()
    assert easel.asked.count("render") == asked + 1
    assert easel.arrived[-1].full
    assert (from_image(easel.arrived[-1].image)[..., :3] == expected(easel, Setting(easel.pane.look))).all()


def test_one_brush_after_another_ends_with_the_last(easel: Easel) -> None:
    easel.open(easel.photo(width=300, height=200))
    easel.paint("udnie")
    for brush in (2.0, 3.0, 4.0):
        easel.pane.panel.styles.set_brush(brush)
    easel.settled()
    assert easel.arrived[-1].full
    assert (from_image(easel.arrived[-1].image)[..., :3] == expected(easel, easel.pane.setting)).all()


@pytest.mark.parametrize("colours", ["luminance", "histogram"])
def test_the_strength_needs_no_network_whatever_the_colours(easel: Easel, colours: str) -> None:
    easel.open(easel.photo())
    easel.paint("udnie")
    easel.pane.panel.styles.set_colours(colours)
    easel.settled()
    asked = easel.asked.count("render")
    easel.strength(30)
    assert easel.asked.count("render") == asked
    assert (easel.arrived[-1].opacity, easel.arrived[-1].full) == (0.3, True)


def test_a_mask_needs_no_network_and_shows_the_photograph_outside(easel: Easel) -> None:
    easel.open(easel.photo())
    easel.paint("udnie")
    asked = easel.asked.count("render")
    easel.pane.change(replace(easel.pane.setting, mask=half_mask()), "Mask")
    assert easel.asked.count("render") == asked
    assert easel.pane.photograph is not None
    seen = from_image(easel.arrived[-1].image)[..., :3]
    assert np.abs(seen[:, 24:].astype(int) - easel.pane.photograph.picture.pixels[:, 24:]).max() <= 1
    assert np.abs(seen.astype(int) - expected(easel, easel.pane.setting)).max() <= 2


def test_another_look_outside_is_edited_on_its_side(easel: Easel) -> None:
    easel.open(easel.photo())
    easel.paint("udnie")
    easel.pane.edit_side("outside")
    assert easel.pane.side == "inside"  # without a mask there is no outside
    easel.pane.change(replace(easel.pane.setting, mask=half_mask()), "Mask")
    easel.pane.edit_side("outside")
    easel.pane.choose_style("the_scream")
    easel.strength(50)
    assert easel.pane.setting.inside == one_style("udnie")
    assert easel.pane.setting.outside == one_style("the_scream", 0.5)
    easel.settled()
    seen = from_image(easel.arrived[-1].image)[..., :3]
    assert np.abs(seen.astype(int) - expected(easel, easel.pane.setting)).max() <= 3
    easel.pane.change(replace(easel.pane.setting, mask=None), "Mask")
    assert easel.pane.side == "inside"
    assert easel.pane.look == one_style("udnie")


def test_a_large_photograph_with_a_mask_gets_its_full_size_from_the_engine(easel: Easel) -> None:
    easel.open(easel.photo(width=1040, height=60))
    easel.paint("udnie")
    layer = half_mask(1040, 60)
    easel.pane.change(Setting(one_style("udnie", 0.5), one_style("the_scream", 0.8), layer), "Mask")
    easel.settled()
    assert easel.arrived[-1].full
    assert (from_image(easel.arrived[-1].image)[..., :3] == expected(easel, easel.pane.setting)).all()


def test_what_the_engine_would_do_in_strips_stays_a_preview(easel: Easel) -> None:
    easel.open(easel.photo(width=1040, height=60))
    assert easel.pane.photograph is not None
    assert fits_in_one_piece(easel.pane.photograph, Setting(one_style("udnie")))
    monster = replace(easel.pane.photograph.picture, pixels=np.empty((1, LARGEST_SHOWN + 1, 3), np.uint8))
    assert not fits_in_one_piece(replace(easel.pane.photograph, picture=monster), Setting(one_style("udnie")))
    large = replace(easel.pane.photograph.picture, pixels=np.empty((3000, 4000, 3), np.uint8))
    photograph = replace(easel.pane.photograph, picture=large)
    assert fits_in_one_piece(photograph, Setting(Look((("udnie", 1.0),), brush=1.0)))
    assert not fits_in_one_piece(photograph, Setting(Look((("udnie", 1.0),), brush=0.25)))


def test_a_guest_has_the_place_until_it_leaves(easel: Easel) -> None:
    easel.open(easel.photo())
    easel.paint("udnie")
    before = easel.middle()
    guest = easel.arrived[-1].image.copy()
    guest.fill(0xFF00FF00)
    easel.pane.showing.show_guest(guest)
    assert easel.middle().name() == "#00ff00"
    easel.paint("the_scream")
    assert easel.middle().name() == "#00ff00"
    easel.pane.choose_style("udnie")
    easel.pane.showing.show_guest(None)
    assert easel.middle() == before


def test_what_is_seen_can_be_taken_along(easel: Easel) -> None:
    assert easel.pane.showing.seen() is None
    easel.open(easel.photo(width=1800, height=900))
    easel.paint("udnie")
    easel.strength(50)
    seen = easel.pane.showing.seen()
    assert seen is not None
    assert (seen.width(), seen.height()) == (1600, 800)


def test_a_style_that_cannot_be_painted_cannot_be_exported(easel: Easel, monkeypatch: pytest.MonkeyPatch) -> None:
    from engines.errors import MissingWeights

    def refuse(_request: object) -> object:
        raise MissingWeights("The model was changed. Install it again.")
        yield

    easel.open(easel.photo())
    easel.quiet()
    monkeypatch.setattr("studio.panes.paint.painted.stylise", refuse)
    easel.pane.choose_style("udnie")
    easel.until(lambda: bool(easel.said()))
    assert not easel.action("export").isEnabled()
    monkeypatch.undo()
    easel.pane.choose_style("the_scream")
    assert easel.action("export").isEnabled()


def test_the_history_keeps_files_and_not_pictures(easel: Easel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studio.panes.paint.negative._SMALL_PIXELS", 0)
    easel.open(easel.photo("first.png", seed=1))
    first = easel.pane.photograph
    assert first is not None
    gone, pixels = weakref.ref(first), first.picture.pixels.copy()
    del first
    easel.open(easel.photo("second.png", seed=2))
    easel.settled()
    gc.collect()
    assert gone() is None
    easel.pane.undo_stack.undo()
    easel.until(lambda: easel.pane.photograph is not None and easel.pane.photograph.name == "first.png")
    assert easel.pane.photograph is not None
    assert np.array_equal(easel.pane.photograph.picture.pixels, pixels)


def test_of_undo_and_redo_in_a_row_the_last_counts(easel: Easel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studio.panes.paint.negative._SMALL_PIXELS", 0)
    easel.open(easel.photo("first.png"))
    easel.open(easel.photo("second.png"))
    easel.settled()
    easel.pane.undo_stack.undo()
    easel.pane.undo_stack.redo()
    easel.settled()
    assert easel.pane.photograph is not None
    assert easel.pane.photograph.name == "second.png"
    assert easel.pane.collect()["name"] == "second.png"


def test_a_mask_stays_with_its_photograph(easel: Easel) -> None:
    easel.open(easel.photo("first.png"))
    easel.pane.change(Setting(one_style("udnie"), mask=half_mask()), "Mask")
    easel.open(easel.photo("second.png"))
    assert easel.pane.setting == Setting(one_style("udnie"))
    easel.pane.undo_stack.undo()
    assert easel.pane.setting.mask is not None
