"""One model in full: its name, what it has read, how good it is, and whether it is whole."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from engines.cards import Card
from engines.library import Shelved
from studio.dialogs.sheet import words
from studio.look.quantities import minutes, number, size
from studio.look.tokens import SPACE
from studio.widgets.columnarea import ColumnArea


class Figures(Protocol):
    """How good a model is, as its pane measures it."""

    def widget(self) -> QWidget:
        """What is shown."""

    def show_card(self, card: Card) -> None:
        """Show another model's."""

    def measured_with(self, card: Card) -> str:
        """On how much it was measured; empty where that is not known."""


class ModelView(QWidget):
    """Shows a model; a name of one's own can be typed over."""

    renamed = Signal(str)

    def __init__(self, figures: Figures) -> None:
        super().__init__()
        self.figures = figures
        self.title = words("", "title")
        self.name = QLineEdit()
        self.name.setMaxLength(60)
        self.name.setAccessibleName(self.tr("Name"))
        self.rename = QPushButton(self.tr("Rename"))
        self.rename.setAutoDefault(False)
        self.summary, self.verdict = words(""), words("", "success")
        self.facts = QWidget()
        self._rows = QGridLayout(self.facts)
        self._shown: Shelved | None = None
        self.name.textChanged.connect(self._may_rename)
        self.name.returnPressed.connect(self._rename)
        self.rename.clicked.connect(self._rename)
        self._lay_out()

    def show_model(self, model: Shelved) -> None:
        """Show another one."""
        self._shown = model
        card = model.card
        self.title.setText(card.title)
        self.title.setVisible(not model.own)
        self._naming.setVisible(model.own)
        self.name.setText(card.title)
        self._may_rename()
        self.summary.setText(card.summary)
        self.verdict.setText(model.verdict.sentence)
        self.verdict.setProperty("role", "success" if model.verdict.ok else "danger")
        self.verdict.style().unpolish(self.verdict)
        self.verdict.style().polish(self.verdict)
        self.figures.show_card(card)
        empty(self._rows)
        self._fill_facts(model)

    # -- what is shown ------------------------------------------------------------------------------------

    def _fill_facts(self, model: Shelved) -> None:
        card, training = model.card, model.card.training
        facts = [
            (self.tr("Learnt from"), "\n".join(card.data) or "–"),
            (self.tr("Licence"), card.licence),
            (self.tr("On the disk"), size(model.size)),
        ]
        learnt = training.get("minutes")
        if isinstance(learnt, int | float):
            facts.append((self.tr("Learning took"), minutes(learnt)))
        count = training.get("parameters")
        if isinstance(count, int):
            facts.append((self.tr("Network"), self.tr("{} numbers").format(number(count))))
        tested = self.figures.measured_with(card)
        if tested:
            facts.append((self.tr("Measured with"), tested))
        facts.append((self.tr("Folder"), str(card.folder)))
        for row, (title, said) in enumerate(facts):
            top = Qt.AlignmentFlag.AlignTop
            self._rows.addWidget(words(title, "muted", wrap=False), row, 0, top)
            label = words(said)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._rows.addWidget(label, row, 1, top)

    def _may_rename(self) -> None:
        text = " ".join(self.name.text().split())
        self.rename.setEnabled(self._shown is not None and bool(text) and text != self._shown.card.title)

    def _rename(self) -> None:
        if self.rename.isEnabled():
            self.renamed.emit(self.name.text())

    def _lay_out(self) -> None:
        self._naming = QWidget()
        naming = QHBoxLayout(self._naming)
        naming.setContentsMargins(0, 0, 0, 0)
        naming.addWidget(self.name, 1)
        naming.addWidget(self.rename)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setHorizontalSpacing(SPACE.l)
        self._rows.setVerticalSpacing(SPACE.xs)
        self._rows.setColumnStretch(1, 1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, SPACE.xs, 0)
        column.setSpacing(SPACE.m)
        for widget in (self.title, self._naming, self.summary, self.verdict, self.figures.widget(), self.facts):
            column.addWidget(widget)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ColumnArea(inside, self.tr("The model")))


def empty(grid: QGridLayout) -> None:
    """Take every label out of a grid."""
    while grid.count():
        item = grid.takeAt(0)
        widget = item.widget() if item is not None else None
        if isinstance(widget, QLabel):
            widget.hide()
            widget.deleteLater()
