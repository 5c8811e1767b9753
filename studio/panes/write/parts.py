"""What joins the pane: suggestions, generation, files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from studio.commands import Command

if TYPE_CHECKING:
    from studio.panes.write.pane import WritePane


class Part(QObject):
    """Something that works on the pane's text and has commands and a state of its own."""

    name = ""
    #: Something of it belongs in the project and has changed: save it soon.
    changed = Signal()

    def __init__(self, pane: WritePane) -> None:
        super().__init__(pane)
        self.pane = pane

    def commands(self) -> Sequence[Command]:
        """What can be asked of it."""
        return ()

    def adopt(self, action_of: Callable[[str], QAction]) -> None:
        """The window has made actions of the commands."""

    def collect(self) -> dict[str, Any]:
        """Its state, in plain values."""
        return {}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take a state that ``collect`` returned; an empty one is the beginning."""
