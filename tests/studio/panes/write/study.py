"""What the tests of Write work with: the pane in a window, and what was said and asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from studio.commands import Registry
from studio.jobs.lanes import Lanes
from studio.panes.pane import Desk
from studio.panes.write.editor import WriteEditor
from studio.panes.write.manuscript import Manuscript
from studio.panes.write.pane import WritePane
from studio.panes.write.places import to_python, units
from studio.settings import SettingsStore
from studio.widgets.toast import Toasts

WAIT_MS = 10_000


class Study:
    """The pane and its desk, and a person who types."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot, self.folder = qtbot, folder
        self.window = QMainWindow()
        self.window.resize(1000, 700)
        qtbot.addWidget(self.window)
        self.lanes = Lanes(on_thread_start=None)
        self.settings = SettingsStore(folder / "settings.json")
        self.toasts = Toasts(self.window)
        self.pane = WritePane(Desk(self.lanes, self.settings, self.toasts))
        self.registry = Registry(self.window)
        self.registry.add(self.pane.commands())
        self.registry.set_pane("write")
        self.pane.commands_changed.connect(self.registry.refresh)
        self.pane.adopt(self.registry.action)
        self.window.setCentralWidget(self.pane)
        self.window.show()
        qtbot.waitExposed(self.window)

    @property
    def editor(self) -> WriteEditor:
        return self.pane.editor

    def close(self) -> None:
        self.toasts.clear()
        self.settings.flush()
        assert self.lanes.close(10)
        self.window.close()

    def type(self, text: str) -> None:
        """Type as with a keyboard, whatever the letters are."""
        for letter in text:
            press(self.editor, letter)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.editor, key, modifier)

    def steps(self) -> list[str]:
        """The names of all steps that can be undone, oldest first."""
        stack = self.pane.undo_stack
        return [stack.text(at) for at in range(stack.index())]

    def action(self, name: str) -> QAction:
        return self.registry.action(f"write.{name}")

    def said(self) -> list[str]:
        return [card.message.text for card in self.toasts.cards()]

    def until(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(holds, timeout=WAIT_MS)


def press(editor: WriteEditor, letter: str) -> None:
    """One key that types ``letter``; Return for a line end."""
    if letter == "\n":
        QTest.keyClick(editor, Qt.Key.Key_Return)
        return
    plain = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(editor, QKeyEvent(QEvent.Type.KeyPress, 0, plain, letter))


def compose(editor: WriteEditor, preedit: str = "", commit: str = "") -> None:
    """What an input method sends while it composes, and when it is sure."""
    event = QInputMethodEvent(preedit, [])
    if commit:
        event.setCommitString(commit)
    QApplication.sendEvent(editor, event)


def authored(manuscript: Manuscript) -> list[tuple[str, str, int]]:
    """Every character with its author and tag, line ends without."""
    text = manuscript.text()
    found = [(letter, "person", 0) for letter in text]
    for span in manuscript.spans():
        for at in range(to_python(text, span.start), to_python(text, span.end)):
            if text[at] != "\n":
                found[at] = (text[at], span.author, span.tag)
    return found


def length(manuscript: Manuscript) -> int:
    return units(manuscript.text())
