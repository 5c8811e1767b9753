"""The plan and its history: every change of a control is a step that can be undone."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoStack

from studio.panes.paint.own.edits import ChangePlan
from studio.panes.paint.own.hanging import Fetch, Fetching, Hanging
from studio.panes.paint.own.page import OwnPage
from studio.panes.paint.own.plan import MOST_PAINTINGS, Painting, Plan
from studio.panes.pane import Desk

#: Seeds that people can read to each other.
_SEEDS = 1_000_000


class Planning(QObject):
    """Holds the plan, shows it on the page, and takes what the person changes there."""

    shown = Signal()  # another plan than before

    def __init__(self, desk: Desk, page: OwnPage, history: QUndoStack, fetch: Fetch, parent: QObject) -> None:
        super().__init__(parent)
        self.plan = Plan()
        self._desk, self._page, self._history = desk, page, history
        self._gesture = 0
        self._hanging = Hanging(desk, self)
        self._fetching = Fetching(desk, self, fetch)
        self._hanging.read.connect(self._hang)
        self._fetching.moved.connect(page.show_download)
        self._fetching.fetched.connect(self.use_checkpoint)
        page.changed.connect(self._changed)
        page.settled.connect(self.let_go)
        page.files_added.connect(self.add_files)
        page.paste_asked.connect(self.paste)
        page.paintings.removed.connect(self.remove)
        page.paintings.weighed.connect(self.weigh)
        page.more.seed.locked.connect(self._lock_seed)
        page.more.seed.thrown.connect(self._throw_seed)
        page.more.network.file_asked.connect(lambda: page.ask_for_checkpoint(self.use_checkpoint))
        page.more.network.download_asked.connect(self._fetching.begin)
        page.more.network.download_cancelled.connect(self._fetching.cancel)
        page.show_plan(self.plan)

    def change(self, plan: Plan, text: str) -> None:
        """Go to another plan; ``text`` names the step."""
        if plan != self.plan:
            self._history.push(ChangePlan(text, self.plan, plan, self.show, self._gesture))

    def show(self, plan: Plan) -> None:
        """Take over a plan without a step in the history."""
        self.plan = plan
        self._page.show_plan(plan)
        self.shown.emit()

    def new_seed(self) -> None:
        """Throw a seed for the next painting, unless the person keeps theirs."""
        self.let_go()
        if not self.plan.seed_locked:
            self.show(self._reseeded())

    @Slot()
    def let_go(self) -> None:
        """The hand has left the control: what comes now is another step."""
        self._gesture += 1

    def can_add(self) -> bool:
        """Whether there is room for another style picture."""
        return len(self.plan.paintings) < MOST_PAINTINGS

    @Slot(list)
    def add_files(self, paths: Sequence[Path]) -> None:
        """Read these files as style pictures."""
        self._hanging.read_files(list(paths))

    @Slot()
    def paste(self) -> None:
        """Take the picture on the clipboard as style."""
        self._hanging.paste()

    @Slot(int)
    def remove(self, number: int) -> None:
        """Take a style picture away."""
        paintings = self.plan.paintings
        text = self.tr("Take “{}” away").format(paintings[number][0].name)
        self.change(replace(self.plan, paintings=paintings[:number] + paintings[number + 1 :]), text)
        self.let_go()

    @Slot(int, float)
    def weigh(self, number: int, weight: float) -> None:
        """Give a style picture another weight."""
        paintings = list(self.plan.paintings)
        paintings[number] = (paintings[number][0], weight)
        self.change(replace(self.plan, paintings=tuple(paintings)), self.tr("Change the mixture"))

    @Slot(str)
    def use_checkpoint(self, path: str) -> None:
        """Look through the VGG19 in this file."""
        plan = replace(self.plan, checkpoint=path)
        if plan.settings.features != "vgg19":
            plan = plan.changed(features="vgg19", layers=())
        self.change(plan, self.tr("Choose VGG19"))
        self.let_go()

    def forget(self) -> None:
        """What is still being read belongs to another project."""
        self._hanging.forget()

    @Slot(dict, str)
    def _changed(self, values: dict[str, Any], text: str) -> None:
        self.change(self.plan.changed(**values), text)

    @Slot(object)
    def _hang(self, paintings: Sequence[Painting]) -> None:
        room = MOST_PAINTINGS - len(self.plan.paintings)
        if len(paintings) > room:
            self._desk.toasts.say(self.tr("Four paintings can be mixed at once. Take one away to add another."))
        hung = (*self.plan.paintings, *((painting, 1.0) for painting in paintings[:room]))
        text = self.tr("Add “{}”").format(paintings[0].name)
        self.change(replace(self.plan, paintings=hung), text)
        self.let_go()

    @Slot(bool)
    def _lock_seed(self, locked: bool) -> None:
        words = self.tr("Lock the seed") if locked else self.tr("Unlock the seed")
        self.change(replace(self.plan, seed_locked=locked), words)
        self.let_go()

    @Slot()
    def _throw_seed(self) -> None:
        self.change(self._reseeded(), self.tr("Throw a seed"))
        self.let_go()

    def _reseeded(self) -> Plan:
        return self.plan.changed(seed=secrets.randbelow(_SEEDS))
