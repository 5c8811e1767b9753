"""The slim strip in the status bar: what Reverie is busy with, how long still, and how to stop it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from studio.jobs.job import Job, State
from studio.jobs.lanes import Lanes
from studio.jobs.lasting import LastingJobs
from studio.widgets.jobbuttons import JobButtons
from studio.widgets.jobwords import progress_words
from studio.widgets.thinbar import ThinBar

TITLE_WIDTH = 240
BAR_WIDTH = 120
#: What moves is what matters; among equals the oldest, so that short jobs do not push a long one aside.
RELEVANCE = (State.RUNNING, State.STOPPING, State.PAUSED, State.WAITING)


class JobStrip(QWidget):
    """Shows the most relevant job of the lanes; hidden while there is none that lasts."""

    drawer_requested = Signal()

    def __init__(self, lanes: Lanes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Job | None = None
        self._jobs = LastingJobs(lanes, self)
        self._build()
        self.setAccessibleName(self.tr("Work under way"))
        for job in lanes.jobs():
            self._listen(job)
        lanes.job_added.connect(self._listen)
        self._jobs.changed.connect(self._show_jobs)
        self._show_jobs()

    def shown_job(self) -> Job | None:
        """The job in the strip; None while it is hidden."""
        return self._shown

    def _build(self) -> None:
        self._title = ElidedLabel(TITLE_WIDTH, self)
        self._bar = ThinBar(self)
        self._bar.setFixedWidth(BAR_WIDTH)
        self._progress = QLabel(self)
        self._progress.setProperty("role", "small")
        self._buttons = JobButtons(self)
        self._more = QToolButton(self)
        self._more.setObjectName("more_button")
        self._more.setAutoRaise(True)
        self._more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._more.clicked.connect(self.drawer_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 4, 0)
        row.setSpacing(8)
        for widget in (self._title, self._bar, self._progress, self._buttons, self._more):
            row.addWidget(widget)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    @Slot(object)
    def _listen(self, job: Job) -> None:
        job.stepped.connect(self._show_progress)

    @Slot()
    def _show_jobs(self) -> None:
        jobs = sorted(self._jobs.jobs(), key=lambda job: RELEVANCE.index(job.state))
        before, self._shown = self._shown, jobs[0] if jobs else None
        if self._shown is not before:
            self._progress.setMinimumWidth(0)
        if self._shown is None:
            self.hide()
            return
        self._title.set_text(self._shown.title)
        self._buttons.show_job(self._shown)
        self._show_more(len(jobs) - 1)
        self._show_progress()
        self.show()

    @Slot()
    def _show_progress(self) -> None:
        job = self._shown
        if job is None:
            return
        words = progress_words(job)
        self._progress.setText(words)
        # It only ever grows for one job, or the title beside it would tremble with every digit.
        self._progress.setMinimumWidth(max(self._progress.minimumWidth(), self._progress.sizeHint().width()))
        self._progress.setVisible(bool(words))
        self._bar.setAccessibleName(job.title)
        self._bar.show_job(job)
        self.setToolTip(job.newest.note if job.newest is not None else "")

    def _show_more(self, more: int) -> None:
        self._more.setVisible(more > 0)
        self._more.setText(self.tr("+%n more", "", more))
        words = self.tr("Show all work under way")
        self._more.setToolTip(words)
        self._more.setAccessibleName(words)


class ElidedLabel(QWidget):
    """One line of text that gives up its end, not the window's width; the whole stands in the tool tip."""

    def __init__(self, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = most
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def set_text(self, text: str) -> None:
        """Say ``text``."""
        if text == self._text:
            return
        self._text = text
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the text, up to the most that was allowed."""
        metrics = self.fontMetrics()
        return QSize(min(self._most, metrics.horizontalAdvance(self._text) + 2), metrics.height())

    def minimumSizeHint(self) -> QSize:
        """A word or so."""
        return QSize(min(60, self.sizeHint().width()), self.fontMetrics().height())

    def changeEvent(self, event: QEvent) -> None:
        """Another font needs another width."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw as much of the text as there is room for."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        text = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.end()
