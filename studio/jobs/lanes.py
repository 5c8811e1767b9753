"""The three lanes of the house, and which of them goes first."""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from studio.jobs.job import Job
from studio.jobs.lane import Lane
from studio.jobs.priority import step_aside
from studio.jobs.state import State

LANES = ("train", "now", "disk")


@dataclass(frozen=True, slots=True, eq=False)
class _Entry:
    lane_name: str
    job: Job


class Lanes(QObject):
    """Takes jobs to their lanes and keeps each alive until it has ended.

    ``train`` learns, ``now`` answers what the person waits for, ``disk`` reads and writes. While ``now`` is
    busy, ``train`` waits between two of its steps, though never longer than two seconds for each.
    """

    jobs_changed = Signal()  # a job was added, changed its state or ended
    job_added = Signal(object)  # Job

    def __init__(
        self, on_thread_start: Callable[[str], None] | None = step_aside, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._lanes = {name: Lane(name, on_thread_start) for name in LANES}
        self._entries: list[_Entry] = []
        self._closed = False
        # Released a turn of the event loop later: the listener of one frame may be about to ask for the next.
        self._release_soon = QTimer(self, singleShot=True, interval=0)
        self._release_soon.timeout.connect(self._release_train)

    def submit(self, lane_name: str, job: Job, *, replace: bool = False) -> None:
        """Queue ``job``; ``replace`` first cancels the older jobs of the same lane, pane and key.

        After `close` the job is cancelled at once instead.

        Raises:
            ValueError: there is no such lane, or the job was submitted before.
        """
        if lane_name not in self._lanes:
            raise ValueError(f"no lane {lane_name!r}: choose one of {', '.join(LANES)}")
        if job.submitted:
            raise ValueError(f"the job {job.title!r} was submitted before: a job runs once")
        if self._closed:
            job.cancel()
        if job.state.ended:
            return
        job.submitted = True
        older = [entry.job for entry in self._entries if replace and self._is_older(entry, lane_name, job)]
        self._entries.append(_Entry(lane_name, job))
        job.state_changed.connect(self._review)
        job.destroyed.connect(_review_unless_dying(self))
        for replaced in older:
            replaced.cancel()
        self.job_added.emit(job)
        self._review()
        self._lanes[lane_name].put(job.drive)

    def jobs(self) -> list[Job]:
        """All jobs that have not ended, the oldest first."""
        return [entry.job for entry in self._entries if not entry.job.state.ended]

    def close(self, seconds: float = 5.0) -> bool:
        """Cancel all jobs and give their engines so long to clean up and save; False when one took longer."""
        self._closed = True
        deadline = time.monotonic() + seconds
        jobs = self.jobs()
        for job in jobs:
            job.cancel()
        self._release_soon.stop()
        self._release_train()
        for lane in self._lanes.values():
            lane.finish()
        in_time = [lane.join(deadline - time.monotonic()) for lane in self._lanes.values()]
        for job in jobs:
            job.settle()
            job.drive.detach()  # what still runs talks to nobody: the window may be gone when it ends
        return all(in_time)

    @staticmethod
    def _is_older(entry: _Entry, lane_name: str, job: Job) -> bool:
        there = (entry.lane_name, entry.job.pane, entry.job.key)
        return there == (lane_name, job.pane, job.key)

    @Slot()
    def _review(self) -> None:
        self._entries = [entry for entry in self._entries if not entry.job.state.ended]
        self._balance()
        self.jobs_changed.emit()

    def _balance(self) -> None:
        if self._closed:
            return
        busy = any(entry.lane_name == "now" and entry.job.state is not State.PAUSED for entry in self._entries)
        if busy:
            self._release_soon.stop()
            self._lanes["train"].hold_back(True)
        else:
            self._release_soon.start()

    @Slot()
    def _release_train(self) -> None:
        self._lanes["train"].hold_back(False)


def _review_unless_dying(lanes: Lanes) -> Callable[[], None]:
    """Review when a job is deleted, but not from the midst of the lanes' own end.

    Lanes that die take their jobs with them, and Qt would still call a slot of theirs half-way through
    that: the process would end there.
    """
    living = weakref.ref(lanes)

    def review() -> None:
        lanes = living()
        if lanes is not None and shiboken6.isValid(lanes):
            lanes._review()

    return review
