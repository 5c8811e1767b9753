"""How a document's work reaches the disk: as a task that somebody else runs."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Protocol

from engines.errors import ReverieError
from engines.steps import Step, Task, finish
from studio.documents.writer import Snapshot

log = logging.getLogger(__name__)


class Run(Protocol):
    """Runs a task away from the GUI thread and answers on it."""

    def __call__(
        self,
        make_task: Callable[[], Task[Any]],
        on_done: Callable[[Any], None],
        on_failed: Callable[[object], None],
        /,
    ) -> object:
        """Start it; at most one of the two answers comes, none when it was cancelled."""


def at_once(
    make_task: Callable[[], Task[Any]], on_done: Callable[[Any], None], on_failed: Callable[[object], None]
) -> None:
    """A Run that works here and now: for the last save at quit, and for tests."""
    try:
        answer = finish(make_task())
    except Exception as error:
        log.exception("saving failed")
        on_failed(error)
    else:
        on_done(answer)


def worked(work: Callable[[Snapshot], None], snapshot: Snapshot) -> Task[str | None]:
    """Work on the disk as a task: a trouble that a person can understand comes back as a sentence."""
    yield Step(0, 1)
    try:
        work(snapshot)
    except ReverieError as error:
        return str(error)
    return None
