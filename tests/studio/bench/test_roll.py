"""The bench of the piano roll asks for what the plan asks for, and measures what is painted."""

from __future__ import annotations

from itertools import islice

import pytest
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.bench import roll
from studio.panes.compose.roll.view import RollView


def test_sixteen_milliseconds_a_frame_and_fifty_a_key_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {"scroll": 8.0, "zoom": 32.0, "play": 1.0, "key": 25.0, "nudge": 100.0, "seen": 4000.0}
    found |= {f"{name}_own": 0.5 for name in found}
    monkeypatch.setattr(roll, "run_apart", lambda module: found)
    scroll, zoom, _play, key, nudge = roll.figures()
    assert (scroll.ratio, scroll.met) == (0.5, True)
    assert (zoom.ratio, zoom.met) == (2.0, False)
    assert (key.ratio, nudge.met) == (0.5, False)
    assert "20,000 notes" in scroll.note


def test_a_frame_is_painted_before_it_is_counted(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roll, "NOTES", 200)
    stack = QUndoStack()
    view = RollView(stack)
    stack.setParent(view)
    qtbot.addWidget(view)
    view.set_score(roll.crowded())
    with qtbot.waitExposed(view):
        view.show()
    painted: list[int] = []
    paint = view.canvas.paintEvent
    monkeypatch.setattr(view.canvas, "paintEvent", lambda event: (painted.append(1), paint(event)))
    moves = list(islice(roll.scrolling(view), 5))
    assert len(roll.frames(moves)) == 5
    assert len(painted) == 5


def test_a_small_measurement_finds_every_figure(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roll, "NOTES", 400)
    monkeypatch.setattr(roll, "FRAMES", 8)
    monkeypatch.setattr(roll, "SIZE", (600, 400))
    found = roll.measure()
    names = {"scroll", "zoom", "play", "key", "nudge"}
    assert set(found) == names | {f"{name}_own" for name in names} | {"seen"}
    assert min(found.values()) > 0


def test_the_roll_is_crowded() -> None:
    score = roll.crowded()
    assert len(score.notes) == 20_000
    assert len(score.tracks) == 4
