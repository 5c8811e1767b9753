"""The three buttons of a training under way: pause, stop, make a model."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from studio.jobs.job import State
from studio.look.icons import icon
from studio.look.tokens import SPACE


class TrainingButtons(QWidget):
    """Shows what can be done in a state and says which was pressed."""

    paused = Signal()
    stopped = Signal()
    model_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.pause, self.stop, self.model = QPushButton(), QPushButton(), QPushButton()
        self.pause.clicked.connect(self.paused)
        self.stop.clicked.connect(self.stopped)
        self.model.clicked.connect(self.model_wanted)
        self.stop.setToolTip(self.tr("It can be gone on with at any time, also after the studio was closed"))
        self.model.setToolTip(self.tr("Use what it has learnt so far; the learning goes on"))
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        for layout in (column, row):
            layout.setSpacing(SPACE.s)
        row.addWidget(self.pause, 1)
        row.addWidget(self.stop, 1)
        column.addLayout(row)
        column.addWidget(self.model)

    def show_state(self, state: State, *, making: bool, learnt: bool) -> None:
        """``making``: a model is asked for; ``learnt``: there is something to make it of."""
        paused, stopping = state is State.PAUSED, state is State.STOPPING
        self.pause.setText(self.tr("Go on") if paused else self.tr("Pause"))
        self.pause.setIcon(icon("play-triangle" if paused else "pause"))
        self.pause.setEnabled(state in (State.RUNNING, State.PAUSED))
        self.stop.setText(self.tr("Stopping…") if stopping else self.tr("Stop"))
        self.stop.setIcon(icon("stop"))
        self.stop.setEnabled(not stopping)
        self.model.setText(self.tr("Making the model…") if making else self.tr("Make a model of it"))
        self.model.setEnabled(learnt and not making and state in (State.RUNNING, State.PAUSED))
