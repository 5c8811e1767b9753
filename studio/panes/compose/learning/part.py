"""Learning: chooses music, begins, watches and ends trainings, and hands their models to the composer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction

from engines.cards import Card
from engines.compose.melody.runs import Run
from engines.folders import Removed, forget_removed, put_back, take_away
from engines.steps import Step, Task
from studio.commands import Command
from studio.jobs.job import Job, State
from studio.panes.compose.composing.part import ComposingPart
from studio.panes.compose.learning.commands import learning_commands
from studio.panes.compose.learning.dock import LearnDock
from studio.panes.compose.learning.engine import LearnEngine, runs_folder
from studio.panes.compose.learning.hearing import Hearing
from studio.panes.compose.learning.library import LibraryDoor
from studio.panes.compose.learning.sitting import Sitting
from studio.panes.compose.learning.words import model_words
from studio.panes.compose.parts import Part
from studio.panes.compose.playing.part import PlayingPart
from studio.panes.errands import once, send

if TYPE_CHECKING:
    from engines.compose.melody.gathering import Gathered
    from studio.panes.compose.pane import ComposePane

DOCK = "learn"


class LearningPart(Part):
    """One training at a time; the others rest in their folders."""

    name = "learning"

    def __init__(self, pane: ComposePane) -> None:
        super().__init__(pane)
        composing = next(part for part in pane.children() if isinstance(part, ComposingPart))
        self._composing, self.models = composing, composing.models
        self.hearing = Hearing(next(part for part in pane.children() if isinstance(part, PlayingPart)), self)
        self.engine, self.lanes = LearnEngine(), pane.desk.lanes
        self.dock = LearnDock()
        self.sitting: Sitting | None = None
        self.runs: list[Run] = []
        self.removed: list[Removed] = []
        self.library = LibraryDoor(self.lanes, self)
        self._reading: Job | None = None
        self._swept = False
        pane.page.add_dock(self.tr("Learn"), self.dock, DOCK)
        self._connect()

    def _connect(self) -> None:
        dock, choosing, buttons = self.dock, self.dock.choosing, self.dock.watch.buttons
        dock.shown.connect(self.refresh)
        dock.dropped.connect(self.read)
        dock.gone_on.connect(self.go_on)
        dock.model_wanted.connect(self._make_of)
        dock.discarded.connect(self._discard)
        dock.put_back.connect(self._put_back)
        dock.news.used.connect(self.use)
        dock.watch.heard.connect(self.hear)
        choosing.folder_chosen.connect(self.read)
        choosing.way_changed.connect(lambda _way: self.read(choosing.folder))
        choosing.start_wanted.connect(self.begin)
        choosing.cancelled.connect(self.cancel_choosing)
        buttons.paused.connect(self.pause)
        buttons.stopped.connect(self.stop)
        buttons.model_wanted.connect(self.make_model)
        self.library.chosen.connect(self.use)
        self.library.changed.connect(self._models_changed)

    def commands(self) -> list[Command]:
        return learning_commands(self)

    def adopt(self, action_of: Callable[[str], QAction]) -> None:
        self.dock.offer(action_of("compose.train"), action_of("compose.models"))

    # -- choosing -----------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Ask for a folder."""
        self.pane.page.show_dock(DOCK)
        self.dock.choosing.ask_for_folder()

    @Slot(Path)
    def read(self, folder: Path) -> None:
        """Read a folder and say what was found in it."""
        self.pane.page.show_dock(DOCK)
        choosing, way, read = self.dock.choosing, str(self.dock.choosing.way.currentData()), self.engine.read
        choosing.show_reading(folder, 0, None, "")
        self.dock.show_choosing(True)
        title = self.tr("Reading “{}”").format(folder.name)
        job = send(
            self.lanes,
            title,
            lambda: read(folder, way),
            lambda found: self._found(job, found),
            lambda sentence: self._not_found(job, sentence),
            owner=self,
            key="read",
        )
        job.stepped.connect(lambda step: self._show_reading(job, folder, step))
        self._reading = job

    @Slot()
    def cancel_choosing(self) -> None:
        """Leave it."""
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        self.dock.show_choosing(False)

    def _show_reading(self, job: Job, folder: Path, step: Step) -> None:
        if job is self._reading:
            self.dock.choosing.show_reading(folder, step.done, step.total, step.note)

    def _found(self, job: Job, found: Gathered) -> None:
        if job is self._reading:
            self._reading = None
            self.dock.choosing.show_found(found)

    def _not_found(self, job: Job, sentence: str) -> None:
        if job is self._reading:
            self._reading = None
            self.dock.choosing.show_trouble(sentence)

    @Slot()
    def begin(self) -> None:
        """Make a run of what was read, and learn in it."""
        gathered, plan, begin = self.dock.choosing.gathered, self.dock.choosing.plan(), self.engine.begin
        if gathered is None or self.sitting is not None:
            busy = self.tr("Another training is under way. Stop it first; it can be gone on with.")
            self.dock.choosing.found.setText(busy)
            return
        say = self.dock.choosing.found.setText
        title = self.tr("Keeping the music")
        send(self.lanes, title, lambda: begin(plan, gathered), self._begun, say, owner=self, key="begin")

    @Slot(object)
    def _begun(self, run: Run) -> None:
        self.dock.show_choosing(False)
        self.go_on(run)

    # -- a training under way -----------------------------------------------------------------------------

    @Slot(object)
    def go_on(self, run: Run) -> None:
        """Learn in a run, from its beginning or from where it was left."""
        if self.sitting is not None:
            return
        self.dock.say("")
        self.sitting = sitting = Sitting(self.lanes, run, self.engine, self)
        sitting.moved.connect(self._show_sitting)
        sitting.made.connect(self._made)
        sitting.refused.connect(self.dock.say)
        sitting.ended.connect(self._ended)
        sitting.begin()
        self._show()

    @Slot()
    def pause(self) -> None:
        """Rest, or go on."""
        if self.sitting is not None:
            self.sitting.pause_or_resume()

    @Slot()
    def stop(self) -> None:
        """End it; it can be gone on with."""
        if self.sitting is not None:
            self.sitting.stop()

    @Slot()
    def make_model(self) -> None:
        """A model of what was learnt so far."""
        if self.sitting is not None:
            self.sitting.make_model()

    def can_pause(self) -> bool:
        """Whether something is being learnt that can rest or go on."""
        return self.sitting is not None and self.sitting.job.state in (State.RUNNING, State.PAUSED)

    @Slot(str)
    def _ended(self, trouble: str) -> None:
        sitting, self.sitting = self.sitting, None
        if sitting is not None:
            sitting.deleteLater()
        if trouble:
            self.dock.say(trouble)
            self.pane.desk.toasts.warn(trouble)
        self._show()
        self.refresh()

    @Slot(int)
    def hear(self, number: int) -> None:
        """Let the melody of a minute be heard; once more stops it."""
        if self.hearing.on:
            self.hearing.end()
        elif self.sitting is not None and 0 < number <= len(self.sitting.trace.samples):
            self.hearing.begin(self.sitting.trace.samples[number - 1].notes)

    # -- models and runs ----------------------------------------------------------------------------------

    @Slot(object)
    def _make_of(self, run: Run) -> None:
        title = self.tr("Making the model “{}”").format(run.plan.title)
        make, say = self.engine.make, self.dock.say
        send(self.lanes, title, lambda: make(run.folder), self._made, say, owner=self, key="make", lane="train")

    @Slot(object)
    def _made(self, card: Card) -> None:
        self.models.refresh()
        self.dock.show_model(card.name, self.tr("“{}” is ready").format(card.title), model_words(card))
        words = self.tr("“{}” has learnt from your music.").format(card.title)
        self.pane.desk.toasts.say(words, self.tr("Use it now"), lambda: self.use(card.name))
        self.refresh()

    @Slot(str)
    def use(self, name: str) -> None:
        """Let a model compose from now on."""
        self.models.refresh()
        self.models.choose(name)
        self.dock.say("")
        self._composing.show_dock()
        self._composing.changed.emit()

    def open_library(self) -> None:
        """Every model, and what can be done with it."""
        self.library.open(self.pane)

    @Slot()
    def _models_changed(self) -> None:
        self.models.refresh()
        self.dock.news.forget_unless({card.name for card in self.models.cards()})

    @Slot()
    def refresh(self) -> None:
        """Read the list of runs; the first time, forget what an earlier sitting has thrown away."""
        sweep, self._swept = not self._swept, True
        runs = self.engine.runs

        def task() -> Task[list[Run]]:
            yield Step(0, None)
            if sweep:
                forget_removed(runs_folder())
            return (yield from runs())

        send(self.lanes, self.tr("Looking for trainings"), task, self._take, self.dock.say, owner=self, key="runs")

    def _take(self, runs: list[Run]) -> None:
        self.runs = runs
        self._show()

    @Slot(object)
    def _discard(self, run: Run) -> None:
        self.runs = [kept for kept in self.runs if kept.folder != run.folder]
        self._show()
        self._work(self.tr("Discarding"), lambda: take_away(run.folder, run.plan.title), self._away)

    @Slot()
    def _put_back(self) -> None:
        removed, self.removed = self.removed, []
        self._work(self.tr("Putting back"), lambda: [put_back(one) for one in removed], lambda _: self.refresh())

    def _away(self, removed: Removed) -> None:
        self.removed.append(removed)
        self._show()

    def _work(self, title: str, work: Callable[[], Any], done: Callable[[Any], object]) -> None:
        send(self.lanes, title, lambda: once(work), done, self.dock.say, owner=self)

    # -- what is shown ------------------------------------------------------------------------------------

    @Slot()
    def _show_sitting(self) -> None:
        self.dock.show_sitting(self.sitting)
        self.pane.commands_changed.emit()

    @Slot()
    def _show(self) -> None:
        sitting = self.sitting
        resting = [run for run in self.runs if sitting is None or run.folder != sitting.run.folder]
        self.dock.show_runs(resting, len(self.removed), busy=sitting is not None)
        self._show_sitting()
