"""What a painting tells of itself while it goes on: its losses step by step, and how long a step takes."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from engines.steps import Step

#: The curve shows no more points than a panel has pixels.
MOST_POINTS = 600
#: Metric of a step: how much of all the work is done, 0..1. Steps at a coarse level are little work.
WORK = "work"
_RECENT = 15
#: A time left that is told sooner jumps about and is believed by nobody.
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Point:
    """The losses after one step; ``level`` is the size at which it was done, in words."""

    step: int
    style: float
    content: float
    level: str


@dataclass(frozen=True, slots=True)
class _Moment:
    step: int
    work: float
    seconds: float


class Losses:
    """Written by the lane at each step, read by the window now and then; both only ever append or copy."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._points: list[Point] = []
        self._seconds: deque[float] = deque(maxlen=_RECENT)  # each step took
        self._paces: deque[float] = deque(maxlen=_RECENT)  # all the work would take at each step's pace
        self._last: _Moment | None = None

    def note(self, step: Step) -> None:
        """Take in one report of the engine; several may come within one step."""
        last = self._last
        if last is not None and step.done <= last.step:
            return
        now = self._clock()
        work = step.metrics.get(WORK, step.done / step.total if step.total else 0.0)
        if last is not None and last.step:  # the first one waits for the network to be read
            self._seconds.append((now - last.seconds) / (step.done - last.step))
            if work > last.work:
                self._paces.append((now - last.seconds) / (work - last.work))
        if step.done or last is None:
            self._last = _Moment(step.done, work, now)
        style, content = step.metrics.get("style", math.nan), step.metrics.get("content", math.nan)
        if step.done and math.isfinite(style) and math.isfinite(content):
            self._points.append(Point(step.done, style, content, step.note))

    def points(self) -> list[Point]:
        """The course so far, thinned to what can be seen; the last point is always there."""
        points = list(self._points)
        stride = -(-len(points) // MOST_POINTS) or 1
        return points if stride == 1 else [*points[:-1:stride], points[-1]]

    def seconds_per_step(self) -> float | None:
        """The usual time of the recent steps: a pause counts as one long step, which the median does not mind."""
        seconds = list(self._seconds)
        return median(seconds) if seconds else None

    def seconds_left(self) -> float | None:
        """The time that the rest of the work will take at the recent pace; None while nobody knows."""
        paces, last = list(self._paces), self._last
        if last is None or len(paces) < _FEWEST:
            return None
        return max(0.0, (1.0 - last.work) * median(paces))
