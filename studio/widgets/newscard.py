"""A card above everything: what came of a training."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from studio.look.tokens import SPACE


class NewsCard(QFrame):
    """A model that was made, with a button to use it, or what went wrong."""

    used = Signal(str)

    def __init__(self, use_tip: str) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.says = False
        self._name = ""
        self.title, self.about = _words("heading"), _words("small")
        self.use = QPushButton(self.tr("Use it now"))
        self.use.setProperty("primary", True)
        self.use.setToolTip(use_tip)
        self.use.clicked.connect(lambda: self.used.emit(self._name))
        self.away = QPushButton(self.tr("Close"))
        self.away.clicked.connect(lambda: self.say(""))
        row = QHBoxLayout()
        row.setSpacing(SPACE.s)
        row.addWidget(self.use, 1)
        row.addWidget(self.away, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.m, SPACE.m, SPACE.m, SPACE.m)
        column.setSpacing(SPACE.s)
        column.addWidget(self.title)
        column.addWidget(self.about)
        column.addLayout(row)
        self.say("")

    def show_model(self, name: str, title: str, about: str) -> None:
        """The model of that name is ready."""
        self._name = name
        self._show(title, about, ready=True)

    def forget_unless(self, names: set[str]) -> None:
        """A model that is gone cannot be used."""
        if self.use.isVisibleTo(self) and self._name not in names:
            self.say("")

    def say(self, sentence: str) -> None:
        """It went wrong, or nothing is to be said."""
        self._show("", sentence, ready=False)

    def _show(self, title: str, about: str, *, ready: bool) -> None:
        self.says = bool(title or about)
        self.title.setText(title)
        self.title.setVisible(bool(title))
        self.about.setText(about)
        self.about.setProperty("role", "small" if ready else "danger")
        self.about.style().unpolish(self.about)
        self.about.style().polish(self.about)
        self.use.setVisible(ready)
        self.setVisible(self.says)


def _words(role: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    return label
