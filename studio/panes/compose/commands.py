"""Compose's own commands; each part brings more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from studio.commands import Command

if TYPE_CHECKING:
    from studio.panes.compose.pane import ComposePane


def _tr(text: str) -> str:
    return QCoreApplication.translate("ComposeCommands", text)


def file_commands(pane: ComposePane) -> list[Command]:
    """Bringing music in; these stand first in the menu."""
    opening = _tr("Open .mid, .musicxml, .mxl or .abc; undo brings back what was here")
    return [
        Command(
            "compose.open",
            _tr("Open music…"),
            pane.opener.ask_for_file,
            "Compose",
            "Ctrl+I",
            "open",
            opening,
            "compose",
        ),
        Command("compose.sample", _tr("Try the sample"), pane.open_sample, "Compose", pane="compose"),
    ]


def view_commands(pane: ComposePane) -> list[Command]:
    """What is shown around the roll."""
    page = pane.page
    return [
        Command(
            "compose.tracks",
            _tr("Show the tracks"),
            lambda: page.set_left_open(not page.is_left_open()),
            "Compose",
            "Ctrl+Shift+\\",
            "tracks",
            pane="compose",
            checked=page.is_left_open,
            starts_group=True,
        ),
        Command(
            "compose.side",
            _tr("Show beside the roll"),
            lambda: page.set_side_open(not page.is_side_open()),
            "Compose",
            "Ctrl+\\",
            "drawer",
            _tr("Show or hide the composer at the right of the roll"),
            "compose",
            lambda: bool(page.side.names()),
            page.is_side_open,
        ),
    ]
