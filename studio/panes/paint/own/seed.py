"""The seed: shown, locked, thrown anew."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QToolButton, QWidget

from studio.look.icons import icon
from studio.look.tokens import SPACE
from studio.panes.paint.own.plan import LARGEST_SEED, Plan

_NARROWEST = 80


class SeedRow(QWidget):
    """A number, a lock that keeps it for the next painting, and a dice."""

    chosen = Signal(int)
    locked = Signal(bool)
    thrown = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.number = QSpinBox()
        self.number.setRange(0, LARGEST_SEED)
        self.number.setKeyboardTracking(False)
        self.number.setMinimumWidth(_NARROWEST)
        self.number.setAccessibleName(self.tr("Seed"))
        self.number.valueChanged.connect(self.chosen)
        self.lock = QToolButton()
        self.lock.setCheckable(True)
        self.lock.setIconSize(QSize(16, 16))
        self.lock.clicked.connect(self.locked)
        self.dice = QToolButton()
        self.dice.setIcon(icon("dice"))
        self.dice.setIconSize(QSize(16, 16))
        self.dice.setToolTip(self.tr("Throw another seed"))
        self.dice.clicked.connect(self.thrown)
        for button in (self.lock, self.dice):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.dice.setAccessibleName(self.dice.toolTip())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.xs)
        row.addWidget(self.number, 1)
        row.addWidget(self.lock)
        row.addWidget(self.dice)

    def show_plan(self, plan: Plan) -> None:
        """Show the seed, and whether it stays."""
        blocked = self.number.blockSignals(True)
        self.number.setValue(min(plan.settings.seed, LARGEST_SEED))
        self.number.blockSignals(blocked)
        self.lock.setChecked(plan.seed_locked)
        self.lock.setIcon(icon("lock" if plan.seed_locked else "unlock", "text" if plan.seed_locked else "muted"))
        self.lock.setToolTip(
            self.tr("The seed stays: the same settings paint the same picture")
            if plan.seed_locked
            else self.tr("Each painting throws a new seed; lock it to keep this one")
        )
        self.lock.setAccessibleName(self.lock.toolTip())
