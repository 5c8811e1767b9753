"""A run that rests: what it is, how far it came, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout

from engines.write.runs import Run
from studio.dialogs.sheet import words
from studio.look.icons import icon
from studio.look.tokens import SPACE
from studio.panes.write.learning.words import run_about, word_count


class RunRow(QFrame):
    """A card with two buttons and a bin."""

    gone_on = Signal(object)
    model_wanted = Signal(object)
    discarded = Signal(object)

    def __init__(self, run: Run, *, busy: bool) -> None:
        """``busy``: something else is being learnt, so nothing can begin here."""
        super().__init__()
        self.run = run
        self.setProperty("card", True)
        title = run.plan.title
        self.setAccessibleName(title)
        self.go_on, self.model, self.discard = QPushButton(self.tr("Go on")), QPushButton(), QToolButton()
        self.go_on.setEnabled(not busy and not run.finished)
        tip = self.tr("It got no better for so long that going on would only learn the texts by heart")
        self.go_on.setToolTip(tip if run.finished else self.tr("Learn on, exactly from where it was left"))
        self.go_on.setAccessibleName(self.tr("Go on with “{}”").format(title))
        self.model.setText(self.tr("Make a model"))
        self.model.setEnabled(bool(run.steps) and not busy)
        self.model.setToolTip(self.tr("Use what it has learnt so far"))
        self.model.setAccessibleName(self.tr("Make a model of “{}”").format(title))
        self.discard.setIcon(icon("trash"))
        self.discard.setToolTip(self.tr("Discard; can be put back until the studio closes"))
        self.discard.setAccessibleName(self.tr("Discard “{}”").format(title))
        self.go_on.clicked.connect(lambda: self.gone_on.emit(run))
        self.model.clicked.connect(lambda: self.model_wanted.emit(run))
        self.discard.clicked.connect(lambda: self.discarded.emit(run))
        self._lay_out()

    def _lay_out(self) -> None:
        column, top, row = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout()
        column.setContentsMargins(SPACE.m, SPACE.s, SPACE.s, SPACE.m)
        column.setSpacing(SPACE.xs)
        top.addWidget(words(self.run.plan.title, "heading"), 1)
        top.addWidget(self.discard)
        row.setSpacing(SPACE.s)
        row.setContentsMargins(0, SPACE.xs, SPACE.xs, 0)
        row.addWidget(self.go_on, 1)
        row.addWidget(self.model, 1)
        column.addLayout(top)
        column.addWidget(words(f"{word_count(self.run.plan.words)} · {run_about(self.run)}", "small"))
        column.addLayout(row)
