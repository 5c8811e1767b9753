"""Ticks and pitches lie where they should, at every zoom and scroll."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.compose.notes import Metre
from engines.compose.score import Score
from engines.compose.timing import bars_of
from studio.panes.compose.roll.lines import lines_of
from studio.panes.compose.roll.transform import ALL_PITCHES, LEAST_ROW, MOST_ROW, Transform

VIEWS = st.builds(
    Transform,
    st.floats(0.002, 2.0),
    st.integers(LEAST_ROW, MOST_ROW),
    st.integers(0, 5000),
    st.integers(0, 900),
    st.sampled_from([ALL_PITCHES, tuple(range(90, 30, -2)), (64, 60, 55)]),
)


@given(VIEWS, st.integers(0, 100_000))
def test_a_tick_is_found_again_within_half_a_pixel(view: Transform, tick: int) -> None:
    x = view.x(tick)
    if x + view.left >= 0:
        assert abs(view.tick(x) - tick) <= 0.5 / view.scale + 1e-6


@given(VIEWS, st.data())
def test_every_shown_pitch_is_found_again_in_its_row(view: Transform, data: st.DataObject) -> None:
    pitch = data.draw(st.sampled_from(view.rows))
    assert view.pitch(view.y(pitch)) == view.pitch(view.y(pitch) + view.row_height - 1) == pitch


@given(VIEWS, st.floats(0.3, 3), st.integers(0, 1000))
def test_zooming_keeps_the_tick_under_the_cursor(view: Transform, factor: float, x: int) -> None:
    zoomed = view.zoomed(factor, x)
    assert abs((zoomed.left + x) / zoomed.scale - (view.left + x) / view.scale) <= 0.51 / zoomed.scale


@given(VIEWS, st.floats(0.3, 3), st.integers(0, 600))
def test_zooming_pitch_keeps_the_row_under_the_cursor(view: Transform, factor: float, y: int) -> None:
    taller = view.taller(factor, y)
    before, after = (view.top + y) / view.row_height, (taller.top + y) / taller.row_height
    assert abs(before - after) <= 0.51 / taller.row_height
    assert LEAST_ROW <= taller.row_height <= MOST_ROW


@given(VIEWS, st.integers(0, 3000), st.integers(50, 2000), st.integers(50, 1500))
def test_one_can_never_scroll_where_nothing_is(view: Transform, end: int, width: int, height: int) -> None:
    kept = view.within(width, height, end)
    assert kept.left >= 0
    assert kept.top >= 0
    assert kept.top + height <= max(height, kept.height)


def test_a_folded_pitch_lies_at_the_next_shown_one() -> None:
    view = Transform(row_height=10, rows=(64, 60, 55))
    assert (view.row(62), view.y(62)) == (None, 10)
    assert view.stepped(60, 1) == 64
    assert view.stepped(55, -1) == 55


def test_lines_thin_out_before_they_crowd() -> None:
    score = Score(metres=(Metre(0, 4, 4),))
    bars = bars_of(score)
    near = lines_of(score, bars, Transform(scale=0.25), 1000, 120)
    assert [x for x, _number in near.bars] == [0, 480, 960]
    assert near.beats[:3] == [120, 240, 360]
    assert near.steps[:3] == [30, 60, 90]
    far = lines_of(score, bars, Transform(scale=0.004), 1000, 120)
    assert far.beats == far.steps == []
    places = [x for x, _number in far.bars]
    assert min(late - early for early, late in pairwise(places)) >= 14


@pytest.mark.parametrize("scale", [0.001, 0.01, 0.1, 1.0])
@pytest.mark.parametrize("step", [30, 45, 160, 1920])
def test_there_are_never_more_lines_than_can_be_seen(scale: float, step: int) -> None:
    score = Score(metres=(Metre(0, 4, 4), Metre(7680, 7, 8), Metre(20000, 1, 64)))
    lines = lines_of(score, bars_of(score), Transform(scale=scale), 2000, step)
    assert len(lines.bars) + len(lines.beats) + len(lines.steps) <= 2000 / 4


def test_bars_are_numbered_as_the_metres_have_them() -> None:
    score = Score(metres=(Metre(0, 4, 4), Metre(3840, 3, 4)))
    lines = lines_of(score, bars_of(score), Transform(scale=0.05), 400, 480)
    assert lines.bars[:5] == [(0, 1), (96, 2), (192, 3), (264, 4), (336, 5)]
