"""Engines made for these tests, and lanes that are closed after each."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from engines.steps import Step, Task
from studio.jobs.lanes import Lanes


class Engine:
    """A well-behaved engine: yields every few milliseconds until told to finish, and notes what became of it."""

    def __init__(self, total: int | None = None, result: object = "result") -> None:
        self.total = total
        self.result = result
        self.steps = 0
        self.finish = threading.Event()
        self.cleaned_up = threading.Event()
        self.thread = ""

    def run(self) -> Task[object]:
        self.thread = threading.current_thread().name
        try:
            while not self.finish.wait(0.005):
                self.steps += 1
                yield Step(self.steps, self.total)
            return self.result
        finally:
            self.cleaned_up.set()


def quick(result: object = "result", steps: int = 3) -> Task[object]:
    for number in range(1, steps + 1):
        yield Step(number, steps)
    return result


@pytest.fixture
def lanes(qapp: object) -> Iterator[Lanes]:
    lanes = Lanes(on_thread_start=None)
    yield lanes
    assert lanes.close(5)


@pytest.fixture
def engine() -> Engine:
    return Engine()
