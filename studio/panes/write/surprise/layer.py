"""Marks below the words, and what they mean where the mouse rests."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF
from PySide6.QtGui import QHelpEvent, QPainter, QTextBlock, QTextLayout
from PySide6.QtWidgets import QToolTip, QWidget

from studio.panes.write.editor import WriteEditor
from studio.panes.write.paper import Paper, x_of
from studio.panes.write.places import to_python
from studio.panes.write.surprise.scale import mark, told
from studio.panes.write.surprise.watching import Watching


class SurpriseMarks(QObject):
    """A layer below the text; nothing is painted while it is not wanted."""

    def __init__(self, editor: WriteEditor, watching: Watching) -> None:
        super().__init__(editor)
        self._editor, self._watching = editor, watching
        editor.under.insert(0, self)
        editor.viewport().installEventFilter(self)
        watching.read.connect(editor.viewport().update)

    def __call__(self, painter: QPainter, paper: Paper) -> None:
        """Mark each word that was not to be expected, as far as it is known and has to be painted."""
        if not self._watching.is_on:
            return
        wanted = painter.clipBoundingRect()
        for block, corner in paper.visible_blocks():
            if corner.y() > wanted.bottom():
                break
            reading = self._watching.reading_of(block)
            if reading is None or corner.y() + paper.blockBoundingRect(block).height() < wanted.top():
                continue
            self._paint(painter, block.layout(), corner.toTuple(), reading.marks(), wanted)

    def _paint(
        self,
        painter: QPainter,
        layout: QTextLayout,
        corner: tuple[float, float],
        marks: list[tuple[int, int, int]],
        wanted: QRectF,
    ) -> None:
        at = 0
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            first, last = line.textStart(), line.textStart() + line.textLength()
            rect = line.rect().translated(*corner)
            shows = rect.bottom() >= wanted.top()
            if rect.top() > wanted.bottom():
                break
            while at < len(marks) and marks[at][0] < last:
                start, end, step = marks[at]
                if shows and end > first:
                    left, right = sorted((x_of(line, max(start, first)), x_of(line, min(end, last))))
                    mark(painter, QRectF(corner[0] + left, rect.top(), right - left, rect.height()), step)
                if end > last:
                    break
                at += 1

    def said_of(self, block: QTextBlock, place: int) -> str:
        """What is known of the word at one of Qt's places in a paragraph; empty where nothing is."""
        reading = self._watching.reading_of(block) if self._watching.is_on else None
        word = reading.word_at(to_python(reading.text, place)) if reading is not None else None
        return told(reading.text, word) if reading is not None and word is not None else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say it where the mouse rests on a word."""
        if event.type() != QEvent.Type.ToolTip or not isinstance(event, QHelpEvent) or not self._watching.is_on:
            return False
        position = self._editor.position_at(QPoint(event.pos()))
        block = self._editor.document().findBlock(position) if position is not None else None
        said = self.said_of(block, position - block.position()) if block is not None and position is not None else ""
        if not said or not isinstance(watched, QWidget):
            return False
        QToolTip.showText(event.globalPos(), said.replace("   ·   ", "\n"), watched)
        return True
