"""The written graph answers as torch does, for every kind of network, word by word as well as at once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from engines import graphs
from engines.errors import CannotWrite
from engines.exporting import NotTheSame
from engines.runtime import session
from engines.write.exporting import export_graph
from engines.write.networks import BookNetwork, NetworkConfig, WordNetwork

NETWORKS = {
    "lstm": lambda: WordNetwork(NetworkConfig(30, units=8, embedding=8)),
    "stacked": lambda: WordNetwork(NetworkConfig(30, layers=3, units=8, embedding=5)),
    "gru": lambda: WordNetwork(NetworkConfig(30, cell="gru", units=8, embedding=8)),
    "stacked gru": lambda: WordNetwork(NetworkConfig(30, cell="gru", layers=2, units=8, embedding=6)),
    "book": lambda: BookNetwork(30, 5, 8),
}


@pytest.mark.parametrize("kind", NETWORKS)
def test_the_graph_answers_as_torch_does(kind: str, tmp_path: Path) -> None:
    torch.manual_seed(0)
    network = NETWORKS[kind]()
    assert export_graph(network, tmp_path / "model.onnx", {"steps": "7"}) < 1e-5
    graph = session(tmp_path / "model.onnx", 1, keep=False)
    assert graph.get_modelmeta().custom_metadata_map == {"steps": "7"}
    words = torch.randint(30, (4, 9))
    state = tuple(torch.randn(each.shape) for each in network.fresh_state(4))
    logits, after = network(words, state)
    names = [port.name for port in graph.get_inputs()]
    assert names == ["words", "h", "c"][: 1 + len(state)]
    fed = dict(zip(names, (words.numpy(), *(each.numpy() for each in state)), strict=True))
    found = graph.run(None, fed)
    for have, want in zip(found, (logits, *after), strict=True):
        np.testing.assert_allclose(have, want.detach().numpy(), atol=1e-5)


def test_word_by_word_with_the_memory_handed_back_is_as_all_at_once(tmp_path: Path) -> None:
    torch.manual_seed(0)
    network = NETWORKS["stacked"]()
    export_graph(network, tmp_path / "model.onnx")
    graph = session(tmp_path / "model.onnx", 1, keep=False)
    words = np.arange(12)[None]
    memory = [each.numpy() for each in network.fresh_state(1)]
    whole = graph.run(["logits"], {"words": words, "h": memory[0], "c": memory[1]})[0]
    for place in range(12):
        logits, *memory = graph.run(None, {"words": words[:, place : place + 1], "h": memory[0], "c": memory[1]})
        np.testing.assert_allclose(logits[0, 0], whole[0, place], atol=1e-5)


def test_the_tied_table_is_written_once(tmp_path: Path) -> None:
    network = WordNetwork(NetworkConfig(5000, units=64, embedding=64))
    export_graph(network, tmp_path / "model.onnx")
    parameters = sum(value.numel() for value in network.parameters())
    assert (tmp_path / "model.onnx").stat().st_size < 4 * parameters + 20_000


def test_a_graph_that_answers_otherwise_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(graphs.GATES, "LSTM", (0, 1, 2, 3))
    with pytest.raises(NotTheSame, match=r"\.$"):
        export_graph(NETWORKS["lstm"](), tmp_path / "model.onnx")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="does not exist"):
        export_graph(NETWORKS["gru"](), tmp_path / "nowhere" / "model.onnx")
