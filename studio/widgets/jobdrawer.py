"""The drawer of jobs: everything under way, and how the last ones ended."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QDateTime, QLocale, QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from studio.jobs.job import Job, State
from studio.jobs.lanes import Lanes
from studio.jobs.lasting import LastingJobs
from studio.widgets.jobbuttons import JobButtons
from studio.widgets.jobwords import error_words, progress_words, state_words
from studio.widgets.thinbar import ThinBar

REMEMBERED = 20


class JobDrawer(QScrollArea):
    """A row for each job that lasts, waiting ones too, and below them the last twenty that ended."""

    def __init__(self, lanes: Lanes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[JobRow] = []
        self._ended: deque[EndedRow] = deque()
        self._jobs = LastingJobs(lanes, self)
        self._build()
        self._jobs.changed.connect(self._show_jobs)
        self._jobs.ended.connect(self._remember)
        self._show_jobs()

    def sizeHint(self) -> QSize:
        """Wide enough for a title beside its buttons."""
        return QSize(360, 420)

    def _build(self) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Work under way and finished work"))
        self._empty = QLabel(
            self.tr(
                "Nothing is under way.\n"
                "Work that takes longer than a moment shows up here, with its progress and a way to stop it."
            )
        )
        self._empty.setProperty("role", "muted")
        self._empty.setWordWrap(True)
        self._empty.setContentsMargins(24, 24, 24, 24)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._earlier = QLabel(self.tr("Earlier"))
        self._earlier.setProperty("role", "heading")
        self._live_column, self._ended_column = QVBoxLayout(), QVBoxLayout()
        self._live_column.setSpacing(8)
        self._ended_column.setSpacing(12)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(12)
        column.addWidget(self._empty, 1)
        column.addLayout(self._live_column)
        column.addWidget(self._earlier)
        column.addLayout(self._ended_column)
        column.addStretch()
        self.setWidget(inside)

    @Slot()
    def _show_jobs(self) -> None:
        jobs = self._jobs.jobs()
        for row in [row for row in self._rows if row.job not in jobs]:
            self._rows.remove(row)
            _discard(self._live_column, row)
        known = [row.job for row in self._rows]
        for job in jobs:
            if job not in known:
                row = JobRow(job)
                self._rows.append(row)
                self._live_column.addWidget(row)
        for row in self._rows:
            row.show_state()
        self._show_headings()

    @Slot(object)
    def _remember(self, job: Job) -> None:
        row = EndedRow(job)
        self._ended.appendleft(row)
        self._ended_column.insertWidget(0, row)
        if len(self._ended) > REMEMBERED:
            _discard(self._ended_column, self._ended.pop())
        self._show_headings()

    def _show_headings(self) -> None:
        self._earlier.setVisible(bool(self._ended))
        self._empty.setVisible(not self._rows and not self._ended)


class JobRow(QFrame):
    """One job under way: its title, how far it is, its buttons; Delete cancels it."""

    def __init__(self, job: Job, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.job = job
        self.setProperty("card", "true")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        title = _line(job.title, "heading")
        self._note, self._progress = _line("", "small"), _line("", "small")
        self._bar = ThinBar()
        self._bar.setAccessibleName(job.title)
        self._buttons = JobButtons()
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self._buttons, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 12)
        column.setSpacing(6)
        column.addLayout(head)
        for widget in (self._note, self._bar, self._progress):
            column.addWidget(widget)
        job.stepped.connect(self.show_progress)
        self.show_state()

    def show_state(self) -> None:
        """Show what changes only with the job's state."""
        words = self.tr("{title}: {state}")
        self.setAccessibleName(words.format(title=self.job.title, state=state_words(self.job.state)))
        self._buttons.show_job(self.job)
        self._bar.setVisible(self.job.state is not State.WAITING)
        self.show_progress()

    @Slot()
    def show_progress(self) -> None:
        """Show what changes with every step."""
        self._bar.show_job(self.job)
        _say(self._progress, progress_words(self.job))
        _say(self._note, self.job.newest.note if self.job.newest is not None else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete is the way to be rid of a row anywhere else, so it is here."""
        if event.key() == Qt.Key.Key_Delete:
            self.job.cancel()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The card, and where the keyboard is."""
        super().paintEvent(event)
        _ring_focus(self)


class EndedRow(QWidget):
    """How one job ended. It keeps words, not the job: a job holds its result, and that may be large."""

    def __init__(self, job: Job, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = job.state
        time = QLocale().toString(QDateTime.currentDateTime().time(), QLocale.FormatType.ShortFormat)
        title = _line(job.title, "")
        end = QLabel(self.tr("{state} · {time}").format(state=state_words(job.state), time=time))
        end.setProperty("role", "danger" if job.state is State.FAILED else "small")
        self.sentence = error_words(job.error)
        said = self.tr("{title}: {state}").format(title=job.title, state=state_words(job.state))
        self.setAccessibleName(f"{said}. {self.sentence}" if self.sentence else said)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(end, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        if self.sentence:
            why = _line(self.sentence, "small")
            why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(why)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show where the keyboard is."""
        super().paintEvent(event)
        _ring_focus(self)


def _line(text: str, role: str) -> QLabel:
    label = QLabel()
    # An engine's note or a file's name may look like HTML, and must not be read as such.
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(True)
    label.setProperty("role", role)
    # A long file name without a space would otherwise make the drawer as wide as itself.
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label


def _ring_focus(row: QWidget) -> None:
    # Rows take the focus by Tab only, so whoever has it came by keyboard and needs to see it.
    if not row.hasFocus():
        return
    painter = QPainter(row)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(row.palette().color(QPalette.ColorRole.Accent))
    painter.drawRoundedRect(row.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.end()


def _say(label: QLabel, words: str) -> None:
    label.setText(words)
    label.setVisible(bool(words))


def _discard(column: QVBoxLayout, row: QWidget) -> None:
    column.removeWidget(row)
    row.hide()
    row.deleteLater()
