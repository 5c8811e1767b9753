"""The commands of learning, for menu and palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from studio.commands import Command

if TYPE_CHECKING:
    from studio.panes.compose.learning.part import LearningPart


def _tr(text: str) -> str:
    return QCoreApplication.translate("LearningCommands", text)


def learning_commands(part: LearningPart) -> list[Command]:
    """Beginning, pausing, stopping, making a model."""
    menu = f"Compose/{_tr('Learn')}"
    tip = _tr("A model reads a folder of MIDI, MusicXML or ABC and then composes in its manner")

    def busy() -> bool:
        return part.sitting is not None

    return [
        _library(part),
        Command(
            "compose.train", _tr("Learn from a folder…"), part.choose, menu, "Ctrl+Shift+L", "folder", tip, "compose"
        ),
        Command(
            "compose.train.pause",
            _tr("Pause or go on learning"),
            part.pause,
            menu,
            icon="pause",
            pane="compose",
            enabled=part.can_pause,
        ),
        Command("compose.train.stop", _tr("Stop learning"), part.stop, menu, icon="stop", pane="compose", enabled=busy),
        Command(
            "compose.train.model",
            _tr("Make a model of what is learnt"),
            part.make_model,
            menu,
            pane="compose",
            enabled=part.can_pause,
        ),
    ]


def _library(part: LearningPart) -> Command:
    return Command(
        "compose.models",
        _tr("Models…"),
        part.open_library,
        "Compose",
        "Ctrl+Alt+M",
        tip=_tr("What each model has read and how good it is; rename, export, import, delete"),
        pane="compose",
        starts_group=True,
    )
