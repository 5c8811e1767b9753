"""One wish as the composer works on it: its first take is seen as it grows, and it stops at once."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from engines.compose.melody.takes import Takes
from engines.steps import Step, Task
from studio.jobs.job import Job
from studio.jobs.lanes import Lanes
from studio.panes.compose.composing.models import MelodyModels
from studio.panes.compose.composing.places import Request
from studio.widgets.jobwords import error_words


class Writing(QObject):
    """Runs one at a time."""

    grown = Signal(tuple)  # of Note
    done = Signal(object)  # Takes
    failed = Signal(str)
    #: It began or ended.
    changed = Signal()

    def __init__(self, lanes: Lanes, models: MelodyModels, parent: QObject) -> None:
        super().__init__(parent)
        self._lanes, self._models = lanes, models
        self._job: Job | None = None

    @property
    def is_busy(self) -> bool:
        """Whether notes are still to come."""
        return self._job is not None

    def begin(self, request: Request) -> bool:
        """Have takes written; False when one is under way or there is no model."""
        card = self._models.card()
        if card is None or self.is_busy:
            return False

        def task() -> Task[Takes]:
            yield Step(0)
            model = self._models.held(card)
            return (yield from self._models.write(request, model))

        self._job = job = Job(self.tr("Composing"), task, pane="compose", key="compose", parent=self)
        job.stepped.connect(self._grow)
        job.done.connect(self._complete)
        job.failed.connect(self._fail)
        job.state_changed.connect(lambda state: job.deleteLater() if state.ended else None)
        self._lanes.submit("now", job)
        self.changed.emit()
        return True

    @Slot()
    def stop(self) -> None:
        """End it at once."""
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
            self.changed.emit()

    @Slot(object)
    def _grow(self, step: Step) -> None:
        if self.is_busy and isinstance(step.preview, tuple):
            self.grown.emit(step.preview)

    @Slot(object)
    def _complete(self, takes: Takes) -> None:
        if self.is_busy:
            self._job = None
            self.changed.emit()
            self.done.emit(takes)

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        if self.is_busy:
            self._job = None
            self.changed.emit()
            self.failed.emit(error_words(error))
