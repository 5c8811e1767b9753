"""A sitting: one painting from the click on the button to its best picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from engines.paint.transfer.request import Transferred, TransferRequest
from engines.steps import Step, Task
from studio.jobs.job import Job, State
from studio.jobs.lanes import Lanes
from studio.jobs.warmth import warm_torch
from studio.panes.paint.errand import send
from studio.panes.paint.look import Photograph
from studio.panes.paint.own.levels import with_work
from studio.panes.paint.own.losses import Losses
from studio.panes.paint.own.plan import Outcome, Plan
from studio.panes.paint.own.reading import packed, shown_image

Engine = Callable[[TransferRequest], Task[Transferred]]
#: So often the best picture is kept on the way, for a program that ends before the painting does.
KEEP_EVERY_MS = 60_000


class Sitting(QObject):
    """Paints ``plan`` from ``photograph`` on the lane "train", and keeps the best picture however it ends."""

    #: The job's state or its newest step has changed: look at both again.
    moved = Signal()
    #: QImage: the picture as it is now.
    seen = Signal(object)
    #: Outcome: the best picture so far, now and then while it goes on.
    kept = Signal(object)
    #: Outcome or None, Exception or None: nothing more will come.
    ended = Signal(object, object)

    def __init__(
        self,
        lanes: Lanes,
        photograph: Photograph,
        plan: Plan,
        request: TransferRequest,
        engine: Engine,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.photograph, self.plan, self.request = photograph, plan, request
        self.losses = Losses()
        self.over = False
        self._lanes = lanes
        self._image: QImage | None = None
        self._latest: Transferred | None = None
        self._packing: Job | None = None
        self._every_minute = QTimer(self, interval=KEEP_EVERY_MS)
        self._every_minute.timeout.connect(self._keep)
        alpha, losses = photograph.small.alpha, self.losses
        self.job = Job(
            self.tr("Painting “{}”").format(photograph.name),
            lambda: _watched(engine(request), alpha, losses),
            pane="paint",
            key="own",
            can_pause=True,
        )

    def begin(self) -> None:
        """Put the job on its lane."""
        self.job.stepped.connect(self._stepped)
        self.job.state_changed.connect(self._changed)
        self._every_minute.start()
        send(self._lanes, "train", self.job)

    @property
    def stopping(self) -> bool:
        """Whether its end is near."""
        return self.over or self.job.state is State.STOPPING or self.job.state.ended

    def stop(self) -> None:
        """End it soon; the best picture stays."""
        if not self.stopping:
            self.job.cancel()

    def forget(self) -> None:
        """End it, and say nothing more of it."""
        self.over = True
        self._every_minute.stop()
        if self.job.state.ended:
            self.deleteLater()
        else:
            self.job.cancel()

    @Slot(object)
    def _stepped(self, step: Step) -> None:
        if self.over:
            return
        # The engine's wrapper repeats the newest picture with every step: the window skips some of them.
        if isinstance(step.preview, QImage) and step.preview is not self._image:
            self._image = step.preview
            self.seen.emit(step.preview)
        self.moved.emit()

    @Slot(object)
    def _changed(self, state: State) -> None:
        if self.over:
            if state.ended:
                self.deleteLater()
            return
        if not state.ended:
            self.moved.emit()
            return
        self._every_minute.stop()
        error = self.job.error if state is State.FAILED else None
        best = self.job.result if state is State.DONE else self.request.easel.result
        if best is None:
            self._end(None, error)
            return
        job = self._pack(best)
        job.done.connect(lambda outcome: self._end(outcome, error))
        job.state_changed.connect(lambda state: self._lost(state, job.error or error))
        send(self._lanes, "disk", job)

    def _lost(self, state: State, error: Exception | None) -> None:
        if state in (State.FAILED, State.CANCELLED):
            self._end(None, error)

    def _end(self, outcome: Outcome | None, error: Exception | None) -> None:
        if not self.over:
            self.over = True
            self.ended.emit(outcome, error)

    @Slot()
    def _keep(self) -> None:
        best = self.request.easel.result
        if best is None or best is self._latest or self._packing is not None:
            return
        self._latest = best
        self._packing = job = self._pack(best)
        job.done.connect(self._kept)
        job.state_changed.connect(lambda state: self._packed() if state.ended else None)
        send(self._lanes, "disk", job)

    def _kept(self, outcome: Outcome) -> None:
        if not self.over:
            self.kept.emit(outcome)

    def _packed(self) -> None:
        self._packing = None

    def _pack(self, best: Transferred) -> Job:
        plan, sha, alpha = self.plan, self.photograph.blob.sha, self.photograph.small.alpha
        return Job(self.tr("Keeping the painting"), lambda: packed(best, plan, sha, alpha), pane="paint")


def get_ready() -> Task[None]:
    """Bring torch and the engine onto the lane, while the person still chooses: painting then begins at once."""
    yield from warm_torch()
    import engines.paint.transfer.transfer  # noqa: F401


def paint_with_torch(request: TransferRequest) -> Task[Transferred]:
    """The real engine, after torch has been brought onto the lane."""
    note = QCoreApplication.translate("Sitting", "Getting the learning engine ready")
    yield Step(0, request.settings.steps, note)
    # Its own steps count something else: the bar would run to its end and back.
    for _ in warm_torch():
        yield Step(0, request.settings.steps, note)
    from engines.paint.transfer.transfer import transfer

    return (yield from with_work(transfer(request), request))


def _watched(task: Task[Transferred], alpha: NDArray[np.uint8] | None, losses: Losses) -> Task[Transferred]:
    """The engine's steps with pictures that the window can draw at once, made here on the lane."""
    image: QImage | None = None
    drawn, note = None, ""
    try:
        while True:
            try:
                step = next(task)
            except StopIteration as end:
                result: Transferred = end.value
                return result
            if step.preview is not None and step.preview is not drawn:
                drawn, image = step.preview, shown_image(step.preview, alpha)
                note = f"{max(drawn.shape[:2])} px"
            step = replace(step, preview=image, note=step.note or note)
            losses.note(step)
            yield step
    finally:
        task.close()
