"""What the marks mean, and what is known of the word at the cursor."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from studio.look.palette import current, notifier
from studio.look.tokens import SPACE
from studio.panes.write.surprise.scale import UNKNOWN, mark, steps


class Steps(QWidget):
    """Each step marked as it is on the page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps = steps()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Marks, from expected to surprising: ") + ", ".join(said for _, said in steps()))
        notifier().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """As wide as the words are."""
        metrics = self.fontMetrics()
        width = sum(metrics.horizontalAdvance(words) + SPACE.s + SPACE.m for _, words in self._steps)
        return QSize(width, metrics.height() + SPACE.s)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The words on their marks."""
        painter = QPainter(self)
        # What is not marked needs no room for a mark, and stands below the line above it.
        metrics, left = self.fontMetrics(), -SPACE.s / 2
        for step, words in self._steps:
            box = QRectF(left, 1, metrics.horizontalAdvance(words) + SPACE.s, metrics.height() + SPACE.xs)
            mark(painter, [box], step)
            strong = step and step != UNKNOWN
            painter.setPen(QColor(current().text if strong else current().muted))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
            left = box.right() + SPACE.m
        painter.end()


class SurpriseLegend(QWidget):
    """The scale, and above it a line about one word, which a screen reader reads too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.word = QLabel()
        self.word.setProperty("role", "small")
        self.word.setTextFormat(Qt.TextFormat.PlainText)
        self.word.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.word.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.xs)
        column.addWidget(self.word)
        column.addWidget(Steps())

    def say(self, sentence: str) -> None:
        """What is known of the word at the cursor, or why nothing is."""
        self.word.setText(sentence)
        self.word.setToolTip(sentence)
        self.word.setAccessibleName(sentence)
