"""A photograph of any size is painted at its size, as strongly as asked, and a cancel is heard at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from engines import runtime
from engines.errors import BadInput, ReverieError
from engines.paint import stylise as stylising
from engines.paint.stylecatalogue import styles
from engines.paint.stylise import StyleRequest, Stylised, blend, padded, stylise
from engines.steps import Step, finish
from tests.engines.paint.style_runs import waves

STYLE = styles()[0].name


@pytest.fixture(autouse=True)
def one_thread(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One thread sums in one order."""
    monkeypatch.setattr(runtime, "threads", lambda: 1)
    runtime.forget()
    yield
    runtime.forget()


def paint(photo: NDArray[np.uint8], style: str = STYLE, **changes: float) -> Stylised:
    return finish(stylise(StyleRequest(photo, style, **changes)))  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [(1, 1), (1, 257), (257, 1), (3, 5), (64, 48), (61, 47)])
def test_a_picture_of_any_size_keeps_it(size: tuple[int, int]) -> None:
    result = paint(waves(1, *size))
    assert result.pixels.shape == (*size, 3)
    assert result.pixels.dtype == np.uint8
    assert result.painted_size == size[::-1]


@pytest.mark.parametrize("style", [style.name for style in styles()])
def test_every_style_changes_the_photograph(style: str) -> None:
    photo = waves(1, 64, 48)
    result = paint(photo, style)
    assert result.style.name == style
    assert np.abs(result.pixels.astype(int) - photo).mean() > 5


def test_strength_0_is_the_photograph_bit_for_bit() -> None:
    photo = waves(1, 30, 41)
    result = paint(photo, strength=0.0)
    assert np.array_equal(result.pixels, photo)
    assert not np.shares_memory(result.pixels, photo)


def test_half_the_strength_lies_in_the_middle() -> None:
    photo = waves(1, 64, 48)
    full, half = paint(photo).pixels.astype(int), paint(photo, strength=0.5).pixels.astype(int)
    assert np.abs(half - (photo + full) / 2).max() <= 1.0
    assert (np.minimum(photo, full) <= half).all()
    assert (half <= np.maximum(photo, full)).all()


def test_a_blend_of_nothing_is_the_photograph_and_of_all_the_painting() -> None:
    photo, painted = np.full((1, 1, 1), 0.25, np.float32), np.full((1, 1, 1), 0.75, np.float32)
    assert [float(blend(photo, painted, strength)[0, 0, 0]) for strength in (0.0, 0.5, 1.0)] == [0.25, 0.5, 0.75]


def test_the_same_request_gives_the_same_pixels() -> None:
    photo = waves(1, 64, 48)
    assert np.array_equal(paint(photo).pixels, paint(photo).pixels)


def test_the_photograph_is_left_alone() -> None:
    photo = waves(1, 20, 20)
    before = photo.copy()
    paint(photo)
    assert np.array_equal(photo, before)


def test_a_photograph_turned_in_memory_is_painted_as_a_plain_one() -> None:
    turned = waves(1, 48, 64).transpose(1, 0, 2)[::-1]
    assert np.array_equal(paint(turned).pixels, paint(np.ascontiguousarray(turned)).pixels)


def test_a_photograph_above_the_largest_is_painted_small_and_keeps_its_size() -> None:
    photo = waves(1, 90, 120)
    result = paint(photo, largest=60 * 80)
    assert result.pixels.shape == photo.shape
    assert result.painted_size == (80, 60)
    assert np.abs(result.pixels.astype(int) - paint(photo).pixels).mean() < 64


def test_fine_detail_survives_painting_at_a_smaller_size() -> None:
    photo = np.full((96, 96, 3), 128, np.uint8)
    photo[:, 48] = 255  # a line that a fourth of the size has no pixel for
    painted = paint(photo, largest=24 * 24).pixels.astype(int)
    assert painted[8:88, 48].mean() > painted[8:88, 45:52].mean() + 20


@pytest.mark.parametrize("size", [(1, 4000), (4000, 1), (2, 900)])
def test_a_thread_of_a_picture_above_the_largest_keeps_its_size(size: tuple[int, int]) -> None:
    result = paint(waves(1, *size), largest=400)
    assert result.pixels.shape == (*size, 3)


@pytest.mark.parametrize("style", [style.name for style in styles()])
def test_the_border_of_a_plain_picture_has_no_edge(style: str) -> None:
    painted = paint(np.full((96, 98, 3), (90, 130, 160), np.uint8), style).pixels.astype(float)
    middle = painted[24:-24, 24:-24]
    for border in (painted[:3], painted[-3:], painted[:, :3], painted[:, -3:]):
        assert np.abs(border.mean((0, 1)) - middle.mean((0, 1))).max() < 32
        assert border.min() > middle.min() - 64


def test_padding_reflects_to_fours_and_to_at_least_sixteen() -> None:
    picture = np.arange(18 * 21 * 3, dtype=np.float32).reshape(18, 21, 3)
    grown = padded(picture)
    assert grown.shape == (20, 24, 3)
    assert np.array_equal(grown[:18, :21], picture)
    assert np.array_equal(grown[18:, :21], picture[17:15:-1])
    assert padded(picture[:1, :1]).shape == (16, 16, 3)
    assert (padded(picture[:1, :1]) == picture[0, 0]).all()


def painters() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "stylise"]


def test_closing_in_the_middle_stops_within_300_ms_and_leaves_no_thread() -> None:
    task = stylise(StyleRequest(waves(1, 1600, 1600), STYLE))
    while not painters():
        next(task)
    next(task)  # the network is at work
    assert painters()
    before = time.monotonic()
    task.close()
    assert time.monotonic() - before < 0.3
    assert not painters()


def test_a_step_comes_often_while_the_network_works() -> None:
    task = stylise(StyleRequest(waves(1, 900, 900), STYLE))
    moments = [time.monotonic() for _ in task]
    assert len(moments) > 2
    assert not painters()


def test_a_network_that_breaks_down_is_said_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def run(self, *_: object) -> None:
            raise MemoryError

    monkeypatch.setattr(stylising, "session", lambda _: Broken())
    with pytest.raises(ReverieError, match="not enough memory"):
        paint(waves(1, 20, 20))
    assert not painters()


def test_a_wrong_style_names_those_near() -> None:
    with pytest.raises(BadInput, match=f"There is no style “{STYLE[:-1]}”. Try {STYLE}"):
        paint(waves(1, 8, 8), STYLE[:-1])


@pytest.mark.parametrize("strength", [-0.01, 1.01, float("nan")])
def test_a_strength_out_of_range_is_refused(strength: float) -> None:
    with pytest.raises(BadInput, match="between 0 and 1"):
        StyleRequest(waves(1, 8, 8), STYLE, strength)


@pytest.mark.parametrize("shape", [(8, 8), (8, 8, 4), (0, 8, 3)])
def test_what_is_no_photograph_is_the_callers_mistake(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="a photograph is"):
        StyleRequest(np.zeros(shape, np.uint8), STYLE)


def test_a_missing_model_is_said_before_painting(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("REVERIE_WEIGHTS", str(tmp_path))
    with pytest.raises(BadInput, match="installing Reverie again"):
        paint(waves(1, 8, 8))


def test_the_first_report_comes_before_the_work() -> None:
    task = stylise(StyleRequest(waves(1, 8, 8), STYLE))
    assert next(task) == Step(0, 1, note="Painting")
    assert not painters()
    task.close()
