"""`reverie write evaluate` measures a model on a text and says how it did."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

from engines.errors import BadInput
from engines.training import CHECKPOINT
from studio.cli.writeevaluate import add_evaluate
from tests.engines.write.littlemodel import FABLES, shipped_model


def run(*argv: object) -> int:
    parser = argparse.ArgumentParser()
    add_evaluate(parser.add_subparsers())
    args = parser.parse_args([str(word) for word in argv])
    return int(args.run(args))


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return shipped_model(tmp_path / "models").folder


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "fable.txt"
    path.write_text(FABLES[2].replace("Lion", "Wolverine"), encoding="utf-8")
    return path


def test_the_figures_are_an_object_with_the_three_side_by_side(
    model: Path, text: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("evaluate", text, "--model", model, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    # Wolverine stands twice among 26 words and marks.
    assert found["unknown"] == pytest.approx(2 / found["words"])
    assert found["ngram_cache"]["perplexity"] < found["network"]["perplexity"]
    assert 0 < found["mixture"]["top10"] <= found["mixture"]["own10"] <= 1
    assert len(found["shown"]["bins"]) == 10
    assert found["model"] == "little"


def test_the_figures_are_a_table_for_people(model: Path, text: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("evaluate", text, "--model", model) == 0
    said = capsys.readouterr().out
    assert all(title in said for title in ("network alone", "word counts + cache", "all together"))


def test_only_the_stories_put_aside_can_be_measured(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number}.txt").write_text(f"{FABLES[number % 3]} The {number}th Crow ran.", encoding="utf-8")
    counted = []
    for part in ("all", "test"):
        run("evaluate", folder, "--model", model, "--part", part, "--json")
        counted.append(json.loads(capsys.readouterr().out)["documents"])
    assert counted[0] == 30
    assert 2 <= counted[1] <= 4


def test_a_file_that_cannot_be_read_is_named(
    model: Path, text: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("", encoding="utf-8")
    assert run("evaluate", text, empty, "--model", model, "--json") == 0
    assert "empty.txt" in capsys.readouterr().err


def test_a_model_that_is_not_there_is_one_sentence(text: Path) -> None:
    with pytest.raises(BadInput, match="no model"):
        run("evaluate", text, "--model", "nobody")


def test_a_training_run_is_measured_as_the_model_it_would_make(
    model: Path, text: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_folder = tmp_path / "my fables"
    run_folder.mkdir()
    (run_folder / CHECKPOINT).write_bytes(b"learnt")
    exported: list[Path] = []

    def export_words(run: Path, folder: Path) -> None:
        exported.append(run)
        shutil.copytree(model, folder)

    shipping = ModuleType("engines.write.shipping")
    shipping.export_words = export_words  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "engines.write.shipping", shipping)
    assert run("evaluate", text, "--model", run_folder, "--json") == 0
    assert exported == [run_folder]
    assert json.loads(capsys.readouterr().out)["mixture"]["perplexity"] > 1
