"""The bench of opening music asks for what the plan asks for, and waits until the notes are there."""

from __future__ import annotations

import pytest

from studio.bench import musicopening


def test_a_second_is_asked_for_and_the_first_file_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(musicopening, "run_apart", lambda module: {"first": 0.8, "later": 0.5, "bytes": 90_000.0})
    figure = musicopening.figure()
    assert (figure.met, figure.ratio) == (True, 0.8)
    assert "10,000 notes" in figure.name
    assert "later ones 0.50 s" in figure.note
