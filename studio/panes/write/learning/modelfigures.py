"""How good a model of words is: what it foresees, and whether its percentages are true."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from engines.cards import Card
from engines.write.library import reliability
from studio.dialogs.sheet import words
from studio.look.quantities import number, percent
from studio.look.tokens import SPACE
from studio.panes.modelview import empty
from studio.panes.write.learning.reliability import ReliabilityChart
from studio.widgets.losschart import figure

_WAYS = ("", "network_", "ngram_")


class WordFigures(QWidget):
    """A table, and a chart beside what it says."""

    def __init__(self) -> None:
        super().__init__()
        self.table = QWidget()
        self._grid = QGridLayout(self.table)
        self.unmeasured = words(self.tr("How good it is was never measured."), "muted")
        self.chart, self.said = ReliabilityChart(), words("", "small")
        self._lay_out()

    def widget(self) -> QWidget:
        """What is shown."""
        return self

    def show_card(self, card: Card) -> None:
        """Show another model's."""
        measured = "perplexity" in card.figures
        self.table.setVisible(measured)
        self.unmeasured.setVisible(not measured)
        empty(self._grid)
        if measured:
            self._fill(card)
        calibration = reliability(card)
        self.chart.show_calibration(calibration)
        self.said.setText(self.chart.sentence())
        self._believed.setVisible(calibration is not None)

    def measured_with(self, card: Card) -> str:
        """On how many words."""
        tested = card.figures.get("test_words")
        return "" if tested is None else self.tr("{} words it never read").format(number(tested))

    def _fill(self, card: Card) -> None:
        found = card.figures
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

    def _lay_out(self) -> None:
        self._believed = QWidget()
        believed, beside = QHBoxLayout(self._believed), QVBoxLayout()
        believed.setContentsMargins(0, 0, 0, 0)
        believed.setSpacing(SPACE.l)
        believed.addWidget(self.chart)
        beside.addWidget(words(self.tr("Are its percentages true?"), "heading", wrap=False))
        beside.addWidget(self.said)
        beside.addStretch(1)
        believed.addLayout(beside, 1)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE.l)
        self._grid.setVerticalSpacing(SPACE.xs)
        self._grid.setColumnStretch(4, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.m)
        for widget in (self.table, self.unmeasured, self._believed):
            column.addWidget(widget)
