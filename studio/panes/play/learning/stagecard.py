"""One stage of a course: what it needs and makes, how long it takes, how far it is, and its curves."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from engines.play.course.courses import Stage, Standing
from studio.dialogs.sheet import words
from studio.jobs.job import Job, State
from studio.look.icons import icon
from studio.look.tokens import SPACE
from studio.panes.play.learning.scorechart import ScoreChart
from studio.panes.play.learning.trace import Trace
from studio.panes.play.learning.words import curves_of, figures_words, stage_words, time_words
from studio.widgets.jobwords import progress_words
from studio.widgets.losschart import LossChart
from studio.widgets.thinbar import ThinBar


class StageCard(QFrame):
    """Shows a stage and says which button was pressed."""

    started = Signal(str)
    paused = Signal()
    stopped = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage = stage
        said = stage_words(stage)
        self.setProperty("card", True)
        self.setAccessibleName(said.title)
        self.title, self.about = words(said.title, "heading"), words(said.about, "small")
        self.time, self.figures = words("", "small"), words("", "small")
        self.trouble = words("", "small")
        self.bar, self.picture = ThinBar(), _Picture()
        name = self.tr("Curves of “{}”").format(said.title)
        self.chart = ScoreChart(name, said.along) if stage == "controller" else LossChart(name, said.along)
        self.start, self.pause, self.stop = QPushButton(), QPushButton(), QPushButton(self.tr("Cancel"))
        self.stop.setIcon(icon("stop"))
        self.stop.setToolTip(self.tr("What is done is kept; it can be gone on with at any time"))
        self.start.clicked.connect(lambda: self.started.emit(stage))
        self.pause.clicked.connect(self.paused)
        self.stop.clicked.connect(self.stopped)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(SPACE.m, SPACE.s, SPACE.m, SPACE.m)
        self.column.setSpacing(SPACE.xs)
        parts = (self.title, self.about, self.time, self.bar, self.figures, self.chart, self.picture, self.trouble)
        for part in parts:
            self.column.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(SPACE.s)
        for button in (self.start, self.pause, self.stop):
            button.setAccessibleName(f"{button.text()} {said.title}")
            row.addWidget(button, 1)
        self.column.addLayout(row)
        self.say("")

    def say(self, sentence: str) -> None:
        """What went wrong, in one sentence; empty: nothing."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def show_rest(self, standing: Standing, seconds: float | None, trace: Trace, *, can_start: str, busy: bool) -> None:
        """It is not under way; ``can_start`` says what is missing, or nothing."""
        self.bar.hide()
        done = standing.done
        self.time.setText(can_start or (self.tr("Done") if done else time_words(seconds, begun=standing.begun)))
        self._show_figures(trace)
        self.start.setText(self.tr("Go on") if standing.begun else self.tr("Start"))
        self._name(self.start)
        self.start.setVisible(not done)
        self.start.setEnabled(not can_start and not busy)
        self.pause.hide()
        self.stop.hide()

    def show_job(self, job: Job, trace: Trace) -> None:
        """It is under way."""
        state = job.state
        stopping = state is State.STOPPING
        self.bar.show()
        self.bar.show_job(job)
        note = "" if job.newest is None else job.newest.note
        said = self.tr("Stopping. What is done is kept.") if stopping else progress_words(job)
        self.time.setText(" · ".join(filter(None, (said, note))))
        self._show_figures(trace)
        self.start.hide()
        self.pause.show()
        self.stop.show()
        self.pause.setText(self.tr("Go on") if state is State.PAUSED else self.tr("Pause"))
        self.pause.setIcon(icon("play-triangle" if state is State.PAUSED else "pause"))
        self._name(self.pause)
        self.pause.setEnabled(state in (State.RUNNING, State.PAUSED))
        self.stop.setText(self.tr("Stopping…") if stopping else self.tr("Cancel"))
        self.stop.setEnabled(not stopping)

    def _name(self, button: QPushButton) -> None:
        button.setAccessibleName(f"{button.text()} {self.title.text()}")

    def _show_figures(self, trace: Trace) -> None:
        said = figures_words(self.stage, trace)
        self.figures.setText(said)
        self.figures.setVisible(bool(said))
        curves = curves_of(self.stage, trace)
        self.chart.show_curves(curves)
        self.chart.setVisible(any(len(curve.points) > 1 for curve in curves))
        self.picture.show_picture(trace.picture if self.stage == "vision" else None)


class _Picture(QLabel):
    """Frames above, what V makes of them below, as wide as the drawer."""

    def __init__(self) -> None:
        super().__init__()
        self._pixels: QPixmap | None = None
        self._shown: object = None
        self.setMinimumWidth(1)
        self.setAccessibleName(self.tr("Frames above, and what V makes of them below"))
        self.setToolTip(self.accessibleName())
        self.hide()

    def show_picture(self, pixels: object) -> None:
        """Another picture uint8 (height, width, 3); None: none."""
        if pixels is self._shown:
            return
        self._shown = pixels
        shape: tuple[int, ...] = getattr(pixels, "shape", ())
        self.setVisible(len(shape) == 3)
        if len(shape) == 3:
            data: bytes = pixels.tobytes()  # type: ignore[attr-defined]
            image = QImage(data, shape[1], shape[0], 3 * shape[1], QImage.Format.Format_RGB888)
            self._pixels = QPixmap.fromImage(image.copy())
            self._fit()

    def sizeHint(self) -> QSize:
        """As high as its width asks for."""
        return QSize(240, 64)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._pixels is None or self.width() < 8:
            return
        fitted = self._pixels.scaledToWidth(self.width(), Qt.TransformationMode.SmoothTransformation)
        self.setFixedHeight(fitted.height())
        self.setPixmap(fitted)
