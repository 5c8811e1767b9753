from __future__ import annotations

import pytest
from PySide6.QtGui import QUndoStack
from pytestqt.qtbot import QtBot

from engines.compose.grid import Value
from studio.panes.compose.roll.view import RollView
from tests.studio.panes.compose.roll.player import SCORE, Player


@pytest.fixture
def player(qtbot: QtBot) -> Player:
    stack = QUndoStack()
    roll = RollView(stack)
    stack.setParent(roll)
    qtbot.addWidget(roll)
    roll.resize(900, 600)
    roll.set_score(SCORE)
    with qtbot.waitExposed(roll):
        roll.show()
    roll.outlook.set_value(Value(8))
    view = roll.outlook.view.with_row_height(14, 0)
    roll.outlook.look(view.scrolled(0, view.y(64) - roll.canvas.height() / 2))
    return Player(roll, stack)
