"""The tab “Learn”: choosing music, what is being learnt, what came of it, and what rests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QFrame, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from engines.compose.melody.runs import Run
from studio.dialogs.sheet import words
from studio.look.tokens import SPACE
from studio.panes.compose.learning.choosing import Choosing
from studio.panes.compose.learning.sitting import Sitting
from studio.panes.compose.learning.watch import Watch
from studio.panes.compose.learning.words import run_words
from studio.panes.compose.opening import SUFFIXES
from studio.widgets.columnarea import ColumnArea
from studio.widgets.dropzone import DropZone
from studio.widgets.emptystate import ActionButton, EmptyState
from studio.widgets.newscard import NewsCard
from studio.widgets.runrow import RestingRun


class LearnDock(QWidget):
    """Shows and asks; what becomes of it is the part's."""

    dropped = Signal(Path)
    gone_on = Signal(object)
    model_wanted = Signal(object)
    discarded = Signal(object)
    put_back = Signal()
    shown = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choosing, self.watch = Choosing(), Watch()
        self.news = NewsCard(self.tr("Let it compose from now on"))
        self.resting = words(self.tr("Resting"), "heading")
        self.restore = QPushButton()
        self.restore.setProperty("quiet", True)
        self.restore.clicked.connect(self.put_back)
        self.rows: list[RestingRun] = []
        self._runs = QVBoxLayout()
        self._runs.setSpacing(SPACE.s)
        self._foot = QVBoxLayout()
        self._foot.setContentsMargins(SPACE.l, SPACE.m, SPACE.l, SPACE.m)
        self._stack = QStackedWidget()
        self._busy = self._chooses = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._stack.addWidget(self._page())
        self._stack.addWidget(self._padded(self.choosing))
        refusal = self.tr("Drop a folder with music to learn from it.")
        self.zone = DropZone(self, SUFFIXES, self.tr("Learn from this folder"), refusal, folders=True)
        self.zone.dropped.connect(self._drop)
        self.show_runs((), 0, busy=False)
        self.show_sitting(None)

    def offer(self, train: QAction, models: QAction) -> None:
        """The two ways on, as buttons of an empty page and below a full one."""
        sentence = self.tr(
            "A model reads a folder of your own music while you compose, and then goes on in its manner. "
            "Nothing leaves this machine."
        )
        whole, empty = QWidget(), EmptyState("sparkle", self.tr("Learn from your music"), sentence, (train,))
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, SPACE.l)
        column.addWidget(empty, 1)
        column.addWidget(_quiet(models), 0, Qt.AlignmentFlag.AlignHCenter)
        self._stack.addWidget(whole)
        self._foot.addWidget(ActionButton(train))
        self._foot.addWidget(_quiet(models))
        self._show_page()

    # -- what is shown ------------------------------------------------------------------------------------

    def show_choosing(self, chooses: bool) -> None:
        """Show the folder that was chosen, or what is being learnt."""
        self._chooses = chooses
        self._show_page()

    def show_sitting(self, sitting: Sitting | None) -> None:
        """What is being learnt; None for nothing."""
        self._busy = sitting is not None
        self.watch.setVisible(sitting is not None)
        if sitting is not None:
            self.watch.show_sitting(sitting)
        self._show_page()

    def show_runs(self, runs: Sequence[Run], removed: int, *, busy: bool) -> None:
        """The runs that rest; ``removed`` can be put back; ``busy``: nothing can begin now."""
        for row in self.rows:
            self._runs.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [self._row(run, busy) for run in runs]
        for row in self.rows:
            self._runs.addWidget(row)
        self.resting.setVisible(bool(runs))
        one, many = self.tr("Put back what was discarded"), self.tr("Put back the {} that were discarded")
        self.restore.setText(one if removed == 1 else many.format(removed))
        self.restore.setVisible(removed > 0)
        self._show_page()

    def say(self, sentence: str) -> None:
        """What went wrong; an empty sentence takes it back."""
        self.news.say(sentence)
        self._show_page()

    def show_model(self, name: str, title: str, about: str) -> None:
        """A model was made."""
        self.news.show_model(name, title, about)
        self._show_page()

    def showEvent(self, event: QShowEvent) -> None:
        """The list is read when somebody looks."""
        super().showEvent(event)
        self.shown.emit()

    def _row(self, run: Run, busy: bool) -> RestingRun:
        useless = self.tr("It got no better for so long that going on would only learn the music by heart")
        row = RestingRun(
            run.plan.title,
            run_words(run),
            can_go_on=not busy and not run.finished,
            can_make=bool(run.steps) and not busy,
            going_on=useless if run.finished else self.tr("Learn on, exactly from where it was left"),
        )
        row.go_on_wanted.connect(lambda: self.gone_on.emit(run))
        row.model_asked.connect(lambda: self.model_wanted.emit(run))
        row.discard_asked.connect(lambda: self.discarded.emit(run))
        return row

    def _drop(self, paths: list[Path]) -> None:
        folder = next((path for path in paths if path.is_dir()), paths[0].parent)
        self.dropped.emit(folder)

    def _show_page(self) -> None:
        nothing = not (self._busy or self.rows or self.news.says or self.restore.isVisibleTo(self))
        page = 1 if self._chooses else 2 if nothing and self._stack.count() > 2 else 0
        self._stack.setCurrentIndex(page)

    def _padded(self, widget: QWidget) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(SPACE.l, SPACE.m, SPACE.xs, SPACE.m)
        column.addWidget(widget)
        return ColumnArea(page, self.tr("Choosing music"))

    def _page(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(SPACE.l, SPACE.l, SPACE.xs, SPACE.l)
        column.setSpacing(SPACE.m)
        for widget in (self.news, self.watch, self.resting):
            column.addWidget(widget)
        column.addLayout(self._runs)
        column.addWidget(self.restore)
        column.addStretch(1)
        area = ColumnArea(inside, self.tr("Learning"))
        line = QFrame()
        line.setProperty("separator", True)
        page = QWidget()
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(area, 1)
        whole.addWidget(line)
        whole.addLayout(self._foot)
        return page


def _quiet(action: QAction) -> ActionButton:
    button = ActionButton(action)
    button.setProperty("quiet", True)
    return button
