"""Estimates from the steps of a made-up clock."""

from __future__ import annotations

import pytest

from studio.jobs.pace import Pace


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def stepped(pace: Pace, clock: Clock, done: range, seconds_each: float) -> None:
    for number in done:
        clock.now += seconds_each
        pace.mark(number)


def test_nothing_is_known_before_a_second_of_steps(clock):
    pace = Pace(clock)
    stepped(pace, clock, range(1, 10), 0.1)
    assert pace.seconds_for(100) is None


def test_a_steady_pace_gives_the_time_for_the_rest(clock):
    pace = Pace(clock)
    stepped(pace, clock, range(1, 31), 0.1)
    assert pace.seconds_for(100) == pytest.approx(10)


def test_paused_time_is_not_counted(clock):
    pace = Pace(clock)
    stepped(pace, clock, range(1, 16), 0.1)
    pace.pause()
    clock.now += 3600
    assert pace.seconds_for(100) == pytest.approx(10)
    pace.resume()
    stepped(pace, clock, range(16, 31), 0.1)
    assert pace.seconds_for(100) == pytest.approx(10)


def test_the_recent_steps_count_and_the_old_ones_do_not(clock):
    pace = Pace(clock)
    stepped(pace, clock, range(1, 100), 1.0)
    stepped(pace, clock, range(100, 1100), 0.1)
    assert pace.seconds_for(100) == pytest.approx(10)


def test_slow_steps_are_estimated_from_a_few_of_them(clock):
    pace = Pace(clock)
    stepped(pace, clock, range(1, 5), 60)
    assert pace.seconds_for(10) == pytest.approx(600)


def test_the_time_counts_down_within_a_slow_step_but_not_below_the_steps_after_it(clock):
    pace = Pace(clock)
    stepped(pace, clock, range(1, 5), 60)
    clock.now += 20
    assert pace.seconds_for(2) == pytest.approx(100)
    clock.now += 500
    assert pace.seconds_for(2) == pytest.approx(60)


def test_a_count_that_begins_anew_begins_the_estimate_anew(clock):
    pace = Pace(clock)
    stepped(pace, clock, range(1, 30), 1.0)
    stepped(pace, clock, range(1, 30), 0.1)
    assert pace.seconds_for(10) == pytest.approx(1)
