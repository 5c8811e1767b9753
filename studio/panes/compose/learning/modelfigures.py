"""How good a model of melodies is: how well it foresees notes, in numbers and in a plain sentence."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from engines.cards import Card
from studio.dialogs.sheet import words
from studio.look.quantities import number, percent
from studio.look.tokens import SPACE
from studio.panes.compose.nats import meaning_of_nats
from studio.panes.modelview import empty

#: What a card must say: nats per note of pitch, of length, and together.
_NEEDED = ("pitch", "duration", "total")


class MelodyFigures(QWidget):
    """A table, and what its unit means."""

    def __init__(self) -> None:
        super().__init__()
        self.table = QWidget()
        self._grid = QGridLayout(self.table)
        self.said = words("", "small")
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE.l)
        self._grid.setVerticalSpacing(SPACE.xs)
        self._grid.setColumnStretch(4, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.m)
        column.addWidget(self.table)
        column.addWidget(self.said)

    def widget(self) -> QWidget:
        """What is shown."""
        return self

    def show_card(self, card: Card) -> None:
        """Show another model's."""
        measured = all(name in card.figures for name in _NEEDED)
        self.table.setVisible(measured)
        empty(self._grid)
        if measured:
            self._fill(card.figures)
            self.said.setText(meaning_of_nats(card.figures["total"]))
        else:
            self.said.setText(self.tr("How good it is was never measured."))

    def measured_with(self, card: Card) -> str:
        """On how many notes."""
        heard = card.figures.get("held_out_notes")
        return "" if heard is None else self.tr("{} notes of music it never read").format(number(heard))

    def _fill(self, found: Mapping[str, float]) -> None:
        heads = (self.tr("Pitch"), self.tr("Length"), self.tr("Together"))
        for column, head in enumerate(heads, start=1):
            self._grid.addWidget(words(head, "small", wrap=False), 0, column, Qt.AlignmentFlag.AlignRight)
        rows = (
            (self.tr("Nats a note"), [_nats(found, name) for name in _NEEDED]),
            (self.tr("First guess right"), [_share(found, f"{name}_top1") for name in ("pitch", "duration")]),
            (self.tr("Counting pairs of notes"), ["", "", _nats(found, "bigram_total")]),
            (self.tr("Counting notes"), ["", "", _nats(found, "unigram_total")]),
        )
        for row, (title, values) in enumerate(rows, start=1):
            self._grid.addWidget(words(title, "muted", wrap=False), row, 0)
            for column, said in enumerate(values, start=1):
                label = words(said, "heading" if row == 1 else "", wrap=False)
                self._grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignRight)


def _nats(found: Mapping[str, float], name: str) -> str:
    return f"{found[name]:.2f}" if name in found else "–"


def _share(found: Mapping[str, float], name: str) -> str:
    return percent(found[name]) if name in found else "–"
