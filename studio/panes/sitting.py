"""A sitting: one training, from the click on the button until it ends, is stopped, or the studio closes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from engines.cards import Card
from engines.orders import Orders
from engines.steps import Step, Task
from studio.jobs.job import Job, State
from studio.jobs.lanes import Lanes
from studio.panes.errands import pane_of
from studio.widgets.jobwords import error_words


class TrainingSitting(QObject):
    """Runs a task on the lane “train” that answers ``orders``."""

    #: Its state or its newest step has changed.
    moved = Signal()
    #: Card: a model was made.
    made = Signal(object)
    #: str: a model could not be made, in one sentence; the training goes on.
    refused = Signal(str)
    #: str: it has ended; a sentence where that was an error.
    ended = Signal(str)

    def __init__(
        self, lanes: Lanes, title: str, make_task: Callable[[], Task[Any]], orders: Orders, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.orders = orders
        self.over = False
        self._lanes = lanes
        self._pause_again = False
        self.job = Job(title, make_task, pane=pane_of(parent), key="learn", can_pause=True, parent=self)

    def begin(self) -> None:
        """Put the job on its lane."""
        self.job.stepped.connect(self._stepped)
        self.job.state_changed.connect(self._changed)
        self._lanes.submit("train", self.job)

    @property
    def making(self) -> bool:
        """Whether a model is asked for and not there yet."""
        return self.orders.pending and not self.over

    def pause_or_resume(self) -> None:
        """Rest, or go on."""
        self._pause_again = False
        if self.job.state is State.PAUSED:
            self.job.resume()
        else:
            self.job.pause()

    def make_model(self) -> None:
        """A model of what was learnt so far; one that rests rests again afterwards."""
        self.orders.make_model()
        if self.job.state is State.PAUSED:
            self._pause_again = True
            self.job.resume()
        self.moved.emit()

    def stop(self) -> None:
        """End it soon; the run can be gone on with."""
        self.job.cancel()

    @Slot(object)
    def _stepped(self, _step: Step) -> None:
        self._read_answers()
        self.moved.emit()

    @Slot(object)
    def _changed(self, state: State) -> None:
        if not state.ended:
            self.moved.emit()
            return
        self._read_answers()
        self.over = True
        # A stopped one that could not be saved has an error too.
        self.ended.emit(error_words(self.job.error))

    def _read_answers(self) -> None:
        while self.orders.answers:
            answer = self.orders.answers.popleft()
            if isinstance(answer, Card):
                self.made.emit(answer)
            else:
                self.refused.emit(error_words(answer))
            if self._pause_again:
                self._pause_again = False
                self.job.pause()
