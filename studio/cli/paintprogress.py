"""How far a long piece of painting is, under a bar that Ctrl-C ends between two steps."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from engines.steps import Step, Task, finish

R = TypeVar("R")


def shown(task: Task[R], title: str, *, unit: str = "step", on_step: Callable[[Step], object] | None = None) -> R:
    """Drive a task under a progress bar; Ctrl-C closes it, which leaves its files whole, and raises."""
    from tqdm import tqdm

    with (
        _interrupted_between_steps() as interrupted,
        tqdm(desc=title, unit=unit, dynamic_ncols=True, disable=not sys.stderr.isatty()) as bar,
    ):

        def show(step: Step) -> None:
            if on_step is not None:
                on_step(step)
            if interrupted.is_set():
                raise KeyboardInterrupt
            bar.total = step.total
            if step.metrics:
                bar.set_postfix({name: f"{value:.3f}" for name, value in step.metrics.items()}, refresh=False)
            elif step.note:
                bar.set_postfix_str(step.note, refresh=False)
            bar.update(step.done - bar.n)

        try:
            return finish(task, show)
        finally:
            task.close()


@contextmanager
def _interrupted_between_steps() -> Iterator[threading.Event]:
    """The first Ctrl-C only sets the event, for an update broken off halfway cannot be saved; the second one ends."""
    asked = threading.Event()

    def ask(*_: object) -> None:
        asked.set()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)
