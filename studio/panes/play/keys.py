"""Which key is which control: arrows or WASD drive, the rest is the pane's own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

DRIVING = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_A: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_D: "right",
    Qt.Key.Key_Up: "gas",
    Qt.Key.Key_W: "gas",
    Qt.Key.Key_Down: "brake",
    Qt.Key.Key_S: "brake",
}
#: Commands whose keys belong to whatever has the focus first.
COMMANDS = {
    Qt.Key.Key_Space: "run",
    Qt.Key.Key_Period: "step",
    Qt.Key.Key_E: "step",
    Qt.Key.Key_Comma: "back",
    Qt.Key.Key_Home: "start",
    Qt.Key.Key_F: "dream",
    Qt.Key.Key_R: "anchor",
    Qt.Key.Key_N: "another",
}


def control_of(event: QKeyEvent) -> str:
    """The control that a key holds; empty for none."""
    return DRIVING.get(Qt.Key(event.key()), "") if _plain(event) else ""


def command_of(event: QKeyEvent) -> str:
    """The command that a key asks for; empty for none."""
    return COMMANDS.get(Qt.Key(event.key()), "") if _plain(event) else ""


def _plain(event: QKeyEvent) -> bool:
    return not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
