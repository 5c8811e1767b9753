"""Watching a training: where it stands, its curves, the melody of each minute, and the three buttons."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from studio.dialogs.sheet import words
from studio.jobs.job import State
from studio.look.icons import icon
from studio.look.tokens import SPACE
from studio.panes.compose.learning.samplerow import SampleList
from studio.panes.compose.learning.sitting import Sitting
from studio.panes.compose.learning.trace import Trace
from studio.panes.compose.learning.words import found_words, rounds_words
from studio.widgets.losschart import Curve, LossChart
from studio.widgets.thinbar import ThinBar
from studio.widgets.trainingbuttons import TrainingButtons


class Watch(QWidget):
    """Shows a sitting and says which button was pressed."""

    #: The number of the sample that shall be heard.
    heard = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.title, self.headline = words("", "heading"), words("", "small")
        self.bar = ThinBar()
        self.chart = LossChart(self.tr("How well it foresees the next note, over the rounds"), self.tr("rounds"))
        self.chart.setToolTip(self.tr("Nats a note: how much each note surprises it. Lower is better."))
        self.detail = words("", "small")
        self.buttons = TrainingButtons()
        self.samples_title = words(self.tr("What it writes, minute by minute"), "heading")
        self.samples = SampleList()
        self.listen = QPushButton(icon("play-triangle"), self.tr("Listen"))
        self.samples.heard.connect(self.heard)
        self.listen.clicked.connect(lambda: self.heard.emit(self.samples.current_number()))
        self._lay_out()

    def show_sitting(self, sitting: Sitting) -> None:
        """Show where it stands."""
        state, trace = sitting.job.state, sitting.trace
        self.title.setText(sitting.run.plan.title)
        self.headline.setText(self._headline(sitting))
        self.bar.show_job(sitting.job)
        self.chart.show_curves(self.curves(trace))
        self.chart.setVisible(len(trace.training()) > 1)
        self.detail.setText(self._detail(sitting))
        self.buttons.show_state(state, making=sitting.making, learnt="rounds" in trace.metrics)
        self.samples.show_samples(trace.samples)
        for widget in (self.samples_title, self.samples, self.listen):
            widget.setVisible(bool(trace.samples))

    def curves(self, trace: Trace) -> list[Curve]:
        """The pieces it never reads first, for they count."""
        return [
            Curve(self.tr("Unread pieces"), "accent", trace.held_out()),
            Curve(self.tr("Read pieces"), "success", trace.training()),
        ]

    def _headline(self, sitting: Sitting) -> str:
        job = sitting.job
        said = {
            State.STOPPING: self.tr("Stopping. What it has learnt is kept."),
            State.WAITING: self.tr("Waiting for its turn"),
            State.PAUSED: self.tr("Paused"),
        }.get(job.state)
        if said is not None:
            return said
        if sitting.making:
            return self.tr("Making a model of what it has learnt so far")
        note = job.newest.note if job.newest is not None else ""
        return note or self.tr("Learning; you can go on composing")

    def _detail(self, sitting: Sitting) -> str:
        plan, metrics = sitting.run.plan, sitting.trace.metrics
        said = [found_words(plan.pieces, plan.sounds)]
        if "rounds" in metrics:
            said.append(rounds_words(metrics["rounds"]))
        best = metrics.get("best", float("inf"))
        if best < float("inf"):
            said.append(self.tr("best so far {} nats a note").format(f"{best:.2f}"))
        return " · ".join(said)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.s)
        for widget in (self.title, self.headline, self.bar, self.chart, self.detail, self.buttons):
            column.addWidget(widget)
        for below in (self.samples_title, self.samples, self.listen):
            column.addWidget(below)
