"""What a long piece of work tells its caller, without knowing who that is."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Step:
    """One report from a running engine: how far it is and what it can show.

    ``done`` and ``total`` count the engine's own units (training steps, files, tiles); ``total`` is None
    when nobody knows. ``metrics`` are plain numbers by name; ``preview`` is a uint8 array (height, width, 3),
    a text, or whatever the engine's documentation says.
    """

    done: int
    total: int | None = None
    note: str = ""
    metrics: Mapping[str, float] = field(default_factory=dict)
    preview: Any = None


#: An engine task yields steps and returns its result. Closing the generator cancels it: clean-up and the
#: last checkpoint belong in a ``finally`` block.
Task = Generator[Step, None, R]


def finish(task: Task[R], on_step: Callable[[Step], object] | None = None) -> R:
    """Drive a task to its end on the calling thread and return its result."""
    while True:
        try:
            step = next(task)
        except StopIteration as end:
            result: R = end.value
            return result
        if on_step is not None:
            on_step(step)
