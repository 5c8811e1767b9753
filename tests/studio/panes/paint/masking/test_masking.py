from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest

from studio.panes.paint.look import MASK_SIDE, MaskLayer
from tests.studio.panes.paint.masking.bench import LEFT, RIGHT, SIZE, Bench

ALT = Qt.KeyboardModifier.AltModifier


def half(rows: int = 600, columns: int = 800) -> np.ndarray:
    """The left half inside."""
    values = np.zeros((rows, columns), np.uint8)
    values[:, : columns // 2] = 255
    return values


# Strokes ---------------------------------------------------------------------------------------------------------


def test_a_stroke_paints_what_lies_inside(bench: Bench) -> None:
    bench.take_brush()
    bench.drag((66, 66), (166, 66), (166, 166))
    assert len(bench.edits) == 1
    assert bench.layer().values.shape == (600, 800)
    assert bench.inside(100, 100)
    assert bench.inside(300, 300)
    assert not bench.inside(100, 300)


def test_each_stroke_is_one_edit_and_the_mask_before_stays_as_it_was(bench: Bench) -> None:
    bench.take_brush()
    bench.drag((66, 66), (166, 66))
    first = bench.layer()
    kept = first.values.copy()
    bench.drag((66, 266), (166, 266))
    assert len(bench.edits) == 2
    np.testing.assert_array_equal(first.values, kept)
    assert bench.inside(200, 100)
    assert bench.inside(200, 500)


@pytest.mark.parametrize(("button", "keys"), [(RIGHT, Qt.KeyboardModifier.NoModifier), (LEFT, ALT)])
def test_the_right_button_and_alt_erase(bench: Bench, button: Qt.MouseButton, keys: Qt.KeyboardModifier) -> None:
    bench.take_brush()
    bench.drag((66, 66), (366, 66))
    bench.drag((216, 36), (216, 96), button=button, keys=keys)
    assert bench.inside(200, 100)
    assert not bench.inside(400, 100)


def test_the_brush_has_the_size_it_says(bench: Bench) -> None:
    bench.take_brush(0.1)
    bench.drag((216, 166))
    assert bench.section.size_slider.number.value() == 80
    assert np.count_nonzero(bench.layer().values[300]) == pytest.approx(80, abs=2)


def test_a_stroke_beside_the_picture_changes_nothing(bench: Bench) -> None:
    bench.take_brush(0.01)
    bench.drag((4, 4), (4, 60))
    assert bench.edits == []


def test_escape_takes_back_a_stroke(bench: Bench) -> None:
    bench.take_brush()
    QTest.mousePress(bench.view, LEFT, pos=bench.view.rect().center())
    QTest.keyClick(bench.view, Qt.Key.Key_Escape)
    QTest.mouseRelease(bench.view, LEFT, pos=bench.view.rect().center())
    assert bench.edits == []
    assert bench.masking.is_brushing()


def test_with_an_inverted_mask_the_brush_still_paints_inside(bench: Bench) -> None:
    bench.open(layer=MaskLayer(np.full((600, 800), 255, np.uint8), inverted=True))
    bench.take_brush()
    bench.drag((66, 66), (166, 66))
    assert bench.inside(200, 100)
    assert not bench.inside(200, 300)
    assert bench.layer().inverted


def test_the_mask_of_a_large_photograph_has_its_shape_but_not_its_size(bench: Bench) -> None:
    bench.open(QSize(6000, 4000))
    bench.take_brush()
    bench.drag((216, 166))
    assert bench.layer().values.shape == (1365, MASK_SIDE)


@pytest.mark.parametrize("size", [QSize(1, 1), QSize(3000, 1), QSize(1, 5000)])
def test_any_photograph_can_be_masked(bench: Bench, size: QSize) -> None:
    bench.open(size)
    bench.take_brush(0.5)
    bench.view.grab()
    bench.drag((216, 166))
    assert bench.layer().values.any()


def test_a_mask_of_another_shape_is_stretched_before_it_is_painted_on(bench: Bench) -> None:
    bench.open(layer=MaskLayer(half(20, 20)))
    bench.take_brush()
    bench.drag((366, 166))
    assert bench.layer().values.shape == (600, 800)
    assert bench.inside(100, 300)
    assert bench.inside(700, 300)
    assert not bench.inside(700, 100)


# Keys ------------------------------------------------------------------------------------------------------------


def test_brackets_change_the_size_of_the_brush(bench: Bench) -> None:
    bench.take_brush()
    size = bench.section.size_slider.diameter()
    QTest.keyClicks(bench.view, "]")
    assert bench.section.size_slider.diameter() > size
    QTest.keyClicks(bench.section.brush, "[[")
    assert bench.section.size_slider.diameter() < size


def test_without_the_brush_brackets_do_nothing(bench: Bench) -> None:
    size = bench.section.size_slider.diameter()
    QTest.keyClicks(bench.view, "]")
    assert bench.section.size_slider.diameter() == size


def test_arrows_and_enter_paint_without_a_mouse_and_delete_erases(bench: Bench) -> None:
    bench.masking.toggle_brush()
    QTest.keyClick(bench.view, Qt.Key.Key_Return)
    assert bench.inside(400, 300)
    assert not bench.inside(500, 300)
    for _ in range(9):
        QTest.keyClick(bench.view, Qt.Key.Key_Right)
    QTest.keyClick(bench.view, Qt.Key.Key_Return)
    assert bench.inside(508, 300)
    QTest.keyClick(bench.view, Qt.Key.Key_Delete)
    assert bench.inside(400, 300)
    assert not bench.inside(508, 300)


def test_the_picture_follows_a_brush_that_the_keys_move_out_of_sight(bench: Bench) -> None:
    bench.masking.toggle_brush()
    bench.view.set_zoom(4.0)
    left = bench.view.to_scene(bench.view.rect().topLeft().toPointF()).x()
    for _ in range(6):
        QTest.keyClick(bench.view, Qt.Key.Key_Right)
    assert bench.view.to_scene(bench.view.rect().topLeft().toPointF()).x() > left


def test_escape_puts_the_brush_away_and_keeps_the_mask(bench: Bench) -> None:
    bench.take_brush()
    bench.drag((216, 166))
    QTest.keyClick(bench.view, Qt.Key.Key_Escape)
    assert not bench.masking.is_brushing()
    assert bench.masking.layer() is bench.layer()


# Controls --------------------------------------------------------------------------------------------------------


def test_fill_and_clear(bench: Bench) -> None:
    bench.take_brush()
    bench.click(bench.section.fill)
    assert (bench.layer().values == 255).all()
    bench.click(bench.section.clear)
    assert not bench.layer().values.any()


def test_invert_keeps_the_values_and_clear_forgets_it(bench: Bench) -> None:
    bench.open(layer=MaskLayer(half()))
    bench.click(bench.section.invert)
    assert not bench.inside(100, 300)
    assert bench.inside(700, 300)
    bench.click(bench.section.clear)
    assert not bench.layer().inverted
    assert not bench.section.invert.isChecked()


def test_none_removes_the_mask_and_puts_the_brush_away(bench: Bench) -> None:
    bench.take_brush()
    bench.drag((216, 166))
    bench.click(bench.section.none)
    assert bench.edits[-1] is None
    assert not bench.masking.is_brushing()
    assert bench.section.none.isChecked()
    bench.click(bench.section.none)
    assert len(bench.edits) == 2
    assert bench.section.none.isChecked()


def test_the_feather_is_told_once_the_hand_has_stopped(bench: Bench) -> None:
    bench.open(layer=MaskLayer(half()))
    for value in (3, 7, 12):
        bench.section.feather.slider.setValue(value)
    bench.until(lambda: bool(bench.edits))
    assert [layer.feather for layer in bench.edits if layer is not None] == [0.12]


def test_the_brush_alone_changes_nothing(bench: Bench) -> None:
    bench.take_brush()
    bench.click(bench.section.brush)
    assert bench.edits == []
    assert bench.section.none.isChecked()


def test_what_makes_no_sense_is_not_there(bench: Bench) -> None:
    section = bench.section
    assert not section.feather.isVisible()
    assert not section.size_slider.isVisible()
    assert not section.sides.isVisible()
    bench.take_brush()
    assert section.size_slider.isVisible()
    assert not section.sides.isVisible()
    bench.drag((216, 166))
    assert section.sides.isVisible()
    bench.click(section.brush)
    assert section.feather.isVisible()
    assert not section.size_slider.isVisible()


def test_the_side_is_told_and_goes_back_inside_with_the_mask(bench: Bench) -> None:
    bench.open(layer=MaskLayer(half()))
    bench.click(bench.section.sides.buttons["outside"])
    assert bench.masking.side() == "outside"
    bench.open()
    assert bench.sides == ["outside", "inside"]
    assert bench.section.sides.choice() == "inside"


def test_the_whole_mask_can_be_made_from_the_palette(bench: Bench) -> None:
    commands = {name: run for name, _, run in bench.masking.commands()}
    commands["paint.mask.fill"]()
    commands["paint.mask.invert"]()
    assert not bench.inside(1, 1)
    commands["paint.mask.clear"]()
    commands["paint.mask.outside"]()
    assert bench.sides == ["outside"]
    commands["paint.mask.none"]()
    assert bench.edits[-1] is None


def test_without_a_photograph_nothing_happens(bench: Bench) -> None:
    bench.view.set_before(None)
    bench.masking.show(None, QSize())
    for _, _, run in bench.masking.commands():
        run()
    assert bench.edits == []
    assert not bench.masking.is_brushing()
    assert not bench.section.isEnabled()


# What the pane says ----------------------------------------------------------------------------------------------


def test_showing_a_layer_tells_nobody(bench: Bench) -> None:
    bench.open(layer=MaskLayer(half(), 0.04, True))
    assert bench.edits == []
    assert bench.section.feather.value() == 4
    assert bench.section.invert.isChecked()


def test_undo_during_brushing_keeps_the_brush(bench: Bench) -> None:
    bench.take_brush()
    bench.drag((216, 166))
    bench.masking.show(None, SIZE)
    assert bench.masking.is_brushing()
    bench.drag((116, 66))
    assert not bench.inside(400, 300)
    assert bench.inside(200, 100)


def test_another_photograph_puts_the_brush_away(bench: Bench) -> None:
    bench.take_brush()
    bench.open(QSize(300, 200))
    assert not bench.masking.is_brushing()


def test_the_layer_just_told_may_be_shown_again_in_the_middle_of_the_next_stroke(bench: Bench) -> None:
    bench.take_brush()
    bench.drag((66, 66))
    QTest.mousePress(bench.view, LEFT, pos=bench.view.rect().center())
    bench.masking.show(bench.layer(), SIZE)
    QTest.mouseRelease(bench.view, LEFT, pos=bench.view.rect().center())
    assert bench.inside(400, 300)
