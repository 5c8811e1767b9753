from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListWidget, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from studio.look import palette
from studio.look.rows import make_roomy
from studio.look.tokens import SIZE


def two_buttons(qapp: QApplication, qtbot: QtBot) -> tuple[QWidget, QPushButton, QPushButton]:
    palette.apply(qapp, "dark")
    window = QWidget()
    qtbot.addWidget(window)
    first, second = QPushButton("first"), QPushButton("second")
    column = QVBoxLayout(window)
    column.addWidget(first)
    column.addWidget(second)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    first.setFocus()
    return window, first, second


def test_tab_brings_the_focus_ring(qapp: QApplication, qtbot: QtBot) -> None:
    _window, first, second = two_buttons(qapp, qtbot)
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    assert second.property("keyboardFocus") is True
    assert not first.property("keyboardFocus")


def test_a_click_brings_no_ring(qapp: QApplication, qtbot: QtBot) -> None:
    _window, first, second = two_buttons(qapp, qtbot)
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert first.hasFocus()
    assert not first.property("keyboardFocus")
    assert not second.property("keyboardFocus")


def test_roomy_rows_are_as_high_as_a_control(qapp: QApplication, qtbot: QtBot) -> None:
    rows = QListWidget()
    qtbot.addWidget(rows)
    make_roomy(rows)
    rows.addItems(["one", "two"])
    rows.setCurrentRow(1)
    rows.show()
    assert rows.visualItemRect(rows.item(1)).top() >= SIZE.control
