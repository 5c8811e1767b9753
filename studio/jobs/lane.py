"""A lane: one thread for life that drives tasks one after another."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable

from studio.jobs.drive import Drive

log = logging.getLogger(__name__)


class Lane:
    """Torch keeps state per thread (a new one for each job costs 7 ms a step), so a lane keeps its own."""

    def __init__(self, name: str, on_thread_start: Callable[[str], None] | None = None) -> None:
        self.name = name
        self._on_thread_start = on_thread_start
        self._queue: queue.SimpleQueue[Drive | None] = queue.SimpleQueue()
        self._current: Drive | None = None
        self._held_back = False
        # A daemon: an engine that never yields must not keep the process alive after the window is gone.
        self._thread = threading.Thread(target=self._loop, name=f"lane:{name}", daemon=True)
        self._thread.start()

    def put(self, drive: Drive) -> None:
        """Queue a task behind those that are there."""
        self._queue.put(drive)

    def hold_back(self, held_back: bool) -> None:
        """Let the task under way wait between two steps, or go on."""
        self._held_back = held_back
        current = self._current
        if current is not None:
            current.nudge()

    def finish(self) -> None:
        """End the thread after the tasks that are queued."""
        self._queue.put(None)

    def join(self, seconds: float) -> bool:
        """Wait for the thread's end; False when it takes longer than that."""
        self._thread.join(max(0.0, seconds))
        return not self._thread.is_alive()

    def _loop(self) -> None:
        self._call_start_hook()
        while (drive := self._queue.get()) is not None:
            self._current = drive
            drive.run(self._is_held_back)
            self._current = drive = None  # or the last task's model would live until the next one comes

    def _call_start_hook(self) -> None:
        if self._on_thread_start is None:
            return
        try:
            self._on_thread_start(self.name)
        except Exception:  # a lane without its hook still works
            log.exception("lane %s: the start hook failed", self.name)

    def _is_held_back(self) -> bool:
        return self._held_back
