from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from studio.panes.paint.masking.brush import Area, Stroke

HEIGHT, WIDTH = 70, 90
Points = list[tuple[float, float]]

places = st.tuples(st.floats(-30, WIDTH + 30), st.floats(-30, HEIGHT + 30))
paths = st.lists(places, min_size=1, max_size=6)
radii = st.floats(1.0, 60.0)


def blank(height: int = HEIGHT, width: int = WIDTH, value: int = 0) -> NDArray[np.uint8]:
    return np.full((height, width), value, np.uint8)


def painted(base: NDArray[np.uint8], points: Points, radius: float, erases: bool = False) -> NDArray[np.uint8]:
    stroke = Stroke(base, radius, erases)
    for point in points:
        stroke.to(*point)
    return stroke.values


def distances(start: tuple[float, float], end: tuple[float, float]) -> NDArray[np.float64]:
    """How far the middle of each pixel is from the way between two points."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH] + 0.5
    (ax, ay), (bx, by) = start, end
    squared = (bx - ax) ** 2 + (by - ay) ** 2
    t = np.clip(((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / squared, 0, 1) if squared else np.zeros_like(x)
    nearest: NDArray[np.float64] = np.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay))
    return nearest


@given(places, places, radii)
def test_a_fast_stroke_leaves_no_gap_and_goes_no_further_than_the_brush(
    start: tuple[float, float], end: tuple[float, float], radius: float
) -> None:
    values, far = painted(blank(), [start, end], radius), distances(start, end)
    assert (values[far < radius - 1.5] == 255).all()
    assert (values[far > radius + 1.5] == 0).all()


@given(paths, st.floats(2.0, 20.0))
def test_a_stroke_passes_through_every_point_of_the_hand(points: Points, radius: float) -> None:
    values = painted(blank(), points, radius)
    for x, y in points:
        if 0 <= x < WIDTH and 0 <= y < HEIGHT:
            assert values[int(y), int(x)] == 255


@given(paths, radii)
def test_erasing_along_the_same_path_leaves_nothing(points: Points, radius: float) -> None:
    values = painted(painted(blank(), points, radius), points, radius, erases=True)
    assert not values.any()


@given(paths, st.floats(1.0, 40.0), st.booleans())
def test_the_border_cuts_a_stroke_off_and_changes_nothing_else(points: Points, radius: float, erases: bool) -> None:
    whole = painted(blank(value=200), points, radius, erases)
    larger = painted(blank(HEIGHT + 90, WIDTH + 90, 200), points, radius, erases)
    np.testing.assert_array_equal(whole, larger[:HEIGHT, :WIDTH])
    # Above and to the left the numbers are others, and a dab may be rounded to the next place.
    moved = [(x + 110, y + 110) for x, y in points]
    around = painted(blank(HEIGHT + 220, WIDTH + 220, 200), moved, radius, erases)[
        110 : 110 + HEIGHT, 110 : 110 + WIDTH
    ]
    assert np.abs(whole.astype(int) - around).mean() < 2


@given(paths, radii, st.booleans())
def test_the_areas_told_hold_every_change_and_lie_inside_the_mask(points: Points, radius: float, erases: bool) -> None:
    base = blank(value=128)
    stroke, area = Stroke(base, radius, erases), Area()
    for point in points:
        area = area.joined(stroke.to(*point))
    outside = np.ones_like(base, bool)
    outside[area.top : area.bottom, area.left : area.right] = False
    assert (stroke.values[outside] == 128).all()
    assert area.is_empty or (0 <= area.left < area.right <= WIDTH and 0 <= area.top < area.bottom <= HEIGHT)
    assert (base == 128).all()  # the mask before stays what it was, for undo


@pytest.mark.parametrize("steps", [2, 7, 40, 400])
@pytest.mark.parametrize("radius", [2.0, 9.0, 25.0, 55.0])
def test_a_straight_stroke_is_the_same_however_often_the_hand_is_asked(steps: int, radius: float) -> None:
    line = [(10.3 + 60.4 * t, 12.1 + 41.7 * t) for t in np.linspace(0, 1, steps)]
    few, many = painted(blank(), [line[0], line[-1]], radius), painted(blank(), line, radius)
    # Dabs on whole pixels or quarters of one: the soft edge may move by so much, nothing else.
    assert np.abs(few.astype(int) - many).mean() < 3
    assert ((few > 127) != (many > 127)).mean() < 0.01


@pytest.mark.parametrize("steps", [9, 14, 25])
def test_a_round_stroke_told_in_few_points_is_round(steps: int) -> None:
    def circle(count: int) -> Points:
        angles = np.linspace(0, 1.6 * math.pi, count)
        return [(45 + 28 * math.cos(angle), 35 + 28 * math.sin(angle)) for angle in angles]

    few, many = painted(blank(), circle(steps), 5), painted(blank(), circle(300), 5)
    assert ((few > 127) != (many > 127)).mean() < 0.01
    # A chain of straight lines would cut the corners: that is what the curve is for.
    straight = blank()
    for start, end in zip(circle(steps), circle(steps)[1:], strict=False):
        straight = painted(straight, [start, end], 5)
    assert ((few > 127) != (many > 127)).sum() < ((straight > 127) != (many > 127)).sum()


def test_a_stroke_over_itself_is_one_stroke() -> None:
    there = [(10.0, 10.0), (60.0, 40.0)]
    once, again = painted(blank(), there, 6), painted(blank(), [*there, *there[::-1]], 6)
    np.testing.assert_array_equal(once > 127, again > 127)


def test_a_dab_is_round_and_its_edge_is_smooth() -> None:
    values = painted(blank(), [(45.0, 35.0)], 20)
    assert values.sum() / 255 == pytest.approx(math.pi * 20**2, rel=0.005)
    np.testing.assert_array_equal(values, values[::-1])
    np.testing.assert_array_equal(values, values[:, ::-1])
    assert 50 < np.count_nonzero((values > 0) & (values < 255)) < 200


def test_a_light_pen_paints_a_thin_line() -> None:
    stroke = Stroke(blank(), 20)
    stroke.to(45, 35, 0.1)
    light = np.count_nonzero(stroke.values)
    stroke.to(45, 35, 0.9)
    assert 0 < light < 0.2 * np.count_nonzero(stroke.values)


@pytest.mark.parametrize("nowhere", [math.nan, math.inf, -math.inf])
def test_a_place_that_is_none_is_passed_over(nowhere: float) -> None:
    stroke = Stroke(blank(), 5)
    assert stroke.to(nowhere, 10).is_empty
    assert stroke.to(10, 10, nowhere).is_empty
    assert not stroke.values.any()


def test_a_stroke_from_the_other_end_of_the_world_ends_where_the_hand_is() -> None:
    values = painted(blank(), [(-1e9, 35.0), (45.0, 35.0)], 3)
    assert values[35, 45] == 255
    assert not values[35, 52:].any()
    assert not values[:28].any()


def test_a_mask_of_one_pixel_can_be_painted() -> None:
    assert painted(blank(1, 1), [(0.5, 0.5)], 0.1)[0, 0] > 0
