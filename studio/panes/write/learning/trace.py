"""What a training has shown so far: curves, pace and the newest sample; noted on the lane, read by the page."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from engines.steps import Step, Task

MOST_POINTS = 600
PACE_S = 12.0


class Trace:
    """Points over rounds through the texts. The lane appends; the window reads copies."""

    def __init__(self) -> None:
        self._rows: list[tuple[float, float, float]] = []
        self._pace: deque[tuple[float, float]] = deque()
        self._busy = 0.0
        self._every = 1
        self._seen = 0
        self.metrics: Mapping[str, float] = {}
        self.sample = ""

    def remember(self, log: Iterable[Mapping[str, float]]) -> None:
        """Begin with what a run has shown before."""
        rows = [row for row in log if {"rounds", "perplexity", "held_out"} <= row.keys()]
        self._rows = [(row["rounds"], row["perplexity"], row["held_out"]) for row in rows]
        if rows:
            self.metrics = rows[-1]

    def note(self, step: Step, seconds: float) -> None:
        """Take over one step that took ``seconds`` of work."""
        self._busy += seconds
        if isinstance(step.preview, str):
            self.sample = step.preview
        if not step.metrics or "rounds" not in step.metrics:
            return
        metrics = self.metrics = dict(step.metrics)
        self._seen += 1
        if self._seen % self._every == 0:
            row = (metrics["rounds"], metrics["perplexity"], metrics["held_out"])
            # A new list: the window may be looking at the old one.
            rows = [*self._rows, row]
            if len(rows) > MOST_POINTS:
                rows, self._every = rows[::2], self._every * 2
            self._rows = rows
        self._pace.append((self._busy, metrics.get("words", 0.0)))
        while len(self._pace) > 2 and self._pace[1][0] < self._busy - PACE_S:
            self._pace.popleft()

    def training(self) -> list[tuple[float, float]]:
        """Perplexity of what it reads."""
        return [(rounds, value) for rounds, value, _ in self._rows]

    def held_out(self) -> list[tuple[float, float]]:
        """Perplexity of what it never reads, a point at each look and one at the end."""
        rows = self._rows
        found: list[tuple[float, float]] = []
        for rounds, _, value in rows:
            if math.isfinite(value) and (not found or found[-1][1] != value):
                found.append((rounds, value))
        if found and rows[-1][0] > found[-1][0]:
            found.append((rows[-1][0], found[-1][1]))
        return found

    def looks(self) -> int:
        """How often it was tested on what it never reads."""
        return len({value for _, _, value in self._rows if math.isfinite(value)})

    def counts(self) -> list[tuple[float, float]]:
        """The line of counting words, from the first round to the last."""
        value = self.metrics.get("ngram", math.nan)
        if not self._rows or not math.isfinite(value):
            return []
        return [(self._rows[0][0], value), (self._rows[-1][0], value)]

    def words_per_second(self) -> float | None:
        """How fast it reads lately; None while nobody knows."""
        pace = list(self._pace)
        if len(pace) < 2 or pace[-1][0] - pace[0][0] < 0.5:
            return None
        return (pace[-1][1] - pace[0][1]) / (pace[-1][0] - pace[0][0])


def watched(task: Task[Any], trace: Trace) -> Task[Any]:
    """The same steps, noted in ``trace``; the window skips some of them and would miss what only one of them shows."""
    try:
        while True:
            since = time.monotonic()
            try:
                step = next(task)
            except StopIteration as end:
                return end.value
            trace.note(step, time.monotonic() - since)
            # A sample is read off the trace.
            yield replace(step, preview=None)
    finally:
        task.close()
