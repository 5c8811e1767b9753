"""What joins the pane: tracks, sound, the composer, the page, files, learning."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from studio.commands import Command

if TYPE_CHECKING:
    from studio.panes.compose.pane import ComposePane


class Part(QObject):
    """Something that works on the pane's piece and has commands and a state of its own."""

    name = ""
    #: Something of it belongs in the project and has changed: save it soon.
    changed = Signal()

    def __init__(self, pane: ComposePane) -> None:
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

    def leave(self) -> None:
        """The pane is no longer on view: what only makes sense while somebody looks ends."""
