"""The tab “Learn”: what a course shall be, and its four stages under each other."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from engines.play.course.courses import STAGES, Stage
from studio.dialogs.sheet import words
from studio.look.tokens import SPACE
from studio.panes.play.learning.stagecard import StageCard
from studio.panes.play.learning.wishform import WishForm
from studio.widgets.columnarea import ColumnArea


class LearnDrawer(QWidget):
    """Shows and asks; what becomes of it is the part's."""

    shown = Signal()
    all_wanted = Signal()
    model_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.form, self.note = WishForm(), words("", "small")
        self.all, self.model = QPushButton(self.tr("All four")), QPushButton(self.tr("Use this model"))
        self.all.setProperty("primary", True)
        self.model.setToolTip(self.tr("Make a model of what was learnt so far, and drive with it"))
        self.all.clicked.connect(self.all_wanted)
        self.model.clicked.connect(self.model_wanted)
        self.cards: dict[Stage, StageCard] = {stage: StageCard(stage) for stage in STAGES}
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(SPACE.l, SPACE.m, SPACE.l, SPACE.l)
        column.setSpacing(SPACE.m)
        for widget in (self.form, self.all, self.note, *self.cards.values(), self.model):
            column.addWidget(widget)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ColumnArea(content, self.tr("Learning to drive")))
        self.say("")

    def say(self, sentence: str) -> None:
        """One sentence below the button."""
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody looks."""
        super().showEvent(event)
        self.shown.emit()
