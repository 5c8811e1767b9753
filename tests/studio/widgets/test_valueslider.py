from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QSlider, QStyle, QStyleOptionSlider
from pytestqt.qtbot import QtBot

from studio.look import palette
from studio.widgets.valueslider import ValueSlider

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def strength(qapp: QApplication, qtbot: QtBot) -> ValueSlider:
    palette.apply(qapp, "dark")
    strength = ValueSlider("Strength", 0, 100, 80, " %")
    qtbot.addWidget(strength)
    strength.resize(260, 60)
    with qtbot.waitActive(strength):
        strength.show()
        strength.activateWindow()
    return strength


@pytest.fixture
def told(strength: ValueSlider) -> list[tuple[str, int]]:
    told: list[tuple[str, int]] = []
    strength.changed.connect(lambda value: told.append(("changed", value)))
    strength.settled.connect(lambda value: told.append(("settled", value)))
    return told


def handle(slider: QSlider) -> QPoint:
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    part = QStyle.SubControl.SC_SliderHandle
    return slider.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, part, slider).center()


def turn(slider: QSlider) -> None:
    at = QPointF(10, 10)
    none, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    keys = Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(at, slider.mapToGlobal(at), QPoint(), QPoint(0, 120), none, keys, phase, False)
    QApplication.sendEvent(slider, event)


def test_the_number_is_shown_with_its_unit(strength: ValueSlider) -> None:
    assert strength.value() == 80
    assert strength.number.text() == "80 %"
    strength.number.lineEdit().setText("100 %")
    room = strength.number.lineEdit().width()
    assert room >= strength.number.fontMetrics().horizontalAdvance("100 %")


def test_a_drag_changes_all_along_and_settles_once(
    strength: ValueSlider, told: list[tuple[str, int]], qtbot: QtBot
) -> None:
    start = handle(strength.slider)
    qtbot.mousePress(strength.slider, LEFT, pos=start)
    for x in (30, 60):
        qtbot.mouseMove(strength.slider, start - QPoint(x, 0))
    assert [what for what, _ in told] == ["changed", "changed"]
    qtbot.mouseRelease(strength.slider, LEFT, pos=start - QPoint(60, 0))
    assert told[-1] == ("settled", strength.value())
    assert len(told) == 3


def test_a_click_jumps_there(strength: ValueSlider, qtbot: QtBot) -> None:
    slider = strength.slider
    qtbot.mouseClick(slider, LEFT, pos=QPoint(slider.width() // 4, slider.height() // 2))
    assert strength.value() == pytest.approx(23, abs=3)
    assert not slider.isSliderDown()


def test_keys_settle_after_a_short_silence(strength: ValueSlider, told: list[tuple[str, int]], qtbot: QtBot) -> None:
    with qtbot.waitSignal(strength.settled) as settled:
        for _ in range(3):
            qtbot.keyClick(strength.slider, Qt.Key.Key_Right)
    assert settled.args == [83]
    assert told == [("changed", 81), ("changed", 82), ("changed", 83), ("settled", 83)]


def test_a_number_can_be_typed(strength: ValueSlider, told: list[tuple[str, int]], qtbot: QtBot) -> None:
    strength.number.setFocus()
    strength.number.selectAll()
    qtbot.keyClicks(strength.number, "42")
    assert told == []
    qtbot.keyClick(strength.number, Qt.Key.Key_Return)
    assert told == [("changed", 42), ("settled", 42)]
    assert strength.slider.value() == 42


def test_a_double_click_goes_back_to_the_default(
    strength: ValueSlider, told: list[tuple[str, int]], qtbot: QtBot
) -> None:
    strength.set_value(10)
    qtbot.mouseDClick(strength.slider, LEFT, pos=handle(strength.slider))
    assert told == [("changed", 80), ("settled", 80)]


def test_a_program_sets_the_value_in_silence(strength: ValueSlider, told: list[tuple[str, int]]) -> None:
    strength.set_value(25)
    assert (strength.slider.value(), strength.number.value()) == (25, 25)
    assert told == []


def test_the_wheel_turns_only_what_has_the_focus(
    strength: ValueSlider, told: list[tuple[str, int]], qtbot: QtBot
) -> None:
    strength.number.setFocus()
    turn(strength.slider)
    assert strength.value() == 80
    strength.slider.setFocus()
    with qtbot.waitSignal(strength.settled):
        turn(strength.slider)
    assert strength.value() > 80


def test_a_value_that_comes_back_does_not_settle_again(
    strength: ValueSlider, told: list[tuple[str, int]], qtbot: QtBot
) -> None:
    qtbot.keyClick(strength.slider, Qt.Key.Key_Right)
    qtbot.keyClick(strength.slider, Qt.Key.Key_Left)
    strength._settle()
    assert told == [("changed", 81), ("changed", 80)]


def test_a_screen_reader_hears_the_label(strength: ValueSlider) -> None:
    assert strength.slider.accessibleName() == "Strength"
    assert strength.number.accessibleName() == "Strength"
