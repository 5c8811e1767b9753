"""The text itself: who wrote what, in steps of undo that have names."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QTextCursor, QUndoStack
from PySide6.QtWidgets import QWidget

from studio.panes.write.authors import PERSON, Span, format_of, spans_of
from studio.panes.write.counting import Notes
from studio.panes.write.keys import word_around
from studio.panes.write.paper import Paper
from studio.panes.write.places import broken_up, clean, to_python, units
from studio.panes.write.undoing import Steps

#: Number of a step of undo, to go on with it.
Step = int
Piece = tuple[str, str, int]  # text, author, tag


class Manuscript(Paper):
    """Plain text with an author for each character; every place is Qt's, in UTF-16 units."""

    typed = Signal()
    place_changed = Signal()
    word_ended = Signal()
    loaded = Signal()
    #: Who wrote what has changed, and no letter.
    marks_changed = Signal()
    #: A line was too long to be edited and has been broken into paragraphs.
    line_broken = Signal()

    def __init__(self, stack: QUndoStack, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stack = stack
        self._composing = self._loading = False
        document = self.document()
        # Whatever was set up until here is nothing to undo.
        document.setUndoRedoEnabled(False)
        document.setUndoRedoEnabled(True)
        self.notes = Notes(document)
        self.steps = Steps(document, stack, self._go)
        document.contentsChange.connect(self._follow)
        self.cursorPositionChanged.connect(self._moved)

    # -- reading ------------------------------------------------------------------------------------------

    def text(self) -> str:
        """Everything, paragraphs joined by line ends."""
        return "\n".join(self.notes.texts())

    def blocks(self) -> tuple[str, ...]:
        """Every paragraph."""
        return self.notes.texts()

    def is_blank(self) -> bool:
        """Whether nothing is written."""
        return self.document().isEmpty()

    def is_composing(self) -> bool:
        """Whether an input method is at work on letters that are not text yet."""
        return self._composing

    def cursor_place(self) -> tuple[int, int]:
        """The cursor's paragraph and its offset there."""
        return self.place_of(self.textCursor().position())

    def place_of(self, position: int) -> tuple[int, int]:
        """Paragraph and offset of a position."""
        block = self.document().findBlock(self._held(position))
        return block.blockNumber(), self._held(position) - block.position()

    def position_of(self, block: int, offset: int) -> int:
        """The position of an offset in a paragraph, held within the text."""
        found = self.document().findBlockByNumber(max(0, min(block, self.blockCount() - 1)))
        return found.position() + max(0, min(offset, found.length() - 1))

    def text_before(self) -> str:
        """The cursor's paragraph up to the cursor."""
        text, at = self._here()
        return text[:at]

    def prefix(self) -> str:
        """The letters of a word before the cursor, if it stands at the end of them."""
        text, at = self._here()
        start, end = word_around(text, at)
        return text[start:at] if end == at else ""

    def _here(self) -> tuple[str, int]:
        """The cursor's paragraph, and Python's index of the cursor in it."""
        cursor = self.textCursor()
        # From the document itself: in the middle of a step the notes are not written yet.
        text = cursor.block().text()
        return text, to_python(text, cursor.positionInBlock())

    def author_at(self, position: int) -> str:
        """Who wrote the character after a position."""
        span = self._span_at(position)
        return span.author if span is not None else PERSON

    def tag_at(self, position: int) -> int:
        """The number that the character after a position was given, or 0."""
        span = self._span_at(position)
        return span.tag if span is not None else 0

    def spans(self) -> list[Span]:
        """Everything that is not the person's own."""
        return self.notes.spans()

    def _span_at(self, position: int) -> Span | None:
        block = self.document().findBlock(self._held(position))
        offset = position - block.position()
        return next((span for span in spans_of(block) if span.start <= offset < span.end), None)

    def _held(self, position: int) -> int:
        return max(0, min(position, self.document().characterCount() - 1))

    # -- writing ------------------------------------------------------------------------------------------

    def insert_words(
        self, text: str, author: str, *, name: str, at: int | None = None, tag: int = 0, onto: Step = 0
    ) -> Step:
        """Put ``text`` in at the cursor, in place of what is selected, or at ``at``; returns its step of undo.

        ``onto`` makes it more of an earlier step, as long as nothing else has happened since.
        """
        cursor = self.textCursor()
        start, end = (cursor.selectionStart(), cursor.selectionEnd()) if at is None else (at, at)
        step = self.replace_span(start, end, text, author, name, tag=tag, onto=onto)
        if at is None:
            self.go_to(self._held(start) + units(broken_up(clean(text))))
        if text:
            self.word_ended.emit()
        return step

    def replace_span(
        self, start: int, end: int, text: str, author: str, name: str, *, tag: int = 0, onto: Step = 0
    ) -> Step:
        """Put ``text`` in place of what stands between two positions, in one step of undo."""
        return self.put(start, end, [(text, author, tag)], name, onto)

    def put(self, start: int, end: int, pieces: Sequence[Piece], name: str, onto: Step = 0) -> Step:
        """Put pieces by several authors in place of what stands between two positions, in one step of undo."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._held(start))
        cursor.setPosition(self._held(end), QTextCursor.MoveMode.KeepAnchor)
        if start == end and not any(text for text, _, _ in pieces):
            return self.steps.newest
        whole = True
        with self.steps.one_step(cursor, name, onto):
            cursor.removeSelectedText()
            for text, author, tag in pieces:
                cleaned = clean(text)
                fitting = broken_up(cleaned)
                whole = whole and len(fitting) == len(cleaned)
                cursor.insertText(fitting, format_of(author, tag))
        if not whole:
            self.line_broken.emit()
        return self.steps.newest

    def load(self, text: str, spans: Sequence[Span] = (), position: int = 0) -> None:
        """Show another text; the steps of the old one are gone."""
        self._loading = True
        document = self.document()
        document.setUndoRedoEnabled(False)
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        # Not by setPlainText, which would give everything the author of the place where the cursor is.
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(broken_up(clean(text)), format_of(PERSON))
        for span in spans:
            cursor.setPosition(self._held(span.start))
            cursor.setPosition(self._held(span.end), QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(format_of(span.author, span.tag))
        cursor.endEditBlock()
        document.setUndoRedoEnabled(True)
        self.steps.clear()
        self._loading = False
        self.go_to(self._held(position))
        self.loaded.emit()
        self.typed.emit()

    def go_to(self, position: int) -> None:
        """Put the cursor there and show it."""
        cursor = self.textCursor()
        cursor.setPosition(self._held(position))
        self._go(cursor)

    def _go(self, cursor: QTextCursor) -> None:
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    # -- what Qt says -------------------------------------------------------------------------------------

    @Slot(int, int, int)
    def _follow(self, position: int, _removed: int, added: int) -> None:
        changed = self.notes.follow(position, added)
        if self._loading or self._composing:
            return
        if changed:
            self.typed.emit()
        else:
            self.marks_changed.emit()

    @Slot()
    def _moved(self) -> None:
        if not self._composing and not self._loading:
            self.place_changed.emit()
