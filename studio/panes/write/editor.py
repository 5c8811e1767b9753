"""The editor under a person's hands: keys, input methods, mouse, clipboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDropEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QTextCursor,
    QUndoStack,
)
from PySide6.QtWidgets import QMenu, QWidget

from studio.panes.write import clipboard
from studio.panes.write.authors import MACHINES, PERSON, cut_out, format_of, spans_of
from studio.panes.write.contextmenu import edit_menu
from studio.panes.write.keys import asks, deletes, is_word, rounded, typed_text, word_around
from studio.panes.write.manuscript import Manuscript, Step
from studio.panes.write.places import broken_up, clean, to_python, to_qt, units

__all__ = ["Step", "WriteEditor"]


class WriteEditor(Manuscript):
    """What a person types into; the text belongs to the manuscript below."""

    escaped = Signal()
    clicked = Signal(int)
    menu_wanted = Signal(QMenu, int)

    def __init__(self, stack: QUndoStack, parent: QWidget | None = None) -> None:
        super().__init__(stack, parent)
        #: Asked first about every key; the first that says True has taken it.
        self.key_filters: list[Callable[[QKeyEvent], bool]] = []
        self.round_quotes = False
        #: The step of the newest deletion, and where it left the cursor.
        self._deleted: tuple[Step, int] = (0, 0)
        self.setTabChangesFocus(True)
        self.setAccessibleName(self.tr("Text"))

    # -- typing -------------------------------------------------------------------------------------------

    def _type(self, text: str) -> None:
        """Letters from a key or an input method; those of one word are one step of undo."""
        cursor = self.textCursor()
        before = self._character_before(cursor)
        if self.round_quotes:
            text = rounded(text, before)
        begins = self.steps.fresh or ((not before or before.isspace()) and not text.isspace())
        marked = format_of(self._author_of_typing(text))
        with self.steps.naming(self.tr("Typing")):
            if begins:
                cursor.beginEditBlock()
            cursor.insertText(text, marked)
            if begins:
                cursor.endEditBlock()
        self.steps.begin_anew(False)
        self._go(cursor)
        if not is_word(text[-1]) and before and is_word(before):
            self.word_ended.emit()

    def _character_before(self, cursor: QTextCursor) -> str:
        block = self.document().findBlock(cursor.selectionStart())
        text = block.text()
        at = to_python(text, cursor.selectionStart() - block.position())
        return text[at - 1] if at else ""

    def _author_of_typing(self, text: str) -> str:
        """The person's own, unless the letters go on with a word that the machine has written."""
        start = self.textCursor().selectionStart()
        block = self.document().findBlock(start)
        spans = spans_of(block)
        if not spans or not is_word(text[0]):
            return PERSON
        line = block.text()
        first, _ = word_around(line, to_python(line, start - block.position()))
        inside = cut_out(spans, to_qt(line, first), start - block.position())
        return "edited" if any(span.author in MACHINES for span in inside) else PERSON

    # -- keys and input methods ---------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Leave undo to the window, whose action names the step; Qt's editors take those keys for themselves."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask the filters, then type, then let Qt move, select and delete."""
        if any(takes(event) for takes in self.key_filters):
            event.accept()
        elif _is_undo(event):
            self.stack.undo() if event.matches(QKeySequence.StandardKey.Undo) else self.stack.redo()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._new_paragraph(event)
        elif text := clean(typed_text(event)):
            self._type(text)
        elif deletes(event):
            self._delete(event)
        elif asks(event):
            event.ignore()
        else:
            with self.steps.naming(self.tr("Cut") if event.matches(QKeySequence.StandardKey.Cut) else ""):
                super().keyPressEvent(event)

    def _new_paragraph(self, event: QKeyEvent) -> None:
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            event.ignore()
            return
        ended = is_word(self.text_before()[-1:] or " ")
        cursor = self.textCursor()
        with self.steps.one_step(cursor, self.tr("New paragraph")):
            cursor.insertText("\n", format_of(PERSON))
        self._go(cursor)
        if ended:
            self.word_ended.emit()

    def _delete(self, event: QKeyEvent) -> None:
        """Let Qt delete; one press after the other at one place is one step of undo."""
        cursor = self.textCursor()
        goes_on = (self.steps.newest, cursor.position()) == self._deleted
        with self.steps.one_step(cursor, self.tr("Delete"), self._deleted[0] if goes_on else 0):
            super().keyPressEvent(event)
        self._deleted = self.steps.newest, self.textCursor().position()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Letters that an input method is sure of are typed; those it still thinks about are only shown."""
        commit = clean(event.commitString())
        if commit or event.replacementLength():
            # Out of the way first: what is composed hangs on the place where the sure letters go.
            super().inputMethodEvent(QInputMethodEvent())
            self._composing = False
            if event.replacementLength():
                self._take_back(event.replacementStart(), event.replacementLength())
            if commit:
                self._type(commit)
        self._composing = bool(event.preeditString())
        # Composing takes away what is selected.
        with self.steps.one_step(self.textCursor(), self.tr("Typing")):
            super().inputMethodEvent(QInputMethodEvent(event.preeditString(), event.attributes()))
        event.accept()

    def _take_back(self, start: int, length: int) -> None:
        position = self.textCursor().position() + start
        self.put(position, position + length, (), self.tr("Typing"))

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:  # type: ignore[override]
        """Where the cursor is on the whole widget: Qt forgets the margins, and the candidates cover the text."""
        if query == Qt.InputMethodQuery.ImCursorRectangle:
            return QRectF(self.cursorRect().translated(self.viewport().pos()))
        return super().inputMethodQuery(query)

    # -- clipboard and mouse ------------------------------------------------------------------------------

    def createMimeDataFromSelection(self) -> QMimeData:
        """The selected text, and for ourselves who wrote it."""
        cursor = self.textCursor()
        return clipboard.packed(self, cursor.selectionStart(), cursor.selectionEnd())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Text; files are opened by the window."""
        return source.hasText() and not source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste as plain text; only where it comes from here are its authors still known."""
        cursor = self.textCursor()
        pieces = clipboard.pieces(source)
        start = cursor.selectionStart()
        self.put(start, cursor.selectionEnd(), pieces, self.tr("Paste"))
        self.go_to(start + sum(units(broken_up(clean(text))) for text, _, _ in pieces))

    def dropEvent(self, event: QDropEvent) -> None:
        """Text dragged to another place."""
        with self.steps.naming(self.tr("Move text")):
            super().dropEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.steps.begin_anew()
        super().mousePressEvent(self.snapped(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(self.snapped(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(self.snapped(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click that selects nothing may ask about the word below it."""
        super().mouseReleaseEvent(self.snapped(event))
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self.clicked.emit(self.textCursor().position())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The usual entries, undo by the window's steps, and what others add."""
        menu = edit_menu(self)
        position = self.position_at(event.pos())
        self.menu_wanted.emit(menu, self.textCursor().position() if position is None else position)
        menu.popup(event.globalPos())


def _is_undo(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
