"""The bench of learning words asks for what the plan asks for, and learns the same words in each way."""

from __future__ import annotations

from pathlib import Path

import pytest

from engines.write.reading import count_words, read_corpus
from studio.bench import wordtraining


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"ROUNDS": 2, "LIKE_OURS": 40, "CORPUS": 6000, "DOCUMENTS": 6, "DIFFERENT": 300}.items():
        monkeypatch.setattr(wordtraining, name, value)


def test_five_times_and_six_hundred_megabytes_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {
        "speed": {"ours": 100.0, "windows": 400.0, "many": 300.0},
        "memory": {"megabytes": 300.0, "words": 1e6, "vocabulary": 20_000.0},
    }
    monkeypatch.setattr(wordtraining, "run_apart", lambda module, what: found[what])
    speed, memory = wordtraining.figures()
    assert (speed.met, speed.ratio) == (False, 1.25)
    assert "4.0 times; against windows taken 560 at a time 3.0 times" in speed.note
    assert (memory.met, memory.ratio) == (True, 0.5)


def test_a_small_measurement_of_speed_finds_every_way(little: None) -> None:
    found = wordtraining.measure_speed()
    assert set(found) == {"ours", "windows", "many"}
    assert min(found.values()) > 0


def test_a_small_corpus_is_trained_on_from_its_files(little: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wordtraining, "STEPS", 2)
    found = wordtraining.measure_memory()
    assert 100 < found["vocabulary"] < 700
    assert found["megabytes"] > 50


def test_the_made_up_corpus_has_as_many_words_as_it_says(little: None, tmp_path: Path) -> None:
    wordtraining._write_corpus(tmp_path / "texts")
    documents = read_corpus([tmp_path / "texts"]).documents
    assert len(documents) == 6
    assert sum(count_words(document.text) for document in documents) == 6000
