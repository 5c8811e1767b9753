"""Ticks, seconds and bars agree with counting by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.compose.notes import QUARTER, Metre, Tempo
from engines.compose.score import Score
from engines.compose.timing import Bars, Clock, Place, bars_of, clock_of

TEMPOS = st.lists(
    st.builds(Tempo.at, st.floats(20, 400), st.integers(0, 100_000)), max_size=6, unique_by=lambda tempo: tempo.tick
)


def test_a_quarter_at_120_lasts_half_a_second() -> None:
    assert Clock((Tempo(0),)).seconds(QUARTER) == 0.5


def test_a_tempo_holds_from_its_tick_on() -> None:
    clock = clock_of(Score(tempos=(Tempo.at(60), Tempo.at(240, 2 * QUARTER))))
    assert clock.seconds(4 * QUARTER) == pytest.approx(2.5)
    assert clock.tick(2.25) == pytest.approx(3 * QUARTER)


def test_of_two_tempos_at_one_tick_the_last_one_holds() -> None:
    assert Clock((Tempo(0, 1_000_000), Tempo(0, 2_000_000))).seconds(QUARTER) == pytest.approx(2.0)


@given(TEMPOS, st.integers(0, 200_000))
def test_ticks_come_back_from_seconds(tempos: list[Tempo], tick: int) -> None:
    clock = clock_of(Score(tempos=tuple(tempos)))
    assert clock.tick(clock.seconds(tick)) == pytest.approx(tick, abs=1e-4)


def test_bars_change_with_the_metre() -> None:
    waltz_after_two = Bars((Metre(0), Metre(8 * QUARTER, 3, 4)))
    assert [waltz_after_two.start(bar) for bar in range(4)] == [0, 4 * QUARTER, 8 * QUARTER, 11 * QUARTER]
    assert waltz_after_two.place(12 * QUARTER + 7) == Place(3, 1, 7)
    assert waltz_after_two.ceiling(8 * QUARTER + 1) == 11 * QUARTER


def test_a_metre_in_mid_bar_begins_a_bar() -> None:
    bars = Bars((Metre(0), Metre(QUARTER, 4, 4)))
    assert bars.start(1) == QUARTER
    assert bars.bar(QUARTER - 1) == 0


METRES = st.lists(
    st.builds(Metre, st.integers(0, 50_000), st.integers(1, 12), st.sampled_from([2, 4, 8, 16])),
    max_size=6,
    unique_by=lambda metre: metre.tick,
)


@given(METRES, st.integers(0, 100_000))
def test_every_tick_lies_in_the_bar_that_begins_before_it(metres: list[Metre], tick: int) -> None:
    bars = bars_of(Score(metres=tuple(metres)))
    bar = bars.bar(tick)
    assert bars.start(bar) <= tick < bars.start(bar + 1)
