"""One of a few numbers, in a row of small buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QToolButton, QWidget

from studio.look.tokens import SPACE


class CountChoice(QWidget):
    """A label, and buttons from one to ``most``."""

    changed = Signal()

    def __init__(self, title: str, most: int, tip: str = "") -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.xs)
        label = QLabel(title)
        label.setToolTip(tip)
        row.addWidget(label)
        row.addStretch(1)
        for count in range(1, most + 1):
            button = QToolButton()
            button.setText(str(count))
            button.setCheckable(True)
            button.setMinimumWidth(SPACE.xxl)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(f"{title}: {count}")
            self._group.addButton(button, count)
            row.addWidget(button)
        self._group.idClicked.connect(self.changed)

    def count(self) -> int:
        """How many are wanted."""
        return max(1, self._group.checkedId())

    def show_count(self, count: int) -> None:
        """Show a number, and tell nobody."""
        self._group.button(count).setChecked(True)
