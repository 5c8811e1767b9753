"""A run becomes a model that the editor can load, and its card says what it is worth."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from engines.cards import CARD, read_card, verify
from engines.errors import BadCheckpoint, CannotWrite
from engines.shipping import About
from engines.steps import finish
from engines.training import LOG
from engines.write.evaluating import Evaluation
from engines.write.model import WordModel
from engines.write.predicting import Predictor, SuggestRequest
from engines.write.presets import PRESETS
from engines.write.shipping import EVALUATION, export_words, ship_words
from engines.write.training import read_run, train_words
from tests.engines.write.taughtwords import BEASTS, shelf, training


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("learnt")
    shelf(place / "texts")
    return finish(train_words(training(place, steps=80))).run


def test_the_editor_can_load_what_was_made(run: Path, tmp_path: Path) -> None:
    card = export_words(run, tmp_path / "fables")
    assert verify(card).ok
    model = WordModel.load(tmp_path / "fables")
    found = Predictor(model).suggest(SuggestRequest((), "The Fox saw the ", "", 5))
    assert found.words[0].word in BEASTS


def test_the_graph_is_the_best_network_of_the_run(run: Path, tmp_path: Path) -> None:
    export_words(run, tmp_path / "fables")
    network = read_run(run).network
    stored = load_file(tmp_path / "fables" / "model.safetensors")
    for name, value in network.state_dict().items():
        assert torch.equal(stored[name], value.half())
    model, words = WordModel.load(tmp_path / "fables"), np.array([[1, 3, 4]])
    logits, _ = model.network.read(words, model.network.empty())
    with torch.no_grad():
        wanted, _ = network(torch.from_numpy(words), network.fresh_state(1))
    np.testing.assert_allclose(logits, wanted[:, -1].numpy(), atol=1e-4)


def test_the_card_holds_the_figures_of_stories_it_never_read(run: Path, tmp_path: Path) -> None:
    about = About("Little fables", "A few.", "CC0-1.0", "2", ("twenty-four fables",))
    finish(ship_words(run, tmp_path / "fables", about))
    card = read_card(tmp_path / "fables")
    assert (card.title, card.licence, card.version, card.data) == (
        "Little fables",
        "CC0-1.0",
        "2",
        ("twenty-four fables",),
    )
    figures = card.figures
    assert 1 < figures["perplexity"] < min(figures["network_perplexity"], figures["ngram_perplexity"]) * 1.05
    assert 0 < figures["top1"] <= figures["top3"] <= figures["top10"] <= 1
    assert figures["parity"] < 1e-4
    found = Evaluation.from_dict(card.facts[EVALUATION])
    assert found.mixture.perplexity == pytest.approx(figures["perplexity"], abs=1e-4)
    assert sum(row.count for row in found.first.bins) == found.words + found.breaks
    assert card.facts["mixture"]["fitted_on"] > 0
    assert card.training["words"] > 400


def test_a_quick_export_measures_nothing(run: Path, tmp_path: Path) -> None:
    card = export_words(run, tmp_path / "fables")
    assert "perplexity" not in card.figures
    assert card.title == "fables"
    assert "fable 3.txt" in card.summary or any("fable 3.txt" in line for line in card.data)


def test_the_log_is_thinned_but_keeps_its_names(run: Path, tmp_path: Path) -> None:
    export_words(run, tmp_path / "fables")
    whole, thin = ((folder / LOG).read_text(encoding="utf-8").splitlines() for folder in (run, tmp_path / "fables"))
    assert thin[0] == whole[0]
    assert [line.split(",")[0] for line in thin[1:]] == ["20", "40", "60", "80"]


def test_a_model_is_there_only_when_it_is_whole(run: Path, tmp_path: Path) -> None:
    task = ship_words(run, tmp_path / "fables")
    for step in task:
        if step.note == "measuring":
            break
    task.close()
    assert (tmp_path / "fables" / "model.onnx").is_file()
    assert not (tmp_path / "fables" / CARD).exists()


@pytest.mark.parametrize("preset", ["gru", "book"])
def test_other_presets_are_exported_too(tmp_path: Path, preset: str) -> None:
    shelf(tmp_path / "texts")
    chosen = PRESETS[preset] if preset == "book" else replace(PRESETS[preset], units=16, embedding=16)
    finish(train_words(training(tmp_path, steps=2, preset=chosen)))
    finish(ship_words(tmp_path / "run", tmp_path / "model"))
    model = WordModel.load(tmp_path / "model")
    assert model.network.window == (20 if preset == "book" else None)
    assert Predictor(model).suggest(SuggestRequest((), "The ", "", 3)).words


def test_a_folder_that_is_no_run_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadCheckpoint, match=r"\.$"):
        export_words(tmp_path, tmp_path / "model")
    assert not (tmp_path / "model").exists()


@pytest.mark.parametrize("name", ["texts.json", "ngram.npz", "vocabulary.json"])
def test_a_run_with_a_file_missing_makes_no_model(run: Path, tmp_path: Path, name: str) -> None:
    copy = tmp_path / "run"
    copy.mkdir()
    for path in run.iterdir():
        if path.name != name:
            (copy / path.name).write_bytes(path.read_bytes())
    with pytest.raises(BadCheckpoint, match=name):
        export_words(copy, tmp_path / "model")
    assert not (tmp_path / "model" / CARD).exists()


def test_a_place_that_cannot_hold_a_model_is_one_sentence(run: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(CannotWrite, match="another place"):
        export_words(run, tmp_path / "file" / "model")
