"""Masks, the painting of one's own, takes and folders work with the pane they stand beside."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QDialog

from engines.paint.looks import one_style
from studio.panes.paint.look import MaskLayer
from studio.panes.paint.takes import PaintTake
from tests.studio.panes.paint.easel import Easel

LEFT_HALF = np.repeat(np.where(np.arange(48) < 24, 255, 0).astype(np.uint8)[None], 32, axis=0)


def kept(easel: Easel) -> list[PaintTake]:
    """Keep what is seen and wait for it."""
    before = len(easel.pane.rooms.takes.all())
    easel.action("keep").trigger()
    easel.until(lambda: len(easel.pane.rooms.takes.all()) > before)
    return easel.pane.rooms.takes.all()


def test_a_painted_mask_changes_the_setting_and_undo_takes_it_back(easel: Easel) -> None:
    easel.open(easel.photo())
    easel.paint("udnie")
    easel.pane.rooms.masking.edited.emit(MaskLayer(LEFT_HALF))
    assert easel.pane.setting.mask is not None
    assert easel.pane.undo_stack.undoText() == "Mask"
    easel.pane.undo_stack.undo()
    assert easel.pane.setting.mask is None
    assert easel.pane.rooms.masking.layer() is None


def test_with_a_mask_the_gallery_can_edit_what_lies_outside(easel: Easel) -> None:
    easel.open(easel.photo())
    easel.paint("udnie")
    easel.pane.rooms.masking.edited.emit(MaskLayer(LEFT_HALF))
    easel.pane.rooms.masking.side_chosen.emit("outside")
    easel.pane.choose_style("starry_night")
    assert easel.pane.setting.inside.names == ("udnie",)
    assert easel.pane.setting.outside.names == ("starry_night",)
    easel.settled()


def test_a_take_brings_its_setting_back_in_one_step(easel: Easel) -> None:
    easel.open(easel.photo())
    easel.paint("udnie")
    (take,) = kept(easel)
    easel.paint("starry_night")
    easel.pane.rooms.takes.choose(take.id)
    easel.until(lambda: easel.pane.setting.inside == one_style("udnie"))
    assert "take" in easel.pane.undo_stack.undoText()
    easel.pane.undo_stack.undo()
    assert easel.pane.setting.inside == one_style("starry_night")
    easel.settled()


def test_a_take_brings_its_photograph_back_too(easel: Easel) -> None:
    easel.open(easel.photo("first.png"))
    easel.paint("udnie")
    (take,) = kept(easel)
    easel.open(easel.photo("second.png", 60, 40, seed=3))
    easel.pane.rooms.takes.choose(take.id)
    easel.until(lambda: easel.pane.photograph is not None and easel.pane.photograph.name == "first.png")
    assert easel.pane.setting.inside == one_style("udnie")
    easel.pane.undo_stack.undo()
    easel.until(lambda: easel.pane.photograph is not None and easel.pane.photograph.name == "second.png")
    easel.settled()


def test_two_takes_stand_on_both_sides_of_the_slider(easel: Easel) -> None:
    easel.open(easel.photo())
    easel.paint("udnie")
    (take,) = kept(easel)
    easel.paint("starry_night")
    view = easel.pane.canvas.view
    easel.pane.rooms.takes.compare(take.id)
    easel.until(view.is_comparing)
    assert easel.pane.rooms.takes.on_the_left is not None
    easel.pane.rooms.takes.compare(take.id)
    easel.until(lambda: easel.pane.rooms.takes.on_the_left is None)


def test_takes_come_back_with_the_project(easel: Easel) -> None:
    easel.open(easel.photo())
    easel.paint("udnie")
    kept(easel)
    state = easel.pane.collect()
    assert [take["kind"] for take in state["takes"]] == ["stylize"]


def test_a_folder_can_be_painted_once_there_is_a_style(easel: Easel) -> None:
    easel.open(easel.photo())
    assert not easel.action("batch").isEnabled()
    easel.paint("udnie")
    easel.action("batch").trigger()
    (dialog,) = [child for child in easel.pane.findChildren(QDialog) if child.isVisible()]
    dialog.reject()
    easel.quiet()


def test_the_page_of_the_own_painting_shows_its_picture_and_the_styles_theirs(easel: Easel) -> None:
    easel.open(easel.photo())
    easel.paint("udnie")
    easel.pane.panel.show_page(easel.pane.rooms.own_page)
    assert easel.pane.rooms.own_outcome is None
    easel.pane.panel.show_page(easel.pane.panel.styles)
    assert easel.pane.can_export()
    easel.quiet()
