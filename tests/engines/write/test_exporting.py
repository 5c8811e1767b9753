"""The graph answers as torch does, whatever the number of texts and words, and hands its memory on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from engines import graphs
from engines.exporting import NotTheSame
from engines.runtime import session
from engines.write.exporting import export_graph
from engines.write.networks import BookNetwork, NetworkConfig, WordNetwork

Network = WordNetwork | BookNetwork
WORDS = 37


def network(kind: str) -> Network:
    torch.manual_seed(0)
    if kind == "book":
        return BookNetwork(WORDS, embedding=6, units=7)
    cell, layers, embedding = {"small": ("lstm", 1, 8), "stacked": ("lstm", 2, 8), "gru": ("gru", 2, 5)}[kind]
    made = WordNetwork(NetworkConfig(WORDS, cell, layers, 8, embedding))
    nn.init.normal_(made.bias)
    return made


KINDS = ("small", "stacked", "gru", "book")


@pytest.mark.parametrize("kind", KINDS)
def test_the_graph_answers_as_torch_for_any_number_of_texts_and_words(tmp_path: Path, kind: str) -> None:
    learnt = network(kind)
    export_graph(learnt, tmp_path / "model.onnx")
    answering = session(tmp_path / "model.onnx", 1, keep=False)
    names = ("h", "c")[: len(learnt.fresh_state(1))]
    assert [port.name for port in answering.get_inputs()] == ["words", *names]
    for batch, time in ((1, 1), (1, 2), (1, 33), (3, 1), (4, 20), (2, 101)):
        words = torch.randint(WORDS, (batch, time))
        state = tuple(torch.randn(each.shape) for each in learnt.fresh_state(batch))
        with torch.no_grad():
            logits, after = learnt(words, state)
        fed = {"words": words.numpy(), **{name: value.numpy() for name, value in zip(names, state, strict=True)}}
        found = answering.run(["logits", *(f"{name}_next" for name in names)], fed)
        for have, want in zip(found, (logits, *after), strict=True):
            np.testing.assert_allclose(have, want.numpy(), atol=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_word_by_word_is_the_same_as_all_at_once(tmp_path: Path, kind: str) -> None:
    learnt = network(kind)
    export_graph(learnt, tmp_path / "model.onnx")
    answering = session(tmp_path / "model.onnx", 1, keep=False)
    names = ("h", "c")[: len(learnt.fresh_state(1))]
    outputs = ["logits", *(f"{name}_next" for name in names)]
    memory = [each.numpy() for each in learnt.fresh_state(1)]
    words = np.random.default_rng(0).integers(0, WORDS, (1, 30))
    whole = answering.run(outputs, {"words": words, **dict(zip(names, memory, strict=True))})
    for at in range(30):
        logits, *memory = answering.run(
            outputs, {"words": words[:, at : at + 1], **dict(zip(names, memory, strict=True))}
        )
        np.testing.assert_allclose(logits[:, 0], whole[0][:, at], atol=1e-5)
    for have, want in zip(memory, whole[1:], strict=True):
        np.testing.assert_allclose(have, want, atol=1e-5)


def test_a_graph_says_how_many_words_it_knows(tmp_path: Path) -> None:
    export_graph(network("small"), tmp_path / "model.onnx")
    (logits, *_) = session(tmp_path / "model.onnx", 1, keep=False).get_outputs()
    assert logits.shape[-1] == WORDS


def test_a_graph_that_answers_differently_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphs, "GATES", {"LSTM": (0, 1, 2, 3), "GRU": (1, 0, 2)})
    with pytest.raises(NotTheSame, match="not kept"):
        export_graph(network("small"), tmp_path / "model.onnx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_graph_answers_after_the_last_words_alone_when_asked(tmp_path: Path, kind: str) -> None:
    learnt = network(kind)
    export_graph(learnt, tmp_path / "model.onnx")
    answering = session(tmp_path / "model.onnx", 1, keep=False)
    memory = dict(zip(("h", "c"), (each.numpy() for each in learnt.fresh_state(2)), strict=False))
    fed = {"words": torch.randint(WORDS, (2, 9)).numpy(), **memory}
    every = answering.run(None, fed)
    for asked in (0, 1, 4, 9, 12, 20):
        some = answering.run(None, {**fed, "answered": np.array([asked])})
        assert some[0].shape == (2, min(asked, 9), WORDS)
        np.testing.assert_allclose(some[0], every[0][:, max(0, 9 - asked) :], atol=1e-6)
        # What is remembered does not depend on what was asked.
        for have, want in zip(some[1:], every[1:], strict=True):
            np.testing.assert_array_equal(have, want)
