"""The dock that says why: two heat maps, the matrix, and what could have come instead."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from studio.look.tokens import SPACE
from studio.panes.compose.why.chances import Chance, Chances
from studio.panes.compose.why.matrix import MatrixView
from studio.widgets.columnarea import ColumnArea
from studio.widgets.segments import Segments

MAPS = ("attention", "distribution", "off")


class WhyDock(QWidget):
    """Shows and asks; what becomes of it is the part's."""

    map_chosen = Signal(str)
    head_chosen = Signal(object)  # int | None
    explain_wanted = Signal()
    shown = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.map = Segments(
            self.tr("Over the roll"),
            (
                (
                    "attention",
                    self.tr("Attention"),
                    self.tr("Which notes it looked at for the one under the cursor"),
                ),
                ("distribution", self.tr("Chances"), self.tr("What it would have played: time across, pitch up")),
                ("off", self.tr("Off"), self.tr("Nothing over the roll")),
            ),
        )
        self.head = QComboBox()
        self.head.setAccessibleName(self.tr("Which head"))
        self.head.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.subject, self.surprise = QLabel(), QLabel()
        self.subject.setProperty("role", "heading")
        self.surprise.setProperty("role", "small")
        for label in (self.subject, self.surprise):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.matrix = MatrixView()
        self.pitches, self.lengths = Chances(self.tr("Likeliest pitches")), Chances(self.tr("Likeliest lengths"))
        self.explain = QPushButton(self.tr("Explain the track"))
        self.explain.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.explain.setToolTip(self.tr("Let the model read these notes, also your own, and say what it thought"))
        self.note = QLabel()
        self.note.setProperty("role", "small")
        self.note.setWordWrap(True)
        self._lay_out()
        self.map.changed.connect(self.map_chosen)
        self.head.activated.connect(lambda at: self.head_chosen.emit(self.head.itemData(at)))
        self.explain.clicked.connect(self.explain_wanted)
        self.show_heads(0)
        self.show_subject("", "", (), ())
        self.say("")

    def _lay_out(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(SPACE.l, SPACE.m, SPACE.xs, SPACE.m)
        column.setSpacing(SPACE.s)
        heads = QHBoxLayout()
        heads.setSpacing(SPACE.s)
        self._heads = QLabel(self.tr("Head"))
        heads.addWidget(self._heads)
        heads.addWidget(self.head, 1)
        line = QFrame()
        line.setProperty("separator", True)
        column.addWidget(self.map)
        column.addLayout(heads)
        column.addWidget(self.matrix)
        for widget in (line, self.subject, self.surprise):
            column.addWidget(widget)
        self._titles = []
        for title, chances in ((self.tr("Pitch"), self.pitches), (self.tr("Length"), self.lengths)):
            label = QLabel(title)
            label.setProperty("role", "small")
            self._titles.append(label)
            column.addWidget(label)
            column.addWidget(chances)
        column.addStretch(1)
        self._put_in(page)

    def _put_in(self, page: QWidget) -> None:
        """What is long scrolls; the button stays."""
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(ColumnArea(page, self.tr("Why")), 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(SPACE.l, SPACE.s, SPACE.l, SPACE.m)
        foot.setSpacing(SPACE.s)
        foot.addWidget(self.note)
        foot.addWidget(self.explain)
        outer.addLayout(foot)

    def show_heads(self, count: int) -> None:
        """Offer the mean and each head."""
        if self.head.count() == count + 1:
            return
        self.head.clear()
        self.head.addItem(self.tr("Mean of all heads"), None)
        for number in range(count):
            self.head.addItem(self.tr("Head {number}").format(number=number + 1), number)

    def show_subject(self, subject: str, surprise: str, pitches: Sequence[Chance], lengths: Sequence[Chance]) -> None:
        """What is explained now, and what else could have come."""
        self.subject.setText(subject or self.tr("Why this note?"))
        self.surprise.setText(
            surprise or self.tr("Select notes, or look at a take: here stands what the model thought of each.")
        )
        self.pitches.show_rows(pitches)
        self.lengths.show_rows(lengths)
        for widget in (*self._titles, self.pitches, self.lengths):
            widget.setVisible(bool(pitches))

    def say(self, sentence: str) -> None:
        """One line above the button."""
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))

    def showEvent(self, event: QShowEvent) -> None:
        """Notes are explained only while somebody looks."""
        super().showEvent(event)
        self.shown.emit()
