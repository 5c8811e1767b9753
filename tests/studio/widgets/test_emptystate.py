from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.look import palette
from studio.look.tokens import LIGHT
from studio.widgets.emptystate import EmptyState


def test_the_first_action_is_the_one_to_take(qapp: QApplication, qtbot: QtBot) -> None:
    open_it, sample = QAction("Open…"), QAction("Try a sample")
    state = EmptyState("image", "No photograph yet", "Drop one here.", [open_it, sample])
    qtbot.addWidget(state)
    assert [button.text() for button in state.buttons] == ["Open…", "Try a sample"]
    assert [button.property("primary") for button in state.buttons] == [True, False]


def test_a_button_triggers_its_action(qapp: QApplication, qtbot: QtBot) -> None:
    action = QAction("Open…")
    state = EmptyState("image", "No photograph yet", "Drop one here.", [action])
    qtbot.addWidget(state)
    with qtbot.waitSignal(action.triggered):
        qtbot.mouseClick(state.buttons[0], Qt.MouseButton.LeftButton)


def test_a_button_follows_its_action(qapp: QApplication, qtbot: QtBot) -> None:
    action = QAction("Open…")
    state = EmptyState("image", "No photograph yet", "Drop one here.", [action])
    qtbot.addWidget(state)
    action.setEnabled(False)
    action.setText("Loading…")
    assert not state.buttons[0].isEnabled()
    assert state.buttons[0].text() == "Loading…"


def test_three_actions_are_refused(qapp: QApplication, qtbot: QtBot) -> None:
    with pytest.raises(ValueError, match="two actions"):
        EmptyState("image", "Nothing", "Nothing.", [QAction("a"), QAction("b"), QAction("c")])


def test_a_screen_reader_hears_the_words(qapp: QApplication, qtbot: QtBot) -> None:
    state = EmptyState("image", "No photograph yet", "Drop one here.")
    qtbot.addWidget(state)
    state.say("Nothing found", "Try another word.")
    assert (state.accessibleName(), state.accessibleDescription()) == ("Nothing found", "Try another word.")


def test_the_icon_follows_the_theme(qapp: QApplication, qtbot: QtBot) -> None:
    palette.apply(qapp, "dark")
    state = EmptyState("stop", "No photograph yet", "Drop one here.")
    qtbot.addWidget(state)
    palette.apply(qapp, "light")
    picture = state._picture.pixmap().toImage()
    pixels = [picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height())]
    assert LIGHT.muted in {pixel.name() for pixel in pixels if pixel.alpha() == 255}
    palette.apply(qapp, "dark")


@pytest.mark.parametrize("width", [260, 900])
def test_the_sentence_is_never_cut(qapp: QApplication, qtbot: QtBot, width: int) -> None:
    state = EmptyState("image", "No photograph yet", "Drop a photograph here, or open one. " * 3)
    qtbot.addWidget(state)
    state.resize(width, 420)
    state.show()
    label = state._sentence
    assert label.height() >= label.heightForWidth(label.width())
    assert state.rect().contains(label.geometry())
