"""Neural style transfer as a task: coarse to fine, watched at every step, its best picture kept whatever happens."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engines.errors import BadInput
from engines.paint.transfer.networks import FeatureNetwork, feature_network
from engines.paint.transfer.objective import Interruptible, Judgement, Objective, R
from engines.paint.transfer.optimizers import Optimizer, optimizer
from engines.paint.transfer.pyramid import Level, at_size, enlarged, levels
from engines.paint.transfer.request import Easel, Transferred, TransferRequest
from engines.paint.transfer.treatment import treated
from engines.steps import Step, Task

#: Between two optimiser steps a report comes at least about this often, for a stop must not wait for a whole step.
BREATH_S = 0.005
#: How carefully a picture is taken up again that is good already.
CAUTION = 3
#: So often a level goes back to its best picture before the run gives up.
PATIENCE = 3


def transfer(request: TransferRequest) -> Task[Transferred]:
    """Optimise a picture until it holds the photograph's subject in the paintings' manner (Gatys et al. 2016).

    Every Step counts optimiser steps and carries the newest metrics (loss, style, content, smoothness, each weighed)
    and the newest preview (uint8, at the size of the level), the very same objects until there are newer ones. Within
    a slow optimiser step further Steps of the same count come, so that pausing and closing are heeded soon. The best
    picture lies on ``request.easel`` from the first judged picture on, however the task ends: lowest loss of the
    largest level reached. Losses of different levels do not compare.

    Raises:
        BadInput: a layer that the network has not, no or a wrong checkpoint, or a result of another photograph to
            continue.
        MissingWeights: the package with the network's weights is not installed.
    """
    plan = _plan(request)
    run = _Run(request, sum(level.steps for level in plan))
    first = at_size(request.photo, plan[0].height, plan[0].width)
    # The person sees the picture before the network is even read.
    run.preview = request.continued.pixels if request.continued else as_pixels(as_array(first))
    yield run.report()
    objective = Objective(_network(request), request.settings)
    hand = optimizer(request.settings.optimizer, _start(request, first), CAUTION if request.continued else 0)
    for level in plan:
        yield from run.paint(level, objective, hand)
        if run.note:
            break
    result = run.finished()
    yield run.report(result.pixels)
    return result


def as_array(picture: Tensor) -> NDArray[np.float32]:
    """A picture (1, 3, height, width) as (height, width, 3)."""
    return np.ascontiguousarray(picture.detach()[0].permute(1, 2, 0).numpy())


def as_pixels(picture: NDArray[np.float32]) -> NDArray[np.uint8]:
    """A picture in 0..1 as uint8."""
    return np.rint(picture.clip(0, 1) * np.float32(255)).astype(np.uint8)


def _plan(request: TransferRequest) -> list[Level]:
    height, width = request.photo.shape[:2]
    settings = request.settings
    if request.continued is None:
        return levels((height, width), settings.size, settings.steps)
    shape = request.continued.picture.shape
    side = max(shape[:2])
    known = levels((height, width), side, 1)[-1]
    if shape != (known.height, known.width, 3):
        raise BadInput("This result was painted from another photograph: open that one to continue it.")
    # One that was stopped early is still coarse: going on leads up to the size that was asked for.
    return levels((height, width), settings.size, settings.steps, since=side)


def _network(request: TransferRequest) -> FeatureNetwork:
    return feature_network(request.settings.features, request.checkpoint)


def _start(request: TransferRequest, photo: Tensor) -> Tensor:
    if request.continued is not None:
        picture = request.continued.picture.astype(np.float32)
        return torch.from_numpy(picture).permute(2, 0, 1)[None].contiguous()
    if request.settings.start == "photo":
        return photo
    chance = torch.Generator().manual_seed(request.settings.seed)
    return torch.rand(photo.shape, generator=chance)


class _Run:
    """One transfer under way: its count, its clock, its best picture and what the next report shows."""

    def __init__(self, request: TransferRequest, total: int) -> None:
        self.preview: NDArray[np.uint8] | None = None
        self.note = ""
        self._request = request
        self._easel: Easel = request.easel
        self._done, self._total = 0, total
        self._before = request.continued.steps if request.continued else 0
        self._metrics: dict[str, float] = {}
        self._first: dict[str, float] = {}
        self._lowest = float("inf")
        self._best: Tensor | None = None  # of this level
        self._photo = np.zeros((1, 1, 3), np.float32)  # at the size of this level
        self._worked = 0.0  # seconds of this level, those in which the caller held the task not counted
        self._level_steps = 0
        self._reported = self._shown = time.monotonic()

    def report(self, preview: NDArray[np.uint8] | None = None) -> Step:
        """The state of things; with ``preview`` a new picture."""
        self._reported = time.monotonic()
        if preview is not None:
            self.preview, self._shown = preview, self._reported
        return Step(self._done, self._total, self.note, self._metrics, self.preview)

    def finished(self) -> Transferred:
        """The best picture, as it lies on the easel, with all steps and the seconds that each took."""
        result = self._easel.result
        if result is None:  # not even what it began with gave a number
            raise BadInput("The losses are no numbers: choose another checkpoint, other weights or a smaller size.")
        result = replace(result, steps=self._before + self._done, note=self.note)
        self._easel.result = result
        return result

    def paint(self, level: Level, objective: Objective, hand: Optimizer) -> Task[None]:
        """All steps of one level, beginning with the picture that ``hand`` holds."""
        try:
            yield from self._paint(level, objective, hand)
        except (MemoryError, RuntimeError) as error:
            if not isinstance(error, MemoryError) and "alloc" not in str(error):
                raise
            self.note = f"There is not enough memory for {level.width} × {level.height} pixels; this is what was done."

    def _paint(self, level: Level, objective: Objective, hand: Optimizer) -> Task[None]:
        self._worked, self._level_steps, self._lowest = 0.0, 0, float("inf")
        photo = at_size(self._request.photo, level.height, level.width)
        yield from self._pumped(objective.begin(photo, self._request.paintings, level))
        if hand.picture.shape != photo.shape:
            start = hand.picture if self._best is None else self._best
            hand.restart(enlarged(start, level.height, level.width).clamp(0, 1))
        self._best, self._photo = None, as_array(photo)
        judged = yield from self._pumped(objective.judge(hand.picture))
        self._first = judged.losses
        self._worked = 0.0
        self._judged(judged, hand)
        failures = 0
        for _ in range(level.steps):
            if not judged.finite or judged.losses["loss"] > hand.leeway * self._lowest:
                failures += 1
                if failures > PATIENCE or self._best is None:
                    self.note = "The picture stopped getting better, so this is the best one before that."
                    return
                hand.restart(self._best, failures)
                judged = yield from self._pumped(objective.judge(hand.picture))
            with self._working():
                hand.step(judged.gradient)
            judged = yield from self._pumped(objective.judge(hand.picture))
            self._done += 1
            self._level_steps += 1
            self._judged(judged, hand)
            yield self._due_report()

    def _judged(self, judged: Judgement, hand: Optimizer) -> None:
        """Note a picture's losses; keep it when it is the best of its level."""
        if not judged.finite:
            return
        self._metrics = judged.losses
        if judged.losses["loss"] < self._lowest:
            self._lowest, self._best = judged.losses["loss"], hand.shown
            self._keep(self._best)

    def _keep(self, picture: Tensor) -> None:
        painted = as_array(picture)
        self._easel.result = Transferred(
            as_pixels(treated(painted.clip(0, 1), self._photo, self._request.settings.colours)),
            painted,
            self._before + self._done,
            self._worked / max(1, self._level_steps),
            dict(self._first),
            dict(self._metrics),
        )

    def _due_report(self) -> Step:
        kept = self._easel.result
        due = time.monotonic() - self._shown >= self._request.preview_seconds or self._done == 1
        return self.report(kept.pixels if due and kept is not None else None)

    def _pumped(self, work: Interruptible[R]) -> Task[R]:
        """Drive work to its end; where it can be stopped and the caller has not heard of it lately, report."""
        while True:
            with self._working():
                try:
                    next(work)
                except StopIteration as end:
                    result: R = end.value
                    return result
            if time.monotonic() - self._reported >= BREATH_S:
                yield self.report()

    @contextmanager
    def _working(self) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            self._worked += time.perf_counter() - began
