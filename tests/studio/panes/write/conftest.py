"""Write's pane on a desk of its own, and its editor alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QUndoStack
from pytestqt.qtbot import QtBot

from studio.panes.write.editor import WriteEditor
from tests.studio.panes.write.study import Study


@pytest.fixture
def study(qtbot: QtBot, tmp_path: Path) -> Iterator[Study]:
    """An empty pane in a shown window; the lanes are closed after the test."""
    study = Study(qtbot, tmp_path)
    yield study
    study.close()


@pytest.fixture
def editor(qtbot: QtBot) -> WriteEditor:
    """The editor alone, shown."""
    stack = QUndoStack()
    editor = WriteEditor(stack)
    stack.setParent(editor)
    editor.resize(700, 500)
    qtbot.addWidget(editor)
    editor.show()
    qtbot.waitExposed(editor)
    return editor
