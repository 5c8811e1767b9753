"""Watching a training: where it stands, its curves, a sample of what it writes, and the three buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from studio.dialogs.sheet import words
from studio.jobs.job import State
from studio.look.quantities import number
from studio.look.tokens import SPACE
from studio.panes.write.learning.sitting import Sitting
from studio.panes.write.learning.trace import Trace
from studio.panes.write.learning.words import comparison, rounds
from studio.widgets.losschart import Curve, LossChart
from studio.widgets.thinbar import ThinBar
from studio.widgets.trainingbuttons import TrainingButtons


class Watch(QWidget):
    """Shows a sitting and says which button was pressed."""

    paused = Signal()
    stopped = Signal()
    model_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title, self.headline = words("", "heading"), words("", "small")
        self.bar = ThinBar()
        self.chart = LossChart(self.tr("How well it foresees the next word, over the rounds"), self.tr("rounds"))
        self.chart.setToolTip(self.tr("Perplexity: among how many words it hesitates. Lower is better."))
        self.detail = words("", "small")
        self.sample = QLabel()
        self.sample.setTextFormat(Qt.TextFormat.PlainText)
        self.sample.setWordWrap(True)
        self.sample.setProperty("role", "muted")
        self.sample.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.sample_title = words(self.tr("What it writes now"), "heading")
        self.buttons = TrainingButtons()
        self.pause, self.stop, self.model = self.buttons.pause, self.buttons.stop, self.buttons.model
        self.buttons.paused.connect(self.paused)
        self.buttons.stopped.connect(self.stopped)
        self.buttons.model_wanted.connect(self.model_wanted)
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
        self.sample.setText(trace.sample)
        for widget in (self.sample, self.sample_title):
            widget.setVisible(bool(trace.sample))
        self._show_buttons(state, sitting)

    def curves(self, trace: Trace) -> list[Curve]:
        """The texts it never reads first, for they count."""
        return [
            Curve(self.tr("Unread texts"), "accent", trace.held_out()),
            Curve(self.tr("Read texts"), "success", trace.training()),
            Curve(self.tr("Counting words"), "warning", trace.counts(), dashed=True),
        ]

    def _headline(self, sitting: Sitting) -> str:
        job = sitting.job
        if job.state is State.STOPPING:
            return self.tr("Stopping. What it has learnt is kept.")
        if job.state is State.WAITING:
            return self.tr("Waiting for its turn")
        if job.state is State.PAUSED:
            return self.tr("Paused")
        if sitting.making:
            return self.tr("Making a model of what it has learnt so far")
        note = job.newest.note if job.newest is not None else ""
        if note:
            return note
        return self.tr("Learning")

    def _detail(self, sitting: Sitting) -> str:
        trace = sitting.trace
        if "rounds" not in trace.metrics:
            return ""
        said = [rounds(trace.metrics["rounds"])]
        speed = trace.words_per_second()
        if speed is not None and sitting.job.state is State.RUNNING:
            said.append(self.tr("{} words a second").format(number(speed)))
        again = self.tr("It is tested on unread texts after each round.")
        lines = [" · ".join(said), comparison(trace.metrics) if trace.looks() > 1 else again]
        return "\n".join(line for line in lines if line)

    def _show_buttons(self, state: State, sitting: Sitting) -> None:
        self.buttons.show_state(state, making=sitting.making, learnt="rounds" in sitting.trace.metrics)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.s)
        for widget in (self.title, self.headline, self.bar, self.chart, self.detail):
            column.addWidget(widget)
        for below in (self.buttons, self.sample_title, self.sample):
            column.addWidget(below)
