"""The bench of Play asks for fifteen times the stock environment."""

from __future__ import annotations

import pytest

from engines.play import timing
from engines.steps import finish
from studio.bench import driving


def test_fifteen_times_the_stock_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {"stock": 100.0, "lean": 2000.0, "blind": 7000.0}
    monkeypatch.setattr(driving, "run_apart", lambda module, environment: found)
    (figure,) = driving.figures()
    assert figure.met
    assert figure.ratio == pytest.approx(0.75)
    assert "20.0 times: 2,000 steps a second of one core against 100; 7,000 without pictures" in figure.note
    found["lean"] = 1400.0
    assert not driving.environment().met


def test_three_worlds_are_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timing, "_FROM", 2)
    monkeypatch.setattr(timing, "_TO", 10)
    monkeypatch.setattr(timing, "_TIMES", {"stock": 1, "lean": 3, "blind": 3})
    found = finish(timing.time_worlds(rounds=1))
    assert found.stock < found.lean < found.blind
    assert found.times == found.lean / found.stock
