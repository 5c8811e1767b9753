"""Training styles reads two folders, tells what it does, and complains before it begins."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from PIL import Image

from engines.errors import BadInput
from engines.paint.trainstyles import read_run, train_styles
from engines.steps import Step, finish
from tests.engines.paint.style_runs import SMALL_NETWORK, picture_folders, small_training, waves


def test_a_run_tells_what_it_reads_and_then_counts_its_steps(tmp_path: Path) -> None:
    folders = picture_folders(tmp_path)
    steps: list[Step] = []
    outcome = finish(train_styles(small_training(folders, tmp_path / "run", 2)), steps.append)
    notes = [step.note for step in steps if step.note]
    assert notes == ["Reading the paintings", *["Reading the photographs"] * 2, "Looking at the paintings"]
    assert [(step.done, step.total) for step in steps[-2:]] == [(1, 2), (2, 2)]
    assert outcome.steps == 2
    assert outcome.metrics == steps[-1].metrics
    assert sorted(outcome.metrics) == ["content", "loss", "palette", "style"]


def test_a_run_remembers_what_it_learnt_from(tmp_path: Path) -> None:
    folders = picture_folders(tmp_path, paintings=1)
    finish(train_styles(small_training(folders, tmp_path / "run", 1)))
    trained = read_run(tmp_path / "run")
    assert trained.identity["network"] == SMALL_NETWORK
    assert trained.identity["styles"] == ["painting_0"]
    assert json.loads(json.dumps(trained.identity)) == trained.identity
    assert trained.net(torch.rand(1, 3, 16, 20), torch.ones(1)).shape == (1, 3, 16, 20)


def test_the_shown_photograph_is_made_small_and_even(tmp_path: Path) -> None:
    folders = picture_folders(tmp_path)
    Image.fromarray(waves(9, 101, 303)).save(tmp_path / "shown.png")
    request = small_training(folders, tmp_path / "run", 1, shown=tmp_path / "shown.png")
    steps: list[Step] = []
    finish(train_styles(request), steps.append)
    assert steps[-1].preview.shape == (84, 2 * 256, 3)


@pytest.mark.parametrize("empty", [0, 1])
def test_an_empty_folder_is_said_before_anything_is_made(empty: int, tmp_path: Path) -> None:
    folders = list(picture_folders(tmp_path))
    folders[empty] = tmp_path / "empty"
    folders[empty].mkdir()
    with pytest.raises(BadInput, match="There are no pictures"):
        finish(train_styles(small_training((folders[0], folders[1]), tmp_path / "run", 1)))
    assert not (tmp_path / "run").exists()


def test_a_painting_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    folders = picture_folders(tmp_path)
    (folders[0] / "broken.png").write_bytes(b"no picture")
    with pytest.raises(BadInput, match=r"broken\.png"):
        finish(train_styles(small_training(folders, tmp_path / "run", 1)))
    assert not (tmp_path / "run").exists()
