"""The dock of generation: settings, the button, and below it candidates or the history."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.look.icons import icon
from studio.look.tokens import SPACE
from studio.panes.write.generating.controls import Controls
from studio.panes.write.generating.passages import Passage, PassageList


class GenerateDock(QWidget):
    """Shows and asks; what becomes of it is the part's."""

    put_back = Signal(int)
    taken = Signal(int)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.controls = Controls()
        self.go, self.again = QPushButton(), QToolButton()
        self.go.setProperty("primary", True)
        self.again.setIcon(icon("refresh"))
        for button in (self.go, self.again):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.note = QLabel()
        self.note.setProperty("role", "small")
        self.note.setWordWrap(True)
        self.note.hide()
        self.history, self.candidates = PassageList(), PassageList()
        self.history.setAccessibleName(self.tr("History"))
        self.candidates.setAccessibleName(self.tr("Candidates"))
        self.back = QPushButton(self.tr("Put back into the text"))
        self.back.setToolTip(self.tr("In place of what came of the same passage, or at the cursor; can be undone"))
        self.take, self.leave = QPushButton(self.tr("Use this one")), QPushButton(self.tr("None"))
        self.take.setProperty("primary", True)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._history_page())
        self._pages.addWidget(self._candidates_page())
        self._lay_out()
        self._connect()
        self.show_history(())

    def _lay_out(self) -> None:
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(SPACE.l, SPACE.l, SPACE.l, SPACE.m)
        column.setSpacing(SPACE.m)
        row.setSpacing(SPACE.s)
        row.addWidget(self.go, 1)
        row.addWidget(self.again)
        line = QFrame()
        line.setProperty("separator", True)
        column.addWidget(self.controls)
        column.addLayout(row)
        column.addWidget(self.note)
        column.addWidget(line)
        column.addWidget(self._pages, 1)

    def _history_page(self) -> QWidget:
        self.nothing = QLabel(self.tr("Whatever is generated stays here, also what you undo or replace."))
        self.nothing.setProperty("role", "muted")
        self.nothing.setWordWrap(True)
        return _page(self.tr("History"), self.nothing, self.history, self.back)

    def _candidates_page(self) -> QWidget:
        return _page(self.tr("Choose one"), None, self.candidates, self.take, self.leave)

    def _connect(self) -> None:
        self.history.currentItemChanged.connect(self._refresh)
        self.candidates.currentItemChanged.connect(self._refresh)
        self.history.taken.connect(self.put_back)
        self.candidates.taken.connect(self.taken)
        self.back.clicked.connect(lambda: self.put_back.emit(self.history.current_number()))
        self.take.clicked.connect(lambda: self.taken.emit(self.candidates.current_number()))
        self.leave.clicked.connect(self.left)

    # -- what is shown ------------------------------------------------------------------------------------

    def offer(self, again: QAction) -> None:
        """The button that tries again is the face of its action."""
        self.again.setDefaultAction(again)

    def show_busy(self, busy: bool) -> None:
        """The one button stops what runs."""
        self.go.setText(self.tr("Stop") if busy else self.tr("Generate"))
        self.go.setToolTip(self.tr("What is there stays (Esc)") if busy else self.tr("Write on at the cursor (Ctrl+G)"))

    def say(self, sentence: str, role: str = "small") -> None:
        """One line below the button; nothing for an empty one."""
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))
        if self.note.property("role") != role:
            self.note.setProperty("role", role)
            self.note.style().unpolish(self.note)
            self.note.style().polish(self.note)

    def show_history(self, passages: Sequence[Passage]) -> None:
        """Every passage there ever was."""
        self.nothing.setVisible(not passages)
        self.history.setVisible(bool(passages))
        self.back.setVisible(bool(passages))
        self.history.show_passages(passages)
        self._refresh()

    def show_candidates(self, passages: Sequence[Passage], *, ready: bool) -> None:
        """Passages to choose from, as they grow; none of them shows the history again."""
        self.candidates.show_passages(passages)
        if ready and passages and not self.candidates.current_number():
            self.candidates.setCurrentRow(0)
        self._pages.setCurrentIndex(1 if passages else 0)
        self._refresh(ready=ready)

    @Slot()
    def _refresh(self, *_items: object, ready: bool = True) -> None:
        self.back.setEnabled(bool(self.history.current_number()))
        self.take.setEnabled(ready and bool(self.candidates.current_number()))
        self.leave.setEnabled(ready)


def _page(title: str, words: QLabel | None, view: PassageList, *buttons: QPushButton) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE.s)
    heading = QLabel(title)
    heading.setProperty("role", "heading")
    column.addWidget(heading)
    if words is not None:
        column.addWidget(words)
    # Rows have air of their own.
    wider = QHBoxLayout()
    wider.setContentsMargins(-SPACE.s, 0, -SPACE.s, 0)
    wider.addWidget(view)
    column.addLayout(wider, 1)
    row = QHBoxLayout()
    row.setSpacing(SPACE.s)
    for button in buttons:
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row.addWidget(button, 1)
    column.addLayout(row)
    if words is not None:
        column.addStretch(0)
    return page
