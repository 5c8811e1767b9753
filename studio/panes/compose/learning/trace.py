"""What a training has shown so far: curves, and the melody of each minute; noted on the lane, read by the page."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from engines.compose.notes import Note
from engines.steps import Step, Task

MOST_POINTS = 600
MOST_SAMPLES = 30


@dataclass(frozen=True)
class Sample:
    """A melody and the nats a note that were reached when it was written."""

    notes: tuple[Note, ...]
    held_out: float
    rounds: float


class Trace:
    """Points over rounds through the music. The lane puts new tuples in place; the window reads them."""

    def __init__(self) -> None:
        self._rows: tuple[tuple[float, float, float], ...] = ()
        self._every, self._seen = 1, 0
        self.metrics: Mapping[str, float] = {}
        self.samples: tuple[Sample, ...] = ()

    def remember(self, log: Iterable[Mapping[str, float]]) -> None:
        """Begin with what a run has shown before."""
        rows = [row for row in log if {"rounds", "smooth", "held_out"} <= row.keys()]
        self._rows = tuple((row["rounds"], row["smooth"], row["held_out"]) for row in rows)
        if rows:
            self.metrics = rows[-1]

    def note(self, step: Step) -> None:
        """Take over one step."""
        metrics = step.metrics
        if {"rounds", "smooth", "held_out"} <= metrics.keys():
            self.metrics = dict(metrics)
            self._seen += 1
            if self._seen % self._every == 0:
                rows = (*self._rows, (metrics["rounds"], metrics["smooth"], metrics["held_out"]))
                if len(rows) > MOST_POINTS:
                    rows, self._every = rows[::2], self._every * 2
                self._rows = rows
        if isinstance(step.preview, tuple) and step.preview:
            held_out, rounds = self.metrics.get("held_out", math.nan), self.metrics.get("rounds", 0.0)
            self.samples = (*self.samples, Sample(step.preview, held_out, rounds))[-MOST_SAMPLES:]

    def training(self) -> list[tuple[float, float]]:
        """Nats a note on what it reads."""
        return [(rounds, value) for rounds, value, _ in self._rows]

    def held_out(self) -> list[tuple[float, float]]:
        """Nats a note on pieces it never reads, a point at each look and one at the end."""
        found: list[tuple[float, float]] = []
        for rounds, _, value in self._rows:
            if math.isfinite(value) and (not found or found[-1][1] != value):
                found.append((rounds, value))
        if found and self._rows[-1][0] > found[-1][0]:
            found.append((self._rows[-1][0], found[-1][1]))
        return found


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
