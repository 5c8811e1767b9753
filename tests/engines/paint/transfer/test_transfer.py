"""A transfer shows itself from the first moment, can be stopped at any, and always leaves its best picture."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import torch

from engines.errors import BadInput, MissingWeights
from engines.paint.transfer import transfer as module
from engines.paint.transfer.objective import Interruptible, Judgement, Objective
from engines.paint.transfer.request import StylePicture, Transferred, TransferRequest
from engines.paint.transfer.transfer import transfer
from engines.steps import Step, Task, finish
from tests.engines.paint.style_runs import waves
from tests.engines.paint.transfer.transfer_runs import lite, request


@pytest.fixture(autouse=True)
def network_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare each test the reading of the network."""
    monkeypatch.setattr(module, "feature_network", lambda name, checkpoint: lite())


def painted(**changes: Any) -> Transferred:
    return finish(transfer(request(**changes)))


def steps_of(asked: TransferRequest) -> list[Step]:
    steps: list[Step] = []
    finish(transfer(asked), steps.append)
    return steps


def after(task: Task[Transferred], done: int) -> Step:
    """The first step that has counted so far."""
    return next(step for step in task if step.done >= done)


def test_the_picture_is_shown_before_the_network_is_even_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str, checkpoint: object) -> None:
        raise MissingWeights("gone.")

    monkeypatch.setattr(module, "feature_network", missing)
    task = transfer(request())
    first = next(task)
    assert (first.done, first.total, first.preview.shape) == (0, 4, (24, 32, 3))
    with pytest.raises(MissingWeights):
        next(task)


def test_every_step_is_counted_and_carries_its_losses() -> None:
    steps = steps_of(request(steps=6))
    assert sorted({step.done for step in steps}) == list(range(7))
    assert {step.total for step in steps} == {6}
    counted = [step for step in steps if step.done]
    assert all(set(step.metrics) == {"loss", "style", "content", "smoothness"} for step in counted)
    assert counted[-1].metrics["loss"] < 0.7 * counted[0].metrics["loss"]


def test_previews_come_by_the_clock_and_are_the_same_object_until_there_is_a_newer_one() -> None:
    often = [id(step.preview) for step in steps_of(request(steps=6, preview_seconds=0.0))]
    seldom = {id(step.preview) for step in steps_of(request(steps=6, preview_seconds=1000.0))}
    assert len(set(often)) >= 6
    # The photograph, the first step and the finished picture.
    assert len(seldom) <= 3
    assert all(step.preview.dtype == np.uint8 for step in steps_of(request()))


def test_the_result_is_what_lies_on_the_easel() -> None:
    asked = request()
    result = finish(transfer(asked))
    assert asked.easel.result is result
    assert (result.steps, result.note, result.pixels.shape) == (4, "", (24, 32, 3))
    assert result.seconds_per_step > 0
    assert result.last["loss"] < result.first["loss"]
    assert np.abs(result.pixels.astype(float) - request().photo.astype(float)).mean() > 2


def test_levels_grow_to_the_size_asked_for() -> None:
    asked = request(waves(1, 150, 200), size=200, steps=3)
    shapes = [step.preview.shape[:2] for step in steps_of(asked)]
    assert list(dict.fromkeys(shapes)) == [(106, 141), (150, 200)]


def test_closing_at_any_step_keeps_the_best_picture_so_far() -> None:
    asked = request(steps=8)
    task = transfer(asked)
    losses = [after(task, done).metrics["loss"] for done in range(1, 5)]
    task.close()
    assert asked.easel.result is not None
    assert asked.easel.result.last["loss"] == min(losses)
    assert asked.easel.result.steps == 1 + losses.index(min(losses))


def test_a_coarse_picture_is_kept_only_until_there_is_a_finer_one() -> None:
    asked = request(waves(1, 150, 200), size=200, steps=6)
    task = transfer(asked)
    after(task, 1)
    assert asked.easel.result is not None
    assert asked.easel.result.pixels.shape == (106, 141, 3)
    finish(task)
    assert asked.easel.result.pixels.shape == (150, 200, 3)


@pytest.mark.parametrize("optimizer", ["lbfgs", "adam"])
@pytest.mark.parametrize("start", ["photo", "noise"])
def test_every_start_and_optimiser_comes_closer_to_the_painting(optimizer: str, start: str) -> None:
    result = painted(optimizer=optimizer, start=start, steps=15)
    assert result.last["loss"] < 0.8 * result.first["loss"]


def test_the_same_seed_gives_the_same_picture_and_another_seed_another() -> None:
    first, again, other = (painted(start="noise", seed=seed).pixels for seed in (3, 3, 4))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_a_result_is_continued_at_its_own_size() -> None:
    before = painted(steps=5)
    result = painted(steps=3, size=64, continued=before)
    assert result.picture.shape == before.picture.shape
    assert result.steps == 8
    assert result.first["loss"] == pytest.approx(before.last["loss"], rel=1e-4)
    assert result.last["loss"] < before.last["loss"]


@pytest.mark.parametrize("steps", [1, 3])
def test_a_picture_that_was_stopped_while_coarse_grows_when_it_is_continued(steps: int) -> None:
    photo = waves(1, 150, 200)
    asked = request(photo, size=200, steps=6)
    task = transfer(asked)
    after(task, 1)
    task.close()
    coarse = asked.easel.result
    assert coarse is not None and coarse.picture.shape == (106, 141, 3)  # noqa: PT018
    result = painted(photo=photo, size=200, steps=steps, continued=coarse)
    assert result.picture.shape == (150, 200, 3)
    assert result.steps == coarse.steps + steps


def test_a_good_picture_is_not_spoilt_by_going_on_from_it_with_adam() -> None:
    before = painted(steps=60, optimizer="adam")
    result = painted(steps=10, optimizer="adam", continued=before)
    assert (result.steps, result.note) == (70, "")
    assert result.last["loss"] <= 1.02 * before.last["loss"]


def test_a_result_of_another_photograph_is_not_continued() -> None:
    with pytest.raises(BadInput, match="another photograph"):
        painted(photo=waves(1, 32, 32), continued=painted())


def judged_badly(monkeypatch: pytest.MonkeyPatch, since: int, loss: float) -> None:
    """From the judgement ``since`` (1 is the start's) on, the loss is ``loss``."""
    judge = Objective.judge
    count = 0

    def spoilt(self: Objective, picture: torch.Tensor) -> Interruptible[Judgement]:
        nonlocal count
        count += 1
        bad = count >= since
        judged = yield from judge(self, picture)
        return Judgement({**judged.losses, "loss": loss}, judged.gradient) if bad else judged

    monkeypatch.setattr(Objective, "judge", spoilt)


@pytest.mark.parametrize("loss", [float("nan"), float("inf"), 1e9])
def test_a_run_that_diverges_goes_back_to_its_best_picture_and_says_so(
    loss: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged_badly(monkeypatch, 4, loss)
    asked = request(steps=50)
    steps = steps_of(asked)
    result = asked.easel.result
    assert result is not None
    assert "best one" in result.note
    assert steps[-1].note == result.note
    assert result.steps < 50
    assert np.isfinite(result.picture).all()
    assert result.last["loss"] < result.first["loss"]


def test_a_photograph_whose_losses_are_no_numbers_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    judged_badly(monkeypatch, 1, float("nan"))
    with pytest.raises(BadInput, match="no numbers"):
        painted()


def test_a_single_bad_step_is_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    judge = Objective.judge
    count = 0

    def once(self: Objective, picture: torch.Tensor) -> Interruptible[Judgement]:
        nonlocal count
        count += 1
        bad = count == 4
        judged = yield from judge(self, picture)
        return Judgement({**judged.losses, "loss": float("nan")}, judged.gradient * float("nan")) if bad else judged

    monkeypatch.setattr(Objective, "judge", once)
    result = painted(steps=8)
    assert (result.steps, result.note) == (8, "")
    assert result.last["loss"] < 0.7 * result.first["loss"]


def test_without_memory_for_a_finer_level_the_coarser_one_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    begin = Objective.begin

    def small_only(self: Objective, photo: torch.Tensor, *rest: Any) -> Interruptible[None]:
        if photo.shape[-1] > 150:
            raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 1 bytes.")
        yield from begin(self, photo, *rest)

    monkeypatch.setattr(Objective, "begin", small_only)
    result = painted(photo=waves(1, 150, 200), size=200, steps=4)
    assert "not enough memory for 200 × 150" in result.note
    assert result.pixels.shape == (106, 141, 3)


def test_other_errors_are_not_taken_for_a_lack_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Objective, *rest: Any) -> Interruptible[None]:
        yield
        raise RuntimeError("a mistake")

    monkeypatch.setattr(Objective, "begin", broken)
    with pytest.raises(RuntimeError, match="a mistake"):
        painted()


def gaps(task: Task[Transferred]) -> Iterator[float]:
    """Seconds of this thread's own work between two reports: a busy machine does not count."""
    times = [time.thread_time()]
    times += [time.thread_time() for _ in task]
    return (late - early for early, late in pairwise(times))


def test_a_slow_step_can_be_stopped_in_its_middle() -> None:
    # 300 ms are asked for at 512 pixels, which take four times as long as these 256.
    asked = [request(waves(1, 256, 256), waves(2, 256, 256), size=256, steps=1, layers=()) for _ in range(3)]
    # The same work each time: what a busy machine adds (cold caches, a slower clock) it only ever adds.
    assert min(max(gaps(transfer(one))) for one in asked) < 0.3 / 4


def test_reports_within_a_step_count_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BREATH_S", 0.0)
    steps = steps_of(request(steps=2))
    assert len(steps) > 20
    assert [step.done for step in steps] == sorted(step.done for step in steps)


def test_the_time_in_which_the_task_is_held_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(module.time, "perf_counter", lambda: now)
    asked = request(steps=3)
    for _ in transfer(asked):
        now += 1000.0
    assert asked.easel.result is not None
    assert asked.easel.result.seconds_per_step == 0.0


STRANGE = {
    "one colour": np.full((40, 30, 3), 200, np.uint8),
    "black": np.zeros((40, 30, 3), np.uint8),
    "one pixel": np.array([[[250, 10, 90]]], np.uint8),
    "a line": waves(3, 1, 3000),
}


@pytest.mark.parametrize("name", STRANGE)
def test_strange_paintings_give_a_picture(name: str) -> None:
    result = painted(painting=STRANGE[name], steps=10)
    assert result.last["loss"] < result.first["loss"]
    assert np.isfinite(result.picture).all()


@pytest.mark.parametrize("shape", [(1, 1), (20, 20), (300, 30_000), (3000, 1), (33, 32)])
def test_photographs_of_any_shape_give_a_picture(shape: tuple[int, int]) -> None:
    photo = np.resize(waves(1, 30, 30), (*shape, 3))
    result = painted(photo=photo, size=40, steps=2)
    assert max(result.pixels.shape[:2]) == min(40, max(shape))
    assert np.isfinite(result.picture).all()


def test_a_photograph_of_one_colour_gives_a_picture() -> None:
    result = painted(photo=STRANGE["black"], steps=10)
    assert result.last["loss"] < 0.8 * result.first["loss"]


def test_several_paintings_are_mixed() -> None:
    one, other = waves(100, 48, 40), waves(101, 48, 40)
    alone = painted(paintings=(StylePicture(one),)).pixels
    mostly = painted(paintings=(StylePicture(one, 1000.0), StylePicture(other))).pixels
    half = painted(paintings=(StylePicture(one), StylePicture(other))).pixels
    assert np.abs(alone.astype(float) - mostly).mean() < np.abs(alone.astype(float) - half).mean()
