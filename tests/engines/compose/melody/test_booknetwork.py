"""The book's network, against its formulas in numpy, and how it learns."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import numpy as np
import torch

from engines.compose.melody.booklearner import BookLearner, Windows, score_windows
from engines.compose.melody.booknetwork import BookNetwork
from engines.compose.melody.presets import BookRecipe
from engines.compose.melody.scoring import Nats
from engines.compose.melody.vocabulary import END, START
from engines.steps import finish
from engines.training import LOG, Plan, train
from tests.engines.compose.melody.test_network import linear, softmax
from tests.engines.compose.melody.tunes import WORDS, encoded


def small() -> BookNetwork:
    torch.manual_seed(0)
    return BookNetwork(WORDS.sounds, WORDS.lengths, 6, 8).eval()


def test_attention_is_one_look_over_the_window() -> None:
    made = small()
    given = {name: value.detach().double().numpy() for name, value in made.state_dict().items()}
    sounds, durations = torch.randint(100, (2, 5)), torch.randint(WORDS.lengths, (2, 5))
    lengths, pitches, looked = made(sounds, durations)
    hidden, _ = made.lstm(torch.cat([made.sounds(sounds), made.durations(durations)], -1))
    h = hidden.detach().double().numpy()
    weights = softmax(np.tanh(linear(h, given, "alignment"))[..., 0])
    summary = np.stack([(weights[row, :, None] * h[row]).sum(0) for row in range(2)])
    np.testing.assert_allclose(looked.detach().numpy(), weights, atol=1e-6)
    np.testing.assert_allclose(pitches.detach().numpy(), linear(summary, given, "sound"), atol=1e-6)
    np.testing.assert_allclose(lengths.detach().numpy(), linear(summary, given, "duration"), atol=1e-6)


def test_windows_begin_filled_up_and_every_sound_is_foreseen_once() -> None:
    line = encoded(1, 10)[0]
    windows = Windows([line, line], 4)
    assert len(windows) == 20
    sounds, durations, how_long, which = windows.take(torch.tensor([0, 5, 10]))
    assert sounds[0].tolist() == [START] * 4
    assert durations[0].tolist() == [END] * 4
    assert sounds[1].tolist() == line.sounds[2:6].tolist()
    assert (which[1], how_long[1]) == (line.sounds[6], line.durations[6])
    assert sounds[2].tolist() == [START] * 4


def test_its_score_is_that_of_its_windows() -> None:
    made, lines = small(), encoded(2, 10)
    found = _result(score_windows(made, lines, 4))
    sounds, durations, how_long, which = Windows(lines, 4).take(torch.arange(20))
    with torch.no_grad():
        lengths, pitches, _ = made(sounds, durations)
    wanted = torch.nn.functional.cross_entropy(pitches, which, reduction="sum")
    assert abs(found.pitch - float(wanted)) < 1e-3
    assert abs(found.duration - float(torch.nn.functional.cross_entropy(lengths, how_long, reduction="sum"))) < 1e-3


def _result(task: Generator[None, None, Nats]) -> Nats:
    while True:
        try:
            next(task)
        except StopIteration as end:
            found: Nats = end.value
            return found


def learner() -> BookLearner:
    lines = encoded(6, 20)
    return BookLearner(WORDS, BookRecipe(window=8), lines[:5], lines[5:])


def test_a_resumed_run_of_the_book_writes_the_log_of_an_uninterrupted_one(tmp_path: Path) -> None:
    for run, steps, resume in (("whole", 12, False), ("parts", 5, False), ("parts", 12, True)):
        finish(train(learner(), Plan(steps), tmp_path / run, identity={}, resume=resume))
    assert (tmp_path / "parts" / LOG).read_bytes() == (tmp_path / "whole" / LOG).read_bytes()


def test_the_book_learns_too() -> None:
    made = learner()
    first = [made.update(step, 60)["loss"] for step in range(60)]
    assert np.mean(first[-10:]) < np.mean(first[:5]) - 1
