"""The seed of something that is thrown: a number, a lock that keeps it, and a die that throws another."""

from __future__ import annotations

import random

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QToolButton, QWidget

from studio.look.icons import icon
from studio.look.tokens import SPACE

HIGHEST = 99_999


def thrown() -> int:
    """Any seed."""
    return random.randint(0, HIGHEST)


class SeedField(QWidget):
    """Says when a hand has changed the seed or its lock."""

    changed = Signal()

    def __init__(self, tip: str, lock_tip: str) -> None:
        super().__init__()
        self.number = QSpinBox()
        self.number.setProperty("bare", True)
        self.number.setRange(0, HIGHEST)
        self.number.setKeyboardTracking(False)
        self.number.setAccessibleName(self.tr("Seed"))
        self.number.setToolTip(tip)
        self.lock, self.dice = QToolButton(), QToolButton()
        self.lock.setCheckable(True)
        self.lock.setAccessibleName(self.tr("Keep the seed"))
        self.lock.setToolTip(lock_tip)
        self.dice.setIcon(icon("dice"))
        self.dice.setAccessibleName(self.tr("Another seed"))
        self.dice.setToolTip(self.dice.accessibleName())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.xs)
        label = QLabel(self.tr("Seed"))
        label.setBuddy(self.number)
        for widget in (label, self.number, self.lock, self.dice):
            row.addWidget(widget)
        row.addStretch(1)
        self.number.valueChanged.connect(self.changed)
        self.lock.toggled.connect(self._lock)
        self.dice.clicked.connect(self._roll)
        self._show_lock()

    def show_seed(self, seed: int, *, locked: bool) -> None:
        """Show a seed, and tell nobody."""
        for control in (self.number, self.lock):
            control.blockSignals(True)
        self.number.setValue(seed)
        self.lock.setChecked(locked)
        self._show_lock()
        for control in (self.number, self.lock):
            control.blockSignals(False)

    def _show_lock(self) -> None:
        locked = self.lock.isChecked()
        self.lock.setIcon(icon("lock" if locked else "unlock", "accent" if locked else "muted"))

    @Slot()
    def _lock(self) -> None:
        self._show_lock()
        self.changed.emit()

    @Slot()
    def _roll(self) -> None:
        self.number.setValue(thrown())
