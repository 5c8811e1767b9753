"""A goal in words, and a line as thin as a thread that shows how near it is."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSpinBox, QVBoxLayout, QWidget

from studio.look.palette import current, notifier
from studio.look.tokens import SPACE

MOST = 10_000_000
_HEIGHT = 2


class GoalBar(QWidget):
    """Fills from left to right; there is none without a goal."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)
        notifier().changed.connect(self.update)
        self.hide()

    def show_words(self, words: int, goal: int) -> None:
        """Take over how far the text is."""
        self.setVisible(goal > 0)
        self._share = min(1.0, words / goal) if goal else 0.0
        said = self.tr("{words} of {goal} words").format(words=f"{words:,}", goal=f"{goal:,}")
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.update()

    @property
    def share(self) -> float:
        """How much of the goal is reached, from 0 to 1."""
        return self._share

    def sizeHint(self) -> QSize:
        """A thread."""
        return QSize(100, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The way there, and how much of it is done."""
        tokens = current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.line))
        done = QRectF(0, 0, self.width() * self._share, self.height())
        painter.fillRect(done, QColor(tokens.success if self._share >= 1 else tokens.accent))
        painter.end()


class GoalCard(QFrame):
    """A small card that asks for a number of words."""

    chosen = Signal(int)

    def __init__(self, goal: int, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("card", True)
        title = QLabel(self.tr("How many words shall it be?"))
        title.setProperty("role", "heading")
        self.field = QSpinBox()
        self.field.setRange(0, MOST)
        self.field.setSingleStep(100)
        self.field.setGroupSeparatorShown(True)
        self.field.setSpecialValueText(self.tr("No goal"))
        self.field.setValue(goal or 1_000)
        self.field.setAccessibleName(title.text())
        self.field.selectAll()
        none, well = QPushButton(self.tr("No goal")), QPushButton(self.tr("Set goal"))
        well.setProperty("primary", True)
        none.clicked.connect(lambda: self._choose(0))
        well.clicked.connect(self._take)
        self.field.lineEdit().returnPressed.connect(self._take)
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(SPACE.l, SPACE.l, SPACE.l, SPACE.l)
        column.setSpacing(SPACE.m)
        column.addWidget(title)
        column.addWidget(self.field)
        row.setSpacing(SPACE.s)
        row.addStretch(1)
        row.addWidget(none)
        row.addWidget(well)
        column.addLayout(row)

    def open_over(self, page: QWidget) -> None:
        """Show it at the top of the page, in the middle."""
        self.adjustSize()
        self.move(page.mapToGlobal(QPoint((page.width() - self.width()) // 2, SPACE.xxl)))
        self.show()
        self.field.setFocus()

    @Slot()
    def _take(self) -> None:
        self._choose(self.field.value())

    def _choose(self, goal: int) -> None:
        self.chosen.emit(goal)
        self.close()
