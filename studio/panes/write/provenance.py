"""Showing who wrote what: a tint and a soft line below the words, and a legend that says what they mean."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.look.palette import current, notifier
from studio.look.tokens import SPACE
from studio.panes.write.authors import spans_of
from studio.panes.write.paper import Paper

_TINT = 34
_LINE = 2.0


def colour_of(author: str) -> QColor:
    """The colour of an author in the theme of the moment."""
    tokens = current()
    return QColor({"picked": tokens.accent, "generated": tokens.warning, "edited": tokens.success}[author])


class Provenance:
    """A layer below the text; nothing is painted while it is not wanted."""

    def __init__(self) -> None:
        self.shown = False

    def __call__(self, painter: QPainter, paper: Paper) -> None:
        """Mark every visible word that is not the person's own."""
        if not self.shown:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        for block, corner in paper.visible_blocks():
            for span in spans_of(block):
                if span.author == "person":
                    continue
                colour = colour_of(span.author)
                for rect in paper.span_rects(block, corner, span.start, span.length):
                    _mark(painter, rect, colour)


def _mark(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    tint = QColor(colour)
    tint.setAlpha(_TINT)
    painter.fillRect(rect, tint)
    painter.fillRect(QRectF(rect.left(), rect.bottom() - _LINE, rect.width(), _LINE), colour)


class Legend(QWidget):
    """What the colours mean, in one line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = (
            ("", self.tr("Yours")),
            ("picked", self.tr("Picked by you")),
            ("generated", self.tr("Generated")),
            ("edited", self.tr("Generated, then edited")),
        )
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Colours: ") + ", ".join(words for _, words in self._entries))
        notifier().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """As wide as the words are."""
        metrics = self.fontMetrics()
        width = sum(metrics.horizontalAdvance(words) + SPACE.xl for _, words in self._entries)
        return QSize(width, metrics.height() + SPACE.s)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Each author's words marked as they are on the page."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics, left = self.fontMetrics(), 0.0
        for author, words in self._entries:
            box = QRectF(left, SPACE.xs, metrics.horizontalAdvance(words) + SPACE.s, metrics.height() + _LINE)
            if author:
                _mark(painter, box, colour_of(author))
            painter.setPen(QColor(current().muted))
            painter.drawText(box.adjusted(0, 0, 0, -_LINE), Qt.AlignmentFlag.AlignCenter, words)
            left = box.right() + SPACE.l
        painter.end()
