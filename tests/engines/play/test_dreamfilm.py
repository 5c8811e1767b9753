"""Films of dreams: as long as the dream, one picture for each temperature, the same for a seed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from engines.errors import BadInput
from engines.play.agent import Agent
from engines.play.controller.controller import Controller
from engines.play.dreamfilm import DreamRequest, film_dream
from engines.steps import finish
from tests.engines.play.test_dreaming import Counting, Grey, some_beginnings


def drowsy(last: int = 10_000) -> Agent:
    return Agent(Grey(), Counting(last), Controller.blank())


def test_a_film_is_as_long_as_was_asked_for(tmp_path: Path) -> None:
    request = DreamRequest(tmp_path / "a.gif", 0.4, (0.5, 1.0, 1.5), scale=1)
    found = finish(film_dream(request, drowsy(), some_beginnings()))
    assert (found.clip.frames, found.clip.seconds) == (10, pytest.approx(0.4))
    assert found.frames == (19, 19, 19)
    assert found.scores == pytest.approx([19 * (1000 / 295 - 0.1)] * 3)
    with Image.open(found.clip.path) as film:
        assert film.width == 2 + 3 * 66


def test_a_film_ends_with_its_dream(tmp_path: Path) -> None:
    request = DreamRequest(tmp_path / "a.gif", 5, scale=1)
    assert finish(film_dream(request, drowsy(last=9), some_beginnings())).frames == (9,)


def test_a_seed_is_a_film(tmp_path: Path) -> None:
    request = DreamRequest(tmp_path / "a.webp", 0.2, seed=4, scale=1)
    others = [replace(request, output=tmp_path / "b.webp"), replace(request, output=tmp_path / "c.webp", seed=5)]
    one, same, other = (
        finish(film_dream(each, drowsy(), some_beginnings())).clip.path.read_bytes() for each in (request, *others)
    )
    assert one == same != other


def test_dreams_that_cannot_be_are_said(tmp_path: Path) -> None:
    for wrong, sentence in (
        ({"temperatures": ()}, "One to 4"),
        ({"temperatures": (2.0,)}, "0.1 to 1.5"),
        ({"seconds": 21.0}, "up to 20 seconds"),
    ):
        with pytest.raises(BadInput, match=sentence):
            DreamRequest(tmp_path / "a.gif", **wrong)  # type: ignore[arg-type]
