"""Learning: begins, watches and ends trainings, and hands their models to the suggestions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction

from engines.cards import Card
from engines.write.library import LIBRARY
from engines.write.runs import Run
from studio.commands import Command
from studio.jobs.job import State
from studio.panes.errands import send
from studio.panes.librarysheet import LibrarySheet
from studio.panes.modelview import ModelView
from studio.panes.write.learning.commands import learning_commands
from studio.panes.write.learning.dock import LearnDock
from studio.panes.write.learning.engine import LearnEngine
from studio.panes.write.learning.modelfigures import WordFigures
from studio.panes.write.learning.sheet import LearnSheet
from studio.panes.write.learning.shelf import Shelf
from studio.panes.write.learning.sitting import Sitting
from studio.panes.write.parts import Part
from studio.panes.write.suggesting.part import SuggestingPart

if TYPE_CHECKING:
    from studio.panes.write.pane import WritePane

DOCK = "learn"


class LearningPart(Part):
    """One training at a time; the others rest in their folders."""

    name = "learning"

    def __init__(self, pane: WritePane) -> None:
        super().__init__(pane)
        # Parts are made one after the other, and suggestions come first: the models are theirs.
        suggesting = next(part for part in pane.children() if isinstance(part, SuggestingPart))
        self.models = suggesting.models
        self.engine = LearnEngine()
        self.lanes = pane.desk.lanes
        self.dock = LearnDock()
        self.shelf = Shelf(self.lanes, self.engine, self)
        self.sitting: Sitting | None = None
        self.sheet: LearnSheet | None = None
        self.library: LibrarySheet | None = None
        pane.page.add_dock(self.tr("Learn"), self.dock, name=DOCK)
        self._connect()

    def _connect(self) -> None:
        dock = self.dock
        dock.shown.connect(self.shelf.refresh)
        dock.zone.dropped.connect(self.open_with)
        dock.watch.paused.connect(self.pause)
        dock.watch.stopped.connect(self.stop)
        dock.watch.model_wanted.connect(self.make_model)
        dock.gone_on.connect(self.go_on)
        dock.model_wanted.connect(self._make_of)
        dock.discarded.connect(self._discard)
        dock.put_back.connect(self.shelf.put_back)
        dock.renamed.connect(self.shelf.rename)
        dock.used.connect(self.use)
        self.shelf.changed.connect(self._show)
        self.shelf.failed.connect(dock.say)

    def commands(self) -> Sequence[Command]:
        """Beginning, watching, pausing, stopping, and the library."""
        return learning_commands(self)

    def adopt(self, action_of: Callable[[str], QAction]) -> None:
        """The buttons are faces of their actions."""
        self.dock.offer(action_of("write.train"), action_of("write.models"))

    # -- beginning ----------------------------------------------------------------------------------------

    def open_sheet(self) -> None:
        """Choose texts, and how to learn from them."""
        self._known_models()
        self.show_dock()
        self.sheet = sheet = LearnSheet(self.lanes, self.engine, self.models.cards(), self._page_text, self.pane)
        sheet.begun.connect(self._begun)
        sheet.destroyed.connect(lambda: self._gone(sheet))
        self._hinder()
        sheet.open()

    @Slot(list)
    def open_with(self, paths: list[Path]) -> None:
        """The same with texts that were dropped."""
        self.open_sheet()
        if self.sheet is not None:
            self.sheet.texts.add(paths)

    def open_library(self) -> None:
        """Every model, and what can be done with it."""
        # What an earlier sitting threw away is forgotten before anything else is.
        self.shelf.refresh()
        self.library = library = LibrarySheet(
            self.tr("Models for writing"),
            LIBRARY,
            ModelView(WordFigures()),
            self.lanes,
            self.shelf.removed_models,
            self.pane,
        )
        library.changed.connect(self._models_changed)
        library.chosen.connect(self.use)
        library.destroyed.connect(lambda: self._gone(library))
        library.open()

    def show_dock(self) -> None:
        """Bring the tab to the front."""
        self.pane.page.show_dock(DOCK)

    def _gone(self, sheet: object) -> None:
        if self.sheet is sheet:
            self.sheet = None
        if self.library is sheet:
            self.library = None

    def _page_text(self) -> tuple[str, str]:
        return self.pane.title, self.pane.editor.text()

    @Slot(object)
    def _begun(self, run: Run) -> None:
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

    def can_stop(self) -> bool:
        """Whether something is being learnt."""
        return self.sitting is not None and self.sitting.job.state is not State.STOPPING

    def can_make(self) -> bool:
        """Whether enough was learnt for a model."""
        return self.can_pause() and self.dock.watch.model.isEnabled()

    @Slot(str)
    def _ended(self, trouble: str) -> None:
        sitting, self.sitting = self.sitting, None
        if sitting is not None:
            sitting.deleteLater()
        if trouble:
            self.dock.say(trouble)
            self.pane.desk.toasts.warn(trouble)
        self._show()
        self.shelf.refresh()

    # -- models -------------------------------------------------------------------------------------------

    @Slot(object)
    def _make_of(self, run: Run) -> None:
        """Of a run that rests."""
        title = self.tr("Making the model “{}”").format(run.plan.title)
        make, say = self.engine.make, self.dock.say
        send(self.lanes, title, lambda: make(run.folder), self._made, say, owner=self, key="make", lane="train")

    @Slot(object)
    def _made(self, card: Card) -> None:
        self.models.refresh()
        self.dock.show_model(card)
        words = self.tr("“{}” has learnt from your texts.").format(card.title)
        self.pane.desk.toasts.say(words, self.tr("Use it now"), lambda: self.use(card.name))
        self.shelf.refresh()

    @Slot(str)
    def use(self, name: str) -> None:
        """Let a model answer from now on."""
        self.models.refresh()
        self.models.choose(name)
        self.dock.say("")
        self.pane.page.show_dock("suggest")
        self.changed.emit()

    @Slot()
    def _models_changed(self) -> None:
        self.models.refresh()
        self.dock.news.forget_unless({card.name for card in self.models.cards()})

    @Slot(object)
    def _discard(self, run: Run) -> None:
        self.shelf.discard(run)
        words = self.tr("“{}” was discarded.").format(run.plan.title)
        self.pane.desk.toasts.say(words, self.tr("Put back"), self.shelf.put_back)

    def _known_models(self) -> None:
        if not self.models.cards():
            self.models.refresh()

    # -- what is shown ------------------------------------------------------------------------------------

    @Slot()
    def _show_sitting(self) -> None:
        self.dock.show_sitting(self.sitting)
        self.pane.commands_changed.emit()

    @Slot()
    def _show(self) -> None:
        sitting = self.sitting
        resting = [run for run in self.shelf.runs if sitting is None or run.folder != sitting.run.folder]
        self.dock.show_runs(resting, len(self.shelf.removed), busy=sitting is not None)
        self._hinder()
        self._show_sitting()

    def _hinder(self) -> None:
        if self.sheet is None:
            return
        words = self.tr("“{}” is learning. Wait for it or stop it first.")
        self.sheet.hinder("" if self.sitting is None else words.format(self.sitting.run.plan.title))
