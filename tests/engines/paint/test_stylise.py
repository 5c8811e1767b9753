"""A photograph of any size is painted at its size and depth, as a look says, and a cancel is heard at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from engines import runtime
from engines.cards import shipped_folder
from engines.errors import BadInput, ReverieError
from engines.paint import scaling
from engines.paint import stylise as stylising
from engines.paint.colours import lightness_of
from engines.paint.looks import FINEST_BRUSH, Look, one_style
from engines.paint.masks import Mask
from engines.paint.onepass import as_input, as_picture, padded
from engines.paint.scaling import Photograph
from engines.paint.stages import NotOurGraph
from engines.paint.stylecatalogue import styles
from engines.paint.stylise import StyleRequest, Stylised, blend, stylise, working_size
from engines.steps import Step, finish
from tests.engines.paint.style_models import styles_card
from tests.engines.paint.style_runs import waves

STYLE, OTHER = (style.name for style in styles()[:2])
LOOK, OTHER_LOOK = one_style(STYLE), one_style(OTHER)
#: Inside on the left, outside on the right.
LEFT = Mask(np.array([[255, 0]], np.uint8))


@pytest.fixture(autouse=True)
def one_thread(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One thread sums in one order."""
    monkeypatch.setattr(runtime, "threads", lambda: 1)
    runtime.forget()
    yield
    runtime.forget()


def paint(photo: Photograph, look: Look = LOOK, **changes: Any) -> Stylised:
    return finish(stylise(StyleRequest(photo, look, **changes)))


def deep_waves(seed: int, *size: int) -> NDArray[np.uint16]:
    """A photograph of 16 bits with values between those that 8 bits have."""
    between = np.random.default_rng(seed).integers(0, 257, (*size, 3), dtype=np.uint16)
    return waves(seed, *size).astype(np.uint16) * np.uint16(256) + between


def apart(first: Photograph, second: Photograph) -> float:
    """The mean difference in values of 8 bits."""
    scales = [255 / np.iinfo(each.dtype).max for each in (first, second)]
    return float(np.abs(first * scales[0] - second * scales[1]).mean())


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("size", [(1, 1), (1, 257), (257, 1), (3, 5), (64, 48), (61, 47)])
def test_a_picture_of_any_size_keeps_it_and_its_depth(size: tuple[int, int], dtype: Any) -> None:
    result = paint(waves(1, *size) if dtype == np.uint8 else deep_waves(1, *size))
    assert result.pixels.shape == (*size, 3)
    assert result.pixels.dtype == dtype
    assert result.painted_size == size[::-1]


@pytest.mark.parametrize("style", [style.name for style in styles()])
def test_every_style_changes_the_photograph(style: str) -> None:
    photo = waves(1, 64, 48)
    result = paint(photo, one_style(style))
    assert result.look == one_style(style)
    assert apart(result.pixels, photo) > 5


def test_the_result_tells_the_model_and_its_hash() -> None:
    card = styles()[0].card
    assert paint(waves(1, 20, 20)).models == {card.name: card.files["model.onnx"]}
    assert paint(waves(1, 20, 20), Look()).models == {}


def test_both_depths_give_the_same_painting() -> None:
    photo = waves(1, 64, 48)
    deep = paint(photo.astype(np.uint16) * np.uint16(257)).pixels
    assert np.abs(deep / 257 - paint(photo).pixels).max() <= 0.51


@pytest.mark.parametrize("photo", [waves(1, 30, 41), deep_waves(1, 30, 41)])
@pytest.mark.parametrize("look", [Look(), one_style(STYLE, 0.0)])
def test_strength_0_is_the_photograph_bit_for_bit(photo: Photograph, look: Look) -> None:
    result = paint(photo, look)
    assert np.array_equal(result.pixels, photo)
    assert not np.shares_memory(result.pixels, photo)
    masked = paint(photo, look, outside=look, mask=LEFT)
    assert np.array_equal(masked.pixels, photo)


def test_half_the_strength_lies_in_the_middle() -> None:
    photo = waves(1, 64, 48)
    full, half = paint(photo).pixels.astype(int), paint(photo, one_style(STYLE, 0.5)).pixels.astype(int)
    assert np.abs(half - (photo + full) / 2).max() <= 1.0
    assert (np.minimum(photo, full) <= half).all()
    assert (half <= np.maximum(photo, full)).all()


@pytest.mark.parametrize("colours", ["off", "luminance"])
def test_a_breath_of_a_style_keeps_every_step_of_16_bits(colours: str) -> None:
    ramp = np.linspace(12000, 50000, 96 * 96).astype(np.uint16).reshape(96, 96)
    photo = np.stack([ramp, ramp, ramp], axis=2)
    found = paint(photo, Look(((STYLE, 1.0),), 0.001, colours)).pixels
    assert 0 < np.abs(found.astype(int) - photo).max() <= 66  # a thousandth of all, and rounding
    assert len(np.unique(found[..., 0])) > 0.95 * len(np.unique(ramp))


def test_a_blend_of_nothing_is_the_photograph_and_of_all_the_painting() -> None:
    photo, painted = np.full((1, 1, 1), 0.25, np.float32), np.full((1, 1, 1), 0.75, np.float32)
    assert [float(blend(photo, painted, strength)[0, 0, 0]) for strength in (0.0, 0.5, 1.0)] == [0.25, 0.5, 0.75]


def test_styles_are_blended_by_their_shares() -> None:
    look, photo = Look(((STYLE, 3.0), (OTHER, 1.0))), waves(1, 64, 48)
    model = runtime.session(styles()[0].model)
    weights = 0.75 * styles()[0].weights + 0.25 * styles()[1].weights
    fed = {"photo": as_input(padded(photo.astype(np.float32) / np.float32(255))), "style_weights": weights}
    wanted = as_picture(model.run(["stylized"], fed)[0])
    assert np.abs(paint(photo, look).pixels - wanted * 255).max() <= 0.51


def test_styles_of_two_models_are_not_blended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = (shipped_folder() / "styles" / "model.onnx").read_bytes()
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "model.onnx").write_bytes(model)
        styles_card(tmp_path / name, tuple(f"{name}_{number}" for number in range(styles()[0].count)))
    monkeypatch.setenv("REVERIE_WEIGHTS", str(tmp_path))
    with pytest.raises(BadInput, match="“First_1” and “Second_0” belong to different models and cannot be blended"):
        paint(waves(1, 8, 8), Look((("first_1", 1.0), ("second_0", 1.0))))
    both = paint(waves(1, 8, 8), one_style("first_0"), outside=one_style("second_1"), mask=LEFT)
    assert sorted(both.models) == ["first", "second"]


def test_the_same_request_gives_the_same_pixels() -> None:
    photo = waves(1, 64, 48)
    assert np.array_equal(paint(photo).pixels, paint(photo).pixels)


def test_the_photograph_is_left_alone() -> None:
    photo = waves(1, 20, 20)
    before = photo.copy()
    paint(photo, mask=LEFT)
    assert np.array_equal(photo, before)


def test_a_photograph_turned_in_memory_is_painted_as_a_plain_one() -> None:
    turned = waves(1, 48, 64).transpose(1, 0, 2)[::-1]
    assert np.array_equal(paint(turned).pixels, paint(np.ascontiguousarray(turned)).pixels)


@pytest.mark.parametrize(
    ("size", "brush", "worked_at"),
    [
        ((4000, 3000), 1.0, (1024, 768)),
        ((3000, 4000), 0.5, (1536, 2048)),
        ((4000, 3000), 0.256, (4000, 3000)),
        ((4000, 3000), 4.0, (256, 192)),
        ((800, 600), 1.0, (800, 600)),
        ((30000, 2), 1.0, (1024, 1)),
    ],
)
def test_the_brush_is_broad_against_the_picture_not_its_pixels(
    size: tuple[int, int], brush: float, worked_at: tuple[int, int]
) -> None:
    assert working_size(size, brush) == worked_at


@pytest.mark.parametrize("colours", ["off", "luminance", "histogram"])
def test_bands_of_any_height_give_the_same_picture(colours: str, monkeypatch: pytest.MonkeyPatch) -> None:
    photo, look = waves(1, 90, 120), Look(((STYLE, 1.0),), 0.8, colours, brush=4.0)
    monkeypatch.setattr(stylising, "BRUSH_SIDE", 200)
    whole = paint(photo, look)
    assert whole.painted_size == (50, 38)
    for pixels in (1, 700):
        monkeypatch.setattr(stylising, "BAND_PIXELS", pixels)
        monkeypatch.setattr(scaling, "BAND_PIXELS", pixels)
        assert np.abs(paint(photo, look).pixels.astype(int) - whole.pixels).max() <= 1


@pytest.mark.parametrize("colours", ["off", "luminance", "histogram"])
def test_tiles_give_the_same_picture_in_whatever_colours(colours: str, monkeypatch: pytest.MonkeyPatch) -> None:
    look = Look(((STYLE, 1.0),), 0.8, colours)
    whole, tiled = (paint(waves(1, 300, 200), look, largest=largest) for largest in (10**6, 10**3))
    assert whole.painted_size == tiled.painted_size == (200, 300)
    assert apart(whole.pixels, tiled.pixels) < 0.1


def test_tiles_enlarged_give_the_same_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stylising, "BRUSH_SIDE", 300)
    monkeypatch.setattr(stylising, "BAND_PIXELS", 5000)
    whole, tiled = (paint(waves(1, 700, 500), largest=largest) for largest in (10**6, 10**3))
    assert whole.painted_size == tiled.painted_size == (214, 300)
    assert apart(whole.pixels, tiled.pixels) < 0.1


def test_fine_detail_survives_painting_at_a_smaller_size(monkeypatch: pytest.MonkeyPatch) -> None:
    photo = np.full((96, 96, 3), 128, np.uint8)
    photo[:, 48] = 255  # a line that a fourth of the size has no pixel for
    monkeypatch.setattr(stylising, "BRUSH_SIDE", 24)
    painted = paint(photo).pixels.astype(int)
    assert painted[8:88, 48].mean() > painted[8:88, 45:52].mean() + 20


@pytest.mark.parametrize("size", [(1, 4000), (4000, 1), (2, 900), (40, 3000)])
def test_a_thread_of_a_picture_is_painted_by_tiles_too(size: tuple[int, int]) -> None:
    result = paint(waves(1, *size), Look(((STYLE, 1.0),), brush=FINEST_BRUSH), largest=400)
    assert result.pixels.shape == (*size, 3)
    assert result.painted_size == size[::-1]


def test_a_panorama_is_painted_with_its_strokes() -> None:
    result = paint(np.tile(waves(1, 400, 600), (1, 50, 1)))
    assert result.pixels.shape == (400, 30000, 3)
    assert result.painted_size == (1024, 14)


def test_a_graph_that_cannot_be_cut_paints_smaller_and_enlarges_the_change(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> None:
        raise NotOurGraph

    monkeypatch.setattr(stylising, "staged", refuse)
    photo = waves(1, 90, 120)
    result = paint(photo, largest=60 * 80)
    assert result.pixels.shape == photo.shape
    assert result.painted_size == (80, 60)
    assert 5 < apart(result.pixels, photo) < 120


def test_luminance_keeps_the_colours_of_the_photograph() -> None:
    grey = np.repeat(waves(1, 64, 48)[..., :1], 3, axis=2)
    kept = paint(grey, Look(((STYLE, 1.0),), colours="luminance")).pixels
    assert int(np.ptp(kept, axis=2).max()) <= 1
    light = [lightness_of(each.astype(np.float32) / np.float32(255)) for each in (kept, paint(grey).pixels)]
    seen = light[1] > 0.3  # next to black one step of 8 bits is a large step of L
    assert np.abs(light[0] - light[1])[seen].max() < 0.01


def test_histogram_gives_the_values_of_the_photograph() -> None:
    photo = waves(1, 64, 48)
    matched = paint(photo, Look(((STYLE, 1.0),), colours="histogram")).pixels
    shares = (0.1, 0.5, 0.9)
    assert np.quantile(matched, shares, axis=(0, 1)) == pytest.approx(np.quantile(photo, shares, axis=(0, 1)), abs=4)


@pytest.mark.parametrize("photo", [waves(1, 64, 48), deep_waves(1, 64, 48)])
def test_a_mask_shows_each_look_on_its_side(photo: Photograph) -> None:
    both = paint(photo, LOOK, outside=OTHER_LOOK, mask=Mask(np.array([[255, 255, 0, 0]], np.uint8)))
    assert (both.look, both.outside) == (LOOK, OTHER_LOOK)
    inside, outside = paint(photo, LOOK).pixels, paint(photo, OTHER_LOOK).pixels
    assert np.array_equal(both.pixels[:, :12], inside[:, :12])
    assert np.array_equal(both.pixels[:, 36:], outside[:, 36:])


@pytest.mark.parametrize("photo", [waves(1, 64, 48), deep_waves(1, 64, 48)])
def test_outside_or_inside_may_stay_the_photograph_bit_for_bit(photo: Photograph) -> None:
    painted, mask = paint(photo).pixels, Mask(np.array([[255, 255, 0, 0]], np.uint8))
    one_side = paint(photo, LOOK, mask=mask)
    assert np.array_equal(one_side.pixels[:, 36:], photo[:, 36:])
    assert np.array_equal(one_side.pixels[:, :12], painted[:, :12])
    other_side = paint(photo, Look(), outside=LOOK, mask=mask)
    assert np.array_equal(other_side.pixels[:, :12], photo[:, :12])
    assert np.array_equal(other_side.pixels[:, 36:], painted[:, 36:])


def test_half_a_mask_is_half_of_each_look() -> None:
    photo = waves(1, 64, 48)
    mixed = paint(photo, LOOK, outside=OTHER_LOOK, mask=Mask(np.full((5, 7), 128, np.uint8))).pixels
    inside, outside = paint(photo, LOOK).pixels.astype(float), paint(photo, OTHER_LOOK).pixels
    assert np.abs(mixed - (inside * 128 + outside * 127.0) / 255).max() <= 1.0


def test_each_side_has_its_own_strength_colours_and_brush() -> None:
    photo = waves(1, 64, 48)
    inside, outside = Look(((STYLE, 1.0),), 0.5, "luminance"), Look(((STYLE, 1.0),), 0.8, "histogram", 4.0)
    both = paint(photo, inside, outside=outside, mask=Mask(np.array([[255, 255, 0, 0]], np.uint8))).pixels
    assert np.array_equal(both[:, :12], paint(photo, inside).pixels[:, :12])
    assert np.array_equal(both[:, 36:], paint(photo, outside).pixels[:, 36:])


def test_a_masked_picture_by_tiles_is_the_one_in_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stylising, "BAND_PIXELS", 5000)
    mask = Mask(np.array([[0], [0], [255]], np.uint8))  # the upper bands show nothing of the look inside
    whole, tiled = (paint(waves(1, 700, 200), mask=mask, largest=largest) for largest in (10**6, 10**3))
    assert apart(whole.pixels, tiled.pixels) < 0.1
    assert np.array_equal(tiled.pixels[:200], waves(1, 700, 200)[:200])


@pytest.mark.parametrize("style", [style.name for style in styles()])
def test_the_border_of_a_plain_picture_has_no_edge(style: str) -> None:
    painted = paint(np.full((96, 98, 3), (90, 130, 160), np.uint8), one_style(style)).pixels.astype(float)
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
    task = stylise(StyleRequest(waves(1, 1500, 1500), Look(((STYLE, 1.0),), brush=0.5)))
    while not painters():
        next(task)
    next(task)  # the network is at work
    assert painters()
    before = time.monotonic()
    task.close()
    assert time.monotonic() - before < 0.3
    assert not painters()


def test_steps_count_the_tiles_of_both_looks() -> None:
    photo = waves(1, 300, 200)
    found = list(stylise(StyleRequest(photo, LOOK, OTHER_LOOK, LEFT, largest=1000)))
    stages = 2 * 6 + 4 + 1  # of the shipped network
    assert found[-1].done == found[-1].total == 2 * 2 * stages  # two strips of one tile each
    assert [step.done for step in found] == sorted(step.done for step in found)


def test_a_step_comes_often_while_the_network_works() -> None:
    task = stylise(StyleRequest(waves(1, 900, 900), LOOK))
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
        paint(waves(1, 8, 8), one_style(STYLE[:-1]))


@pytest.mark.parametrize("dtype", [np.float32, np.int16, np.bool_])
def test_a_photograph_of_another_depth_is_the_callers_mistake(dtype: Any) -> None:
    with pytest.raises(ValueError, match="uint8 or uint16"):
        StyleRequest(np.zeros((8, 8, 3), dtype), LOOK)


@pytest.mark.parametrize("shape", [(8, 8), (8, 8, 4), (0, 8, 3)])
def test_what_is_no_photograph_is_the_callers_mistake(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="a photograph is"):
        StyleRequest(np.zeros(shape, np.uint8), LOOK)


def test_a_missing_model_is_said_before_painting(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("REVERIE_WEIGHTS", str(tmp_path))
    with pytest.raises(BadInput, match="installing Reverie again"):
        paint(waves(1, 8, 8))


def test_the_first_report_comes_before_the_work() -> None:
    task = stylise(StyleRequest(waves(1, 8, 8), LOOK))
    assert next(task) == Step(0, 1, note="Painting")
    assert not painters()
    task.close()
