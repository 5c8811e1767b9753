"""A network read along a document, a piece at a time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engines.runtime import session
from engines.write.readingalong import SessionReader
from engines.write.vocabulary import STORY_ID
from tests.engines.write.wordgraphs import write_graph

WORDS = 9
TEXT = np.array([STORY_ID, *np.random.default_rng(0).integers(2, WORDS, 11)])


def reader(folder: Path, cell: str = "lstm", window: int | None = None) -> SessionReader:
    return SessionReader(session(write_graph(folder / "graph.onnx", WORDS, cell=cell), 1, keep=False), window)


@pytest.mark.parametrize("window", [None, 1, 4])
@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_pieces_are_answered_as_the_whole(tmp_path: Path, cell: str, window: int | None) -> None:
    network = reader(tmp_path, cell, window)
    network.start()
    whole = network.logits(TEXT)
    network.start()
    pieces = [network.logits(TEXT[begin : begin + 5]) for begin in (0, 5, 10)]
    assert whole.shape == (len(TEXT), WORDS)
    np.testing.assert_allclose(np.concatenate(pieces), whole, atol=1e-5)


def test_a_new_document_knows_nothing_of_the_one_before(tmp_path: Path) -> None:
    network = reader(tmp_path)
    network.start()
    first = network.logits(TEXT[:1])
    network.logits(TEXT[1:])
    network.start()
    np.testing.assert_array_equal(network.logits(TEXT[:1]), first)


def test_the_books_network_sees_its_window_alone(tmp_path: Path) -> None:
    network = reader(tmp_path, window=3)
    network.start()
    told = network.logits(TEXT)[-1]
    carried = reader(tmp_path)
    carried.start()
    np.testing.assert_allclose(carried.logits(TEXT[-3:])[-1], told, atol=1e-5)


def test_the_beginning_of_a_window_is_filled_up_with_story_marks(tmp_path: Path) -> None:
    network = reader(tmp_path, window=3)
    network.start()
    told = network.logits(TEXT[:1])[0]
    carried = reader(tmp_path)
    carried.start()
    np.testing.assert_allclose(carried.logits(np.full(3, STORY_ID))[-1], told, atol=1e-5)
