"""Paint's commands, for the menu, the bar and the palette."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from studio.commands import Command

if TYPE_CHECKING:
    from studio.panes.paint.pane import PaintPane


def paint_commands(pane: PaintPane) -> list[Command]:
    """Everything Paint can do, first what comes first."""
    return [*_file_commands(pane), *_view_commands(pane), *_style_commands(pane)]


def _tr(text: str) -> str:
    return QCoreApplication.translate("PaintCommands", text)


def _file_commands(pane: PaintPane) -> list[Command]:
    def can_export() -> bool:
        return pane.photograph is not None and bool(pane.look.style)

    name, menu = pane.name, "Paint"
    return [
        Command("paint.open", _tr("Open a photograph…"), pane.ask_for_file, menu, "Ctrl+I", "image", pane=name),
        Command("paint.sample", _tr("Try the sample"), pane.open_sample, menu, pane=name),
        Command("paint.paste", _tr("Paste a photograph"), pane.paste, menu, "Ctrl+V", "copy", pane=name),
        Command(
            "paint.export",
            _tr("Export…"),
            pane.export,
            menu,
            "Ctrl+E",
            "export",
            _tr("Write the painting in full size"),
            name,
            can_export,
        ),
    ]


def _view_commands(pane: PaintPane) -> list[Command]:
    view, name, menu = pane.canvas.view, pane.name, "Paint"

    def has_photograph() -> bool:
        return pane.photograph is not None

    def compare() -> None:
        view.set_comparing(not view.is_comparing())

    def actual_pixels() -> None:
        view.set_zoom(1.0)

    return [
        Command(
            "paint.compare",
            _tr("Compare before and after"),
            compare,
            menu,
            "Ctrl+B",
            "compare",
            pane=name,
            enabled=has_photograph,
            checked=view.is_comparing,
            starts_group=True,
        ),
        Command("paint.fit", _tr("Fit in the window"), view.fit, menu, "Ctrl+0", "fit", "", name, has_photograph),
        Command(
            "paint.actual",
            _tr("Actual pixels"),
            actual_pixels,
            menu,
            "Ctrl+Shift+0",
            "one-to-one",
            pane=name,
            enabled=has_photograph,
        ),
    ]


def _style_commands(pane: PaintPane) -> list[Command]:
    """One command a style, in the palette only."""
    return [
        Command(
            f"paint.style.{style.name}",
            _tr("Paint as {}").format(style.title),
            partial(pane.choose_style, style.name),
            pane="paint",
            tip=style.painter,
            enabled=lambda: pane.photograph is not None,
        )
        for style in pane.styles
    ]
