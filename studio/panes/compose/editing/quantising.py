"""A small card that asks how much notes are drawn to the grid, and with what swing."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from studio.look.tokens import SPACE
from studio.widgets.valueslider import ValueSlider

_WIDTH = 260


class QuantiseCard(QFrame):
    """Says strength and swing (0 to 1), and whether ends are drawn too."""

    chosen = Signal(float, float, bool)

    def __init__(self, grid: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("card", True)
        self.setAccessibleName(self.tr("Quantise"))
        heading = QLabel(self.tr("Quantise to {grid}").format(grid=grid))
        heading.setProperty("role", "heading")
        self.strength = ValueSlider(self.tr("Strength"), 0, 100, 100, " %")
        self.strength.setToolTip(self.tr("How much of the way to the grid notes are drawn"))
        self.swing = ValueSlider(self.tr("Swing"), 0, 100, 0, " %")
        self.swing.setToolTip(self.tr("Delays every second step; at 100 % as far as a triplet"))
        self.ends = QCheckBox(self.tr("Ends too"))
        self.go = QPushButton(self.tr("Quantise"))
        self.go.setProperty("primary", True)
        self.go.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.l, SPACE.l, SPACE.l, SPACE.l)
        column.setSpacing(SPACE.m)
        for widget in (heading, self.strength, self.swing, self.ends, self.go):
            column.addWidget(widget)
        self.go.clicked.connect(self._take)
        self.setFixedWidth(_WIDTH)

    def open_at(self, place: QPoint) -> None:
        """Open at a place on the screen."""
        self.adjustSize()
        self.move(place)
        self.show()
        self.strength.setFocus()

    @Slot()
    def _take(self) -> None:
        self.chosen.emit(self.strength.value() / 100, self.swing.value() / 100, self.ends.isChecked())
        self.close()
