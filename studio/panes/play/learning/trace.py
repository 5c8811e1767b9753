"""What a stage has shown so far: figures for curves and the newest picture; noted on the lane, read by the drawer."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from engines.steps import Step, Task

MOST_POINTS = 400


class Trace:
    """Figures over rounds or steps. The lane puts new tuples in place; the window reads them."""

    def __init__(self) -> None:
        self.rows: tuple[Mapping[str, float], ...] = ()
        self.picture: Any = None
        self._every, self._seen = 1, 0

    def remember(self, log: Iterable[Mapping[str, float]]) -> None:
        """Begin with what the run has shown before."""
        self.rows = tuple(log)

    def note(self, step: Step) -> None:
        """Take over one step."""
        if step.metrics:
            self._seen += 1
            if self._seen % self._every == 0:
                # After a crash the steps since the checkpoint are done again.
                before = (row for row in self.rows if row.get("step", 0.0) < step.done)
                rows = (*before, {"step": float(step.done), **step.metrics})
                if len(rows) > MOST_POINTS:
                    rows, self._every = rows[::2], self._every * 2
                self.rows = rows
        if step.preview is not None:
            self.picture = step.preview

    def points(self, name: str, along: str) -> list[tuple[float, float]]:
        """A curve; what did not change between two looks is one point, and one at the end."""
        found = [(row[along], row[name]) for row in self.rows if name in row and along in row]
        return [pair for pair in found if math.isfinite(pair[1])]


def watched(task: Task[Any], trace: Trace) -> Task[Any]:
    """The same steps, noted in ``trace``; the window skips some of them and would miss what only one of them shows."""
    try:
        while True:
            try:
                step = next(task)
            except StopIteration as end:
                return end.value
            trace.note(step)
            yield replace(step, preview=None)
    finally:
        task.close()
