from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.widgets.imageview.camera import MAX_FIT, MAX_ZOOM, Camera

sizes = st.integers(min_value=1, max_value=9000)
views = st.integers(min_value=40, max_value=4000)
zooms = st.floats(min_value=0.001, max_value=60)
fractions = st.floats(min_value=0, max_value=1)
moves = st.floats(min_value=-20000, max_value=20000)


@st.composite
def cameras(draw: st.DrawFn) -> Camera:
    camera = Camera(draw(sizes), draw(sizes), draw(views), draw(views), margin=16).fitted()
    zoomed = camera.zoomed_about(draw(fractions) * camera.view_width, draw(fractions) * camera.view_height, draw(zooms))
    return zoomed.clamped().panned(draw(moves), draw(moves))


@given(cameras(), fractions, fractions, zooms)
def test_zooming_keeps_the_point_under_the_cursor(camera: Camera, across: float, down: float, zoom: float) -> None:
    x, y = across * camera.view_width, down * camera.view_height
    zoomed = camera.zoomed_about(x, y, zoom)
    assert zoomed.to_view(*camera.to_scene(x, y)) == pytest.approx((x, y), abs=1e-3)


@given(cameras(), zooms)
def test_zoom_stays_within_its_limits(camera: Camera, zoom: float) -> None:
    zoomed = camera.zoomed_about(3, 4, zoom)
    assert camera.min_zoom <= zoomed.zoom <= MAX_ZOOM


@given(cameras())
def test_clamping_leaves_no_gap_and_is_done_once(camera: Camera) -> None:
    left, top, width, height = camera.scene_rect()
    for start, length, view in ((left, width, camera.view_width), (top, height, camera.view_height)):
        if length <= view:
            assert start == pytest.approx((view - length) / 2)
        else:
            assert start <= 1e-6
            assert start + length >= view - 1e-6
    assert camera.clamped() == camera


@given(sizes, sizes, views, views)
def test_fitted_shows_everything_in_the_middle(scene_w: int, scene_h: int, view_w: int, view_h: int) -> None:
    camera = Camera(scene_w, scene_h, view_w, view_h, margin=16).fitted()
    left, top, width, height = camera.scene_rect()
    assert not camera.overflows
    assert left + width / 2 == pytest.approx(view_w / 2)
    assert top + height / 2 == pytest.approx(view_h / 2)
    touches = width == pytest.approx(view_w - 32) or height == pytest.approx(view_h - 32)
    assert touches or camera.zoom == MAX_FIT


@given(cameras(), views, views)
def test_resizing_there_and_back_keeps_the_zoom_and_leaves_no_gap(camera: Camera, width: int, height: int) -> None:
    resized = camera.resized(width, height)
    assert resized.zoom == camera.zoom
    assert resized.clamped() == resized


@given(cameras(), fractions, fractions)
def test_scene_and_view_coordinates_are_each_others_inverse(camera: Camera, across: float, down: float) -> None:
    point = (across * camera.scene_width, down * camera.scene_height)
    assert camera.to_scene(*camera.to_view(*point)) == pytest.approx(point, rel=1e-6, abs=1e-2)


@given(cameras())
def test_the_visible_part_lies_in_the_viewport(camera: Camera) -> None:
    left, top, width, height = camera.visible_rect()
    assert left >= 0
    assert top >= 0
    assert width > 0
    assert height > 0
    assert left + width <= camera.view_width + 1e-6
    assert top + height <= camera.view_height + 1e-6


def test_an_empty_camera_answers_calmly() -> None:
    camera = Camera()
    assert camera.is_empty
    assert camera.fitted().zoom == 1.0
    assert not camera.overflows
