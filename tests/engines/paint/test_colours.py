"""The photograph's colours under the painting: lightness by Oklab, values by histogram."""

from __future__ import annotations

import numpy as np
import pytest

from engines.paint.colours import HistogramMatch, lightness_of, with_light_of
from engines.paint.scaling import Floats
from tests.engines.paint.style_runs import waves


def colour(*values: float) -> Floats:
    return np.array(values, np.float32).reshape(1, 1, 3)


def waved(seed: int) -> Floats:
    return waves(seed).astype(np.float32) / np.float32(255)


def noise(seed: int) -> Floats:
    return np.random.default_rng(seed).random((30, 40, 3), dtype=np.float32)


@pytest.mark.parametrize(
    ("rgb", "lightness"),
    # L of white, black and the three primaries as Ottosson gives them; the linear grey 0.125 is 0.5 ** 3.
    [
        ((1, 1, 1), 1.0),
        ((0, 0, 0), 0.0),
        ((1, 0, 0), 0.627955),
        ((0, 1, 0), 0.866440),
        ((0, 0, 1), 0.452014),
        ((0.388573, 0.388573, 0.388573), 0.5),
    ],
)
def test_lightness_is_that_of_oklab(rgb: tuple[float, float, float], lightness: float) -> None:
    assert float(lightness_of(colour(*rgb))[0, 0]) == pytest.approx(lightness, abs=2e-5)


def test_a_grey_photograph_takes_the_light_and_no_colour_of_the_painting() -> None:
    kept = with_light_of(colour(1, 0, 0), colour(0.4, 0.4, 0.4))[0, 0]
    # Red has L 0.627955; the grey of that L has linear light 0.627955 ** 3 = 0.247618, in sRGB 0.534741.
    assert kept == pytest.approx([0.534741] * 3, abs=1e-4)


def test_a_painting_of_the_photographs_own_light_leaves_the_photograph() -> None:
    photo = waved(3)
    assert np.abs(with_light_of(photo, photo) - photo).max() < 1e-4
    assert np.abs(with_light_of(np.repeat(grey_of(photo), 3, axis=2), photo) - photo).max() < 2e-3


def grey_of(picture: Floats) -> Floats:
    """The grey with the lightness of each pixel."""
    linear = lightness_of(picture)[..., None] ** 3
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055).astype(np.float32)


def test_every_mixture_is_a_colour_that_a_screen_has() -> None:
    mixed = with_light_of(noise(1), noise(2))
    assert mixed.dtype == np.float32
    assert 0.0 <= mixed.min() <= mixed.max() <= 1.0


def test_a_colour_too_strong_for_its_light_becomes_paler_and_keeps_its_hue() -> None:
    kept = with_light_of(colour(0.95, 0.95, 0.95), colour(0, 0, 1))[0, 0]
    assert kept[2] == pytest.approx(1.0, abs=1e-3)
    assert kept[2] > kept[1] > 0.8
    assert float(lightness_of(kept.reshape(1, 1, 3))[0, 0]) == pytest.approx(
        float(lightness_of(colour(0.95, 0.95, 0.95))[0, 0]), abs=0.02
    )


def test_two_values_of_the_painting_become_the_two_of_the_photograph() -> None:
    match = HistogramMatch()
    photo, painted = np.zeros((1, 4, 3), np.float32), np.zeros((1, 4, 3), np.float32)
    photo[0, :, 0] = [0.2, 0.6, 0.2, 0.6]
    painted[0, :, 0] = [0.0, 0.0, 1.0, 1.0]
    match.learn(photo, painted)
    assert match.matched(painted)[0, :, 0] == pytest.approx([0.2, 0.2, 0.6, 0.6], abs=1e-3)


def test_the_median_of_the_painting_becomes_the_photographs() -> None:
    match = HistogramMatch()
    photo, painted = noise(1) ** 2, noise(2)
    match.learn(photo, painted)
    matched = match.matched(painted)
    shares = (0.01, 0.25, 0.5, 0.75, 0.99)
    assert np.quantile(matched, shares, axis=(0, 1)) == pytest.approx(np.quantile(photo, shares, axis=(0, 1)), abs=4e-3)


def test_matching_keeps_the_order_of_the_paintings_values() -> None:
    match = HistogramMatch()
    match.learn(waved(1), waved(2))
    ramp = np.repeat(np.linspace(0, 1, 500, dtype=np.float32)[None, :, None], 3, axis=2)
    assert (np.diff(match.matched(ramp), axis=1) >= 0).all()


def test_a_photograph_of_one_colour_gives_that_colour() -> None:
    match = HistogramMatch()
    match.learn(np.full((30, 40, 3), 128 / 255, np.float32), noise(1))
    assert match.matched(noise(1)) == pytest.approx(np.full((30, 40, 3), 128 / 255), abs=1e-3)


def test_learning_by_parts_is_learning_at_once() -> None:
    parts, whole = HistogramMatch(), HistogramMatch()
    parts.learn(noise(1)[:10], noise(2)[:10])
    parts.matched(noise(2))  # a table made too early is made again
    parts.learn(noise(1)[10:], noise(2)[10:])
    whole.learn(noise(1), noise(2))
    assert np.array_equal(parts.matched(noise(2)), whole.matched(noise(2)))
