"""`reverie play record` from a shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from engines.errors import MissingWeights
from engines.play import mind
from tests.engines.play.dreamers import small_mind
from tests.studio.cli.answer import Shell, assert_complains


def test_a_drive_is_recorded_with_three_pictures(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mind, "open_mind", lambda folder: small_mind())
    path = tmp_path / "a.gif"
    answer = shell("play", "record", "-o", path, "--seconds", 0.2, "--scale", 1, "--json")
    assert answer.status == 0
    assert json.loads(answer.out)["pictures"] == 3
    with Image.open(path) as film:
        assert film.width == 2 + 3 * 66


def test_without_models_the_scripted_driver_is_recorded_and_it_is_said(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(folder: Path | None) -> None:
        raise MissingWeights("No model is installed.")

    monkeypatch.setattr(mind, "open_mind", missing)
    answer = shell("play", "record", "-o", tmp_path / "a.gif", "--driver", "scripted", "--seconds", 0.1)
    assert answer.status == 0
    assert "Only what is was filmed: No model is installed." in answer.out
    assert_complains(shell("play", "record", "-o", tmp_path / "b.gif"), 1, "No model is installed")


def test_another_format_is_refused_before_anything_is_driven(shell: Shell, tmp_path: Path) -> None:
    assert_complains(shell("play", "record", "-o", tmp_path / "a.avi", "--driver", "hold"), 1, "MP4, GIF or WebP")
