"""The network's state is kept by what was read: one more word is one step."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from engines.runtime import session
from engines.write.exporting import export_graph
from engines.write.networks import NetworkConfig, WordNetwork
from engines.write.states import LONGEST, Network, States, first_read
from engines.write.vocabulary import PARAGRAPH_ID, STORY_ID
from tests.engines.write.wordgraphs import write_graph

WORDS = 30


@pytest.fixture(params=["lstm", "gru"])
def network(request: pytest.FixtureRequest, tmp_path: Path) -> Network:
    return Network(session(write_graph(tmp_path / "graph.onnx", WORDS, cell=request.param), 1, keep=False))


def story(length: int, seed: int = 0, paragraph: int = 50) -> np.ndarray:
    ids = np.random.default_rng(seed).integers(3, WORDS, length)
    ids[::paragraph] = PARAGRAPH_ID
    ids[0] = STORY_ID
    return ids


def test_one_more_word_is_one_step(network: Network) -> None:
    states, ids = States(network), story(120)
    states.after(ids[:100])
    network.words_read = 0
    for length in range(101, 120):
        states.after(ids[:length])
    assert network.words_read == 19


def test_steps_come_to_the_same_as_reading_at_once(network: Network) -> None:
    states, ids = States(network), story(90)
    for length in range(1, 91):
        stepped = states.after(ids[:length])[0]
    np.testing.assert_allclose(stepped, States(network).after(ids)[0], atol=1e-5)


def test_an_edit_reads_again_from_the_block_it_is_in(network: Network) -> None:
    states, ids = States(network), story(300)
    states.after(ids)
    changed = ids.copy()
    changed[220] = 5
    network.words_read = 0
    found = states.after(changed)[0]
    assert network.words_read == 300 - 200
    np.testing.assert_allclose(found, States(network).after(changed)[0], atol=1e-5)


@given(st.integers(0, 3000))
def test_it_never_reads_more_than_four_hundred_words_back_nor_less_than_two_hundred(length: int) -> None:
    ids = np.full(length + 1, 7)
    ids[0] = STORY_ID
    ids[::90] = PARAGRAPH_ID
    back = len(ids) - first_read(ids)
    assert back == len(ids) if len(ids) <= LONGEST else 200 <= back <= LONGEST


def test_a_new_story_begins_with_an_empty_memory(network: Network) -> None:
    ids = story(60)
    ids[40] = STORY_ID
    np.testing.assert_allclose(States(network).after(ids)[0], States(network).after(ids[40:])[0], atol=1e-6)


def test_no_more_states_are_kept_than_asked_for(network: Network) -> None:
    states, ids = States(network, kept=5), story(50)
    for length in range(1, 50):
        states.after(ids[:length])
    assert len(states._states) == 5


def test_the_books_network_looks_at_its_window_alone(network: Network) -> None:
    network.window = 20
    ids = story(60, paragraph=1000)
    other = np.concatenate([story(40, seed=9), ids[40:]])
    np.testing.assert_array_equal(States(network).after(ids)[0], States(network).after(other)[0])
    assert States(network).after(ids[:3])[0].shape == (WORDS,)


def test_a_network_that_need_not_answer_remembers_the_same(tmp_path: Path) -> None:
    torch.manual_seed(0)
    export_graph(WordNetwork(NetworkConfig(WORDS, units=8, embedding=8)), tmp_path / "model.onnx")
    network = Network(session(tmp_path / "model.onnx", 1, keep=False))
    ids = story(200)
    asked: list[int] = []
    run = network.session.run

    class Watched:
        def run(self, outputs: list[str], fed: dict[str, np.ndarray]) -> list[np.ndarray]:
            asked.append(int(fed["answered"][0]))
            found: list[np.ndarray] = run(outputs, fed)
            return found

    _, state = network.read(ids[None], network.empty())
    for have, want in zip(network.skim(ids[None], network.empty()), state, strict=True):
        np.testing.assert_array_equal(have, want)
    whole = network.read(ids[None], network.empty())[0][0]
    network.session = Watched()
    np.testing.assert_allclose(States(network).after(ids)[0], whole, atol=1e-5)
    # Four paragraphs begin on the way; the only answer is the one that was asked for.
    assert asked == [0, 0, 0, 1]
