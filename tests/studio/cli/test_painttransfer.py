"""`reverie paint transfer` paints after pictures, tells how it went, and keeps what it has when it is stopped."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engines.paint.recipes import read_recipe
from engines.paint.transfer import transfer as engine
from engines.paint.transfer.fetching import FILE
from engines.steps import Step
from studio.paths import models_folder
from tests.engines.paint.style_runs import waves
from tests.engines.paint.transfer.transfer_runs import lite
from tests.studio.cli.answer import Shell


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a photograph and two paintings, where the shell is."""
    Image.fromarray(waves(1, 40, 60)).save(tmp_path / "photo.png")
    Image.fromarray(waves(2, 40, 40)).save(tmp_path / "one.png")
    Image.fromarray(waves(3, 40, 40)).save(tmp_path / "other.png")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(engine, "feature_network", lambda name, checkpoint: lite())
    return tmp_path


QUICK = ("--steps", 3, "--size", 40, "--layers", "stem", "block1_expand:0.5")


def test_a_photograph_is_painted_after_a_picture(shell: Shell, place: Path) -> None:
    answer = shell("paint", "transfer", "photo.png", "--style", "one.png", "-o", "out.png", *QUICK, "--json")
    assert (answer.status, answer.err) == (0, "")
    told = json.loads(answer.out)
    assert (told["path"], told["width"], told["height"], told["steps"]) == ("out.png", 40, 27, 3)
    assert told["painted_size"] == [40, 27]
    assert told["seconds_per_step"] > 0
    assert told["last"]["loss"] < told["first"]["loss"]
    assert set(told["first"]) == {"loss", "style", "content", "smoothness"}
    with Image.open("out.png") as image:
        assert image.size == (40, 27)


def test_what_was_written_knows_how_it_was_made(shell: Shell, place: Path) -> None:
    words = ("--seed", 5, "--brush", 2, "--style-weight", 20, "--start", "noise", "--optimizer", "adam")
    styles = ("--style", "one.png:2", "other.png")
    assert shell("paint", "transfer", "photo.png", *styles, "-o", "out.png", *QUICK, *words).status == 0
    recipe = read_recipe(place / "out.png")
    assert recipe is not None
    assert recipe.transfer is not None
    assert (recipe.transfer.seed, recipe.transfer.brush, recipe.transfer.style) == (5, 2.0, 20.0)
    assert recipe.transfer.layers == (("stem", 1.0), ("block1_expand", 0.5))
    assert [(painting.name, painting.weight) for painting in recipe.paintings] == [("one.png", 2.0), ("other.png", 1.0)]


def test_at_full_size_the_file_is_as_large_as_the_photograph(shell: Shell) -> None:
    answer = shell("paint", "transfer", "photo.png", "--style", "one.png", "-o", "out.png", *QUICK, "--full-size")
    assert answer.out.startswith("out.png: 60 × 40, loss ")
    with Image.open("out.png") as image:
        assert image.size == (60, 40)
        assert not np.array_equal(np.asarray(image), waves(1, 40, 60))


def test_a_picture_whose_name_ends_like_a_weight_is_a_picture(shell: Shell, place: Path) -> None:
    (place / "one.png").rename(place / "one:2")
    assert shell("paint", "transfer", "photo.png", "--style", "one:2", "-o", "out.png", *QUICK).status == 0


def test_ctrl_c_writes_the_best_picture_so_far_and_says_so(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    report = engine._Run.report

    def interrupted(self: engine._Run, *rest: object) -> Step:
        step = report(self, *rest)  # type: ignore[arg-type]
        if step.done == 2 and not interrupted.sent:  # type: ignore[attr-defined]
            interrupted.sent = True  # type: ignore[attr-defined]
            os.kill(os.getpid(), signal.SIGINT)
        return step

    interrupted.sent = False  # type: ignore[attr-defined]
    monkeypatch.setattr(engine._Run, "report", interrupted)
    words = ("--steps", 50, "--size", 40, "--layers", "stem", "--json")
    answer = shell("paint", "transfer", "photo.png", "--style", "one.png", "-o", "out.png", *words)
    assert answer.status == 130
    assert "of 50 steps; the best picture so far was written" in answer.err
    assert 1 <= json.loads(answer.out)["steps"] < 50
    with Image.open("out.png") as image:
        assert image.size == (40, 27)


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (("--style", "gone.png"), 1, "gone.png"),
        (("--style", "one.png:0"), 2, "above 0"),
        (("--style", "one.png", "--size", "5000"), 1, "between 32 and 2048"),
        (("--style", "one.png", "--content", "nan"), 1, "content must be a number"),
        (("--style", "one.png", "--content", "0", "--style-weight", "0"), 1, "both weigh nothing"),
        (("--style", "one.png", "--layers", "conv9"), 1, "no style layer “conv9”"),
        (("--style", "one.png", "--features", "vgg19"), 2, "--checkpoint"),
        (("--style", "one.png", "--features", "vgg16"), 2, "vgg16"),
        (("--style", "one.png", "--seed", "-1"), 1, "seed"),
        ((), 2, "--style"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    words: tuple[str, ...], status: int, sentence: str, shell: Shell, place: Path
) -> None:
    answer = shell("paint", "transfer", "photo.png", "-o", "out.png", *words)
    assert answer.status == status
    assert len(answer.complaints) == 1, answer.err
    assert sentence in answer.err
    assert "mistake" not in answer.err
    assert not (place / "out.png").exists()


def test_vgg19_that_the_window_downloaded_is_found(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[object] = []
    monkeypatch.setattr(engine, "feature_network", lambda name, checkpoint: found.append((name, checkpoint)) or lite())
    (models_folder() / FILE).write_bytes(b"")
    words = ("paint", "transfer", "photo.png", "--style", "one.png", "-o", "out.png", *QUICK, "--features", "vgg19")
    assert shell(*words).status == 0
    assert found == [("vgg19", models_folder() / FILE)]


def test_a_damaged_checkpoint_is_named(shell: Shell, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from engines.paint.transfer.networks import feature_network

    monkeypatch.setattr(engine, "feature_network", feature_network)
    (place / "vgg19.pth").write_bytes(b"not a checkpoint")
    words = ("--features", "vgg19", "--checkpoint", "vgg19.pth")
    answer = shell("paint", "transfer", "photo.png", "--style", "one.png", "-o", "out.png", *words)
    assert answer.status == 1
    assert "“vgg19.pth” is damaged or no checkpoint" in answer.err
