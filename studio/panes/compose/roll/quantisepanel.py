"""How much and how swung notes are drawn to the grid, with the button that does it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from studio.look.tokens import SPACE
from studio.panes.compose.roll.actions import RollActions
from studio.widgets.valueslider import ValueSlider

_WIDTH = 240


class QuantisePanel(QWidget):
    """Strength, swing, and whether ends are drawn too. The key Q uses what is set here."""

    done = Signal()

    def __init__(self, doing: RollActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._doing = doing
        self.strength = ValueSlider(self.tr("Strength"), 0, 100, round(doing.strength * 100), " %")
        self.swing = ValueSlider(self.tr("Swing"), 0, 100, round(doing.swung * 100), " %")
        self.swing.setToolTip(self.tr("At 100 % every second step is as late as a triplet"))
        self.ends = QCheckBox(self.tr("Quantise the ends too"))
        self.button = QPushButton(self.tr("Quantise"))
        self.button.setProperty("primary", True)
        for slider in (self.strength, self.swing):
            slider.changed.connect(self._take)
        self.ends.toggled.connect(self._take)
        self.button.clicked.connect(self._quantise)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.m, SPACE.m, SPACE.m, SPACE.m)
        column.setSpacing(SPACE.m)
        for widget in (self.strength, self.swing, self.ends, self.button):
            column.addWidget(widget)
        self.setMinimumWidth(_WIDTH)

    def _take(self) -> None:
        self._doing.set_quantising(self.strength.value() / 100, self.swing.value() / 100, self.ends.isChecked())

    def _quantise(self) -> None:
        self._doing.quantise()
        self.done.emit()
