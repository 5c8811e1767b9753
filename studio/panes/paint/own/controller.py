"""Your painting: begins and ends sittings, shows and keeps what comes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage, QUndoStack

from engines.steps import Task
from studio.commands import Command
from studio.documents.blobs import Blob
from studio.jobs.job import State
from studio.panes.paint.look import Photograph
from studio.panes.paint.own import keeping, standing
from studio.panes.paint.own.commands import own_commands
from studio.panes.paint.own.hanging import Fetch, fetch_from_the_net
from studio.panes.paint.own.outcomes import Outcomes
from studio.panes.paint.own.page import OwnPage
from studio.panes.paint.own.plan import Outcome, Plan, plan_state
from studio.panes.paint.own.planning import Planning
from studio.panes.paint.own.readiness import Readiness
from studio.panes.paint.own.shelf import Shelf
from studio.panes.paint.own.sitting import Engine, Sitting, get_ready, paint_with_torch
from studio.panes.paint.own.standing import Stage, Standing
from studio.panes.pane import Desk
from studio.widgets.jobwords import error_words


class OwnController(QObject):
    """Wires the page, the engine and the history; ``image`` is what the canvas shows while the page is in front."""

    shown = Signal(object)  # QImage at the size of the picture under way, or None
    finished = Signal(object)  # Transferred: offer it as a take
    #: Photograph, Outcome: another photograph came, so this one was stopped; keep its best picture as a take.
    set_aside = Signal(object, object)
    changed = Signal()  # something that belongs in the project
    commands_changed = Signal()
    wanted = Signal()  # a command concerns the page: bring it to the front

    def __init__(
        self,
        desk: Desk,
        page: OwnPage,
        parent: QObject,
        *,
        history: QUndoStack | None = None,
        engine: Engine = paint_with_torch,
        prepare: Callable[[], Task[None]] = get_ready,
        fetch: Fetch = fetch_from_the_net,
    ) -> None:
        """``history`` is the pane's undo stack, on which changes of the plan are pushed."""
        super().__init__(parent)
        self.photograph: Photograph | None = None
        self.image: QImage | None = None
        self._desk, self._page, self._engine = desk, page, engine
        self._sitting: Sitting | None = None
        self._last: Sitting | None = None  # whose curve is shown
        self._sittings: list[Sitting] = []  # those too that stop for another photograph
        self._outcomes = Outcomes()
        self._stage = Stage.MISSING
        self._unread: dict[str, Any] = {}
        self._shelf = Shelf(desk, self)
        self.planning = Planning(desk, page, QUndoStack(self) if history is None else history, fetch, self)
        self.planning.shown.connect(self._plan_shown)
        self._readiness = Readiness(desk.lanes, page, self.planning, prepare, self)
        page.foot.started.connect(self.start)
        page.foot.paused.connect(self.pause)
        page.foot.stopped.connect(self.stop)
        page.foot.continued.connect(self.go_on)
        page.foot.more_changed.connect(self.changed)
        self._tell()

    # What the pane asks --------------------------------------------------------------------------------------

    @property
    def plan(self) -> Plan:
        """What the controls say."""
        return self.planning.plan

    @property
    def outcome(self) -> Outcome | None:
        """The newest result for this photograph: to export, to keep as a take, to continue."""
        return self._outcomes.of(self.photograph)

    @property
    def running(self) -> bool:
        """Whether a painting is under way."""
        return self._sitting is not None

    def set_photograph(self, photograph: Photograph | None) -> None:
        """Paint from this one from now on; what is under way for another one is stopped, its best picture kept."""
        before, self.photograph = self.photograph, photograph
        if before is photograph or (before and photograph and before.blob.sha == photograph.blob.sha):
            return  # read anew, it is still the same one
        if self._sitting is not None:
            words = self.tr("“{}” is no longer painted on. The best picture so far is kept.")
            self._desk.toasts.say(words.format(self._sitting.photograph.name))
            self._sitting.stop()
        self._sitting = self._last = None
        self._show_outcome()

    def take_setting(self, outcome: Outcome | None = None) -> dict[str, Any]:
        """The setting of a take of ``outcome``, else of the one on view: plain values, and a Blob for each picture."""
        outcome = self.outcome if outcome is None else outcome
        return plan_state(self.plan) if outcome is None else keeping.take_setting(outcome)

    def show_take(self, setting: Mapping[str, Any], picture: bytes, read_blob: Callable[[Any], bytes]) -> None:
        """Show what a take kept: its picture, which can be continued, and its settings, which can be undone."""
        if self.photograph is None or self.running:
            return
        own = keeping.with_blobs(setting, read_blob)
        result = {**own, "picture": Blob(picture, "image/png"), "photograph": self.photograph.blob.sha}
        self._shelf.read({"plan": own, "result": result}, self._took)

    def collect(self) -> dict[str, Any]:
        """The page's state for the project; empty when nothing was ever changed."""
        if self._unread:
            return dict(self._unread)
        outcome = self._outcomes.newest(self.photograph)
        if self.plan == Plan() and outcome is None:
            return {}
        result = {} if outcome is None else {"result": keeping.outcome_state(outcome)}
        return {"plan": plan_state(self.plan), "more_steps": self._page.foot.more.value(), **result}

    def restore(self, state: object, read_blob: Callable[[str], bytes]) -> None:
        """Show a state that ``collect`` returned, in place of all there is; the caller clears the history."""
        self.stop_all()
        self._outcomes.clear()
        self._last, self._unread = None, {}
        self.planning.show(Plan())
        self._show_outcome()
        self._page.foot.set_more(state.get("more_steps") if isinstance(state, Mapping) else None)
        if isinstance(state, Mapping) and state:
            self._unread = keeping.with_blobs(state, read_blob)
            self._shelf.read(self._unread, self._restored)

    def stop_all(self) -> None:
        """End everything that is under way and forget what comes of it: another project, or the end."""
        for sitting in self._sittings:
            sitting.forget()
        self._sitting, self._sittings = None, []
        self._shelf.forget()
        self.planning.forget()
        self._tell()

    def commands(self) -> Sequence[Command]:
        """For the menu and the palette."""
        return own_commands(self)

    # What the person does ------------------------------------------------------------------------------------

    def ask_for_paintings(self) -> None:
        """Ask for style pictures with the system's dialog."""
        self._page.ask_for_files()

    @Slot()
    def start(self) -> None:
        """Begin a painting."""
        if self.can_start():
            self.planning.new_seed()
            self._begin(None)

    @Slot()
    def go_on(self) -> None:
        """Paint on from the picture there is, with the settings of now."""
        if self.can_continue():
            self._begin(self.outcome)

    @Slot()
    def pause(self) -> None:
        """Pause, or go on."""
        job = self._sitting.job if self._sitting is not None else None
        if job is not None and job.state is State.PAUSED:
            job.resume()
        elif job is not None:
            job.pause()

    @Slot()
    def stop(self) -> None:
        """End the painting; the best picture stays."""
        if self._sitting is not None:
            self._sitting.stop()

    def can_start(self) -> bool:
        """Whether everything is there that a painting needs."""
        return not self.running and not standing.missing_words(self.plan, self.photograph)

    def can_continue(self) -> bool:
        """Whether there is a picture to go on from."""
        return self.can_start() and self.outcome is not None

    def can_pause(self) -> bool:
        """Whether a painting can be paused or go on."""
        return self._sitting is not None and self._sitting.job.state in (State.RUNNING, State.PAUSED)

    def can_stop(self) -> bool:
        """Whether a painting is under way that is not stopping yet."""
        return self._sitting is not None and self._stage is not Stage.STOPPING

    # How it happens ------------------------------------------------------------------------------------------

    def _begin(self, outcome: Outcome | None) -> None:
        photograph = self.photograph
        if photograph is None:
            return
        more = self._page.foot.more.value() if outcome is not None else None
        request = self.plan.request(photograph, outcome.transferred if outcome is not None else None, more)
        sitting = Sitting(self._desk.lanes, photograph, self.plan, request, self._engine, self)
        sitting.moved.connect(self._tell)
        sitting.seen.connect(lambda image: self._show_image(image) if sitting is self._sitting else None)
        sitting.kept.connect(self._keep)
        sitting.ended.connect(lambda outcome, error: self._ended(sitting, outcome, error))
        self._sitting = self._last = sitting
        self._sittings.append(sitting)
        sitting.begin()
        self._tell()

    def _ended(self, sitting: Sitting, outcome: Outcome | None, error: Exception | None) -> None:
        self._sittings.remove(sitting)
        sitting.deleteLater()
        if error is not None:
            self._desk.toasts.warn(error_words(error))
        if outcome is not None:
            self._keep(outcome)
            if outcome.transferred.note:
                self._desk.toasts.warn(outcome.transferred.note)
        if sitting is not self._sitting:
            if outcome is not None:
                self.set_aside.emit(sitting.photograph, outcome)
            # Undone meanwhile: the photograph is back, and so is its painting.
            if self._sitting is None:
                self._show_outcome()
            return
        self._sitting = None
        self._show_outcome()
        if outcome is not None:
            self.finished.emit(outcome.transferred)

    @Slot(object)
    def _keep(self, outcome: Outcome) -> None:
        self._outcomes.keep(outcome)
        self.changed.emit()

    def _show_outcome(self) -> None:
        outcome = self.outcome
        self._show_image(None if outcome is None else outcome.image)
        self._tell()

    def _show_image(self, image: QImage | None) -> None:
        self.image = image
        self.shown.emit(image)

    @Slot()
    def _plan_shown(self) -> None:
        sitting = self._sitting
        if sitting is not None and not sitting.stopping:
            there = [painting for painting, _ in self.plan.paintings]
            gone = [painting for painting, _ in sitting.plan.paintings if painting not in there]
            if gone:
                words = self.tr("“{}” was taken away, so the painting stops here. The best picture stays.")
                self._desk.toasts.say(words.format(gone[0].name))
                sitting.stop()
        self.changed.emit()
        self._tell()
        self.commands_changed.emit()

    @Slot()
    def _tell(self) -> None:
        """Show where things stand."""
        now = self._standing()
        self._page.show_standing(now)
        side = 0 if self.photograph is None else max(self.photograph.picture.width, self.photograph.picture.height)
        self._page.show_estimate("" if self.running else standing.estimate_words(self.plan, self.outcome, side))
        if now.stage is not self._stage:
            self._stage = now.stage
            self.commands_changed.emit()

    def _standing(self) -> Standing:
        if self._sitting is not None:
            return standing.working(self._sitting, plan_changed=self.plan != self._sitting.plan)
        losses = self._last.losses if self._last is not None else None
        return standing.resting(standing.missing_words(self.plan, self.photograph), self.outcome, losses)

    def _restored(self, kept: keeping.Kept) -> None:
        self._unread = {}
        if kept.outcome is not None:
            self._outcomes.keep(kept.outcome)
        self.planning.show(kept.plan)
        self._show_outcome()

    def _took(self, kept: keeping.Kept) -> None:
        self._last = None
        if kept.outcome is not None:
            self._outcomes.keep(kept.outcome)
        self.planning.let_go()
        self.planning.change(kept.plan, self.tr("Show a take"))
        self._show_outcome()
