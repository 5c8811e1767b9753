"""A learner of melodies: it learns, it can be put away and gone on with, and an update given up leaves no trace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from engines.compose.melody.batches import Batches, transposed
from engines.compose.melody.learner import MelodyLearner
from engines.compose.melody.network import Dropouts
from engines.compose.melody.presets import MelodyRecipe
from engines.compose.melody.vocabulary import FIRST_PITCH, Vocabulary
from engines.steps import finish
from engines.training import LOG, Plan, Randomness, train
from tests.engines.compose.melody.tunes import WORDS, encoded, learner


def learn(run: Path, steps: int, *, resume: bool = False, **changes: Any) -> MelodyLearner:
    made = learner(**changes)
    finish(train(made, Plan(steps), run, identity={"what": "tunes"}, resume=resume))
    return made


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
    made = learner(transpose=False, sizes={"units": 24, "embedding": 24})
    first = made.update(0, 120)["held_out"]
    for step in range(1, 120):
        last = made.update(step, 120)
    # Durations are certain in these tunes, and a pitch is one of three.
    assert first > 5
    assert last["best"] < 2


def test_a_resumed_run_writes_the_log_of_an_uninterrupted_one(tmp_path: Path) -> None:
    learn(tmp_path / "whole", 14)
    learn(tmp_path / "parts", 5)
    learn(tmp_path / "parts", 9, resume=True)
    learn(tmp_path / "parts", 14, resume=True)
    assert (tmp_path / "parts" / LOG).read_bytes() == (tmp_path / "whole" / LOG).read_bytes()


@pytest.mark.parametrize("piece", [1, 2])
def test_a_run_closed_in_the_middle_of_an_update_goes_on_exactly(tmp_path: Path, piece: int) -> None:
    learn(tmp_path / "whole", 9)
    task = train(learner(), Plan(9), tmp_path / "parts", identity={"what": "tunes"})
    for step in task:
        if step.done == 4 and not step.metrics:
            piece -= 1
            if not piece:
                break
    task.close()
    learn(tmp_path / "parts", 9, resume=True)
    assert (tmp_path / "parts" / LOG).read_bytes() == (tmp_path / "whole" / LOG).read_bytes()


def test_an_update_given_up_leaves_no_trace() -> None:
    made = learner()
    made.update(0, 9)
    before = flat(made.state())
    pieces = made.pieces(1, 9)
    next(pieces)
    pieces.close()
    assert flat(made.state()) == before


def test_pieces_of_a_batch_have_the_gradient_of_the_whole() -> None:
    nothing = {"dropouts": Dropouts(0, 0, 0)}
    whole, parts = (learner(pieces=count, transpose=False, hide_key=0.0, **nothing) for count in (1, 3))
    for made in (whole, parts):
        for _ in made._gradients(0, 1):
            pass
    for (name, one), (_, other) in zip(whole.net.named_parameters(), parts.net.named_parameters(), strict=True):
        torch.testing.assert_close(one.grad, other.grad, atol=1e-6, rtol=1e-4, msg=name)


def test_it_ends_after_so_many_rounds() -> None:
    made = learner(rounds=1)
    steps = 0
    while not made.finished:
        made.update(steps, 99)
        steps += 1
    assert steps == 3  # 480 notes, 200 at a time


def test_little_music_is_read_oftener_and_much_is_not_read_for_ever() -> None:
    recipe = MelodyRecipe()
    assert [recipe.rounds_of(sounds) for sounds in (500, 75_000, 10**6)] == [400, 40, 10]
    assert MelodyRecipe(rounds=3).rounds_of(500) == 3


def test_every_sound_is_learnt_once_a_round_also_of_lines_that_are_cut() -> None:
    lines = encoded(3, 100)
    batches = Batches(lines, WORDS, Randomness(0), notes=64, longest=32)
    seen = 0
    while seen < 300:
        for line in batches.next():
            assert len(line.sounds) <= 32
            seen += len(line.sounds) - 1
    assert seen == 300


def test_transposed_lines_move_their_notes_and_their_key() -> None:
    line = encoded(1)[0]
    up = transposed(line, WORDS, 3)
    notes = line.sounds >= FIRST_PITCH
    assert (up.sounds[notes] == line.sounds[notes] + 3).all()
    assert (up.tonics == 4).all()
    assert (up.intervals == line.intervals).all()


def test_a_line_that_would_leave_what_can_be_said_stays() -> None:
    chords = Vocabulary((480,), ((60, 64),))
    line = encoded(1)[0]
    line.sounds[5] = chords.sound_id((60, 64))
    assert transposed(line, chords, 1) is line


def test_the_averaged_network_is_not_the_one_that_learns() -> None:
    made = learner()
    made.update(0, 9)
    averaged = made.averaged()
    assert not np.allclose(averaged.bias.detach().numpy(), made.net.bias.detach().numpy())
    assert not any(value.requires_grad for value in averaged.parameters())
