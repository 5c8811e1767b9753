"""The foot of the page: how far the painting is, and the buttons."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from studio.look.icons import icon
from studio.look.tokens import SPACE
from studio.panes.paint.own.losscurve import LossCurve
from studio.panes.paint.own.plan import FEWEST_STEPS, MOST_STEPS
from studio.panes.paint.own.standing import Stage, Standing
from studio.widgets.elided import ElidedLabel
from studio.widgets.thinbar import ThinBar
from studio.widgets.valueslider import NumberField

MORE_STEPS = 100


class Foot(QWidget):
    """Shows a standing and says which button was pressed."""

    started = Signal()
    paused = Signal()
    stopped = Signal()
    continued = Signal()
    more_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.line = QFrame()
        self.line.setProperty("separator", True)
        self.bar = ThinBar()
        self.headline = ElidedLabel()
        self.detail = ElidedLabel(role="small")
        self.hint = QLabel()
        self.hint.setProperty("role", "small")
        self.hint.setWordWrap(True)
        self.curve = LossCurve()
        self.paint = QPushButton(self.tr("Paint"))
        self.paint.setProperty("primary", True)
        self.paint.clicked.connect(self.started)
        self.pause = QPushButton(self.tr("Pause"))
        self.pause.clicked.connect(self.paused)
        self.stop = QPushButton(self.tr("Stop"))
        self.stop.setToolTip(self.tr("End here and keep the best picture"))
        self.stop.clicked.connect(self.stopped)
        self.go_on = QPushButton(self.tr("Continue"))
        self.go_on.setToolTip(self.tr("Paint on from this picture with the settings above"))
        self.go_on.clicked.connect(self.continued)
        self.more = NumberField(FEWEST_STEPS, MOST_STEPS, self.tr(" steps"))
        self.more.setSingleStep(10)
        self.more.setValue(MORE_STEPS)
        self.more.setAccessibleName(self.tr("How many steps more"))
        self.more.setToolTip(self.more.accessibleName())
        self.more.valueChanged.connect(lambda _steps: self.more_changed.emit())
        self._busy, self._after = QWidget(), QWidget()
        self._lay_out()
        self.show_standing(Standing(Stage.MISSING))

    def show_standing(self, standing: Standing) -> None:
        """Show where the painting stands and what can be done."""
        stage = standing.stage
        self.bar.setVisible(stage.working)
        if standing.job is not None:
            self.bar.show_job(standing.job)
        self.headline.show_words(standing.headline)
        self.detail.show_words(standing.detail)
        for label, words in ((self.headline, standing.headline), (self.detail, standing.detail)):
            label.setVisible(bool(words))
        self.hint.setText(standing.hint)
        self.hint.setVisible(bool(standing.hint))
        self.curve.setVisible(len(standing.points) > 1)
        self.curve.show_points(standing.points, standing.total)
        self._show_buttons(stage)

    def set_more(self, steps: object) -> None:
        """Show how many steps more are wanted, without telling anybody; the usual for what is no number of them."""
        fits = isinstance(steps, int) and not isinstance(steps, bool) and FEWEST_STEPS <= steps <= MOST_STEPS
        blocked = self.more.blockSignals(True)
        self.more.setValue(steps if fits else MORE_STEPS)  # type: ignore[arg-type]
        self.more.blockSignals(blocked)

    def _show_buttons(self, stage: Stage) -> None:
        self.paint.setVisible(not stage.working)
        self.paint.setEnabled(stage in (Stage.READY, Stage.FINISHED))
        self.paint.setText(self.tr("Paint again") if stage is Stage.FINISHED else self.tr("Paint"))
        # Once there is a picture, taking it out of the house is what comes next: only one button is loud.
        self._make_primary(stage is not Stage.FINISHED)
        self._busy.setVisible(stage.working)
        self._after.setVisible(stage is Stage.FINISHED)
        paused = stage is Stage.PAUSED
        self.pause.setText(self.tr("Go on") if paused else self.tr("Pause"))
        self.pause.setIcon(icon("play-triangle" if paused else "pause"))
        self.pause.setEnabled(stage is not Stage.STOPPING)
        self.stop.setIcon(icon("stop"))
        self.stop.setText(self.tr("Stopping…") if stage is Stage.STOPPING else self.tr("Stop"))
        self.stop.setEnabled(stage is not Stage.STOPPING)

    def _make_primary(self, primary: bool) -> None:
        if self.paint.property("primary") != primary:
            self.paint.setProperty("primary", primary)
            self.paint.style().unpolish(self.paint)
            self.paint.style().polish(self.paint)

    def _lay_out(self) -> None:
        busy = QHBoxLayout(self._busy)
        after = QHBoxLayout(self._after)
        for row in (busy, after):
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(SPACE.s)
        busy.addWidget(self.pause, 1)
        busy.addWidget(self.stop, 1)
        after.addWidget(self.go_on, 1)
        after.addWidget(self.more)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.headline)
        words.addWidget(self.detail)
        column = QVBoxLayout()
        column.setContentsMargins(SPACE.l, SPACE.m, SPACE.l, 0)
        column.setSpacing(SPACE.s)
        column.addWidget(self.bar)
        column.addLayout(words)
        column.addWidget(self.curve)
        column.addWidget(self.hint)
        column.addWidget(self._busy)
        column.addWidget(self._after)
        column.addWidget(self.paint)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.line)
        whole.addLayout(column)
