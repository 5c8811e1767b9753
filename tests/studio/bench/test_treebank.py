"""Penn Treebank is learnt and measured when its texts are there, and printed beside what others published."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engines.errors import BadInput
from engines.training import CHECKPOINT
from engines.write import yardsticks
from engines.write.reading import fingerprint
from studio.bench import treebank

LINES = [f" the {beast} saw the <unk> of N {beast}s \n" for beast in ("fox", "crow", "lion", "ass") * 20]
FOUND = {
    "words": 82430.0,
    "minutes": 110.0,
    "parameters": 5.3e6,
    "held_out": 99.0,
    "network": 95.0,
    "ngram_cache": 140.0,
    "mixture": 88.0,
}


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, lines in ((treebank.TRAIN, LINES), (treebank.VALID, LINES[:4]), (treebank.TEST, LINES[:5])):
        (tmp_path / name).write_text("".join(lines), encoding="utf-8")
    known = replace(yardsticks.PENN_TREEBANK, fingerprint=fingerprint("".join(LINES[:5])), words=45)
    monkeypatch.setattr(yardsticks, "PENN_TREEBANK", known)
    monkeypatch.setattr(treebank, "UNITS", 12)
    return tmp_path


def test_without_the_texts_nothing_is_claimed() -> None:
    figure = treebank.figure()
    assert (figure.measured, figure.ratio) == (None, None)
    assert "not measured: --ptb FOLDER" in figure.note
    assert "Kneser-Ney 5-gram 141" in figure.note


def test_our_figure_stands_beside_the_published_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []

    def apart(module: str, *words: str, longest_s: float) -> dict[str, float]:
        asked.append(words)
        assert longest_s > 30 * 60
        return FOUND

    monkeypatch.setattr(treebank, "run_apart", apart)
    figure = treebank.figure(Path("texts"), Path("run"), 30.0)
    assert asked == [("texts", "30.0", "run")]
    assert figure.measured == 95.0
    assert "82,430 words" in figure.note
    assert "AWD-LSTM, 3 layers of 1150 57.3" in figure.note


def test_a_run_is_learnt_once_and_measured_word_for_word(texts: Path) -> None:
    run = texts / "run"
    found = treebank.measure(texts, 0.02, run)
    assert set(found) == set(FOUND)
    assert found["words"] == 45
    assert found["network"] > 1
    before = (run / CHECKPOINT).read_bytes()
    again = treebank.measure(texts, 0.02, run)
    assert again["network"] == found["network"]
    assert (run / CHECKPOINT).read_bytes() == before


def test_another_text_is_not_taken_for_the_yardstick(texts: Path) -> None:
    (texts / treebank.TEST).write_text("".join(LINES[:6]), encoding="utf-8")
    with pytest.raises(BadInput, match="not the text that the published figures are of"):
        treebank.measure(texts, 0.01, None)
