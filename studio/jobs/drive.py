"""The lane's half of a job: it drives one task to its end and knows nothing of Qt."""

from __future__ import annotations

import logging
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable
from typing import Any

from engines.errors import ReverieError
from engines.steps import Step, Task
from studio.jobs.state import State

log = logging.getLogger(__name__)

PATIENCE_S = 2.0  # held back longer than this, a task takes one step all the same: nobody starves


class _Stopped(Exception):
    """The task was cancelled between two of its steps."""


class Drive:
    """One task on its way through a lane.

    The lane's thread calls `run`; the window's thread calls the rest. A lane holds only this, never the
    job: a QObject that loses its last reference on a lane's thread takes the process down with it.
    """

    def __init__(self, title: str, make_task: Callable[[], Task[Any]], ring: Callable[[], object]) -> None:
        self.newest: Step | None = None  # the one slot: the lane writes it, the window's timer reads it
        self.news: deque[tuple[State, Any]] = deque()  # changes of state that the window has yet to read
        self.abandoned = False  # the job's QObject is gone
        self._title = title
        self._make_task: Callable[[], Task[Any]] | None = make_task
        self._ring: Callable[[], object] | None = ring  # tells the window that there are news
        self._change = threading.Condition()  # guards `_ring` and what follows
        self._claimed = False
        self._cancelled = False
        self._paused = False

    # -- the window's thread ------------------------------------------------------------------------------

    def pause(self, paused: bool) -> None:
        """Wait between two steps, or no longer."""
        with self._change:
            self._paused = paused
            self._change.notify_all()

    def cancel(self) -> bool:
        """Ask for the end; True when no lane has begun and so none ever will."""
        with self._change:
            self._cancelled = True
            self._change.notify_all()
            if self._claimed:
                return False
            self._make_task = None  # it may hold a photo or a model, and the lane may get here much later
            return True

    def detach(self) -> None:
        """Ring no more: the job has heard its last news."""
        with self._change:
            self._ring = None

    def abandon(self) -> None:
        """The job's QObject dies: end the task, which nobody can see or stop any more."""
        self.abandoned = True
        self.detach()
        self.cancel()

    def nudge(self) -> None:
        """Look again whether the lane is held back."""
        with self._change:
            self._change.notify_all()

    # -- the lane's thread --------------------------------------------------------------------------------

    def run(self, held_back: Callable[[], bool]) -> None:
        """Drive the task to its end, waiting between two steps while ``held_back()``; never raises."""
        make_task = self._claim()
        if make_task is None:
            return
        self._tell(State.RUNNING)
        try:
            self._tell(State.DONE, self._drive(make_task, held_back))
        except _Stopped:
            self._tell(State.CANCELLED)
        except BaseException as error:  # nobody above could tell the person
            self._report(error)
            self._tell(State.FAILED, error if isinstance(error, Exception) else RuntimeError(repr(error)))

    def _claim(self) -> Callable[[], Task[Any]] | None:
        with self._change:
            make_task, self._make_task = self._make_task, None
            self._claimed = not self._cancelled
            return make_task if self._claimed else None

    def _drive(self, make_task: Callable[[], Task[Any]], held_back: Callable[[], bool]) -> Any:
        task = make_task()
        try:
            while self._may_step(held_back):
                try:
                    self.newest = next(task)
                except StopIteration as end:
                    return end.value
                time.sleep(0)  # 70 µs in which the window's thread, should it be waiting, gets the interpreter
        finally:
            task.close()
        raise _Stopped

    def _may_step(self, held_back: Callable[[], bool]) -> bool:
        """Wait while paused or held back; False once cancelled."""
        with self._change:
            while True:
                self._change.wait_for(lambda: self._cancelled or not self._paused)
                self._change.wait_for(lambda: self._cancelled or self._paused or not held_back(), PATIENCE_S)
                if self._cancelled:
                    return False
                if not self._paused:
                    return True

    def _tell(self, state: State, value: Any = None) -> None:
        with self._change:
            if self._ring is None:
                return
            self.news.append((state, value))
            try:
                self._ring()
            except RuntimeError:  # the application has gone, and Qt took the bell with it
                log.info("job “%s” outlived the application", self._title)

    def _report(self, error: BaseException) -> None:
        if isinstance(error, ReverieError):
            log.warning("job “%s”: %s", self._title, error)
        else:
            log.error("job “%s” failed", self._title, exc_info=error)
        # The error lives on in lists of past jobs; the model and tensors in its frames must not.
        link: BaseException | None = error
        while link is not None:
            traceback.clear_frames(link.__traceback__)
            link = link.__cause__ or link.__context__
