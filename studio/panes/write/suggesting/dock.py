"""The dock of suggestions: the model, ten words, and how they are taken."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from engines.cards import Card
from engines.write.predicting import Suggestions
from studio.look.tokens import SPACE
from studio.panes.write.suggesting.wordlist import WordList, percent
from studio.widgets.emptystate import EmptyState
from studio.widgets.lineslider import LineSlider

_WARMEST = 2.0


class SuggestDock(QWidget):
    """Shows words and says what is asked of it."""

    chosen = Signal(str)
    warmed = Signal(float)
    armed = Signal(bool)
    ghosted = Signal(bool)
    own_wanted = Signal()
    #: Somebody looks at it from now on.
    shown = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.models = QComboBox()
        self.models.setAccessibleName(self.tr("Model"))
        self.models.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        # A long title must not make the dock wider than it is.
        self.models.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.models.setMinimumContentsLength(8)
        self.words = WordList()
        self.words.setAccessibleName(self.tr("Next words"))
        self.note = QLabel()
        self.note.setProperty("role", "small")
        self.note.setWordWrap(True)
        self.own = QPushButton(self.tr("Type your own"))
        self.own.setToolTip(self.tr("Back to the text; any letter does the same (Esc)"))
        self.own.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.temperature = LineSlider(self.tr("Temperature"), 0, _WARMEST, 1, decimals=2)
        self.temperature.setToolTip(self.tr("Below 1 the likely words gain, above 1 the rare ones"))
        self.tab = QCheckBox(self.tr("Tab takes the first word"))
        self.ghost = QCheckBox(self.tr("Show it in the text"))
        self.ghost.setToolTip(self.tr("In grey behind the cursor at the end of a paragraph; the right arrow takes it"))
        for check in (self.tab, self.ghost):
            check.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.empty = EmptyState("sparkle", "", "")
        self._pages = QStackedWidget()
        self._pages.addWidget(self._page())
        self._pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self._connect()
        self.show_models((), None)

    def _page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(SPACE.l, SPACE.l, SPACE.l, SPACE.l)
        column.setSpacing(SPACE.m)
        column.addWidget(self.models)
        # The bars reach a little further out than the words of the other controls.
        words = QHBoxLayout()
        words.setContentsMargins(-SPACE.s, 0, -SPACE.s, 0)
        words.addWidget(self.words)
        column.addLayout(words)
        column.addWidget(self.note)
        column.addWidget(self.own)
        column.addStretch(1)
        line = QFrame()
        line.setProperty("separator", True)
        for widget in (line, self.temperature, self.tab, self.ghost):
            column.addWidget(widget)
        return page

    def _connect(self) -> None:
        self.models.activated.connect(lambda at: self.chosen.emit(self.models.itemData(at)))
        self.temperature.changed.connect(self.warmed)
        self.tab.toggled.connect(self.armed)
        self.ghost.toggled.connect(self.ghosted)
        self.own.clicked.connect(self.own_wanted)

    # -- what is shown ------------------------------------------------------------------------------------

    def show_models(self, cards: Sequence[Card], chosen: Card | None) -> None:
        """The installed models; without any, what to do about it."""
        self.models.clear()
        for card in cards:
            self.models.addItem(card.title, card.name)
            self.models.setItemData(self.models.count() - 1, card.summary, Qt.ItemDataRole.ToolTipRole)
        if chosen is not None:
            self.models.setCurrentIndex(self.models.findData(chosen.name))
            self.models.setToolTip(chosen.summary)
        self._pages.setCurrentIndex(0 if cards else 1)

    def say_empty(self, sentence: str) -> None:
        """What stands there while no model is installed."""
        self.empty.say(self.tr("No model yet"), sentence)

    def offer(self, action: QAction) -> None:
        """A way out of the empty state."""
        empty, self.empty = self.empty, EmptyState("sparkle", "", "", (action,))
        self._pages.removeWidget(empty)
        self._pages.addWidget(self.empty)
        self.empty.say(empty.accessibleName(), empty.accessibleDescription())
        self._pages.setCurrentIndex(0 if self.models.count() else 1)
        empty.deleteLater()

    def show_suggestions(self, suggestions: Suggestions, prefix: str, words: Sequence[tuple[str, float]]) -> None:
        """The rows, and below them what the list leaves out."""
        self.words.show_words(words)  # type: ignore[arg-type]
        self.note.setProperty("role", "small")
        self.note.setText(self._left_out(suggestions, prefix))

    def say(self, sentence: str) -> None:
        """One line in place of what the list leaves out: it is getting ready, or cannot answer."""
        self.note.setText(sentence)

    def _left_out(self, suggestions: Suggestions, prefix: str) -> str:
        if prefix and not suggestions.words:
            return self.tr("No word that I know begins with “{letters}”.").format(letters=prefix)
        if prefix:
            said = self.tr("Begins with “{letters}”: {share} of all words")
            return said.format(letters=prefix, share=percent(suggestions.fitting))
        listed = sum(row.probability for row in suggestions.words)
        said = self.tr("These ten {listed}  ·  New paragraph {paragraph}")
        return said.format(listed=percent(min(1.0, listed)), paragraph=percent(suggestions.paragraph))

    @Slot(bool)
    def set_armed(self, armed: bool) -> None:
        """Show whether Tab takes the first word."""
        self.tab.setChecked(armed)

    def sizeHint(self) -> QSize:
        """As high as the page wants."""
        return QSize(256, 520)

    def showEvent(self, event: QShowEvent) -> None:
        """Words are asked for only while they can be seen."""
        super().showEvent(event)
        self.shown.emit()
