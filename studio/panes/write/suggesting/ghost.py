"""The likeliest word in grey behind the cursor."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from studio.look.palette import current
from studio.panes.write.editor import WriteEditor
from studio.panes.write.paper import Paper


class Ghost:
    """A layer above the text; what it shows is no text yet."""

    def __init__(self, editor: WriteEditor) -> None:
        self._editor = editor
        self._text = ""

    @property
    def text(self) -> str:
        """What would be written, with its white space; empty while nothing is shown."""
        return self._text

    def show(self, text: str) -> None:
        """Show ``text`` behind the cursor, or nothing."""
        if text != self._text:
            self._text = text
            self._editor.viewport().update()

    def __call__(self, painter: QPainter, paper: Paper) -> None:
        """Paint it on the line of the cursor, as far as there is room."""
        cursor = paper.textCursor()
        if not self._text or cursor.hasSelection() or not cursor.atBlockEnd():
            return
        metrics = QFontMetricsF(paper.font())
        rect = paper.cursorRect()
        room = paper.viewport().width() - rect.right() - paper.document().documentMargin() / 2
        if metrics.horizontalAdvance(self._text) > room:
            return
        painter.setFont(paper.font())
        painter.setPen(QColor(current().faint))
        baseline = rect.top() + (rect.height() - metrics.height()) / 2 + metrics.ascent()
        painter.drawText(QPointF(rect.left() + paper.cursorWidth(), baseline), self._text)
