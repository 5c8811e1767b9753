"""Fetching what a project or a take keeps, on the disk lane."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject

from studio.jobs.job import Job
from studio.panes.paint.errand import send
from studio.panes.paint.own.keeping import Kept, unpack
from studio.panes.pane import Desk
from studio.widgets.jobwords import error_words


class Shelf(QObject):
    """Unpacks one state at a time: the newest that was asked for."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._reading: Job | None = None

    def read(self, state: Mapping[str, Any], use: Callable[[Kept], None]) -> None:
        """Unpack ``state``, whose pictures are blobs, and give ``use`` what came of it."""
        self.forget()
        job = Job(self.tr("Opening the painting"), lambda: unpack(state), pane="paint", parent=self)
        job.done.connect(lambda kept: self._arrived(job, kept, use))
        job.failed.connect(lambda error: self._desk.toasts.warn(error_words(error)))
        self._reading = job
        send(self._desk.lanes, "disk", job)

    def forget(self) -> None:
        """What is still being read is no longer wanted."""
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _arrived(self, job: Job, kept: Kept, use: Callable[[Kept], None]) -> None:
        if job is not self._reading:
            return
        self._reading = None
        for sentence in kept.sentences:
            self._desk.toasts.warn(sentence)
        use(kept)
