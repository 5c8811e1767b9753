"""The graph of one step answers as torch does, and one that does not is never kept."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from engines import graphs
from engines.compose.melody.booknetwork import BookNetwork
from engines.compose.melody.exporting import export_graph, graph_of
from engines.compose.melody.proving import SOUNDS
from engines.exporting import NotTheSame
from engines.runtime import session
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
