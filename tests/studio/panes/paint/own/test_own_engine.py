"""The own-painting page and the real engine: what one knows of the other, and a painting from end to end."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engines.paint.transfer.networks import Lite0, random_vgg
from engines.paint.transfer.pyramid import levels
from engines.paint.transfer.request import StylePicture, Transferred, TransferRequest, TransferSettings
from engines.steps import Step, Task
from studio.panes.paint.own.layernames import style_layers
from studio.panes.paint.own.levels import effective_steps, with_work
from studio.panes.paint.own.losses import WORK, Losses
from studio.panes.paint.own.sitting import paint_with_torch
from tests.studio.panes.paint.own.atelier import Atelier


def test_the_layers_of_lite0_are_those_of_the_engine() -> None:
    assert dict(style_layers("lite0")) == dict(Lite0.style_layers)


def test_the_layers_of_vgg19_are_those_of_the_engine() -> None:
    assert dict(style_layers("vgg19")) == pytest.approx(dict(random_vgg().style_layers))


@pytest.mark.parametrize(("side", "steps"), [(256, 100), (512, 200), (1024, 400), (100, 30)])
def test_the_work_of_the_levels_is_that_of_the_engine(side: int, steps: int) -> None:
    plan = levels((side, side), side, steps)
    work = sum(level.steps * level.height * level.width for level in plan) / side**2
    assert effective_steps(steps, side) == pytest.approx(work, rel=0.05)


def test_coarse_steps_count_little() -> None:
    def engine() -> Task[int]:
        for done in range(101):
            yield Step(done, 100)
        return 7

    pixels = np.zeros((512, 512, 3), np.uint8)
    request = TransferRequest(pixels, (StylePicture(pixels),), TransferSettings(steps=100))
    work = [step.metrics[WORK] for step in with_work(engine(), request)]
    assert work[0] == 0
    assert work[-1] == pytest.approx(1)
    assert work[50] < 0.25
    assert all(after > before for before, after in pairwise(work))


def test_the_first_steps_of_a_coarse_picture_that_is_continued_count_little() -> None:
    def engine() -> Task[int]:
        for done in range(101):
            yield Step(done, 100)
        return 7

    pixels, coarse = np.zeros((512, 512, 3), np.uint8), np.zeros((128, 128, 3), np.uint8)
    before = Transferred(coarse, coarse.astype(np.float32), 9, 0.1, {}, {})
    request = TransferRequest(pixels, (StylePicture(pixels),), TransferSettings(steps=100), continued=before)
    work = [step.metrics[WORK] for step in with_work(engine(), request)]
    assert work[50] < 0.25
    assert work[-1] == pytest.approx(1)


def test_the_time_left_does_not_mind_a_pause() -> None:
    now = [0.0]
    losses = Losses(lambda: now[0])
    for done in range(1, 11):
        now[0] += 500.0 if done == 6 else 2.0
        losses.note(Step(done, 20))
    assert losses.seconds_per_step() == 2.0
    assert losses.seconds_left() == pytest.approx(20.0)


def test_nobody_knows_the_time_left_at_first() -> None:
    losses = Losses()
    losses.note(Step(0, 20))
    losses.note(Step(1, 20))
    assert losses.seconds_left() is None


def test_a_long_course_is_thinned_and_keeps_its_end() -> None:
    losses = Losses()
    for done in range(1, 2001):
        losses.note(Step(done, 2000, metrics={"style": 1.0, "content": 1.0}))
    points = losses.points()
    assert len(points) <= 601
    assert points[-1].step == 2000


def test_a_painting_from_end_to_end(qtbot: QtBot, tmp_path: Path) -> None:
    atelier = Atelier(qtbot, tmp_path, paint_with_torch)
    atelier.ready(steps=2)
    atelier.own.planning.change(atelier.own.plan.changed(size=64), "Size")
    atelier.own.start()
    atelier.until(lambda: not atelier.own.running)
    assert [done.steps for done in atelier.finished] == [2]
    assert atelier.finished[0].pixels.shape == (40, 60, 3)
    assert atelier.finished[0].last["loss"] < atelier.finished[0].first["loss"]
    atelier.page.foot.more.setValue(10)
    atelier.own.go_on()
    atelier.until(lambda: atelier.headline().startswith("Step "))
    atelier.own.stop()
    atelier.until(lambda: not atelier.own.running)
    assert atelier.finished[-1].steps > 2
    assert atelier.said() == ""
    atelier.close()
