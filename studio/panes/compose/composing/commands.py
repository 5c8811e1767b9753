"""The composer's commands, for menu and palette."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from studio.commands import Command

if TYPE_CHECKING:
    from studio.panes.compose.composing.part import ComposingPart


def _tr(text: str) -> str:
    return QCoreApplication.translate("ComposingCommands", text)


def composing_commands(part: ComposingPart) -> list[Command]:
    """Composing, trying again, and what becomes of a take."""
    return [*_asking(part), *_taking(part)]


def _asking(part: ComposingPart) -> list[Command]:
    def mode(name: str, title: str, tip: str) -> Command:
        def run() -> None:
            controls = part.dock.controls
            controls.show_wishes(replace(controls.wishes(), mode=name))
            part.go()

        return _command(f"mode.{name}", title, run, tip=tip, enabled=lambda: part.models.card() is not None)

    return [
        _command(
            "generate",
            _tr("Compose notes"),
            part.go,
            "Ctrl+G",
            "sparkle",
            _tr("Let the composer write as the dock says; once more stops it"),
            enabled=lambda: part.models.card() is not None,
            starts_group=True,
        ),
        _command(
            "again",
            _tr("Try again"),
            part.again,
            "Ctrl+R",
            "refresh",
            _tr("Other takes with another seed; the ones before stay in the list"),
            enabled=lambda: not part.writing.is_busy and bool(part.book.all()),
        ),
        mode("continue", _tr("Continue the melody"), _tr("Go on after the selection, or after the last note")),
        mode("fill", _tr("Fill the gap"), _tr("Between selected notes, or inside the loop")),
        mode("vary", _tr("Vary the selection"), _tr("Other notes in place of the selected ones")),
    ]


def _taking(part: ComposingPart) -> list[Command]:
    def looks() -> bool:
        return part.looked is not None

    def number() -> int:
        return part.looked.number if part.looked is not None else 0

    return [
        _command("keep", _tr("Keep the take"), lambda: part.keep(number()), "Ctrl+Return", "check", enabled=looks),
        _command(
            "hear", _tr("Listen to the take"), lambda: part.hear(number()), "Ctrl+Space", "headphones", enabled=looks
        ),
        _command("take.next", _tr("Next take"), lambda: _walk(part, 1), "Alt+Down"),
        _command("take.previous", _tr("Previous take"), lambda: _walk(part, -1), "Alt+Up"),
    ]


def _walk(part: ComposingPart, by: int) -> None:
    numbers = [row.number for row in part.dock.takes.rows()]
    if numbers:
        here = numbers.index(part.looked.number) if part.looked is not None else -1 if by > 0 else len(numbers)
        part.look(numbers[min(len(numbers) - 1, max(0, here + by))])


def _command(
    name: str,
    title: str,
    run: Callable[[], object],
    shortcut: str = "",
    icon: str = "",
    tip: str = "",
    *,
    enabled: Callable[[], bool] | None = None,
    starts_group: bool = False,
) -> Command:
    return Command(
        f"compose.{name}",
        title,
        run,
        "Compose",
        shortcut,
        icon,
        tip,
        "compose",
        enabled,
        starts_group=starts_group,
    )
