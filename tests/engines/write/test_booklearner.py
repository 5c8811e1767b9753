"""The book's way of learning: windows of twenty words, each from an empty memory."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import torch

from engines.steps import finish
from engines.training import LOG, Plan, train
from engines.write.booklearner import BookLearner, Windows, score_windows
from engines.write.networks import BookNetwork
from engines.write.presets import BookRecipe
from tests.engines.write.learnedwords import VOCABULARY, documents, result_of


def book_learner(seed: int = 0) -> BookLearner:
    return BookLearner(VOCABULARY, BookRecipe(window=6, batch=16, rate=1e-2, seed=seed), documents(), documents(3, 1))


def learn(run: Path, steps: int, *, resume: bool = False) -> BookLearner:
    learner = book_learner()
    finish(train(learner, Plan(steps), run, identity={"what": "book"}, resume=resume))
    return learner


def test_windows_are_every_word_with_the_words_before_it_and_beginnings_are_filled_up() -> None:
    windows = Windows([np.array([1, 5, 6, 7, 1]), np.array([1, 8, 1])], 3)
    words, targets = windows.take(torch.arange(len(windows)))
    assert words.tolist() == [[1, 1, 1], [1, 1, 5], [1, 5, 6], [5, 6, 7], [1, 1, 1], [1, 1, 8]]
    assert targets.tolist() == [5, 6, 7, 1, 8, 1]


def test_the_score_counts_every_word_but_the_first() -> None:
    torch.manual_seed(0)
    network = BookNetwork(VOCABULARY, 4, 5)
    texts = documents(3, seed=4)
    surprise = 0.0
    for text in texts:
        filled = np.concatenate([[1] * 5, text])
        for place in range(len(text) - 1):
            logits = network.last(torch.from_numpy(filled[place : place + 6])[None]).detach()[0].double()
            surprise -= float(torch.log_softmax(logits, dim=-1)[text[place + 1]])
    found = result_of(score_windows(network, texts, 6))
    assert found.words == sum(len(text) - 1 for text in texts)
    assert found.perplexity == pytest.approx(math.exp(surprise / found.words), rel=1e-5)


def test_it_learns() -> None:
    learner = book_learner()
    losses = [learner.update(step, 80)["loss"] for step in range(80)]
    assert np.mean(losses[-10:]) < np.mean(losses[:5]) - 0.4


def test_a_resumed_run_writes_the_log_of_an_uninterrupted_one(tmp_path: Path) -> None:
    learn(tmp_path / "whole", 60)
    learn(tmp_path / "parts", 23)
    learn(tmp_path / "parts", 60, resume=True)
    assert (tmp_path / "parts" / LOG).read_bytes() == (tmp_path / "whole" / LOG).read_bytes()


def test_every_window_comes_once_a_round() -> None:
    learner = book_learner()
    steps = -(-len(learner._windows) // 16)
    taken: list[int] = []
    for step in range(steps):
        taken += learner._order[learner._place : learner._place + 16].tolist()
        learner.update(step, steps)
    assert sorted(taken) == list(range(len(learner._windows)))
    assert learner._place == 0
