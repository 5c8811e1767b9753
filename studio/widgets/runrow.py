"""A training that rests: what it is, how far it came, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout

from studio.look.icons import icon
from studio.look.tokens import SPACE


class RestingRun(QFrame):
    """A card with two buttons and a bin."""

    go_on_wanted = Signal()
    model_asked = Signal()
    discard_asked = Signal()

    def __init__(self, title: str, about: str, *, can_go_on: bool, can_make: bool, going_on: str) -> None:
        """``going_on`` says what going on would do, or why it is no use."""
        super().__init__()
        self.setProperty("card", True)
        self.setAccessibleName(title)
        self.go_on, self.model, self.discard = QPushButton(self.tr("Go on")), QPushButton(), QToolButton()
        self.go_on.setEnabled(can_go_on)
        self.go_on.setToolTip(going_on)
        self.go_on.setAccessibleName(self.tr("Go on with “{}”").format(title))
        self.model.setText(self.tr("Make a model"))
        self.model.setEnabled(can_make)
        self.model.setToolTip(self.tr("Use what it has learnt so far"))
        self.model.setAccessibleName(self.tr("Make a model of “{}”").format(title))
        self.discard.setIcon(icon("trash"))
        self.discard.setToolTip(self.tr("Discard; can be put back until the studio closes"))
        self.discard.setAccessibleName(self.tr("Discard “{}”").format(title))
        self.go_on.clicked.connect(self.go_on_wanted)
        self.model.clicked.connect(self.model_asked)
        self.discard.clicked.connect(self.discard_asked)
        self._lay_out(title, about)

    def _lay_out(self, title: str, about: str) -> None:
        column, top, row = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout()
        column.setContentsMargins(SPACE.m, SPACE.s, SPACE.s, SPACE.m)
        column.setSpacing(SPACE.xs)
        heading, small = _words(title, "heading"), _words(about, "small")
        top.addWidget(heading, 1)
        top.addWidget(self.discard)
        row.setSpacing(SPACE.s)
        row.setContentsMargins(0, SPACE.xs, SPACE.xs, 0)
        row.addWidget(self.go_on, 1)
        row.addWidget(self.model, 1)
        column.addLayout(top)
        column.addWidget(small)
        column.addLayout(row)


def _words(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setProperty("role", role)
    return label
