"""How fast a job has been going lately, and so how long the rest will take."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

RECENT_S = 20.0  # older than this, the pace says little about now: the machine may be busier or idler
FEWEST = 5  # but slow steps need a few of them, however old
FIRST_GUESS_S = 1.0  # an estimate out of less jumps about and is believed by nobody


class Pace:
    """A clock that stops while the job is paused, and the steps that it has seen go by."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._paused_at: float | None = None
        self._paused_s = 0.0
        self._marks: deque[tuple[float, int]] = deque()  # (active seconds, units done)

    def pause(self) -> None:
        """Stop the clock."""
        if self._paused_at is None:
            self._paused_at = self._clock()

    def resume(self) -> None:
        """Let the clock go on from where it stopped."""
        if self._paused_at is not None:
            self._paused_s += self._clock() - self._paused_at
            self._paused_at = None

    def mark(self, done: int) -> None:
        """Note that ``done`` units are finished now."""
        if self._marks and done < self._marks[-1][1]:
            self._marks.clear()  # the engine began to count something else
        if self._marks and done == self._marks[-1][1]:
            return
        now = self._active_s()
        self._marks.append((now, done))
        while len(self._marks) > FEWEST and self._marks[1][0] < now - RECENT_S:
            self._marks.popleft()

    def seconds_for(self, units: int) -> float | None:
        """Seconds until ``units`` more are finished, counted down between two marks; None while unknown."""
        if len(self._marks) < 2:
            return None
        (first_s, first), (last_s, last) = self._marks[0], self._marks[-1]
        if last_s - first_s < FIRST_GUESS_S:
            return None
        each_s = (last_s - first_s) / (last - first)
        # A step that takes longer than usual holds the countdown; it does not run below what is left after it.
        under_way_s = min(self._active_s() - last_s, each_s)
        return max(0.0, units * each_s - under_way_s)

    def _active_s(self) -> float:
        now = self._clock() if self._paused_at is None else self._paused_at
        return now - self._paused_s
