"""Small jobs on a lane whose answer goes to whoever sent them, unless something newer was asked meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from engines.steps import Step, Task
from studio.jobs.job import Job
from studio.jobs.lanes import Lanes
from studio.panes.pane import Pane
from studio.widgets.jobwords import error_words


def send(
    lanes: Lanes,
    title: str,
    make_task: Callable[[], Task[Any]],
    done: Callable[[Any], object],
    failed: Callable[[str], object],
    *,
    owner: QObject,
    key: str = "",
    lane: str = "disk",
) -> Job:
    """Submit a job of ``owner``; with ``key`` the newest takes the place of older ones. Failures come as a sentence."""
    job = Job(title, make_task, pane=pane_of(owner), key=key, parent=owner)
    job.done.connect(done)
    job.failed.connect(lambda error: failed(error_words(error)))
    job.state_changed.connect(lambda state: job.deleteLater() if state.ended else None)
    lanes.submit(lane, job, replace=bool(key))
    return job


def pane_of(owner: QObject) -> str:
    """The name of the pane that an object belongs to; empty for one of none."""
    found: QObject | None = owner
    while found is not None and not isinstance(found, Pane):
        found = found.parent()
    return "" if found is None else found.name


def once(work: Callable[[], Any]) -> Task[Any]:
    """Work that is over in a moment, as a task."""
    yield Step(0, 1)
    return work()
