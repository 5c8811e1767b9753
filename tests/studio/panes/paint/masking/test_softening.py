from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.paint.masks import Mask
from studio.panes.paint.masking.brush import Area, Stroke
from studio.panes.paint.masking.softening import Softened


def blot(height: int = 300, width: int = 400) -> np.ndarray:
    stroke = Stroke(np.zeros((height, width), np.uint8), 40)
    stroke.to(0, 100)
    stroke.to(260, 220)
    return stroke.values


def test_without_a_feather_the_mask_is_shown_as_it_is() -> None:
    soft = Softened(blot(), 0.0)
    assert soft.step == 1
    np.testing.assert_array_equal(soft.values, blot())


@pytest.mark.parametrize("feather", [0.005, 0.01, 0.03, 0.1, 0.25])
def test_the_veil_is_as_soft_as_the_engine_paints(feather: float) -> None:
    soft = Softened(blot(), feather)
    painted = Mask(blot(), feather).share((400, 300), (0, 0, 400, 300)) * 255
    middles = (
        np.minimum(np.arange(length) * soft.step + soft.step // 2, most - 1)
        for length, most in zip(soft.values.shape, painted.shape, strict=True)
    )
    assert np.abs(painted[np.ix_(*middles)] - soft.values).mean() < 2.5


@given(st.floats(0, 0.25), st.lists(st.tuples(st.floats(-20, 150), st.floats(-20, 110)), min_size=1, max_size=4))
def test_following_a_stroke_gives_what_making_it_anew_gives(feather: float, points: list[tuple[float, float]]) -> None:
    stroke = Stroke(blot(97, 131), 7)
    soft = Softened(stroke.values, feather)
    for point in points:
        area = stroke.to(*point)
        if not area.is_empty:
            soft.renew(stroke.values, area)
    np.testing.assert_allclose(soft.values.astype(int), Softened(stroke.values, feather).values, atol=1)


def test_the_area_told_holds_every_change() -> None:
    mask = blot()
    soft = Softened(mask, 0.05)
    before = soft.values.copy()
    mask[200:240, 300:330] = 255
    area = soft.renew(mask, Area(300, 200, 330, 240))
    changed = soft.values != before
    assert changed.any()
    changed[area.top : area.bottom, area.left : area.right] = False
    assert not changed.any()
