from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from studio.widgets.commandbar import CommandBar

ROWS = (
    ("&Open photograph…", "File", "Ctrl+O", True),
    ("Save", "File", "Ctrl+S", True),
    ("Export picture…", "File", "Ctrl+E", False),
    ("Fit", "View", "0", True),
    ("Compare before and after", "View", "", True),
    ("Stop", "Play", "", True),
)


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


@pytest.fixture
def actions(window: QWidget) -> list[QAction]:
    made = []
    for text, group, keys, enabled in ROWS:
        action = QAction(text, window)
        action.setProperty("group", group)
        action.setShortcut(QKeySequence(keys))
        action.setEnabled(enabled)
        made.append(action)
    return made


@pytest.fixture
def bar(window: QWidget, actions: list[QAction]) -> CommandBar:
    bar = CommandBar(window)
    bar.open(actions)
    return bar


def titles(bar: CommandBar) -> list[str]:
    return [bar.list.item(row).text() for row in range(bar.list.count())]


def search(bar: CommandBar, text: str) -> list[str]:
    bar.field.setText(text)
    return titles(bar)


def test_all_commands_are_listed_at_first(bar: CommandBar) -> None:
    assert titles(bar) == ["Open photograph…", *(row[0] for row in ROWS[1:])]
    assert bar.list.currentItem().text() == "Open photograph…"
    assert bar.field.hasFocus()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("op", "Open photograph…"),
        ("sav", "Save"),
        ("fit", "Fit"),
        ("before", "Compare before and after"),
        ("comprae", "Compare before and after"),
        ("cba", "Compare before and after"),
        ("EXPORT", "Export picture…"),
    ],
)
def test_a_few_letters_find_the_command(bar: CommandBar, typed: str, first: str) -> None:
    assert search(bar, typed)[0] == first


def test_a_menu_name_finds_its_commands(bar: CommandBar) -> None:
    assert {"Open photograph…", "Save", "Export picture…"} <= set(search(bar, "file"))


def test_nonsense_finds_nothing_and_says_so(bar: CommandBar, qtbot: QtBot) -> None:
    assert search(bar, "xqzw") == []
    assert bar._nothing.isVisible()
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.isVisible()


def test_enter_runs_the_command_after_closing(bar: CommandBar, actions: list[QAction], qtbot: QtBot) -> None:
    open_while_running: list[bool] = []
    actions[1].triggered.connect(lambda: open_while_running.append(bar.isVisible()))
    search(bar, "save")
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert open_while_running == [False]


def test_arrows_skip_what_cannot_run(bar: CommandBar, qtbot: QtBot) -> None:
    for expected in ("Save", "Fit"):
        qtbot.keyClick(bar.field, Qt.Key.Key_Down)
        assert bar.list.currentItem().text() == expected
    for expected in ("Save", "Open photograph…", "Stop"):
        qtbot.keyClick(bar.field, Qt.Key.Key_Up)
        assert bar.list.currentItem().text() == expected


def test_what_cannot_run_does_not_run(bar: CommandBar, actions: list[QAction], qtbot: QtBot) -> None:
    search(bar, "export pic")
    with qtbot.assertNotEmitted(actions[2].triggered):
        bar.list.itemClicked.emit(bar.list.item(0))
        qtbot.keyClick(bar.field, Qt.Key.Key_Return)


def test_a_click_runs_the_command(bar: CommandBar, actions: list[QAction], qtbot: QtBot) -> None:
    place = bar.list.visualItemRect(bar.list.item(3)).center()
    with qtbot.waitSignal(actions[3].triggered):
        qtbot.mouseClick(bar.list.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_the_last_used_come_first(bar: CommandBar, actions: list[QAction], qtbot: QtBot) -> None:
    for word in ("fit", "save"):
        search(bar, word)
        qtbot.keyClick(bar.field, Qt.Key.Key_Return)
        bar.open(actions)
    assert titles(bar)[:3] == ["Save", "Fit", "Open photograph…"]
    assert bar.recent() == ["Save", "Fit"]


def test_what_was_used_yesterday_comes_first_today(bar: CommandBar, actions: list[QAction]) -> None:
    bar.set_recent(["Stop", "Gone"])
    bar.open(actions)
    assert titles(bar)[0] == "Stop"


def test_escape_closes_and_gives_the_focus_back(window: QWidget, actions: list[QAction], qtbot: QtBot) -> None:
    field = QLineEdit(window)
    field.show()
    field.setFocus()
    bar = CommandBar(window)
    bar.open(actions)
    assert not field.hasFocus()
    qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    assert bar.isHidden()
    assert field.hasFocus()


def test_a_click_beside_it_closes(bar: CommandBar, qtbot: QtBot) -> None:
    qtbot.mouseClick(bar._panel, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert bar.isVisible()
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(5, 590))
    assert bar.isHidden()


def test_separators_and_hidden_actions_are_no_commands(window: QWidget, bar: CommandBar) -> None:
    line, hidden = QAction(window), QAction("Hidden", window)
    line.setSeparator(True)
    hidden.setVisible(False)
    bar.open([line, hidden, QAction("Rock && roll", window)])
    assert titles(bar) == ["Rock & roll"]


def test_a_screen_reader_hears_menu_and_shortcut(bar: CommandBar) -> None:
    spoken = bar.list.item(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Save, File, Ctrl+S"


def test_it_follows_the_size_of_the_window(bar: CommandBar, window: QWidget) -> None:
    window.resize(400, 300)
    assert bar.size() == window.size()
    assert bar.rect().contains(bar._panel.geometry())


def test_fuzzy_search_is_loaded_only_when_needed() -> None:
    check = "import sys, studio.widgets.commandbar; sys.exit('rapidfuzz' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False, timeout=50).returncode == 0
