"""Marks below the words, and what they mean where the mouse rests."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF
from PySide6.QtGui import QHelpEvent, QPainter, QTextBlock, QTextLayout, QTextLine
from PySide6.QtWidgets import QToolTip, QWidget

from studio.look.palette import notifier
from studio.panes.write.editor import WriteEditor
from studio.panes.write.paper import Paper, x_of
from studio.panes.write.places import to_python
from studio.panes.write.surprise.scale import mark, told
from studio.panes.write.surprise.watching import Watching

#: Paragraphs whose places are remembered: more than any screen shows.
_KEPT = 400
_KEPT_LINES = 4_000
Marks = list[tuple[int, int, int]]
Places = dict[int, list[QRectF]]


class SurpriseMarks(QObject):
    """A layer below the text; nothing is painted while it is not wanted."""

    def __init__(self, editor: WriteEditor, watching: Watching) -> None:
        super().__init__(editor)
        self._editor, self._watching = editor, watching
        #: For a paragraph: what its places depend on, its marks, and where they stand, by step.
        self._places: dict[int, tuple[tuple[object, ...], Marks, Places]] = {}
        editor.under.insert(0, self)
        self._lines, self._shape = Lines(), self._shape_of()
        notifier().changed.connect(self._places.clear)
        editor.viewport().installEventFilter(self)
        watching.read.connect(editor.viewport().update)

    def __call__(self, painter: QPainter, paper: Paper) -> None:
        """Mark each word that was not to be expected, as far as it is known and has to be painted."""
        if not self._watching.is_on:
            return
        wanted, shape = painter.clipBoundingRect(), self._shape_of()
        if shape != self._shape:
            self._lines.forget()
            self._shape = shape
        painter.save()
        # On whole pixels: sharper, and quicker by half.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for block, corner in paper.visible_blocks():
            if corner.y() > wanted.bottom():
                break
            if corner.y() + paper.blockBoundingRect(block).height() >= wanted.top():
                self._paint(painter, block, corner, shape)
        painter.restore()

    def _shape_of(self) -> tuple[object, ...]:
        return self._editor.viewport().width(), self._editor.typeface

    def _paint(self, painter: QPainter, block: QTextBlock, corner: QPointF, shape: tuple[object, ...]) -> None:
        reading = self._watching.reading_of(block)
        if reading is None:
            return
        layout, marks = block.layout(), reading.marks()
        # Where words stand costs most, and it changes with these alone.
        key = layout.preeditAreaText(), layout.lineCount(), shape
        known = self._places.get(block.userState())
        if known is None or known[0] != key or known[1] is not marks:
            if len(self._places) > _KEPT:
                self._places.clear()
            known = self._places[block.userState()] = key, marks, self._lines.places_of(layout, marks)
        painter.translate(corner)
        for step, rects in known[2].items():
            mark(painter, rects, step)
        painter.translate(-corner)

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


class Lines:
    """Where marks stand in a line, remembered: a key changes a line or two of a paragraph, not all."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, tuple[tuple[int, int, int], ...]], list[tuple[int, float, float]]] = {}

    def forget(self) -> None:
        """The letters have another shape."""
        self._known.clear()

    def places_of(self, layout: QTextLayout, marks: Marks) -> Places:
        """Where the marks of a paragraph stand, line by line, from its top left corner."""
        found: Places = {}
        text, at = layout.text(), 0
        # Qt counts an emoji as two: the letters of a line cannot be cut out, and the whole paragraph stands for them.
        countable = text.isascii() or max(text) <= "\uffff"
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            first = line.textStart()
            last = first + line.textLength()
            begin = at
            while at < len(marks) and marks[at][0] < last:
                at += 1
            rect = line.rect()
            for step, left, right in self._in_line(line, text[first:last] if countable else text, marks[begin:at]):
                found.setdefault(step, []).append(QRectF(left, rect.top(), right - left, rect.height()))
            # A word broken by the line's end goes on in the next one.
            at -= bool(at) and marks[at - 1][1] > last
        return found

    def _in_line(self, line: QTextLine, text: str, marks: Marks) -> list[tuple[int, float, float]]:
        first = line.textStart()
        key = text, tuple((start - first, end - first, step) for start, end, step in marks)
        known = self._known.get(key)
        if known is None:
            if len(self._known) > _KEPT_LINES:
                self._known.clear()
            last = first + line.textLength()
            known = self._known[key] = []
            for start, end, step in marks:
                one, other = x_of(line, max(start, first)), x_of(line, min(end, last))
                if end > first:
                    known.append((step, min(one, other), max(one, other)))
        return known
