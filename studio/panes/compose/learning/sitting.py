"""A sitting of Compose: one run being learnt, with what it has shown."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, QObject

from engines.compose.melody.runs import Run
from engines.orders import Orders
from engines.runlog import curve_of
from engines.steps import Step, Task
from studio.jobs.lanes import Lanes
from studio.panes.compose.learning.engine import LearnEngine
from studio.panes.compose.learning.trace import Trace, watched
from studio.panes.sitting import TrainingSitting


class Sitting(TrainingSitting):
    """Runs ``learn``; what it has shown is in ``trace``."""

    def __init__(self, lanes: Lanes, run: Run, engine: LearnEngine, parent: QObject) -> None:
        trace, orders, folder, training = Trace(), Orders(), run.folder, run.training

        def task() -> Task[Any]:
            yield Step(0, None)
            trace.remember(curve_of(training))
            return (yield from watched(engine.learn(folder, orders), trace))

        title = QCoreApplication.translate("MelodySitting", "Learning “{}”").format(run.plan.title)
        super().__init__(lanes, title, task, orders, parent)
        self.run, self.trace = run, trace
