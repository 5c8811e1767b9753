"""The graph of one step answers as torch does, and one that does not is never kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from engines import eightbits, graphs
from engines.compose.melody.booknetwork import BookNetwork
from engines.compose.melody.exporting import export_graph, export_swift, graph_of, swift_graphs_of
from engines.compose.melody.proving import SOUNDS, divergence
from engines.compose.melody.stepping import Stepper
from engines.exporting import NotTheSame
from engines.runtime import session, session_of
from tests.engines.compose.melody.tunes import CHORDS, network


@pytest.mark.parametrize("reach", [1, 7, SOUNDS + 5])
def test_step_by_step_is_as_all_at_once(reach: int, tmp_path: Path) -> None:
    assert export_graph(network(reach=reach), tmp_path / "model.onnx", {"steps": "7"}) < 1e-5
    graph = session(tmp_path / "model.onnx", 1, keep=False)
    assert graph.get_modelmeta().custom_metadata_map == {"steps": "7"}


def test_chords_and_one_head_are_exported_too(tmp_path: Path) -> None:
    assert export_graph(network(vocabulary=CHORDS, heads=1), tmp_path / "model.onnx") < 1e-5


def test_the_book_is_exported_too(tmp_path: Path) -> None:
    torch.manual_seed(0)
    assert export_graph(BookNetwork(40, 9, 6, 8), tmp_path / "model.onnx") < 1e-5


def test_a_graph_that_answers_otherwise_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(graphs.GATES, "LSTM", (0, 1, 2, 3))
    for made in (network(), BookNetwork(40, 9, 6, 8)):
        with pytest.raises(NotTheSame, match="differs"):
            export_graph(made, tmp_path / "model.onnx")
    assert list(tmp_path.iterdir()) == []


def test_a_network_that_answers_nothing_is_not_kept(tmp_path: Path) -> None:
    made = network()
    with torch.no_grad():
        made.bias[3] = torch.nan
    with pytest.raises(NotTheSame):
        export_graph(made, tmp_path / "model.onnx")


def test_the_same_network_makes_the_same_bytes() -> None:
    assert graph_of(network()) == graph_of(network())


@pytest.mark.parametrize("units", [8, 64])
def test_eight_bits_lose_next_to_nothing(units: int, tmp_path: Path) -> None:
    made = network(units=units, embedding=units)
    export_graph(made, tmp_path / "model.onnx")
    lost = export_swift(made, tmp_path / "swift.onnx", tmp_path / "sounds.onnx", tmp_path / "model.onnx")
    assert lost is not None
    assert 0 < lost < 1e-3


def test_eight_bits_that_lose_too_much_are_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = network(units=64, embedding=64)
    export_graph(made, tmp_path / "model.onnx")
    monkeypatch.setattr(eightbits, "MOST", 1)
    assert export_swift(made, tmp_path / "swift.onnx", tmp_path / "sounds.onnx", tmp_path / "model.onnx") is None
    assert [path.name for path in tmp_path.iterdir()] == ["model.onnx"]


def test_nothing_is_lost_by_the_same_graph_and_something_by_another() -> None:
    one, other = (session_of(graph_of(network(seed)), "graph", 1) for seed in (0, 1))
    assert divergence(network(), one, one) == 0
    assert divergence(network(), one, other) > 0.1


def test_the_rounded_weights_are_within_half_a_step_and_what_is_missing_is_nothing() -> None:
    weight = np.random.default_rng(0).normal(size=(40, 5)).astype(np.float32)
    weight[:32, 2] = 0
    numbers, scales = eightbits.rounded(weight)
    assert numbers.shape == (5, 2, 32)
    again = ((numbers.astype(np.float32) - 128) * scales[..., None]).reshape(5, 64).T
    assert np.all(again[40:] == 0)
    assert np.all(np.abs(again[:40] - weight) <= np.repeat(scales, 32, axis=1).T[:40] / 2 + 1e-6)


def test_a_line_is_answered_alike_alone_and_beside_others() -> None:
    graph, saying = (session_of(one, "swift", 1) for one in swift_graphs_of(network(units=64, embedding=64)))
    told = np.array([[9, 2, 5, 3, 1, 1, 2, 0, 1], [40, 1, 5, 9, 7, 3, 4, 2, 5], [70, 4, 5, 1, 2, 2, 2, 3, 0]])
    both, alone = Stepper(graph, 3, 8, saying), Stepper(graph, 1, 8, saying)
    for place in range(12):
        bars = np.full(3, 1920)
        many = both.hear(np.roll(told, place, axis=0), np.full(3, 480 * place), bars)
        one = alone.hear(np.roll(told, place, axis=0)[:1], np.full(1, 480 * place), bars[:1])
        np.testing.assert_allclose(many.rows([0]).sounds, one.sounds, atol=1e-5)
