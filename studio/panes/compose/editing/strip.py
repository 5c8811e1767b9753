"""The strip above the roll: tools, snap, and how the roll is looked at."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from studio.look.palette import current
from studio.look.tokens import SIZE, SPACE
from studio.panes.compose.transport.choices import SnapButton

_TOOLS = ("tool.pencil", "tool.select", "tool.knife", "tool.eraser")
_LOOKS = ("scale", "ghosts", "fit")


class EditStrip(QWidget):
    """Its buttons are faces of commands; the snap is shown here and changed by the part."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Tools"))
        self.buttons: dict[str, QToolButton] = {}
        self.snap = SnapButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.s, 2, SPACE.s, 2)
        row.setSpacing(2)
        for name in _TOOLS:
            row.addWidget(self._button(name))
        row.addSpacing(SPACE.m)
        row.addWidget(self.snap)
        row.addWidget(self._button("quantise"))
        row.addStretch(1)
        for name in _LOOKS:
            row.addWidget(self._button(name))

    def _button(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setIconSize(QSize(SIZE.icon, SIZE.icon))
        button.setFixedSize(SIZE.control, SIZE.control)
        self.buttons[name] = button
        return button

    def offer(self, action_of: Callable[[str], QAction]) -> None:
        """The buttons follow the commands of the same names."""
        for name, button in self.buttons.items():
            button.setDefaultAction(action_of(f"compose.{name}"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A ground like the bar's, with a hair below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current().panel))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(current().line))
        painter.end()
