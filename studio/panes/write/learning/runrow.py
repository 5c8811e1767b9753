"""A run of Write that rests."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal

from engines.write.runs import Run
from studio.panes.write.learning.words import run_about, word_count
from studio.widgets.runrow import RestingRun


class RunRow(RestingRun):
    """Says which run is meant."""

    gone_on = Signal(object)
    model_wanted = Signal(object)
    discarded = Signal(object)
    #: Run, str: which, and what it shall be called.
    renamed = Signal(object, str)

    def __init__(self, run: Run, *, busy: bool) -> None:
        """``busy``: something else is being learnt, so nothing can begin here."""
        said = QCoreApplication.translate
        useless = said("RunRow", "It got no better for so long that going on would only learn the texts by heart")
        super().__init__(
            run.plan.title,
            f"{word_count(run.plan.words)} · {run_about(run)}",
            can_go_on=not busy and not run.finished,
            can_make=bool(run.steps) and not busy,
            can_rename=True,
            going_on=useless if run.finished else said("RunRow", "Learn on, exactly from where it was left"),
        )
        self.run = run
        self.go_on_wanted.connect(lambda: self.gone_on.emit(run))
        self.model_asked.connect(lambda: self.model_wanted.emit(run))
        self.discard_asked.connect(lambda: self.discarded.emit(run))
        self.rename_asked.connect(lambda title: self.renamed.emit(run, title))
