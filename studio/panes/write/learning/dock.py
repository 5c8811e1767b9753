"""The tab “Learn”: what is being learnt, what came of it, what rests, and the way to begin."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QFrame, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from engines.cards import Card
from engines.write.reading import SUFFIXES
from engines.write.runs import Run
from studio.dialogs.sheet import words
from studio.look.tokens import SPACE
from studio.panes.write.learning.runrow import RunRow
from studio.panes.write.learning.sitting import Sitting
from studio.panes.write.learning.watch import Watch
from studio.panes.write.learning.words import model_figures
from studio.widgets.columnarea import ColumnArea
from studio.widgets.dropzone import DropZone
from studio.widgets.emptystate import ActionButton, EmptyState
from studio.widgets.newscard import NewsCard


class LearnDock(QWidget):
    """Shows and asks; what becomes of it is the part's."""

    used = Signal(str)
    gone_on = Signal(object)
    model_wanted = Signal(object)
    discarded = Signal(object)
    renamed = Signal(object, str)
    put_back = Signal()
    shown = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.watch = Watch()
        self.rows: list[RunRow] = []
        self.news = NewsCard(self.tr("Let it suggest and write on"))
        self.news.used.connect(self.used)
        self.resting = words(self.tr("Resting"), "heading")
        self.restore = QPushButton()
        self.restore.setProperty("quiet", True)
        self.restore.clicked.connect(self.put_back)
        self._runs = QVBoxLayout()
        self._runs.setSpacing(SPACE.s)
        self._foot = QVBoxLayout()
        self.empty: EmptyState | None = None
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._stack.addWidget(self._page())
        self._busy = False
        refusal = self.tr("Only texts can be learnt from: .txt, .md, .docx and .html.")
        self.zone = DropZone(self, SUFFIXES, self.tr("Learn from these"), refusal, folders=True)
        self.show_runs((), 0)
        self.show_sitting(None)

    def offer(self, train: QAction, models: QAction) -> None:
        """The two ways on, as buttons of an empty page and above a full one."""
        sentence = self.tr(
            "A model reads your books while you write, and then suggests words in their voice. "
            "Nothing leaves this machine."
        )
        self.empty = EmptyState("sparkle", self.tr("Learn from your texts"), sentence, (train,))
        more = ActionButton(models)
        more.setProperty("quiet", True)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, SPACE.l)
        column.addWidget(self.empty, 1)
        column.addWidget(more, 0, Qt.AlignmentFlag.AlignHCenter)
        self._stack.addWidget(whole)
        again = ActionButton(models)
        again.setProperty("quiet", True)
        self._foot.addWidget(ActionButton(train))
        self._foot.addWidget(again)
        self._choose_page()

    # -- what is shown ------------------------------------------------------------------------------------

    def show_sitting(self, sitting: Sitting | None) -> None:
        """What is being learnt; None for nothing."""
        self._busy = sitting is not None
        self.watch.setVisible(sitting is not None)
        if sitting is not None:
            self.watch.show_sitting(sitting)
        self._choose_page()

    def show_runs(self, runs: Sequence[Run], removed: int, *, busy: bool = False) -> None:
        """The runs that rest; ``removed`` can be put back; ``busy``: nothing can begin now."""
        for row in self.rows:
            self._runs.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [RunRow(run, busy=busy) for run in runs]
        for row in self.rows:
            row.gone_on.connect(self.gone_on)
            row.model_wanted.connect(self.model_wanted)
            row.discarded.connect(self.discarded)
            row.renamed.connect(self.renamed)
            self._runs.addWidget(row)
        self.resting.setVisible(bool(runs))
        one, many = self.tr("Put back what was discarded"), self.tr("Put back the {} that were discarded")
        self.restore.setText(one if removed == 1 else many.format(removed))
        self.restore.setVisible(removed > 0)
        self._choose_page()

    def show_model(self, card: Card) -> None:
        """A model was made."""
        self.news.show_model(card.name, self.tr("“{}” is ready").format(card.title), model_figures(card))
        self._choose_page()

    def say(self, sentence: str) -> None:
        """What went wrong; an empty sentence takes it back."""
        self.news.say(sentence)
        self._choose_page()

    def showEvent(self, event: QShowEvent) -> None:
        """The list is read when somebody looks."""
        super().showEvent(event)
        self.shown.emit()

    def _choose_page(self) -> None:
        nothing = not (self._busy or self.rows or self.news.says or self.restore.isVisibleTo(self))
        self._stack.setCurrentIndex(1 if nothing and self._stack.count() > 1 else 0)

    def _page(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(SPACE.l, SPACE.l, SPACE.xs, SPACE.l)
        column.setSpacing(SPACE.m)
        column.addWidget(self.news)
        column.addWidget(self.watch)
        column.addWidget(self.resting)
        column.addLayout(self._runs)
        column.addWidget(self.restore)
        column.addStretch(1)
        area = ColumnArea(inside, self.tr("Learning"))
        line = QFrame()
        line.setProperty("separator", True)
        self._foot.setContentsMargins(SPACE.l, SPACE.m, SPACE.l, SPACE.m)
        self._foot.setSpacing(SPACE.xs)
        page = QWidget()
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(area, 1)
        whole.addWidget(line)
        whole.addLayout(self._foot)
        return page
