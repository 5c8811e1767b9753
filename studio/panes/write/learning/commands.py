"""Learning's commands, for the menu and the palette."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from studio.commands import Command

if TYPE_CHECKING:
    from studio.panes.write.learning.part import LearningPart

_MENU = "Write"


def learning_commands(part: LearningPart) -> list[Command]:
    """Everything about learning and models."""
    return [*_doors(part), *_ruling(part)]


def _doors(part: LearningPart) -> list[Command]:
    return [
        Command(
            "write.train",
            _tr("Learn from your texts…"),
            part.open_sheet,
            _MENU,
            "Ctrl+Shift+L",
            "sparkle",
            _tr("Choose books of your own; a model learns from them while you write"),
            "write",
            starts_group=True,
        ),
        Command(
            "write.models",
            _tr("Models…"),
            part.open_library,
            _MENU,
            "Ctrl+Shift+M",
            tip=_tr("What each model has read and how good it is; rename, export, import, delete"),
            pane="write",
        ),
    ]


def _ruling(part: LearningPart) -> list[Command]:
    """What can be done with a training under way."""

    def command(name: str, title: str, run: Callable[[], object], tip: str, enabled: Callable[[], bool]) -> Command:
        return Command(name, title, run, f"{_MENU}/{_tr('Learning')}", tip=tip, pane="write", enabled=enabled)

    return [
        command(
            "write.learning",
            _tr("Show the learning"),
            part.show_dock,
            _tr("Its curves, what it writes now, and trainings that rest"),
            lambda: True,
        ),
        command(
            "write.learning.pause",
            _tr("Pause or go on"),
            part.pause,
            _tr("The machine is free meanwhile"),
            part.can_pause,
        ),
        command(
            "write.learning.model",
            _tr("Make a model of it"),
            part.make_model,
            _tr("Use what it has learnt so far; the learning goes on"),
            part.can_make,
        ),
        command(
            "write.learning.stop",
            _tr("Stop learning"),
            part.stop,
            _tr("It can be gone on with at any time"),
            part.can_stop,
        ),
    ]


def _tr(text: str) -> str:
    return QCoreApplication.translate("LearningCommands", text)
