"""The ten words that could stand in place of one: asked for with Ctrl and a click, in the menu, or by a key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QVBoxLayout, QWidget

from engines.write.predicting import Suggestions, SuggestRequest
from studio.look.tokens import SPACE
from studio.panes.write.authors import MACHINES
from studio.panes.write.editor import WriteEditor
from studio.panes.write.suggesting.asking import ROWS, Asker, sentence_of
from studio.panes.write.suggesting.choices import Choices, Other
from studio.panes.write.suggesting.spot import Spot, word_at
from studio.panes.write.suggesting.wordlist import WordList

_WIDTH = 264


class OtherWordsCard(QFrame):
    """A small card below a word."""

    taken = Signal(int)

    def __init__(self, word: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("card", True)
        self.setFixedWidth(_WIDTH)
        title = QLabel(self.tr("In place of “{word}”").format(word=word))
        title.setProperty("role", "heading")
        self.words = WordList()
        self.words.standing = word
        self.words.setAccessibleName(title.text())
        self.note = QLabel(self.tr("Asking the model…"))
        self.note.setProperty("role", "small")
        self.note.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.m, SPACE.m, SPACE.m, SPACE.m)
        column.setSpacing(SPACE.s)
        for widget in (title, self.words, self.note):
            column.addWidget(widget)
        self.words.taken.connect(self._take)
        self.words.left.connect(self.close)

    def show_words(self, words: Sequence[Other], note: str) -> None:
        """The words are known."""
        self.words.show_words(words)
        self.note.setText(note)
        self.note.setVisible(bool(note))

    def open_at(self, below: QPoint, above: QPoint) -> None:
        """Show it below a word, or above where there is no room."""
        self.adjustSize()
        room = self.screen().availableGeometry()
        top = below.y() if below.y() + self.height() <= room.bottom() else above.y() - self.height()
        left = max(room.left(), min(below.x(), room.right() - self.width()))
        self.move(left, max(room.top(), top))
        self.show()
        self.words.setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot(int)
    def _take(self, row: int) -> None:
        self.close()
        self.taken.emit(row)


class OtherWords(QObject):
    """Finds the word that is meant and what was known when it was written; else the model is asked anew."""

    chosen = Signal(object, str, object)  # Spot, the word, tuple of Others

    def __init__(self, editor: WriteEditor, asker: Asker, choices: Choices) -> None:
        super().__init__(editor)
        self._editor, self._asker, self._choices = editor, asker, choices
        self._held = Qt.KeyboardModifier.NoModifier
        self.card: OtherWordsCard | None = None
        editor.viewport().installEventFilter(self)
        editor.clicked.connect(self._clicked)
        editor.menu_wanted.connect(self._offer)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Remember what was held while the mouse was clicked."""
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            self._held = event.modifiers()
        return False

    def can_ask(self, position: int) -> bool:
        """Whether a word stands there that something else could stand for."""
        spot = word_at(self._editor, position)
        return spot is not None and (self._known(spot) is not None or self._asker.can_answer())

    @Slot()
    def open_at_cursor(self) -> None:
        """The word that the cursor stands in or at."""
        self.open_at(self._editor.textCursor().position())

    def open_at(self, position: int) -> None:
        """Show what else could stand at a position."""
        spot = word_at(self._editor, position)
        if spot is None or self._editor.is_composing():
            return
        card = OtherWordsCard(spot.prefix, self._editor)
        self.card = card
        card.destroyed.connect(self._gone)
        known = self._known(spot)
        if known is not None:
            self._fill(card, spot, known)
        else:
            self._ask(card, spot)
        cursor = QTextCursor(self._editor.document())
        cursor.setPosition(spot.start)
        rect, viewport = self._editor.cursorRect(cursor), self._editor.viewport()
        below = viewport.mapToGlobal(rect.bottomLeft() + QPoint(-SPACE.m, SPACE.xs))
        card.open_at(below, viewport.mapToGlobal(rect.topLeft() - QPoint(SPACE.m, SPACE.xs)))

    def _known(self, spot: Spot) -> tuple[Other, ...] | None:
        choice = self._choices.get(self._editor.tag_at(spot.start))
        return choice.others if choice is not None and choice.word == spot.prefix and choice.others else None

    def _ask(self, card: OtherWordsCard, spot: Spot) -> None:
        if not self._asker.can_answer():
            card.show_words((), self.tr("No model is installed that could name other words."))
            return
        blocks = self._editor.blocks()[: spot.block]
        request = SuggestRequest(blocks, spot.before, "", ROWS, self._asker.temperature)

        def show(suggestions: Suggestions) -> None:
            if self.card is card:
                self._fill(card, spot, tuple(Other(row.word, row.probability) for row in suggestions.words))

        def fail(error: Exception) -> None:
            if self.card is card:
                card.show_words((), sentence_of(error))

        self._asker.submit(request, show, fail, key="other words")

    def _fill(self, card: OtherWordsCard, spot: Spot, others: tuple[Other, ...]) -> None:
        generated = self._editor.author_at(spot.start) == "generated"
        note = self.tr("The generated words after it make way; the history keeps them.") if generated else ""
        card.show_words(others, note)
        card.taken.connect(lambda row: self._choose(spot, row, others))

    def _choose(self, spot: Spot, row: int, others: tuple[Other, ...]) -> None:
        # Nothing may have been written while the card was open.
        if spot.revision == self._editor.document().revision() and row < len(others):
            self.chosen.emit(spot, others[row].word, others)

    @Slot(int)
    def _clicked(self, position: int) -> None:
        held, self._held = self._held, Qt.KeyboardModifier.NoModifier
        if held & Qt.KeyboardModifier.ControlModifier:
            self.open_at(position)

    @Slot(QMenu, int)
    def _offer(self, menu: QMenu, position: int) -> None:
        if not self.can_ask(position):
            return
        menu.addSeparator()
        machine = self._editor.author_at(position) in MACHINES
        text = self.tr("Other words here…") if machine else self.tr("Other words in place of this one…")
        menu.addAction(text, lambda: self.open_at(position))

    @Slot()
    def _gone(self) -> None:
        if self.sender() is self.card or self.card is None:
            self.card = None
