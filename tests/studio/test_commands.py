"""Everything that can be done is registered once, and reached by menu, key and command bar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.app import build
from studio.commands import Command, Registry
from studio.window import Window
from tests.studio.atelier import opened, slate


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    with opened() as window:
        yield window


def test_an_id_can_be_taken_only_once(qtbot: QtBot) -> None:
    registry = Registry(QApplication.instance() or QObject())
    command = Command("file.new", "New", lambda: None)
    registry.add([command])
    with pytest.raises(ValueError, match=r"file\.new"):
        registry.add([command])
    registry.deleteLater()


def test_no_key_means_two_things_in_one_room(qtbot: QtBot) -> None:
    with opened(lambda: build()[1]) as window:
        for name in window.rooms:
            window.show_pane(name)
        for name in window.rooms:
            keys = Counter(
                window.registry.action(command.id).shortcut().toString()
                for command in window.registry.commands()
                if command.shortcut and command.pane in ("", name)
            )
            assert [key for key, count in keys.items() if count > 1] == []
            assert "" not in keys, "a shortcut that Qt does not understand"


def test_every_command_says_what_it_does(qtbot: QtBot) -> None:
    with opened(lambda: build()[1]) as window:
        for command in window.registry.commands():
            assert command.title
            assert window.registry.action(command.id).toolTip()


def test_a_command_of_another_room_cannot_be_run(window: Window) -> None:
    window.show_pane("annex")
    assert not window.registry.action("slate.shout").isEnabled()
    window.show_pane("slate")
    assert window.registry.action("slate.shout").isEnabled()


def test_the_same_key_belongs_to_the_room_on_view(window: Window, qtbot: QtBot) -> None:
    window.show_pane("annex")
    QTest.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert window.pane("annex").collect() == {"word": "hush"}
    assert slate(window).word == ""


def test_only_menus_with_something_in_them_are_shown(window: Window) -> None:
    assert window.menus.menu("Paint").menuAction().isVisible()
    assert not window.menus.menu("Play").menuAction().isVisible()
    window.show_pane("annex")
    assert not window.menus.menu("Paint").menuAction().isVisible()
    assert window.menus.menu("Write").menuAction().isVisible()


def test_the_command_bar_runs_what_was_typed(window: Window) -> None:
    window.registry.action("view.commands").trigger()
    QTest.keyClicks(window.bar.field, "shout")
    QTest.keyClick(window.bar.field, Qt.Key.Key_Return)
    assert slate(window).word == "SHOUT"
    assert window.bar.isHidden()


def test_undo_names_the_step_and_takes_it_back(window: Window) -> None:
    undo = window.registry.action("edit.undo")
    assert not undo.isEnabled()
    slate(window).write("hello")
    assert undo.isEnabled()
    assert undo.text() == "Undo: writing"
    undo.trigger()
    assert slate(window).word == ""
    assert window.registry.action("edit.redo").text() == "Redo: writing"


def test_undo_belongs_to_the_room_on_view(window: Window) -> None:
    slate(window).write("hello")
    window.show_pane("annex")
    assert not window.registry.action("edit.undo").isEnabled()


def test_ctrl_j_shows_and_hides_the_work_under_way(window: Window) -> None:
    QTest.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert window.drawer.isVisible()
    assert window.registry.action("view.drawer").isChecked()
    QTest.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert not window.drawer.isVisible()
