"""The bench of melodies asks for what the plan asks for, and measures every way."""

from __future__ import annotations

from pathlib import Path

import pytest

from engines.compose.melody.material import Material
from engines.compose.melody.shipping import ship_melody
from engines.compose.melody.training import MelodyTraining, learn
from engines.steps import finish
from engines.training import Plan
from studio.bench import melody
from tests.engines.compose.melody.tunes import tunes


def test_two_hundred_notes_and_ten_times_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {"alone": 400.0, "together": 900.0, "step": 0.5, "book": 2.0, "step_many": 0.1, "book_many": 0.8}
    monkeypatch.setattr(melody, "run_apart", lambda module, what: found)
    note, step = melody.figures()
    assert (note.met, note.ratio) == (True, 0.5)
    assert (step.met, step.ratio) == (False, 1.25)
    assert "8.0 times for 16 takes at once, 4.0 for one" in step.note


def test_both_presets_are_printed_after_the_same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {
        "chorales": {"held_out": 100.0, "pieces": 4.0},
        "melody": {"total": 2.2, "pitch": 1.5, "duration": 0.7},
        "book": {"total": 3.4, "pitch": 2.4, "duration": 1.0},
    }
    monkeypatch.setattr(melody, "run_apart", lambda module, what, path: found[what])
    (figure,) = melody.long_figures()
    assert figure.met
    assert "3.40" in figure.note
    assert "2.20" in figure.note


def test_the_corpus_holds_the_chorales_that_are_learnt_from() -> None:
    found = melody.chorales()
    assert len(found) > 350
    assert {place.suffix for place in found} <= {".mxl", ".xml"}


@pytest.mark.parametrize("preset", ["melody", "book"])
def test_a_short_training_is_measured(preset: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(melody, "BUDGET_S", 0.01)
    Material.of(tunes(8)).save(tmp_path / "tunes.npz")
    found = melody.measure_learning(preset, tmp_path / "tunes.npz")
    assert found["total"] == pytest.approx(found["pitch"] + found["duration"])
    assert found["steps"] >= 1


def test_writing_is_measured_with_the_model_at_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    request = MelodyTraining((), tmp_path / "run", Plan(1))
    finish(learn(Material.of(tunes(8)), request))
    finish(ship_melody(tmp_path / "run", tmp_path / "weights" / "bach-voices", measured=False))
    monkeypatch.setenv("REVERIE_WEIGHTS", str(tmp_path / "weights"))
    monkeypatch.setattr(melody, "BARS", 1)
    monkeypatch.setattr(melody, "ROUNDS", 1)
    found = melody.measure_writing()
    assert set(found) == {"alone", "together", "step", "book", "step_many", "book_many"}
    assert min(found.values()) > 0
