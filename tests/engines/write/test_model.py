"""A model is loaded whole or not at all, and found by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from engines.cards import card_named
from engines.errors import BadInput, MissingWeights
from engines.write.catalogue import first_choice, model_named, word_models
from engines.write.model import COUNTS, GRAPH, WordModel
from engines.write.predicting import Predictor, request_at
from tests.engines.write.littlemodel import little_model, shipped_model
from tests.engines.write.wordgraphs import write_graph


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in place of the shipped models."""
    folder = tmp_path / "weights"
    folder.mkdir()
    monkeypatch.setenv("REVERIE_WEIGHTS", str(folder))
    return folder


def test_a_model_from_its_folder_answers_as_the_one_it_was_made_of(shelf: Path, tmp_path: Path) -> None:
    card = shipped_model(shelf)
    loaded = WordModel.load(card)
    made = WordModel("made", loaded.vocabulary, little_model(tmp_path).network, loaded.ngram, loaded.mixture)
    found, wanted = (Predictor(model).suggest(request_at("The Fox ")) for model in (loaded, made))
    assert found == wanted
    assert WordModel.load(card.folder).name == "little"


def test_models_are_found_by_name_among_the_shipped_and_the_persons_own(shelf: Path, tmp_path: Path) -> None:
    shipped_model(shelf, "aesop")
    own = tmp_path / "own"
    shipped_model(own, "mine")
    (own / "broken").mkdir()
    (own / "broken" / "card.json").write_text("{")
    assert [card.name for card in word_models([own])] == ["aesop", "mine"]
    assert model_named("mine", [own]).folder == own / "mine"
    assert model_named(str(own / "mine")).name == "mine"
    with pytest.raises(BadInput, match=r"no model “aesob”\. Try aesop"):
        model_named("aesob", [own])


def test_storyteller_comes_first_where_it_is_installed(shelf: Path) -> None:
    with pytest.raises(BadInput, match="No model for writing is installed"):
        first_choice()
    shipped_model(shelf, "aesop")
    assert first_choice().name == "aesop"
    shipped_model(shelf, "storyteller")
    assert first_choice().name == "storyteller"


def test_a_folder_without_a_model_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="reverie write export"):
        WordModel.load(tmp_path)


def test_a_model_of_another_kind_is_refused() -> None:
    with pytest.raises(BadInput, match="no model for writing"):
        WordModel.load(card_named("styles"))


@pytest.mark.parametrize("file", [COUNTS, GRAPH])
def test_a_file_that_was_changed_is_refused(shelf: Path, file: str) -> None:
    card = shipped_model(shelf)
    (card.folder / file).write_bytes(b"something else")
    with pytest.raises(MissingWeights, match="little"):
        WordModel.load(card)


def test_files_of_different_models_are_refused(shelf: Path, tmp_path: Path) -> None:
    card = shipped_model(shelf)
    other = write_graph(tmp_path / "other.onnx", 7)
    (card.folder / GRAPH).write_bytes(other.read_bytes())
    from dataclasses import replace

    from engines.cards import read_card, write_card
    from engines.files import sha256_of

    write_card(replace(card, files={**card.files, GRAPH: sha256_of(card.folder / GRAPH)}))
    with pytest.raises(MissingWeights, match="do not belong together"):
        WordModel.load(read_card(card.folder))
