"""Air between lines and paragraphs, which Qt's layout of plain text does not know."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextBlock, QTextDocument, QTextLayout
from PySide6.QtWidgets import QPlainTextDocumentLayout


class AiryLayout(QPlainTextDocumentLayout):
    """Qt's layout with its lines moved apart; everything else, and the speed, stays Qt's."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._between_lines = 0.0
        self._between_blocks = 0.0

    @property
    def between_lines(self) -> float:
        """Pixels added to each line, half above and half below it."""
        return self._between_lines

    def set_air(self, between_lines: float, between_blocks: float) -> None:
        """Change the distances, in pixels; the whole text is laid out anew as it comes into view."""
        self._between_lines, self._between_blocks = max(2.0, between_lines), between_blocks
        document = self.document()
        # The one call that drops all lines without saying that the text had changed.
        document.setDefaultFont(document.defaultFont())

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        """The place a paragraph takes; Qt asks before it paints, scrolls or finds a click, so lines move here."""
        rect = super().blockBoundingRect(block)
        layout = block.layout() if block.isValid() else None
        if layout is None or not layout.lineCount():
            return rect
        if self._between_lines and layout.lineAt(0).y() == 0.0:
            self._move_apart(layout)
            rect = super().blockBoundingRect(block)
        # An empty line is distance enough.
        below = self._between_blocks if block.length() > 1 else 0.0
        # Half of the air of the last line is below it, where its own rectangle does not reach.
        return rect.adjusted(0, 0, 0, self._between_lines / 2 + below)

    def _move_apart(self, layout: QTextLayout) -> None:
        top = self._between_lines / 2
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            line.setPosition(QPointF(line.x(), top))
            top += line.height() + self._between_lines
