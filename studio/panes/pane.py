"""What a pane offers the window, and what the window offers a pane."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QUndoStack
from PySide6.QtWidgets import QWidget

from studio.commands import Command
from studio.jobs.lanes import Lanes
from studio.settings import SettingsStore
from studio.widgets.toast import Toasts


@dataclass(frozen=True)
class Desk:
    """What every pane works with: the lanes its jobs run on, the person's settings, a place to say things."""

    lanes: Lanes
    settings: SettingsStore
    toasts: Toasts


class Pane(QWidget):
    """One of the four rooms. The window builds it on the first visit and keeps it."""

    #: Something that belongs in the project has changed: save it soon.
    changed = Signal()
    #: What the pane's commands can do has changed: ask them again.
    commands_changed = Signal()
    #: One short line for the status bar: size, zoom, what is shown.
    status = Signal(str)

    name: ClassVar[str] = ""
    #: Suffixes (with dot, lower case) of files this pane opens.
    suffixes: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.undo_stack = QUndoStack(self)

    def commands(self) -> Sequence[Command]:
        """The pane's own commands, asked for once."""
        return ()

    def adopt(self, action_of: Callable[[str], QAction]) -> None:
        """The window has made actions of the commands: put them on buttons."""

    def open_files(self, paths: Sequence[Path]) -> None:
        """Open files that were dropped, chosen, or named on the command line."""

    def collect(self) -> dict[str, Any]:
        """The pane's state for the project file: plain values, and ``Blob`` for pictures and sounds."""
        return {}

    def restore(self, state: Mapping[str, Any], read_blob: Callable[[str], bytes]) -> None:
        """Show a state that ``collect`` returned; an empty one is the empty pane."""
