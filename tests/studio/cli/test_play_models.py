"""`reverie play train vision|memory`, `export` and `dream` from a shell: from episodes to a film of a dream."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engines.cards import read_card, verify
from engines.play.controller.controller import PARAMETERS, Controller
from tests.engines.play.roads import bar_folder
from tests.studio.cli.answer import Shell, assert_complains


@pytest.mark.slow
def test_from_episodes_to_a_dream(shell: Shell, tmp_path: Path) -> None:
    episodes, v, m, c = bar_folder(tmp_path / "episodes", steps=60), tmp_path / "v", tmp_path / "m", tmp_path / "c"
    seen = shell("play", "train", "vision", episodes, "-o", v, "--steps", 2)
    assert seen.status == 0
    assert "2 steps" in seen.out
    assert "a pixel on episodes held out" in seen.out
    foreseen = shell("play", "train", "memory", episodes, "-o", m, "--vision", v, "--steps", 1, "--json")
    assert json.loads(foreseen.out)["steps"] == 1
    more = shell("play", "train", "memory", episodes, "-o", m, "--steps", 2, "--resume", "--json")
    assert json.loads(more.out)["steps"] == 2
    c.mkdir()
    numbers = np.random.default_rng(0).normal(0, 0.1, PARAMETERS)
    Controller.from_vector(numbers).save(c / "controller.safetensors")
    made = shell("play", "export", v, m, c, "-o", tmp_path / "model", "--episodes", episodes, "--tracks", 0)
    assert made.status == 0
    assert "not scored" in made.out
    assert "15 ahead: dream" in made.out
    assert verify(read_card(tmp_path / "model")).ok
    film = tmp_path / "a.gif"
    hot = ("--temperature", 0.5, "--temperature", 1.2)
    dream = shell("play", "dream", "-o", film, "--model", tmp_path / "model", "--seconds", 0.2, "--scale", 1, *hot)
    assert dream.status == 0
    assert "temperature 1.2: dreamed score" in dream.out
    with Image.open(film) as picture:
        assert picture.width == 2 + 2 * 66


def test_what_is_missing_or_too_much_is_told_before_anything_begins(shell: Shell, tmp_path: Path) -> None:
    train = ("play", "train", "memory", tmp_path, "-o", tmp_path / "m")
    assert_complains(shell(*train), 1, "--vision")
    both = ("play", "train", "vision", tmp_path, "-o", tmp_path / "v", "--preset", "half", "--start-from", tmp_path)
    assert_complains(shell(*both), 1, "leave out --preset or --start-from")
    nothing = shell("play", "train", "vision", tmp_path / "none", "-o", tmp_path / "v")
    assert_complains(nothing, 1, "There is no folder")
    assert not (tmp_path / "v").exists()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("-o", "a.avi"), "MP4, GIF or WebP"),
        (("-o", "a.gif", *("--temperature", 1) * 5), "One to 4 dreams"),
        (("-o", "a.gif", "--model", "nowhere"), "nowhere"),
    ],
)
def test_a_dream_that_cannot_be_is_told(shell: Shell, options: tuple[object, ...], sentence: str) -> None:
    assert_complains(shell("play", "dream", *options), 1, sentence)
