"""The jobs worth showing: a preview that is over in a blink would only flicker."""

from __future__ import annotations

import time
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from studio.jobs.job import Job
from studio.jobs.lanes import Lanes
from studio.jobs.state import State

GRACE_MS = 400  # a job that ends sooner is never shown


@dataclass(slots=True, eq=False)
class _Candidate:
    job: Job
    since: float
    shown: bool = False


class LastingJobs(QObject):
    """Watches the lanes and speaks of the jobs that have lived for 400 ms, and of their ends."""

    changed = Signal()  # a lasting job appeared, changed its state or ended
    ended = Signal(object)  # Job: a lasting one has ended, or any has failed

    def __init__(self, lanes: Lanes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        now = time.monotonic()
        self._candidates = [_Candidate(job, now, shown=True) for job in lanes.jobs()]
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._promote)
        lanes.job_added.connect(self._add)
        lanes.jobs_changed.connect(self._review)

    def jobs(self) -> list[Job]:
        """The lasting jobs that have not ended, the oldest first."""
        return [one.job for one in self._candidates if one.shown and not one.job.state.ended]

    @Slot(object)
    def _add(self, job: Job) -> None:
        self._candidates.append(_Candidate(job, time.monotonic()))
        if not self._timer.isActive():
            self._timer.start(GRACE_MS)

    @Slot()
    def _review(self) -> None:
        over = [one for one in self._candidates if one.job.state.ended]
        self._candidates = [one for one in self._candidates if not one.job.state.ended]
        if all(one.shown for one in self._candidates):
            self._timer.stop()
        for one in over:
            if one.shown or one.job.state is State.FAILED:
                self.ended.emit(one.job)
        self.changed.emit()

    @Slot()
    def _promote(self) -> None:
        now = time.monotonic()
        waiting_ms = []
        for one in self._candidates:
            left_ms = GRACE_MS - (now - one.since) * 1000
            one.shown = one.shown or left_ms <= 0
            if not one.shown:
                waiting_ms.append(left_ms)
        if waiting_ms:
            self._timer.start(int(min(waiting_ms)) + 1)
        self.changed.emit()
