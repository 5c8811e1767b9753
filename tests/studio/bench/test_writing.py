"""The bench of writing asks for what the plan asks for, and types like a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from engines.write.catalogue import first_choice
from engines.write.model import WordModel
from studio.bench import writing
from tests.engines.write.littlemodel import shipped_model


@pytest.fixture
def little(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVERIE_WEIGHTS", str(tmp_path / "weights"))
    shipped_model(tmp_path / "weights")
    monkeypatch.setattr(writing, "WORDS", 300)
    monkeypatch.setattr(writing, "TYPED", 10)
    monkeypatch.setattr(writing, "ROUNDS", 3)


def test_ten_milliseconds_and_eight_times_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    times = {"step": 0.5, "window": 2.0, "stepped": 9.0}
    found = {**times, "opening": 200.0, "keys": 9.0, "key_p95": 5.0, "word_p95": 6.0, "vocabulary": 8000.0}
    monkeypatch.setattr(writing, "run_apart", lambda module: found)
    key, network = writing.figures()
    assert (key.met, key.ratio) == (True, 0.5)
    assert (network.met, network.ratio) == (False, 2.0)
    assert "in one call 4.0 times, word by word 18.0" in network.note


def test_a_small_measurement_finds_every_figure(little: None) -> None:
    found = writing.measure()
    assert set(found) == {"step", "window", "stepped", "opening", "keys", "key_p95", "word_p95", "vocabulary"}
    assert min(found.values()) > 0
    assert found["stepped"] > found["step"]


def test_every_letter_and_every_end_of_a_word_is_a_key(little: None) -> None:
    model = WordModel.load(first_choice())
    keys = list(writing._keys(model, writing._document(model, 300)))
    words = " ".join(writing._document(model, 10)).split()
    assert len(keys) == sum(len(word) + 1 for word in words)
    assert sum(key.ends_word for key in keys) == 10
    assert {len(key.blocks) for key in keys} == {5, 2}
