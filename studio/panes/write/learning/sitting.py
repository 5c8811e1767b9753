"""A sitting of Write: one run being learnt, with what it has shown."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, QObject

from engines.orders import Orders
from engines.runlog import curve_of
from engines.steps import Step, Task
from engines.write.runs import Run
from studio.jobs.lanes import Lanes
from studio.panes.sitting import TrainingSitting
from studio.panes.write.learning.engine import LearnEngine
from studio.panes.write.learning.trace import Trace, watched


class Sitting(TrainingSitting):
    """Runs ``learn``; what it has shown is in ``trace``."""

    def __init__(self, lanes: Lanes, run: Run, engine: LearnEngine, parent: QObject) -> None:
        trace, orders, folder = Trace(), Orders(), run.folder

        def task() -> Task[Any]:
            yield Step(0, None)
            trace.remember(curve_of(folder))
            return (yield from watched(engine.learn(folder, orders), trace))

        title = QCoreApplication.translate("Sitting", "Learning “{}”").format(run.plan.title)
        super().__init__(lanes, title, task, orders, parent)
        self.run, self.trace = run, trace
