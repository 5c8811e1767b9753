"""A learner of words: it learns, it can be put away and gone on with, and an update given up leaves no trace."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from engines.bestkept import BestKept
from engines.steps import Step, finish
from engines.training import LOG, PatientLearner, Plan, train
from engines.write import learner as learning
from engines.write.learner import WordLearner
from engines.write.networks import Dropouts, NetworkConfig
from engines.write.scoring import score
from engines.write.streams import packed
from tests.engines.write.learnedwords import VOCABULARY, documents, result_of, small_learner, small_recipe


def learn(run: Path, steps: int, *, resume: bool = False, **changes: Any) -> WordLearner:
    learner = small_learner(**changes)
    finish(train(learner, Plan(steps), run, identity={"what": "words"}, resume=resume))
    return learner


def flat(tree: Any) -> list[Any]:
    """Every leaf of a state, tensors as lists."""
    if isinstance(tree, torch.Tensor):
        return [tree.tolist()]
    if isinstance(tree, dict):
        return [leaf for value in tree.values() for leaf in flat(value)]
    if isinstance(tree, list | tuple):
        return [leaf for value in tree for leaf in flat(value)]
    return [tree]


def test_it_learns_what_follows_what() -> None:
    learner = small_learner(dropouts=Dropouts(0, 0, 0, 0), activation=0.0, change=0.0)
    first = learner.update(0, 150)["held_out"]
    for step in range(1, 150):
        last = learner.update(step, 150)
    assert first > 0.8 * VOCABULARY
    # One word in ten is drawn anew, and ends come by surprise: nobody can do much better than 4.
    assert last["best"] < 0.5 * VOCABULARY


@pytest.mark.parametrize("sizes", [{"cell": "gru"}, {"layers": 2}, {"embedding": 16}])
def test_other_cells_and_layers_learn_too(sizes: dict[str, Any]) -> None:
    learner = small_learner(sizes=sizes, dropouts=Dropouts(0, 0, 0, 0))
    losses = [learner.update(step, 60)["loss"] for step in range(60)]
    assert np.mean(losses[-10:]) < np.mean(losses[:5]) - 0.3


def test_a_resumed_run_writes_the_log_of_an_uninterrupted_one(tmp_path: Path) -> None:
    learn(tmp_path / "whole", 40)
    learn(tmp_path / "parts", 17)
    learn(tmp_path / "parts", 29, resume=True)
    learn(tmp_path / "parts", 40, resume=True)
    assert (tmp_path / "parts" / LOG).read_bytes() == (tmp_path / "whole" / LOG).read_bytes()
    assert len((tmp_path / "whole" / LOG).read_text().splitlines()) == 41


@pytest.mark.parametrize("piece", [1, 2, 3, 5])
def test_a_run_closed_in_the_middle_of_an_update_goes_on_exactly(
    tmp_path: Path, piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engines.write.scoring.PIECE", 16 * VOCABULARY * 12)  # many pieces an update
    learn(tmp_path / "whole", 30)
    task = train(small_learner(), Plan(30), tmp_path / "parts", identity={"what": "words"})
    for step in task:
        if step.done == 11 and not step.metrics:
            piece -= 1
            if not piece:
                break
    task.close()
    learn(tmp_path / "parts", 30, resume=True)
    assert (tmp_path / "parts" / LOG).read_bytes() == (tmp_path / "whole" / LOG).read_bytes()


def test_an_update_given_up_leaves_no_trace() -> None:
    learner = small_learner()
    for step in range(3):
        learner.update(step, 9)
    before = flat(learner.state())
    pieces = learner.pieces(3, 9)
    next(pieces)
    next(pieces)
    pieces.close()
    assert flat(learner.state()) == before


def test_a_state_put_back_gives_the_same_next_updates() -> None:
    one, other = small_learner(), small_learner(seed=5)
    for step in range(9):
        one.update(step, 20)
    other.load_state(one.state())
    assert [one.update(step, 20) for step in range(9, 20)] == [other.update(step, 20) for step in range(9, 20)]


def test_a_state_that_was_taken_is_not_changed_by_learning_on_with_it() -> None:
    one, other = small_learner(), small_learner()
    one.update(0, 9)
    state = one.state()
    other.load_state(state)
    before = flat(state)
    other.update(1, 9)
    assert flat(state) == before


def test_another_seed_learns_otherwise() -> None:
    assert small_learner(seed=1).update(0, 9)["loss"] != small_learner(seed=2).update(0, 9)["loss"]


def test_memory_is_empty_where_a_document_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    learner = small_learner(lines=2)
    seen: list[tuple[bool, float]] = []
    read = learner.net.read

    def watched(passages: Any, state: Any, noise: Any = None) -> Any:
        for row in range(passages.count):
            begins = int(passages.words[passages.rows == row][0]) == 1
            seen.append((begins, float(state[0][:, row].abs().sum())))
        return read(passages, state, noise)

    monkeypatch.setattr(learner.net, "read", watched)
    for step in range(12):
        learner.update(step, 12)
    assert {memory for begins, memory in seen if begins} == {0.0}
    assert all(memory > 0 for begins, memory in seen[2:] if not begins)


def test_the_gradients_in_pieces_are_those_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for piece in (1.0, 1e9):
        monkeypatch.setattr("engines.write.scoring.PIECE", piece)
        learner = small_learner(clip=1e9)
        result_of(learner._gradients(0, 1))
        found.append([parameter.grad.clone() for parameter in learner.net.parameters() if parameter.grad is not None])
    assert len(found[0]) == len(list(learner.net.parameters()))
    for one, other in zip(*found, strict=True):
        torch.testing.assert_close(one, other)


def test_the_score_of_documents_is_that_of_each_word_after_all_before_it() -> None:
    learner = small_learner()
    texts = [*documents(20, seed=2), np.array([1, 1])]  # more than are read side by side
    surprise, words = 0.0, 0
    for text in texts:
        with torch.no_grad():
            logits, _ = learner.net(torch.from_numpy(text[:-1])[None], learner.net.fresh_state(1))
        chances = torch.log_softmax(logits[0].double(), dim=-1)
        surprise -= float(chances[torch.arange(len(text) - 1), torch.from_numpy(text[1:])].sum())
        words += len(text) - 1
    found = result_of(score(learner.net, [*texts, np.array([1])]))
    assert found.words == words
    assert found.perplexity == pytest.approx(math.exp(surprise / words), rel=1e-6)


def test_activation_and_change_are_those_of_the_paper() -> None:
    learner = small_learner(activation=2.0, change=3.0, dropouts=Dropouts(0, 0, 0, 0))
    window = learner._streams.window(9)
    reading = learner.net.read(window.passages, learner._carried(window))
    rows = [reading.raw[window.passages.rows == row] for row in range(window.passages.count)]
    activation = torch.cat(rows).square().mean()
    changes = torch.cat([row[1:] - row[:-1] for row in rows]).square().mean()
    torch.testing.assert_close(learner._restlessness(window, reading), 2 * activation + 3 * changes)


def test_the_gradients_of_a_step_are_torchs() -> None:
    learner, same = small_learner(), small_learner()
    result_of(learner._gradients(0, 1))
    window = same._streams.window(same._length())
    noise = same.net.noise(window.passages.count, same._recipe.dropouts, same._chance.torch)
    reading = same.net.read(window.passages, same._carried(window), noise)
    loss = torch.nn.functional.cross_entropy(same.net.answer(reading.hidden), window.targets)
    (loss + same._restlessness(window, reading)).backward()
    for one, other in zip(learner.net.parameters(), same.net.parameters(), strict=True):
        torch.testing.assert_close(one.grad, other.grad)


def test_it_ends_when_the_held_out_documents_show_no_progress(tmp_path: Path) -> None:
    learner = small_learner(rate=1e-9, patience=3)
    outcome = finish(train(learner, Plan(10_000), tmp_path, identity={}))
    assert learner.finished
    assert outcome.steps < 200


def test_what_was_learnt_after_the_last_look_is_kept_when_it_is_better(tmp_path: Path) -> None:
    learner = small_learner()
    finish(train(learner, Plan(8), tmp_path, identity={}))  # fewer words than a round
    assert learner.best.looks == 1
    assert learner.best.kept_at == 8
    assert learner.best.kept < learner.best.lowest


def test_held_out_documents_are_looked_at_once_a_round() -> None:
    learner = small_learner()
    looks = []
    for step in range(60):
        metrics = learner.update(step, 60)
        looks.append((learner.best.looks, metrics["rounds"]))
    # At the beginning, and after each round: a window later at most.
    assert looks[-1][0] == pytest.approx(1 + looks[-1][1], abs=1.5)


def test_every_step_has_the_same_metrics_and_the_rate_halves() -> None:
    learner = small_learner(rate=1e-9, halve_after=1, patience=100)
    metrics = [learner.update(step, 60) for step in range(60)]
    assert len({tuple(each) for each in metrics}) == 1
    rates = {each["rate"] for each in metrics}
    assert {1e-9, 5e-10, 2.5e-10} <= rates


def test_learning_is_told_of_in_short_pieces() -> None:
    learner = small_learner()
    assert isinstance(learner, PatientLearner)
    steps = list(learner.pieces(0, 5))
    assert len(steps) >= 3
    assert all(isinstance(step, Step) and step.done == 0 and step.total == 5 for step in steps)


def test_the_best_weights_are_a_copy() -> None:
    best = BestKept(3, 8)
    weight = torch.ones(2)
    best.look(10.0, 4, {"weight": weight})
    weight += 1
    best.look(11.0, 5, {"weight": weight})
    assert best.weights["weight"].tolist() == [1.0, 1.0]
    assert (best.kept, best.kept_at, best.latest, best.stale) == (10.0, 4, 11.0, 1)


def test_a_hairs_breadth_is_no_progress() -> None:
    best = BestKept(3, 2)
    for step, perplexity in enumerate((10.0, 9.995, 9.994)):
        best.look(perplexity, step, {})
    assert best.finished
    assert best.kept == 9.994


def test_the_sample_is_the_averaged_networks() -> None:
    asked: list[int] = []

    def sample(network: Any, seed: int) -> str:
        weights = learner.ema.weights["embedding.weight"]
        assert torch.equal(network.embedding.weight, weights)
        asked.append(seed)
        return "Once"

    recipe = small_recipe()
    config = NetworkConfig(VOCABULARY, units=8, embedding=8)
    learner = WordLearner(config, recipe, documents(), documents(2), sample=sample)
    learner.update(0, 3)
    assert learner.preview() == "Once"
    assert asked == [1]
    assert small_learner().preview() is None


def test_a_look_takes_so_many_words_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "LOOK", 50)
    learner = small_learner()
    assert 40 <= sum(map(len, learner._held_out)) <= 51


def test_a_document_without_a_word_is_no_passage() -> None:
    passages, order = packed([np.array([4, 5]), np.array([], dtype=np.int64)])
    assert passages.sizes.tolist() == [1, 1]
    assert order.tolist() == [0, 1]
