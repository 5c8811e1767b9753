"""The dock of the composer: the model, settings, one button, and the takes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engines.cards import Card
from studio.look.icons import icon
from studio.look.tokens import SPACE
from studio.panes.compose.composing.controls import Controls
from studio.panes.compose.composing.takelist import TakeList, TakeRow
from studio.widgets.columnarea import ColumnArea
from studio.widgets.emptystate import EmptyState


class ComposerDock(QWidget):
    """Shows and asks; what becomes of it is the part's."""

    model_chosen = Signal(str)
    kept = Signal(int)
    heard = Signal(int)
    looked = Signal(int)
    removed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.models = QComboBox()
        self.models.setAccessibleName(self.tr("Model"))
        self.models.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.models.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.models.setMinimumContentsLength(8)
        self.controls = Controls()
        self.go, self.again = QPushButton(), QToolButton()
        self.go.setProperty("primary", True)
        self.again.setIcon(icon("refresh"))
        #: What is going on, and how near the take is to what its model learnt from.
        self.note, self.nearest = _small(), _small()
        self.nearest.hide()
        self.takes = TakeList()
        self.nothing = QLabel(
            self.tr("Takes appear here, in the roll as outlines until you keep one. None is ever lost.")
        )
        self.nothing.setProperty("role", "muted")
        self.nothing.setWordWrap(True)
        self.keep, self.listen = QPushButton(self.tr("Keep")), QPushButton(self.tr("Listen"))
        self.keep.setToolTip(self.tr("Put the take into the piece as one step; it arrives selected (Enter)"))
        self.listen.setToolTip(self.tr("Hear the take in its place (Space)"))
        self.listen.setIcon(icon("play-triangle"))
        for button in (self.go, self.again, self.keep, self.listen):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        #: What has just been shown is laid out first.
        self._reveal = QTimer(self, singleShot=True, interval=0)
        self._reveal.timeout.connect(lambda: self._area.reveal(self.takes))
        self.empty = EmptyState("sparkle", self.tr("No model yet"), "")
        self._pages = QStackedWidget()
        self._pages.addWidget(self._page())
        self._pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self._connect()
        self.show_busy(False)
        self.show_takes((), 0)

    def _page(self) -> QWidget:
        page = QWidget()
        column, row = QVBoxLayout(page), QHBoxLayout()
        column.setContentsMargins(SPACE.l, SPACE.m, SPACE.xs, SPACE.m)
        column.setSpacing(SPACE.m)
        row.setSpacing(SPACE.s)
        row.addWidget(self.go, 1)
        row.addWidget(self.again)
        line = QFrame()
        line.setProperty("separator", True)
        heading = QLabel(self.tr("Takes"))
        heading.setProperty("role", "heading")
        column.addWidget(self.models)
        column.addWidget(self.controls)
        column.addLayout(row)
        for widget in (self.note, line, heading, self.nothing):
            column.addWidget(widget)
        # Rows have air of their own.
        wider = QHBoxLayout()
        wider.setContentsMargins(-SPACE.s, -SPACE.s, -SPACE.s, 0)
        wider.addWidget(self.takes)
        column.addLayout(wider, 1)
        column.addStretch(0)
        return self._above_foot(page)

    def _above_foot(self, page: QWidget) -> QWidget:
        """What is long scrolls; what is done with a take stays."""
        self._area = ColumnArea(page, self.tr("The composer"))
        whole, foot = QWidget(), QVBoxLayout()
        outer, row = QVBoxLayout(whole), QHBoxLayout()
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._area, 1)
        foot.setContentsMargins(SPACE.l, SPACE.s, SPACE.l, SPACE.m)
        foot.setSpacing(SPACE.s)
        row.setSpacing(SPACE.s)
        row.addWidget(self.listen, 1)
        row.addWidget(self.keep, 1)
        foot.addWidget(self.nearest)
        foot.addLayout(row)
        self._foot = QWidget()
        self._foot.setLayout(foot)
        outer.addWidget(self._foot)
        return whole

    def _connect(self) -> None:
        self.models.activated.connect(lambda at: self.model_chosen.emit(self.models.itemData(at)))
        self.takes.looked.connect(self._look)
        self.takes.taken.connect(self.kept)
        self.takes.heard.connect(self.heard)
        self.takes.removed.connect(self.removed)
        self.keep.clicked.connect(lambda: self.kept.emit(self.takes.current_number()))
        self.listen.clicked.connect(lambda: self.heard.emit(self.takes.current_number()))

    # -- what is shown ------------------------------------------------------------------------------------

    def offer(self, again: QAction) -> None:
        """The button that tries again is the face of its action."""
        self.again.setDefaultAction(again)

    def show_models(self, cards: Sequence[Card], chosen: Card | None, trouble: str) -> None:
        """The installed models; without any, what to do about it."""
        self.models.clear()
        for card in cards:
            self.models.addItem(card.title, card.name)
            self.models.setItemData(self.models.count() - 1, card.summary, Qt.ItemDataRole.ToolTipRole)
        if chosen is not None:
            self.models.setCurrentIndex(self.models.findData(chosen.name))
            self.models.setToolTip(chosen.summary)
        wanting = self.tr("Make one from a folder of your own music under “Learn”, or install Reverie again.")
        self.empty.say(self.tr("No model yet"), trouble or wanting)
        self._pages.setCurrentIndex(0 if cards else 1)

    def show_busy(self, busy: bool) -> None:
        """The one button stops what runs."""
        self.go.setText(self.tr("Stop") if busy else self.tr("Compose"))
        stopping, starting = self.tr("What is there stays (Esc)"), self.tr("Write notes (Ctrl+G)")
        self.go.setToolTip(stopping if busy else starting)

    def show_listening(self, listening: bool) -> None:
        """The button stops what is heard."""
        self.listen.setText(self.tr("Stop") if listening else self.tr("Listen"))
        self.listen.setIcon(icon("stop" if listening else "play-triangle"))

    def say(self, sentence: str, role: str = "small") -> None:
        """One line below the button; where it will write, or why it cannot."""
        _say(self.note, sentence, role)

    def say_nearest(self, sentence: str, role: str = "small") -> None:
        """One line below the takes; nothing for an empty one."""
        _say(self.nearest, sentence, role)
        self.nearest.setVisible(bool(sentence))
        if self.takes.hasFocus():
            # The line has taken room from what was in view.
            self._reveal.start()

    def show_takes(self, rows: Sequence[TakeRow], number: int) -> None:
        """Every take there is; the one of ``number`` is looked at."""
        self.nothing.setVisible(not rows)
        for widget in (self.takes, self._foot):
            widget.setVisible(bool(rows))
        self.takes.show_rows(rows, number)
        self._refresh()

    def go_to_takes(self) -> None:
        """New ones have come: bring them into view, and let keys choose among them."""
        self.takes.setFocus()
        self._reveal.start()

    @Slot(int)
    def _look(self, number: int) -> None:
        self._refresh()
        self.looked.emit(number)

    def _refresh(self) -> None:
        chosen = bool(self.takes.current_number())
        self.keep.setEnabled(chosen)
        self.listen.setEnabled(chosen)


def _small() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setProperty("role", "small")
    return label


def _say(label: QLabel, sentence: str, role: str) -> None:
    label.setText(sentence)
    if label.property("role") != role:
        label.setProperty("role", role)
        label.style().unpolish(label)
        label.style().polish(label)
