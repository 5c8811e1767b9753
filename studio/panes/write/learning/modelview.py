"""One model in full: its name, what it has read, how good it is, and whether it is whole."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from engines.write.library import Shelved, reliability
from studio.dialogs.sheet import words
from studio.look.tokens import SPACE
from studio.panes.write.learning.reliability import ReliabilityChart
from studio.panes.write.learning.words import minutes, number, percent, size
from studio.widgets.losschart import figure

_WAYS = ("", "network_", "ngram_")


class ModelView(QScrollArea):
    """Shows a model; a name of one's own can be typed over."""

    renamed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("The model"))
        self.title = words("", "title")
        self.name = QLineEdit()
        self.name.setMaxLength(60)
        self.name.setAccessibleName(self.tr("Name"))
        self.rename = QPushButton(self.tr("Rename"))
        self.rename.setAutoDefault(False)
        self.summary, self.verdict = words(""), words("", "success")
        self.figures = QWidget()
        self._grid = QGridLayout(self.figures)
        self.unmeasured = words(self.tr("How good it is was never measured."), "muted")
        self.chart, self.said = ReliabilityChart(), words("", "small")
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
        measured = "perplexity" in card.figures
        self.figures.setVisible(measured)
        self.unmeasured.setVisible(not measured)
        _empty(self._grid)
        if measured:
            self._fill_figures(model)
        calibration = reliability(card)
        self.chart.show_calibration(calibration)
        self.said.setText(self.chart.sentence())
        self._believed.setVisible(calibration is not None)
        _empty(self._rows)
        self._fill_facts(model)

    # -- what is shown ------------------------------------------------------------------------------------

    def _fill_figures(self, model: Shelved) -> None:
        found = model.card.figures
        heads = (self.tr("All together"), self.tr("Network alone"), self.tr("Counting words"))
        ways = [(head, way) for head, way in zip(heads, _WAYS, strict=True) if f"{way}perplexity" in found]
        rows = (
            ("perplexity", self.tr("Perplexity")),
            ("top1", self.tr("First guess right")),
            ("top3", self.tr("Among three")),
            ("top10", self.tr("Among ten")),
        )
        for column, (head, _) in enumerate(ways, start=1):
            self._grid.addWidget(words(head, "small", wrap=False), 0, column, Qt.AlignmentFlag.AlignRight)
        for row, (name, title) in enumerate(rows, start=1):
            self._grid.addWidget(words(title, "muted", wrap=False), row, 0)
            for column, (_, way) in enumerate(ways, start=1):
                value = found.get(f"{way}{name}")
                said = "–" if value is None else figure(value) if name == "perplexity" else percent(value)
                label = words(said, "heading" if column == 1 else "", wrap=False)
                self._grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignRight)

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
        tested = card.figures.get("test_words")
        if tested is not None:
            facts.append((self.tr("Measured with"), self.tr("{} words it never read").format(number(tested))))
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
        self._naming, self._believed = QWidget(), QWidget()
        naming, believed = QHBoxLayout(self._naming), QHBoxLayout(self._believed)
        for row in (naming, believed):
            row.setContentsMargins(0, 0, 0, 0)
        naming.addWidget(self.name, 1)
        naming.addWidget(self.rename)
        believed.setSpacing(SPACE.l)
        believed.addWidget(self.chart)
        beside = QVBoxLayout()
        beside.addWidget(words(self.tr("Are its percentages true?"), "heading", wrap=False))
        beside.addWidget(self.said)
        beside.addStretch(1)
        believed.addLayout(beside, 1)
        for grid in (self._grid, self._rows):
            grid.setContentsMargins(0, 0, 0, 0)
            grid.setHorizontalSpacing(SPACE.l)
            grid.setVerticalSpacing(SPACE.xs)
        self._grid.setColumnStretch(4, 1)
        self._rows.setColumnStretch(1, 1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, SPACE.m, 0)
        column.setSpacing(SPACE.m)
        for widget in (self.title, self._naming, self.summary, self.verdict, self.figures, self.unmeasured):
            column.addWidget(widget)
        column.addWidget(self._believed)
        column.addWidget(self.facts)
        column.addStretch(1)
        self.setWidget(inside)


def _empty(grid: QGridLayout) -> None:
    while grid.count():
        item = grid.takeAt(0)
        widget = item.widget() if item is not None else None
        if isinstance(widget, QLabel):
            widget.hide()
            widget.deleteLater()
