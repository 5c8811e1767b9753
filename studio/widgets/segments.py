"""A few choices side by side, of which one holds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from studio.look.tokens import SIZE


class Segments(QWidget):
    """``changed`` comes when a hand chooses and never when a program does."""

    changed = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str, str]]) -> None:
        """``choices`` are names in the program, what a person reads, and tips."""
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._names = [choice for choice, _, _ in choices]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for place, (_, title, tip) in enumerate(choices):
            button = QToolButton()
            button.setText(title)
            button.setToolTip(tip)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(f"{name}: {title}")
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setMinimumHeight(SIZE.control)
            self._group.addButton(button, place)
            row.addWidget(button)
        self._group.button(0).setChecked(True)
        self._group.idClicked.connect(lambda place: self.changed.emit(self._names[place]))

    def value(self) -> str:
        """The choice that holds."""
        return self._names[self._group.checkedId()]

    def set_value(self, name: str) -> None:
        """Show a choice, and tell nobody."""
        self._group.button(self._names.index(name)).setChecked(True)
