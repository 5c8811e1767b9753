"""A style training on the train lane, as the studio runs it, and a person who closes the window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from engines import checkpoints
from engines.paint.stylelearner import StyleRecipe
from engines.paint.trainstyles import StyleTraining, train_styles
from engines.training import CHECKPOINT, LOG, Plan
from studio.jobs.job import Job
from studio.jobs.lanes import Lanes
from studio.jobs.state import State


def _picture(path: Path, seed: int) -> None:
    pixels = np.random.default_rng(seed).integers(0, 255, (24, 24, 3), dtype=np.uint8)
    Image.fromarray(pixels).resize((96, 80), Image.Resampling.BICUBIC).save(path)


@pytest.fixture
def request_for_training(tmp_path: Path) -> StyleTraining:
    for folder, count in (("paintings", 2), ("photographs", 3)):
        (tmp_path / folder).mkdir()
        for number in range(count):
            _picture(tmp_path / folder / f"{number}.png", number)
    recipe = StyleRecipe(crop=64, painting_side=96)
    plan = Plan(100_000, save_every=3600.0)
    return StyleTraining(tmp_path / "paintings", tmp_path / "photographs", tmp_path / "run", plan, recipe)


@pytest.fixture
def learning(qtbot: QtBot, request_for_training: StyleTraining) -> tuple[Lanes, Job]:
    """Lanes with a training on them that has done at least one step."""
    lanes = Lanes()
    job = Job("Learning styles", lambda: train_styles(request_for_training))
    lanes.submit("train", job)
    qtbot.waitUntil(lambda: job.newest is not None and bool(job.newest.metrics), timeout=40_000)
    return lanes, job


def test_closing_the_studio_while_it_learns_leaves_a_checkpoint_to_go_on_from(
    learning: tuple[Lanes, Job], request_for_training: StyleTraining
) -> None:
    lanes, job = learning
    assert lanes.close(5.0)
    assert job.state is State.CANCELLED
    tree = checkpoints.load(request_for_training.run / CHECKPOINT)
    lines = (request_for_training.run / LOG).read_text().splitlines()
    assert tree["done"] >= 1
    assert len(lines) == tree["done"] + 1


def test_a_training_on_its_lane_stops_within_a_second_of_being_cancelled(
    qtbot: QtBot, learning: tuple[Lanes, Job]
) -> None:
    lanes, job = learning
    with qtbot.waitSignal(job.state_changed, timeout=1_000, check_params_cb=lambda state: state is State.CANCELLED):
        job.cancel()
    assert lanes.close(5.0)
