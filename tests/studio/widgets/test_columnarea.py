from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from studio.widgets.columnarea import ColumnArea


def column(words: int) -> QWidget:
    content = QWidget()
    layout = QVBoxLayout(content)
    label = QLabel("word " * words)
    label.setWordWrap(True)
    layout.addWidget(label)
    return content


def test_content_is_as_wide_with_the_bar_as_without(qtbot: QtBot) -> None:
    content = column(200)
    area = ColumnArea(content, "Words")
    qtbot.addWidget(area)
    area.resize(240, 2000)
    area.show()
    qtbot.waitExposed(area)
    wide = content.width()
    assert content.height() == area.height()
    area.resize(240, 100)
    assert content.width() == wide
    assert content.height() > area.height()
    assert area.verticalScrollBar().maximum() > 0


def test_every_height_around_that_of_the_content_settles(qtbot: QtBot) -> None:
    content = column(60)
    area = ColumnArea(content, "Words")
    qtbot.addWidget(area)
    area.resize(240, 60)
    area.show()
    qtbot.waitExposed(area)
    wanted = content.height()
    for height in range(wanted - 20, wanted + 20):
        area.resize(240, height)
        assert content.height() == max(wanted, height)


def test_it_grows_with_what_is_shown(qtbot: QtBot) -> None:
    content = column(10)
    area = ColumnArea(content, "Words")
    qtbot.addWidget(area)
    area.resize(200, 50)
    area.show()
    qtbot.waitExposed(area)
    before = content.height()
    layout = content.layout()
    assert layout is not None
    layout.addWidget(QLabel("more\n" * 10))
    qtbot.waitUntil(lambda: content.height() > before)
