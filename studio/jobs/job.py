"""A job: one engine task, as the window sees it."""

from __future__ import annotations

import logging
import weakref
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engines.steps import Step, Task
from studio.jobs.bell import bell
from studio.jobs.drive import Drive
from studio.jobs.pace import Pace
from studio.jobs.state import State

__all__ = ["Job", "State"]

log = logging.getLogger(__name__)

POLL_MS = 50  # the window looks at the newest step twenty times a second, however fast the engine is


class Job(QObject):
    """One task on the window's thread, where all its signals arrive; `Lanes.submit` starts it.

    A pane listens to the job that it started and to no other, so a late result has nowhere to go. After
    `cancel` only ``state_changed`` speaks: STOPPING at once, CANCELLED when the engine has cleaned up.
    """

    state_changed = Signal(object)  # State
    stepped = Signal(object)  # the newest Step; those in between are skipped
    done = Signal(object)  # what the task returned
    failed = Signal(object)  # the Exception

    def __init__(
        self,
        title: str,
        make_task: Callable[[], Task[Any]],
        *,
        pane: str = "",
        key: str = "",
        can_pause: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = title
        self.pane = pane
        self.key = key
        self.can_pause = can_pause
        self.newest: Step | None = None
        self.result: Any = None
        self.error: Exception | None = None  # also set when the clean-up of a cancelled job failed
        self.submitted = False  # a job runs once
        self._state = State.WAITING
        self._pace = Pace()
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self._poll)
        self.drive = drive = Drive(title, make_task, _ring_for(self))
        # A function keeps the drive alive; a bound method would not, and the drive may go before the signal comes.
        self.destroyed.connect(lambda: drive.abandon())

    @property
    def state(self) -> State:
        """Where the job stands; one whose QObject was deleted counts as cancelled."""
        return State.CANCELLED if self.drive.abandoned else self._state

    def fraction(self) -> float | None:
        """How much is done, from 0 to 1; None when nobody knows."""
        if self.newest is None or not self.newest.total:
            return None
        return min(1.0, max(0.0, self.newest.done / self.newest.total))

    def seconds_left(self) -> float | None:
        """Seconds to go at the pace of the recent steps, paused time not counted; None when nobody knows."""
        if self.newest is None or not self.newest.total or self.state not in (State.RUNNING, State.PAUSED):
            return None
        return self._pace.seconds_for(max(0, self.newest.total - self.newest.done))

    def pause(self) -> None:
        """Wait after the step under way; only for a running job that can pause."""
        if self.can_pause and self.state is State.RUNNING:
            self.drive.pause(True)
            self._pace.pause()
            self._set(State.PAUSED)

    def resume(self) -> None:
        """Go on after a pause."""
        if self.state is State.PAUSED:
            self.drive.pause(False)
            self._pace.resume()
            self._set(State.RUNNING)

    def cancel(self) -> None:
        """End the job: at once when it still waits, else after the step under way and the engine's clean-up."""
        if self.state.ended or self.state is State.STOPPING:
            return
        nobody_began = self.drive.cancel()
        self._timer.stop()
        if nobody_began:
            self._set(State.CANCELLED)
        else:
            self._set(State.STOPPING)

    def settle(self) -> None:
        """Act on the lane's news; for the bell, and for `Lanes.close`, which has no event loop to wait for."""
        while self.drive.news and not self.drive.abandoned:
            state, value = self.drive.news.popleft()
            if state is State.RUNNING:
                self._begin()
            else:
                self._end(state, value)

    @Slot()
    def _poll(self) -> None:
        step = self.drive.newest
        if step is None or step is self.newest:
            return
        self.newest = step
        self._pace.mark(step.done)
        self.stepped.emit(step)

    def _begin(self) -> None:
        if self._state is State.WAITING:
            self._timer.start()
            self._set(State.RUNNING)

    def _end(self, state: State, value: Any) -> None:
        self.drive.detach()
        self._timer.stop()
        if self._state is not State.STOPPING:
            self._poll()  # a listener may well cancel here, so what follows asks again
        if self._state is State.STOPPING:
            self.error = value if state is State.FAILED else None
            self._set(State.CANCELLED)
            return
        if state is State.DONE:
            self.result = value
            self._set(state)
            self.done.emit(value)
        elif state is State.FAILED:
            self.error = value
            self._set(state)
            self.failed.emit(value)

    def _set(self, state: State) -> None:
        self._state = state
        log.debug("job “%s”: %s", self.title, state.value)
        self.state_changed.emit(state)


def _ring_for(job: Job) -> Callable[[], None]:
    """Make what a lane calls when it has news for ``job``; it never holds the job itself."""
    # The lane's thread carries this about but only the window's thread looks into it: a QObject that loses
    # its last reference on another thread takes the process down.
    living = weakref.ref(job)
    the_bell = bell()

    def read() -> None:
        job = living()
        if job is not None:
            job.settle()

    return lambda: the_bell.ring(read)
