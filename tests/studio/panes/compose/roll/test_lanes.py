"""Ruler, piano keys, velocity lane and wheel."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.studio.panes.compose.roll.player import C4, E4, G4, SCORE, Player

LEFT = Qt.MouseButton.LeftButton
SHIFT, CTRL, ALT, PLAIN = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.NoModifier,
)


def turn(widget: QWidget, notches: int, at: QPointF, keys: Qt.KeyboardModifier = PLAIN) -> None:
    event = QWheelEvent(
        at,
        widget.mapToGlobal(at),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def drag(widget: QWidget, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = PLAIN) -> None:
    QTest.mousePress(widget, LEFT, keys, start)
    QTest.mouseMove(widget, (start + end) / 2)
    QTest.mouseMove(widget, end)
    QTest.mouseRelease(widget, LEFT, keys, end)


# The wheel ---------------------------------------------------------------------------------------------------------


def test_ctrl_wheel_zooms_time_at_the_cursor(player: Player) -> None:
    at = QPointF(333, 100)
    tick, height = player.outlook.view.tick(333), player.outlook.view.row_height
    turn(player.canvas, 2, at, CTRL)
    assert player.outlook.view.quarter == pytest.approx(96 * 1.44)
    assert player.outlook.view.tick(333) == pytest.approx(tick, abs=2 / player.outlook.view.scale)
    assert player.outlook.view.row_height == height


def test_ctrl_shift_wheel_zooms_pitch_at_the_cursor(player: Player) -> None:
    pitch, scale = player.outlook.view.pitch(200), player.outlook.view.scale
    turn(player.canvas, 3, QPointF(333, 200), CTRL | SHIFT)
    assert player.outlook.view.row_height > 14
    assert abs(player.outlook.view.pitch(200) - pitch) <= 1
    assert player.outlook.view.scale == scale


@pytest.mark.parametrize("part", ["canvas", "ruler", "keyboard", "lane"])
def test_the_wheel_scrolls_over_every_part(player: Player, part: str) -> None:
    top = player.outlook.view.top
    turn(getattr(player.roll, part), -1, QPointF(20, 10))
    assert player.outlook.view.top == top + 64


def test_shift_wheel_scrolls_sideways(player: Player) -> None:
    player.outlook.look(player.outlook.view.zoomed(4, 0))
    turn(player.canvas, -1, QPointF(20, 10), SHIFT)
    assert player.outlook.view.left == 64


# The ruler ---------------------------------------------------------------------------------------------------------


def test_a_ruler_with_the_focus_can_still_be_read(player: Player) -> None:
    ruler = player.roll.ruler
    inside = ruler.rect().adjusted(12, 3, -3, -3)
    player.canvas.setFocus()
    before = ruler.grab(inside).toImage()
    ruler.setFocus()
    assert ruler.hasFocus()
    assert ruler.grab(inside).toImage() == before


def test_a_click_on_the_ruler_asks_for_the_playhead_at_the_grid(player: Player, qtbot: QtBot) -> None:
    with qtbot.waitSignal(player.roll.playhead_wanted) as wanted:
        QTest.mouseClick(player.roll.ruler, LEFT, PLAIN, QPoint(player.outlook.view.x(700), 30))
    assert wanted.args == [720]
    with qtbot.waitSignal(player.roll.playhead_wanted) as wanted:
        QTest.mouseClick(player.roll.ruler, LEFT, ALT, QPoint(player.outlook.view.x(690), 30))
    assert wanted.args[0] % 240


def test_the_loop_is_dragged_above_changed_at_its_edges_and_clicked_away(player: Player) -> None:
    x, ruler = player.outlook.view.x, player.roll.ruler
    drag(ruler, QPoint(x(490), 8), QPoint(x(1430), 8))
    assert player.outlook.loop == (480, 1440)
    drag(ruler, QPoint(x(1440), 8), QPoint(x(1920), 8))
    assert player.outlook.loop == (480, 1920)
    drag(ruler, QPoint(x(480), 8), QPoint(x(0), 8))
    assert player.outlook.loop == (0, 1920)
    QTest.mouseClick(ruler, LEFT, PLAIN, QPoint(x(960), 8))
    assert player.outlook.loop is None
    assert player.stack.count() == 0


def test_a_double_click_on_the_ruler_shows_the_whole_piece(player: Player) -> None:
    player.outlook.look(player.outlook.view.zoomed(9, 0).scrolled(3000, 0))
    QTest.mouseDClick(player.roll.ruler, LEFT, PLAIN, QPoint(50, 30))
    assert player.outlook.view.x(0) >= 0
    assert player.outlook.view.x(player.model.score.end) <= player.canvas.width()


def test_the_ruler_moves_the_playhead_by_keys(player: Player) -> None:
    wanted: list[int] = []
    player.roll.playhead_wanted.connect(wanted.append)
    player.roll.playhead_wanted.connect(player.roll.set_playhead)
    for key, keys in (
        (Qt.Key.Key_Right, PLAIN),
        (Qt.Key.Key_Right, CTRL),
        (Qt.Key.Key_Left, PLAIN),
        (Qt.Key.Key_Home, PLAIN),
    ):
        QTest.keyClick(player.roll.ruler, key, keys)
    assert wanted == [240, 1920, 1680, 0]


# The piano keys ----------------------------------------------------------------------------------------------------


def test_a_key_sounds_while_it_is_pressed_and_sliding_plays_the_next(player: Player) -> None:
    heard: list[tuple[str, int]] = []
    player.roll.note_on.connect(lambda pitch, _velocity: heard.append(("on", pitch)))
    player.roll.note_off.connect(lambda pitch: heard.append(("off", pitch)))
    view = player.outlook.view
    drag(player.roll.keyboard, QPoint(40, view.y(60) + 5), QPoint(40, view.y(61) + 5))
    assert heard == [("on", 60), ("off", 60), ("on", 61), ("off", 61)]


def test_ctrl_click_on_a_key_selects_its_notes(player: Player) -> None:
    view = player.outlook.view
    QTest.mouseClick(player.roll.keyboard, LEFT, CTRL, QPoint(40, view.y(64) + 5))
    assert player.roll.selection == (E4,)
    QTest.mouseClick(player.roll.keyboard, LEFT, CTRL | SHIFT, QPoint(40, view.y(67) + 5))
    assert set(player.roll.selection) == {E4, G4}
    assert player.roll.ear.pitch is None


def test_keys_are_played_from_the_keyboard(player: Player) -> None:
    heard: list[int] = []
    player.roll.note_on.connect(lambda pitch, _velocity: heard.append(pitch))
    QTest.keyClick(player.roll.keyboard, Qt.Key.Key_Up)
    QTest.keyClick(player.roll.keyboard, Qt.Key.Key_Space)
    assert heard == [61]
    QTest.keyClick(player.roll.keyboard, Qt.Key.Key_Down)
    QTest.keyClick(player.roll.keyboard, Qt.Key.Key_Return)
    assert player.roll.selection == (C4,)


# Velocities --------------------------------------------------------------------------------------------------------


def test_a_bar_is_dragged_and_drags_melt_into_one_step(player: Player) -> None:
    lane, x = player.roll.lane, player.outlook.view.x(480) + 1
    drag(lane, QPoint(x, lane.level(80)), QPoint(x, lane.level(100)))
    loud = next(note for note in player.notes if note.start == 480).velocity
    assert abs(loud - 100) <= 1
    drag(lane, QPoint(x, lane.level(loud)), QPoint(x, lane.level(40)))
    assert player.stack.count() == 1
    player.stack.undo()
    assert player.model.score == SCORE


def test_all_selected_bars_are_dragged_by_as_much(player: Player) -> None:
    quiet = replace(G4, velocity=50)
    player.roll.set_score(SCORE.changed((G4,), (quiet,)))
    player.model.select((E4, quiet))
    lane, x = player.roll.lane, player.outlook.view.x(480) + 1
    drag(lane, QPoint(x, lane.level(80)), QPoint(x, lane.level(90)))
    loud = {note.start: note.velocity for note in player.notes if note.track == 0}
    assert loud[480] - 80 == loud[960] - 50 == pytest.approx(10, abs=1)
    assert loud[0] == 80


def test_a_line_across_lays_a_ramp(player: Player) -> None:
    lane, x = player.roll.lane, player.outlook.view.x
    drag(lane, QPoint(x(240), lane.level(20)), QPoint(x(1200), lane.level(116)))
    loud = [note.velocity for note in player.notes if note.track == 0]
    assert loud[0] == 80
    assert loud[1:] == [pytest.approx(44, abs=2), pytest.approx(92, abs=2)]
    assert player.stack.undoText() == "Ramp velocities of 2 notes"


def test_velocities_are_changed_by_keys(player: Player) -> None:
    player.model.select((E4,))
    QTest.keyClick(player.roll.lane, Qt.Key.Key_Down)
    assert replace(E4, velocity=75) in player.notes
    assert player.roll.lane.accessibleDescription() == "Velocity 75"
