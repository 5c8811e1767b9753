"""Paint's commands, for the menu, the bar and the palette."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from studio.commands import Command
from studio.panes.paint.stylecommands import look_commands, style_commands

if TYPE_CHECKING:
    from studio.panes.paint.pane import PaintPane

_MENU = "Paint"


def paint_commands(pane: PaintPane) -> list[Command]:
    """Everything Paint can do, first what comes first."""
    rooms = pane.rooms.commands()
    return [*_file_commands(pane), *_view_commands(pane), *look_commands(pane), *rooms, *style_commands(pane)]


def _tr(text: str) -> str:
    return QCoreApplication.translate("PaintCommands", text)


def _has_photograph(pane: PaintPane) -> Callable[[], bool]:
    return lambda: pane.photograph is not None


def _file_commands(pane: PaintPane) -> list[Command]:
    name, opener = pane.name, pane.opener
    return [
        Command("paint.open", _tr("Open a photograph…"), opener.ask_for_file, _MENU, "Ctrl+I", "image", pane=name),
        Command("paint.sample", _tr("Try the sample"), opener.open_sample, _MENU, pane=name),
        Command("paint.paste", _tr("Paste a photograph"), opener.paste, _MENU, "Ctrl+V", "copy", pane=name),
        Command(
            "paint.export",
            _tr("Export…"),
            pane.export,
            _MENU,
            "Ctrl+E",
            "export",
            _tr("Write the painting in full size"),
            name,
            pane.can_export,
        ),
        Command(
            "paint.reuse",
            _tr("Reuse settings from a picture…"),
            opener.ask_for_recipe,
            _MENU,
            tip=_tr("Paint this photograph as a picture that Reverie exported"),
            pane=name,
            enabled=_has_photograph(pane),
        ),
    ]


def _view_commands(pane: PaintPane) -> list[Command]:
    view, name, has_photograph = pane.canvas.view, pane.name, _has_photograph(pane)

    def compare() -> None:
        view.set_comparing(not view.is_comparing())

    def actual_pixels() -> None:
        view.set_zoom(1.0)

    return [
        Command(
            "paint.compare",
            _tr("Compare before and after"),
            compare,
            _MENU,
            "Ctrl+B",
            "compare",
            pane=name,
            enabled=has_photograph,
            checked=view.is_comparing,
            starts_group=True,
        ),
        Command("paint.fit", _tr("Fit in the window"), view.fit, _MENU, "Ctrl+0", "fit", "", name, has_photograph),
        Command(
            "paint.actual",
            _tr("Actual pixels"),
            actual_pixels,
            _MENU,
            "Ctrl+Shift+0",
            "one-to-one",
            pane=name,
            enabled=has_photograph,
        ),
    ]
