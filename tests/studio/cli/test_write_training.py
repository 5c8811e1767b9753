"""`reverie write train` and `reverie write export`, from texts to suggestions."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from engines.cards import read_card
from engines.write import yardsticks
from engines.write.reading import fingerprint
from engines.write.yardsticks import PENN_TREEBANK
from studio.cli.main import main
from tests.engines.write.taughtwords import shelf


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    return shelf(tmp_path / "texts")


def reverie(*words: object) -> int:
    return main([str(word) for word in ("write", *words)])


def test_texts_become_a_model_that_suggests(texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run, model = tmp_path / "run", tmp_path / "fables"
    assert reverie("train", texts, "-o", run, "--units", 16, "--embedding", 16, "--steps", 4) == 0
    assert "4 steps" in capsys.readouterr().out
    assert reverie("export", run, "-o", model, "--title", "Fables", "--data", "ours", "--json") == 0
    assert json.loads(capsys.readouterr().out)["figures"]["perplexity"] > 1
    card = read_card(model)
    assert (card.title, card.data) == ("Fables", ("ours",))
    assert reverie("suggest", "--text", "The Fox", "--model", model, "--json") == 0
    assert len(json.loads(capsys.readouterr().out)) == 10


def test_a_run_goes_on(texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small = ("--units", 16, "--embedding", 16)
    assert reverie("train", texts, "-o", tmp_path / "run", *small, "--steps", 2) == 0
    assert reverie("train", texts, "-o", tmp_path / "run", *small, "--steps", 3, "--resume") == 0
    assert "3 steps" in capsys.readouterr().out


def test_a_run_is_not_begun_twice(texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("train", texts, "-o", tmp_path / "run", "--units", 16, "--embedding", 16, "--steps", 1)
    assert reverie(*words) == 0
    assert reverie(*words) != 0
    assert "already holds a training run" in capsys.readouterr().err


def test_an_export_is_told_in_words(texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reverie("train", texts, "-o", tmp_path / "run", "--units", 16, "--embedding", 16, "--steps", 2)
    capsys.readouterr()
    assert reverie("export", tmp_path / "run", "-o", tmp_path / "model") == 0
    said = capsys.readouterr().out
    assert "texts it never read" in said
    assert "among the ten" in said


def test_a_folder_without_texts_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "nothing").mkdir()
    assert reverie("train", tmp_path / "nothing", "-o", tmp_path / "run") != 0
    assert "no text" in capsys.readouterr().err


def test_texts_that_are_held_out_are_named(texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    watched = tmp_path / "watched.txt"
    watched.write_text("The Fox saw the Crow, and the Crow said nothing to the Fox.", encoding="utf-8")
    run = tmp_path / "run"
    small = ("--units", 16, "--embedding", 16, "--steps", 2)
    assert reverie("train", texts, "--held-out", watched, "-o", run, *small) == 0
    split = json.loads((run / "split.json").read_text(encoding="utf-8"))
    assert (len(split["train"]), len(split["held_out"]), split["test"]) == (24, 1, [])
    capsys.readouterr()
    assert reverie("export", run, "-o", tmp_path / "model") == 0
    assert "none were put aside to test" in capsys.readouterr().out


def test_a_yardstick_is_trained_and_measured_beside_what_was_published(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f" the {beast} saw the <unk> of N {beast}s \n" for beast in ("fox", "crow", "lion", "ass") * 20]
    for name in ("train", "valid", "test"):
        (tmp_path / f"{name}.txt").write_text("".join(lines if name == "train" else lines[:5]), encoding="utf-8")
    run, small = tmp_path / "run", ("--units", 16, "--embedding", 16, "--steps", 2, "--lines", 4, "--rate", 0.01)
    held_out = ("--held-out", tmp_path / "valid.txt")
    assert reverie("train", tmp_path / "train.txt", *held_out, "--divided", "-o", run, *small) == 0
    capsys.readouterr()
    asked = ("evaluate", tmp_path / "test.txt", "--divided", "--model", run)
    assert reverie(*asked, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["words"], found["breaks"], found["unknown"]) == (8 * 5, 5, 1 / 8)
    assert found["published"] == []
    text = (tmp_path / "test.txt").read_text(encoding="utf-8")
    known = replace(PENN_TREEBANK, fingerprint=fingerprint(text), words=45)
    monkeypatch.setattr(yardsticks, "PENN_TREEBANK", known)
    assert reverie(*asked) == 0
    said = capsys.readouterr().out
    assert "45 words, 5 ends of lines among them; 12.5% of the rest are <unk>" in said
    assert "AWD-LSTM" in said
    assert "57.3" in said


def test_a_folder_without_a_run_says_where_runs_come_from(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert reverie("export", tmp_path, "-o", tmp_path / "model") != 0
    said = capsys.readouterr().err
    assert "There is no training run in" in said
    assert "reverie write train" in said
    assert not (tmp_path / "model").exists()
