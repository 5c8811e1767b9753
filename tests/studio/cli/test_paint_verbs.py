"""`reverie paint …` does what the window does, and says what went wrong in one line."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image

from engines import checkpoints
from engines.paint import stylelearner, trainstyles
from engines.paint.recipes import read_recipe
from engines.paint.stylecatalogue import styles
from engines.training import CHECKPOINT, LOG
from tests.engines.paint.style_runs import picture_folders, small_recipe, waves
from tests.studio.cli.answer import Answer, Shell

STYLE = styles()[0].name


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    Image.fromarray(waves(1, 40, 60)).save(tmp_path / "photo.png")
    return tmp_path / "photo.png"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Crops small enough for a test; the verb itself offers no such choice."""
    monkeypatch.setattr(stylelearner, "StyleRecipe", lambda seed: small_recipe(seed=seed))


def assert_complains(answer: Answer, status: int, words: str) -> None:
    assert answer.status == status
    assert answer.out == ""
    assert len(answer.complaints) == 1, answer.err
    assert words in answer.err
    assert "mistake" not in answer.err


def test_the_styles_are_listed_as_objects(shell: Shell) -> None:
    answer = shell("paint", "styles", "--json")
    assert answer.status == 0
    rows = json.loads(answer.out)
    assert [row["name"] for row in rows] == [style.name for style in styles()]
    assert all(set(row) == {"name", "title", "painter", "model"} for row in rows)


def test_the_styles_are_listed_a_line_each(shell: Shell) -> None:
    assert len(shell("paint", "styles").out.splitlines()) == len(styles())


def test_a_photograph_is_painted(shell: Shell, photo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.png"
    words = ("paint", "stylize", photo, "--style", STYLE, "-o", out, "--strength", "0.5", "--max-size", 30, "--json")
    answer = shell(*words)
    assert (answer.status, answer.err) == (0, "")
    assert json.loads(answer.out) == {"path": str(out), "width": 30, "height": 20, "style": STYLE}
    recipe = read_recipe(out)
    assert recipe is not None
    assert (recipe.style, recipe.strength, recipe.max_size) == (STYLE, 0.5, 30)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"--style": STYLE[:-1]}, f"Try {STYLE}"),
        ({"photo": "gone.png"}, "gone.png"),
        ({"-o": "out.gif"}, ".png"),
        ({"-o": "nowhere/out.png"}, "does not exist"),
    ],
)
def test_what_cannot_be_painted_is_said_in_one_line(
    changes: Mapping[str, str], words: str, shell: Shell, photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    options = {"--style": STYLE, "-o": "out.png", **changes}
    place = options.pop("photo", str(photo))
    answer = shell("paint", "stylize", place, *[word for pair in options.items() for word in pair])
    assert_complains(answer, 1, words)
    assert [path.name for path in tmp_path.iterdir()] == ["photo.png"]


@pytest.mark.parametrize("number", ["0", "-3", "many", "1.5"])
def test_a_number_that_is_none_is_misuse(number: str, shell: Shell, photo: Path, tmp_path: Path) -> None:
    answer = shell("paint", "stylize", photo, "--style", STYLE, "-o", tmp_path / "o.png", f"--max-size={number}")
    assert_complains(answer, 2, "must be a whole number from 1 up")


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("--strength=1.5", "a number from 0 to 1"),
        ("--strength=nan", "a number from 0 to 1"),
        ("--strength=much", "a number from 0 to 1"),
        ("--quality=101", "a whole number from 1 to 100"),
    ],
)
def test_a_number_out_of_range_is_misuse(option: str, words: str, shell: Shell, photo: Path, tmp_path: Path) -> None:
    answer = shell("paint", "stylize", photo, "--style", STYLE, "-o", tmp_path / "o.png", option)
    assert_complains(answer, 2, words)


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
