"""Loading the engine while the person still chooses, so that a painting begins at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from engines.steps import Task
from studio.jobs.job import Job
from studio.jobs.lanes import Lanes
from studio.panes.paint.errand import send
from studio.panes.paint.own.page import OwnPage
from studio.panes.paint.own.planning import Planning


class Readiness(QObject):
    """Prepares once: not before there is a painting, and somebody to see it."""

    def __init__(
        self, lanes: Lanes, page: OwnPage, planning: Planning, prepare: Callable[[], Task[None]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._lanes, self._page, self._planning, self._prepare = lanes, page, planning, prepare
        self._done = False
        page.appeared.connect(self._look)
        planning.shown.connect(self._look)

    @Slot()
    def _look(self) -> None:
        if not self._done and self._planning.plan.paintings and self._page.isVisible():
            self._done = True
            send(self._lanes, "train", Job(self.tr("Getting the learning engine ready"), self._prepare))
