"""A style and a strength: what is asked of the engine, what is shown, and what never is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engines.paint.looks import one_style
from engines.paint.pictures import open_picture
from engines.paint.stylise import StyleRequest, stylise
from engines.steps import finish
from studio.jobs.job import Job
from studio.panes.paint.images import from_image
from tests.studio.panes.paint.easel import Easel


def test_a_chosen_style_shows_the_painting_of_the_engine(easel: Easel) -> None:
    path = easel.photo()
    easel.open(path)
    easel.paint("udnie")
    expected = finish(stylise(StyleRequest(open_picture(path).pixels, one_style("udnie")))).pixels
    assert (from_image(easel.arrived[-1].image)[..., :3] == expected).all()


def test_a_large_photograph_gets_a_preview_first_and_its_full_size_when_the_hand_rests(easel: Easel) -> None:
    easel.open(easel.photo(width=1040, height=60))
    easel.paint("udnie")
    assert [(painting.full, painting.image.width()) for painting in easel.arrived] == [(False, 1000), (True, 1040)]


def test_a_small_photograph_is_painted_once(easel: Easel) -> None:
    easel.open(easel.photo())
    easel.paint("udnie")
    easel.quiet()
    assert easel.asked.count("render") == 1


def test_the_strength_is_blended_by_the_view_without_the_engine(easel: Easel) -> None:
    easel.open(easel.photo())
    easel.paint("udnie")
    painted = easel.middle()
    easel.strength(0)
    without = easel.middle()
    easel.strength(50)
    half = easel.middle()
    assert easel.asked.count("render") == 1
    assert painted != without
    assert abs(half.red() - (painted.red() + without.red()) / 2) <= 2


def test_the_original_shows_the_photograph_again(easel: Easel) -> None:
    easel.open(easel.photo())
    before = easel.middle()
    easel.paint("udnie")
    assert easel.middle() != before
    easel.pane.choose_style("")
    assert easel.middle() == before


def test_of_quick_choices_only_the_last_is_shown(easel: Easel) -> None:
    easel.open(easel.photo(width=600, height=400))
    easel.quiet()
    for style in ("udnie", "great_wave", "the_scream", "starry_night"):
        easel.pane.choose_style(style)
    easel.until(lambda: bool(easel.arrived))
    easel.quiet()
    assert [painting.setting.inside.names for painting in easel.arrived] == [("starry_night",)]


def test_a_painting_of_the_photograph_before_is_never_shown(easel: Easel) -> None:
    easel.open(easel.photo("first.png", width=600, height=400))
    easel.pane.choose_style("udnie")
    second = easel.photo("second.png", width=20, height=10)
    easel.open(second)
    easel.until(lambda: bool(easel.arrived))
    easel.quiet()
    assert {painting.photograph.name for painting in easel.arrived} == {"second.png"}


def test_a_style_seen_a_moment_ago_is_there_at_once(easel: Easel) -> None:
    easel.open(easel.photo())
    easel.paint("udnie")
    easel.paint("great_wave")
    asked = easel.asked.count("render")
    easel.pane.choose_style("udnie")
    assert easel.newest() == ("udnie", True)
    assert easel.asked.count("render") == asked


def test_a_job_that_has_ended_keeps_no_picture_in_memory(easel: Easel) -> None:
    easel.open(easel.photo())
    for style in ("udnie", "great_wave", "the_scream"):
        easel.paint(style)
    easel.until(lambda: not easel.pane.findChildren(Job))


def test_the_status_line_never_calls_an_unfinished_painting_full_size(easel: Easel) -> None:
    easel.open(easel.photo(width=1040, height=60))
    easel.paint("udnie")
    said: list[str] = []
    easel.pane.status.connect(said.append)
    easel.pane.choose_style("great_wave")
    assert said
    assert not any("Full size" in line for line in said)
    easel.until(lambda: easel.newest() == ("great_wave", True))
    assert said[-1].endswith("Full size")


def test_a_style_that_cannot_be_painted_is_told(easel: Easel, monkeypatch: pytest.MonkeyPatch) -> None:
    easel.open(easel.photo())
    easel.quiet()
    easel.pane.choose_style("no_such_style")
    assert "no_such_style" in easel.toast().message.text


def test_one_drag_of_the_strength_is_one_step_to_undo(easel: Easel) -> None:
    easel.open(easel.photo())
    easel.paint("udnie")
    drag(easel, 90, 70, 40)
    assert easel.pane.undo_stack.undoText() == "Strength"
    easel.pane.undo_stack.undo()
    assert easel.pane.look == one_style("udnie", 1.0)
    assert easel.pane.panel.styles.strength.value() == 100
    easel.pane.undo_stack.redo()
    assert easel.pane.look == one_style("udnie", 0.4)


def test_two_drags_are_two_steps(easel: Easel) -> None:
    easel.open(easel.photo())
    easel.paint("udnie")
    drag(easel, 90, 70)
    drag(easel, 60, 30)
    easel.pane.undo_stack.undo()
    assert easel.pane.look.strength == 0.7


def test_a_drag_that_comes_back_is_no_step(easel: Easel) -> None:
    easel.open(easel.photo())
    easel.paint("udnie")
    steps = easel.pane.undo_stack.count()
    drag(easel, 90, 70, 100)
    assert easel.pane.undo_stack.count() == steps


def test_a_style_can_be_undone_and_redone(easel: Easel) -> None:
    easel.open(easel.photo())
    easel.paint("udnie")
    easel.paint("great_wave")
    assert easel.pane.undo_stack.undoText() == "Paint as The Great Wave"
    easel.pane.undo_stack.undo()
    assert easel.pane.look.names == ("udnie",)
    assert easel.pane.panel.styles.gallery.currentItem().text() == "Udnie"
    assert easel.newest() == ("udnie", True)
    easel.pane.undo_stack.redo()
    assert easel.pane.look.names == ("great_wave",)


def test_opening_can_be_undone_and_redone(easel: Easel) -> None:
    easel.open(easel.photo("first.png"))
    easel.open(easel.photo("second.png"))
    assert easel.pane.undo_stack.undoText() == "Open “second.png”"
    easel.pane.undo_stack.undo()
    assert easel.pane.photograph is not None
    assert easel.pane.photograph.name == "first.png"
    easel.pane.undo_stack.undo()
    assert easel.pane.photograph is None
    assert not easel.action("export").isEnabled()
    easel.pane.undo_stack.redo()
    assert easel.pane.photograph is not None


def test_undoing_the_first_photograph_hangs_the_sample_again(easel: Easel) -> None:
    easel.open(easel.photo())
    easel.quiet()
    asked = easel.asked.count("gallery")
    easel.pane.undo_stack.undo()
    assert easel.asked.count("gallery") == asked + 1


def test_the_gallery_shows_the_photograph_in_every_style(easel: Easel) -> None:
    easel.open(easel.photo())
    easel.until(lambda: all(easel.thumbnails()))
    assert len(easel.thumbnails()) == len(easel.pane.styles) + 1


def test_the_empty_gallery_shows_the_sample_in_every_style(easel: Easel) -> None:
    easel.until(lambda: all(easel.thumbnails()))
    assert easel.asked == ["gallery"]


def test_arrow_keys_walk_through_the_gallery(easel: Easel) -> None:
    easel.open(easel.photo())
    gallery = easel.pane.panel.styles.gallery
    gallery.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(gallery, Qt.Key.Key_Right)
    assert easel.pane.look.names == (easel.pane.styles[0].name,)
    QTest.keyClick(gallery, Qt.Key.Key_Down)
    assert easel.pane.look.names == (easel.pane.styles[gallery.columns()].name,)
    QTest.keyClick(gallery, Qt.Key.Key_Home)
    assert easel.pane.look.names == ()


def test_keys_move_the_strength(easel: Easel) -> None:
    easel.open(easel.photo())
    easel.paint("udnie")
    slider = easel.pane.panel.styles.strength.slider
    QTest.keyClick(slider, Qt.Key.Key_Left)
    QTest.keyClick(slider, Qt.Key.Key_Left)
    assert easel.pane.look.strength == 0.98
    QTest.keyClick(slider, Qt.Key.Key_PageDown)
    assert easel.pane.look.strength == 0.88


def drag(easel: Easel, *values: int) -> None:
    """Take the handle, move it over ``values``, let go."""
    slider = easel.pane.panel.styles.strength.slider
    slider.setSliderDown(True)
    for value in values:
        slider.setSliderPosition(value)
    slider.setSliderDown(False)
