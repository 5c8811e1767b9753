"""The bench of Play asks for 800 frames of the agent and 20,000 dreamed steps a second."""

from __future__ import annotations

import pytest

from engines.play import agenttiming
from engines.steps import finish
from studio.bench import dreaming


def test_frames_and_dreams_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {"frames": 1000.0, "dreamed": 40_000.0, "step_ms": 0.05, "draw_ms": 0.2, "shipped": 0.0}
    monkeypatch.setattr(dreaming, "run_apart", lambda module, environment: found)
    frame, dream = dreaming.figures()
    assert (frame.ratio, dream.ratio) == (pytest.approx(0.8), pytest.approx(0.5))
    assert "learnt nothing" in frame.note
    assert "40,000 steps a second" in dream.note
    found |= {"frames": 799.0, "dreamed": 19_999.0, "shipped": 1.0}
    frame, dream = dreaming.figures()
    assert not frame.met
    assert not dream.met
    assert "the shipped model" in dream.note


def test_the_agent_is_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agenttiming, "_FROM", 2)
    monkeypatch.setattr(agenttiming, "_TO", 20)
    monkeypatch.setattr(agenttiming, "_SINGLE", 20)
    found = finish(agenttiming.time_agent(rounds=1))
    assert found.dreamed > found.frames > 0
    assert found.draw_ms > found.step_ms > 0
