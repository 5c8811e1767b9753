"""The bench of Play's viewer asks for fifty frames a second, and says so where no model is installed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from studio.bench import viewing
from tests.studio.panes.play.cockpit import with_mind


def test_sixteen_milliseconds_and_fifty_frames_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {"models": 1.0, "p95": 8.0, "median": 6.0, "own": 7.0, "fps": 25.0}
    monkeypatch.setattr(viewing, "run_apart", lambda module, environment: found)
    work, rate = viewing.figures()
    assert (work.ratio, work.met) == (0.5, True)
    assert not rate.met
    assert rate.note == "25.0 frames a second"


def test_without_a_model_nothing_was_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewing, "run_apart", lambda module, environment: {"models": 0.0})
    assert [figure.met for figure in viewing.figures()] == [None, None]


def test_a_small_measurement_finds_every_figure(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewing, "FRAMES", 6)
    cockpit = with_mind(qtbot, tmp_path)
    found = viewing.worked(cockpit.pane)
    assert 0 < found["median"] <= found["p95"]
    assert viewing.shown(cockpit.pane, 0.2) > 0
    cockpit.close()
