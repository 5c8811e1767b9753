"""What every dialog of the house looks like: a title, its content, and a row of buttons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from studio.look.tokens import SPACE


class Sheet(QDialog):
    """Opened with ``open``, never with ``exec``: the studio goes on working behind it."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        heading = QLabel(title)
        heading.setProperty("role", "title")
        self.content = QVBoxLayout()
        self.content.setSpacing(SPACE.m)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(SPACE.s)
        self.buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.xl, SPACE.l, SPACE.xl, SPACE.l)
        column.setSpacing(SPACE.l)
        column.addWidget(heading)
        column.addLayout(self.content, 1)
        column.addLayout(self.buttons)

    def add_button(self, text: str, run: Callable[[], object], *, primary: bool = False) -> QPushButton:
        """Add a button at the right end of the row."""
        button = QPushButton(text)
        button.setProperty("primary", primary)
        button.setAutoDefault(primary)
        button.setDefault(primary)
        button.clicked.connect(lambda: run())
        self.buttons.addWidget(button)
        return button

    def add_close(self) -> QPushButton:
        """Add the button that closes; Esc does the same."""
        return self.add_button(self.tr("Close"), self.close, primary=True)

    def add_copy(self, text: Callable[[], str]) -> QPushButton:
        """Add a button that copies and says that it did."""

        def copy() -> None:
            QGuiApplication.clipboard().setText(text())
            button.setText(self.tr("Copied"))

        button = self.add_button(self.tr("Copy"), copy)
        return button


def words(text: str, role: str = "", *, wrap: bool = True) -> QLabel:
    """A label of plain text in one of the roles of the stylesheet."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if role:
        label.setProperty("role", role)
    return label
