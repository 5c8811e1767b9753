"""`reverie paint styles`, `train` and `export` do their work, and say what went wrong in one line."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Mapping
from pathlib import Path

import pytest

from engines import checkpoints
from engines.paint import stylelearner, trainstyles
from engines.paint.stylecatalogue import styles
from engines.training import CHECKPOINT, LOG
from tests.engines.paint.style_runs import picture_folders, small_recipe
from tests.studio.cli.answer import Shell, assert_complains


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Crops small enough for a test; the verb itself offers no such choice."""
    monkeypatch.setattr(stylelearner, "StyleRecipe", lambda seed: small_recipe(seed=seed))


def test_the_styles_are_listed_as_objects(shell: Shell) -> None:
    answer = shell("paint", "styles", "--json")
    assert answer.status == 0
    rows = json.loads(answer.out)
    assert [row["name"] for row in rows] == [style.name for style in styles()]
    assert all(set(row) == {"name", "title", "painter", "model"} for row in rows)


def test_the_styles_are_listed_a_line_each(shell: Shell) -> None:
    assert len(shell("paint", "styles").out.splitlines()) == len(styles())


@pytest.mark.parametrize("minutes", ["0", "-1", "nan", "inf", "long"])
def test_a_training_time_that_is_none_is_misuse(minutes: str, shell: Shell, tmp_path: Path) -> None:
    answer = shell("paint", "train", "styles", tmp_path, tmp_path, "-o", tmp_path / "run", f"--minutes={minutes}")
    assert_complains(answer, 2, "must be a number above 0")


@pytest.mark.slow
def test_a_run_is_trained_resumed_and_exported(shell: Shell, small: None, tmp_path: Path) -> None:
    paintings, photographs = picture_folders(tmp_path)
    train = ("paint", "train", "styles", paintings, photographs, "-o", tmp_path / "run")
    first = shell(*train, "--steps", 2)
    assert (first.status, first.err) == (0, "")
    assert "2 steps" in first.out
    assert_complains(shell(*train, "--steps", 3), 1, "already holds a training run")
    again = shell(*train, "--steps", 3, "--resume")
    assert again.status == 0
    assert "3 steps" in again.out
    assert len((tmp_path / "run" / LOG).read_text().splitlines()) == 4
    model = tmp_path / "model.onnx"
    answer = shell("paint", "export", tmp_path / "run", "-o", model)
    assert answer.status == 0
    assert "differs from the trained network by at most" in answer.out
    assert model.stat().st_size > 1000


def test_two_steps_are_trained_and_then_a_third(shell: Shell, small: None, tmp_path: Path) -> None:
    train = ("paint", "train", "styles", *picture_folders(tmp_path), "-o", tmp_path / "run")
    assert (shell(*train, "--steps", 2).status, shell(*train, "--steps", 3, "--resume").status) == (0, 0)
    assert len((tmp_path / "run" / LOG).read_text().splitlines()) == 1 + 3


def test_ctrl_c_ends_between_two_steps_and_saves(
    shell: Shell, small: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted(stylelearner.StyleLearner):
        def update(self, step: int, steps: int) -> Mapping[str, float]:
            if step == 2:
                os.kill(os.getpid(), signal.SIGINT)
            return super().update(step, steps)

    monkeypatch.setattr(trainstyles, "StyleLearner", Interrupted)
    before = signal.getsignal(signal.SIGINT)
    paintings, photographs = picture_folders(tmp_path)
    answer = shell("paint", "train", "styles", paintings, photographs, "-o", tmp_path / "run", "--steps", 50)
    assert answer.status == 130
    assert checkpoints.load(tmp_path / "run" / CHECKPOINT)["done"] == 3
    assert len((tmp_path / "run" / LOG).read_text().splitlines()) == 1 + 3
    assert signal.getsignal(signal.SIGINT) is before


def test_nothing_to_resume_is_said_in_one_line(shell: Shell, small: None, tmp_path: Path) -> None:
    words = ("paint", "train", "styles", *picture_folders(tmp_path), "-o", tmp_path / "run", "--resume")
    assert_complains(shell(*words), 1, "There is no checkpoint")


def test_a_folder_without_pictures_is_said_in_one_line(shell: Shell, tmp_path: Path) -> None:
    answer = shell("paint", "train", "styles", tmp_path, tmp_path, "-o", tmp_path / "run")
    assert_complains(answer, 1, "There are no pictures")


@pytest.mark.parametrize(("name", "words"), [("model.txt", "should end in .onnx"), ("model.onnx", "no checkpoint")])
def test_an_export_that_cannot_be_is_said_in_one_line(name: str, words: str, shell: Shell, tmp_path: Path) -> None:
    assert_complains(shell("paint", "export", tmp_path / "run", "-o", tmp_path / name), 1, words)
    assert not list(tmp_path.iterdir())
