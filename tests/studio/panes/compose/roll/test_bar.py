"""The bar over the roll shows what is set, whoever set it, and sets it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engines.compose.grid import Value
from engines.compose.notes import Note
from studio.panes.compose.editing.strip import FittingBar
from studio.panes.compose.roll.bar import RollBar
from tests.studio.panes.compose.roll.player import BASS, SCORE, Player


@pytest.fixture
def bar(player: Player, qtbot: QtBot) -> RollBar:
    bar = RollBar(player.model, player.outlook, player.roll.doing)
    qtbot.addWidget(bar)
    return bar


def test_a_click_takes_a_tool_and_a_key_shows_in_the_bar(player: Player, bar: RollBar) -> None:
    bar.tools["knife"].click()
    assert player.outlook.tool == "knife"
    player.key(Qt.Key.Key_2)
    assert bar.tools["select"].isChecked()
    assert not bar.tools["knife"].isChecked()


def test_every_note_value_can_be_chosen_and_none(player: Player, bar: RollBar) -> None:
    names = [bar.snap.itemText(at) for at in range(bar.snap.count())]
    assert names[0] == "Off"
    assert {"1/1", "1/64", "1/8 triplet", "1/4 dotted"} <= set(names)
    bar.snap.activated.emit(names.index("1/8 triplet"))
    assert player.outlook.value == Value(8, "T")
    bar.snap.activated.emit(0)
    assert player.outlook.value is None
    player.outlook.set_value(Value(32))
    assert bar.snap.currentText() == "1/32"


def test_rows_are_folded_from_the_bar(player: Player, bar: RollBar) -> None:
    bar.fold.activated.emit(2)
    assert player.outlook.view.rows == (67, 64, 60, 52)


def test_switches_show_and_change_what_is_seen(player: Player, bar: RollBar) -> None:
    bar.ghosts.click()
    bar.scale.click()
    bar.every.click()
    assert (player.outlook.ghosts, player.outlook.scale_shown, player.model.every_track) == (False, False, True)
    player.outlook.set_options(ghosts=True)
    assert bar.ghosts.isChecked()


def test_following_that_is_suspended_shows_and_can_be_taken_up_again(player: Player, bar: RollBar) -> None:
    player.roll.set_score(SCORE.changed((), (Note(90_000, 0, 60, 480),)))
    player.roll.set_playhead(0, playing=True)
    player.outlook.look(player.outlook.view.scrolled(200, 0))
    assert not bar.follow.isChecked()
    bar.follow.click()
    assert player.outlook.following


def test_quantising_uses_what_the_panel_says(player: Player, bar: RollBar, qtbot: QtBot) -> None:
    loose = Note(2000, 0, 60, 100)
    player.roll.set_score(SCORE.changed((), (loose,)))
    bar.panel.strength.slider.setValue(50)
    with qtbot.waitSignal(bar.panel.done):
        bar.panel.button.click()
    assert (1960, 60, 100) in player.upper()
    player.key(Qt.Key.Key_Q)
    assert (1940, 60, 100) in player.upper()
    assert BASS in player.notes


def test_every_control_has_a_name(bar: RollBar) -> None:
    for control in (
        *bar.tools.values(),
        bar.snap,
        bar.fold,
        bar.scale,
        bar.ghosts,
        bar.every,
        bar.follow,
        bar.quantise,
    ):
        assert control.accessibleName()
        assert control.toolTip()
    QTest.keyClick(bar.tools["knife"], Qt.Key.Key_Space)
    assert bar.tools["knife"].isChecked()


def test_a_bar_that_is_resized_while_it_makes_room_does_not_begin_again(player: Player) -> None:
    bar = FittingBar(RollBar(player.model, player.outlook, player.roll.doing))
    begun = 0

    def resized() -> None:
        nonlocal begun
        begun += 1
        bar._fit()

    bar._hide_what_has_no_room = resized  # type: ignore[method-assign]
    bar._fit()
    bar._fit()
    assert begun == 2
    bar.deleteLater()
