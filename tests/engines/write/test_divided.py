"""Texts that are divided into words already are read word for word, and measured as the field measures."""

from __future__ import annotations

import json
import math
import random
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.errors import BadCheckpoint, BadInput
from engines.steps import finish
from engines.training import Plan
from engines.write.divided import divided_units, framed_units, read_divided
from engines.write.evaluating import Evaluation, Foresight, evaluate
from engines.write.material import read_aside
from engines.write.model import WordModel
from engines.write.networks import WordNetwork
from engines.write.shipping import EVALUATION, export_words, ship_words
from engines.write.tokens import PARAGRAPH, STORY
from engines.write.training import WordTraining, read_run, train_words
from engines.write.vocabulary import PARAGRAPH_ID, STORY_ID, UNK_ID, Vocabulary
from tests.engines.write.taughtwords import training

WORDS = ("the", "fox", "<unk>", "of", "N", "mr.", "n't", "crow", "saw")


def lines(count: int, seed: int = 0) -> str:
    """A text as Penn Treebank is written: a space at both ends of a line."""
    chance = random.Random(seed)
    return "".join(f" {' '.join(chance.choices(WORDS, k=chance.randint(3, 9)))} \n" for _ in range(count))


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    for seed, name in enumerate(("train", "valid", "test")):
        (tmp_path / f"{name}.txt").write_text(lines(120 if name == "train" else 30, seed), encoding="utf-8")
    return tmp_path


def request(texts: Path, **changes: object) -> WordTraining:
    fields = {"held_out": (texts / "valid.txt",), "divided": True, "least": 1, "plan": Plan(12), **changes}
    made = training(texts, **fields)
    return WordTraining(**{**vars(made), "paths": (texts / "train.txt",)})


def test_the_end_of_a_line_is_a_word() -> None:
    assert divided_units(" the fox \n n't <unk> .\n") == ["the", "fox", PARAGRAPH, "n't", "<unk>", ".", PARAGRAPH]


def test_an_empty_line_is_a_word_and_a_last_line_needs_no_end() -> None:
    assert divided_units("a\n \nb") == ["a", PARAGRAPH, PARAGRAPH, "b", PARAGRAPH]


@given(
    st.lists(st.lists(st.sampled_from(WORDS), max_size=5), min_size=1, max_size=8).filter(lambda made: bool(made[-1]))
)
def test_as_many_words_are_counted_as_were_written(made: list[list[str]]) -> None:
    text = "\n".join(" ".join(line) for line in made) + "\n"
    assert len(divided_units(text)) == sum(map(len, made)) + len(made)
    assert framed_units(text, divided=True) == [PARAGRAPH, *divided_units(text)]


def test_a_file_is_one_document_however_it_looks(texts: Path) -> None:
    corpus = read_divided([texts / "train.txt", texts / "valid.txt"])
    assert [document.title for document in corpus.documents] == ["train", "valid"]
    assert [report.words for report in corpus.report.files] == [
        len(divided_units(lines(120))),
        len(divided_units(lines(30, 1))),
    ]


def test_an_empty_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "blank.txt").write_text(" \n \n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"blank\.txt” is empty"):
        read_divided([tmp_path / "blank.txt"])


def test_every_word_is_learnt_and_the_watched_file_is_watched(texts: Path) -> None:
    outcome = finish(train_words(request(texts)))
    vocabulary = Vocabulary.load(outcome.run / "vocabulary.json")
    # <unk> and the end of a line are among them, the end of a story comes on top and never occurs.
    assert set(vocabulary.words) == {*WORDS, PARAGRAPH, STORY}
    aside = read_aside(outcome.run)
    assert aside.words == len(divided_units(lines(120)))
    assert (aside.held_out, aside.test, aside.divided) == ((lines(30, 1),), (), True)


def test_a_run_on_divided_texts_goes_on_and_no_other_way(texts: Path) -> None:
    finish(train_words(request(texts)))
    more = finish(train_words(request(texts, resume=True, plan=Plan(14))))
    assert more.steps == 14
    with pytest.raises(BadCheckpoint, match="other texts"):
        finish(train_words(request(texts, resume=True, divided=False)))


def test_the_network_alone_is_as_surprised_as_torch_is_in_double_precision(texts: Path) -> None:
    outcome = finish(train_words(request(texts, plan=Plan(60))))
    export_words(outcome.run, texts / "model")
    model = WordModel.load(texts / "model")
    text = (texts / "test.txt").read_text(encoding="utf-8")
    found: Evaluation = finish(evaluate(Foresight.of(model), [framed_units(text, divided=True)], framed=True))

    network = read_run(outcome.run).network
    assert isinstance(network, WordNetwork)
    # Counted anew, word for word: before the first one a line has ended.
    index = {word: number for number, word in enumerate(model.vocabulary.words)}
    ids = [PARAGRAPH_ID]
    for line in text.splitlines():
        ids += [UNK_ID if word == "<unk>" else index[word] for word in line.split()] + [PARAGRAPH_ID]
    surprise = surprise_in_double(network, ids)
    assert found.network is not None
    assert found.words + found.breaks == len(ids) - 1
    assert found.breaks == 30
    assert STORY_ID not in ids
    assert found.network.perplexity == pytest.approx(math.exp(surprise / (len(ids) - 1)), rel=1e-6)


def surprise_in_double(network: WordNetwork, ids: list[int]) -> float:
    """-log p of every word but the first, with the equations of an LSTM written out (Hochreiter and Schmidhuber)."""
    value = {name: tensor.detach().double().numpy() for name, tensor in network.state_dict().items()}
    units = network.config.units
    h, c, total = np.zeros(units), np.zeros(units), 0.0

    def squashed(x: np.ndarray) -> np.ndarray:
        return 1 / (1 + np.exp(-x))

    for word, after in pairwise(ids):
        gates = value["layers.0.weight_ih_l0"] @ value["embedding.weight"][word] + value["layers.0.bias_ih_l0"]
        gates = gates + value["layers.0.weight_hh_l0"] @ h + value["layers.0.bias_hh_l0"]
        i, f, g, o = np.split(gates, 4)
        c = squashed(f) * c + squashed(i) * np.tanh(g)
        h = squashed(o) * np.tanh(c)
        said = value["narrow.weight"] @ h + value["narrow.bias"]
        logits = value["embedding.weight"] @ said + value["bias"]
        total += float(np.logaddexp.reduce(logits) - logits[after])
    return total


def test_a_model_without_test_stories_has_no_figures_of_them(texts: Path) -> None:
    outcome = finish(train_words(request(texts)))
    card = finish(ship_words(outcome.run, texts / "model"))
    assert "perplexity" not in card.figures
    assert EVALUATION not in card.facts
    assert card.figures["held_out"] > 1
    assert json.loads((texts / "model" / "card.json").read_text(encoding="utf-8"))["training"]["words"] > 0
