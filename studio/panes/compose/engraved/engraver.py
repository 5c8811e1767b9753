"""Has a score engraved on a lane; the newest wish takes the place of the one before."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from engines.compose.engraving import EngraveRequest, Pages
from engines.steps import Task
from studio.jobs.job import Job
from studio.jobs.lanes import Lanes
from studio.widgets.jobwords import error_words


def engraved(request: EngraveRequest) -> Task[Pages]:
    """The pages of a score."""
    from engines.compose.engraving import engrave

    return engrave(request)


class Engraver(QObject):
    """One page after the other, away from the window."""

    done = Signal(object)  # Pages
    failed = Signal(str)

    def __init__(self, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._lanes = lanes
        self._job: Job | None = None
        self.engrave: Callable[[EngraveRequest], Task[Pages]] = engraved

    @property
    def is_busy(self) -> bool:
        """Whether pages are still to come."""
        return self._job is not None

    def begin(self, request: EngraveRequest) -> None:
        """Engrave this and nothing else."""
        self.stop()
        self._job = job = Job(
            self.tr("Engraving"), lambda: self.engrave(request), pane="compose", key="engrave", parent=self
        )
        job.done.connect(lambda pages: self._end(job, pages))
        job.failed.connect(lambda error: self._fail(job, error))
        job.state_changed.connect(lambda state: job.deleteLater() if state.ended else None)
        self._lanes.submit("now", job)

    def stop(self) -> None:
        """Nobody waits for it any more."""
        job, self._job = self._job, None
        if job is not None:
            job.cancel()

    def _end(self, job: Job, pages: Pages) -> None:
        if job is self._job:
            self._job = None
            self.done.emit(pages)

    def _fail(self, job: Job, error: Exception) -> None:
        if job is self._job:
            self._job = None
            self.failed.emit(error_words(error))
