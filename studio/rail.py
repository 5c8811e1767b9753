"""The rail at the left: one large button for each room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget

from studio.look.icons import icon
from studio.look.palette import notifier
from studio.look.tokens import SIZE, SPACE
from studio.rooms import Room

_BUTTON_HEIGHT = 60
_LEAST_WIDTH = 76


class Rail(QFrame):
    """Shows which room one is in; ``chosen`` names the one a person wants."""

    chosen = Signal(str)

    def __init__(self, rooms: Sequence[Room], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Rooms"))
        self._buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.s, SPACE.s, SPACE.s, SPACE.s)
        column.setSpacing(SPACE.xs)
        for number, room in enumerate(rooms, start=1):
            button = self._button(room, number)
            self._group.addButton(button)
            self._buttons[room.name] = button
            column.addWidget(button)
        column.addStretch()
        notifier().changed.connect(self._fit)
        self._fit()

    def show_chosen(self, name: str) -> None:
        """Mark the room that is on view."""
        self._buttons[name].setChecked(True)

    def button(self, name: str) -> QToolButton:
        """The button of a room."""
        return self._buttons[name]

    def _button(self, room: Room, number: int) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("rail", True)
        button.setText(room.title)
        button.setIcon(icon(room.icon, "muted"))
        button.setIconSize(QSize(SIZE.icon_rail, SIZE.icon_rail))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        keys = QKeySequence(f"Ctrl+{number}").toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(f"{room.tip} ({keys})")
        button.setAccessibleName(room.title)
        button.setAccessibleDescription(room.tip)
        button.clicked.connect(lambda _checked=False, name=room.name: self.chosen.emit(name))
        return button

    def _fit(self) -> None:
        """All buttons as wide as the longest word, also in larger text."""
        scale = notifier().scale
        # Ticked buttons are written bold, which is wider.
        width = max(
            [round(_LEAST_WIDTH * scale), *(each.sizeHint().width() + SPACE.s for each in self._buttons.values())]
        )
        for button in self._buttons.values():
            button.setFixedSize(width, round(_BUTTON_HEIGHT * max(1.0, scale)))
