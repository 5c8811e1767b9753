"""Runs that rest: read, discarded, put back; all on the disk lane."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from engines.folders import Removed, forget_removed, put_back, take_away
from engines.steps import Step, Task
from engines.write.runs import Run, rename_run
from studio import paths
from studio.jobs.lanes import Lanes
from studio.panes.errands import once, send
from studio.panes.leftovers import forget_leftovers
from studio.panes.write.learning.engine import LearnEngine, document_folder, runs_folder


class Shelf(QObject):
    """What is there, and what was taken away since the studio began."""

    changed = Signal()
    #: str: what went wrong.
    failed = Signal(str)

    def __init__(self, lanes: Lanes, engine: LearnEngine, parent: QObject) -> None:
        super().__init__(parent)
        self.runs: list[Run] = []
        self.removed: list[Removed] = []
        self.removed_models: list[Removed] = []
        self._lanes, self.engine = lanes, engine
        self._swept = False

    @Slot()
    def refresh(self) -> None:
        """Read the list; the first time, forget what an earlier sitting has thrown away."""
        sweep, self._swept = not self._swept, True

        def task() -> Task[list[Run]]:
            yield Step(0, None)
            if sweep:
                forget_removed(runs_folder())
                forget_leftovers(paths.models_folder())
                # The text on the page that was chosen then: the runs have copies of their own.
                shutil.rmtree(document_folder(), ignore_errors=True)
            return (yield from self.engine.runs())

        self._do(self.tr("Looking for trainings"), task, self._take, "runs")

    def discard(self, run: Run) -> None:
        """Move a run away."""
        self.runs = [kept for kept in self.runs if kept.folder != run.folder]
        self.changed.emit()
        self._do(self.tr("Discarding"), lambda: once(lambda: take_away(run.folder, run.plan.title)), self._away)

    @Slot(object, str)
    def rename(self, run: Run, title: str) -> None:
        """Give a run another name."""
        self._do(self.tr("Renaming"), lambda: once(lambda: rename_run(run, title)), lambda _: self.refresh())

    @Slot()
    def put_back(self) -> None:
        """All that was discarded, the newest first."""
        removed, self.removed = self.removed, []

        def bring() -> None:
            for one in reversed(removed):
                put_back(one)

        self._do(self.tr("Putting back"), lambda: once(bring), lambda _: self.refresh())

    def _take(self, runs: list[Run]) -> None:
        self.runs = runs
        self.changed.emit()

    def _away(self, removed: Removed) -> None:
        self.removed.append(removed)
        self.changed.emit()

    def _do(self, title: str, task: Callable[[], Task[Any]], done: Callable[[Any], object], key: str = "") -> None:
        send(self._lanes, title, task, done, self._fail, owner=self, key=key)

    def _fail(self, sentence: str) -> None:
        self.failed.emit(sentence)
        self.refresh()
