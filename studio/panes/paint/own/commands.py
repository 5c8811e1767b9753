"""The page's commands, for the menu and the palette."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from studio.commands import Command

if TYPE_CHECKING:
    from studio.panes.paint.own.controller import OwnController

_MENU = "Paint/Your painting"


def own_commands(own: OwnController) -> list[Command]:
    """Everything that can be done with a painting of one's own."""

    def shown(run: Callable[[], object]) -> Callable[[], None]:
        """Bring the page to the front first: what is done shows there."""

        def show_and_run() -> None:
            own.wanted.emit()
            run()

        return show_and_run

    def command(name: str, title: str, run: Callable[[], object], enabled: Callable[[], bool], tip: str) -> Command:
        return Command(f"paint.own.{name}", title, shown(run), _MENU, "", "", tip, "paint", enabled)

    return [
        command(
            "add",
            _tr("Add a painting…"),
            own.ask_for_paintings,
            own.planning.can_add,
            _tr("Any picture whose manner becomes the style"),
        ),
        command(
            "paste",
            _tr("Paste a painting"),
            own.planning.paste,
            own.planning.can_add,
            _tr("The picture on the clipboard as style"),
        ),
        command("start", _tr("Paint in its manner"), own.start, own.can_start, _tr("Watch, pause, stop when you like")),
        command("pause", _tr("Pause or go on"), own.pause, own.can_pause, _tr("The machine is free meanwhile")),
        command("stop", _tr("Stop painting"), own.stop, own.can_stop, _tr("The best picture stays")),
        command("continue", _tr("Paint on"), own.go_on, own.can_continue, _tr("More steps from the picture there is")),
    ]


def _tr(text: str) -> str:
    return QCoreApplication.translate("OwnCommands", text)
