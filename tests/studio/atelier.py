"""A window on a folder of the test's own, with rooms that a test can look into."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtGui import QUndoCommand
from PySide6.QtWidgets import QApplication

from studio import paths
from studio.app import DiskRun
from studio.commands import Command
from studio.documents.document import Document
from studio.jobs.lanes import Lanes
from studio.panes.pane import Desk, Pane
from studio.recovery import Recovery
from studio.rooms import Room
from studio.settings import SettingsStore, WindowMemory
from studio.window import Window


class Slate(Pane):
    """A pane that holds one word."""

    name = "slate"
    suffixes = frozenset({".word"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.word = ""
        self.opened: list[Path] = []

    def commands(self) -> Sequence[Command]:
        return [Command("slate.shout", "Shout", lambda: self.write("SHOUT"), "Paint", "Ctrl+E", pane="slate")]

    def write(self, word: str) -> None:
        self.undo_stack.push(Writing(self, word))

    def open_files(self, paths: Sequence[Path]) -> None:
        self.opened.extend(paths)

    def collect(self) -> dict[str, Any]:
        return {"word": self.word}

    def restore(self, state: Mapping[str, Any], read_blob: Callable[[str], bytes]) -> None:
        self.word = state.get("word", "")


class Writing(QUndoCommand):
    """One word on the slate."""

    def __init__(self, slate: Slate, word: str) -> None:
        super().__init__("writing")
        self._slate, self._before, self._after = slate, slate.word, word

    def redo(self) -> None:
        self._show(self._after)

    def undo(self) -> None:
        self._show(self._before)

    def _show(self, word: str) -> None:
        self._slate.word = word
        self._slate.changed.emit()
        self._slate.status.emit(word)


class Annex(Slate):
    """A second room, with the same key for a command of its own."""

    name = "annex"
    suffixes = frozenset()

    def commands(self) -> Sequence[Command]:
        return [Command("annex.whisper", "Whisper", lambda: self.write("hush"), "Write", "Ctrl+E", pane="annex")]


def nothing() -> frozenset[str]:
    return frozenset()


ROOMS = (
    Room("slate", "Slate", "paint", "A word", Slate, lambda: Slate.suffixes),
    Room("annex", "Annex", "write", "Another", Annex, nothing),
)


def make_window() -> Window:
    """A window as ``studio.app.build`` makes it, with the test's rooms."""
    lanes = Lanes()
    recovery = Recovery(paths.recovery_folder())
    settings = SettingsStore(paths.config_folder() / "settings.json")
    memory = WindowMemory(paths.config_folder() / "window.json")
    return Window(settings, memory, lanes, Document(recovery, DiskRun(lanes)), recovery, ROOMS)


@contextmanager
def opened(make: Callable[[], Window] = make_window) -> Iterator[Window]:
    """A shown window that is closed and gone in the end."""
    window = make()
    window.show()
    try:
        yield window
    finally:
        finish(window)


def finish(window: Window) -> None:
    """Close for good, also when the test has broken its disk."""
    import shiboken6

    if not shiboken6.isValid(window):
        return
    window._leave()
    for dialog in QApplication.topLevelWidgets():
        if dialog.parent() is window:
            dialog.close()
    shiboken6.delete(window)


def slate(window: Window) -> Slate:
    """The first room's pane."""
    pane = window.pane("slate")
    assert isinstance(pane, Slate)
    return pane
