"""The learner learns, treats styles alike, steers their weights, and repeats itself from a seed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from engines.paint.stylelearner import StyleLearner
from engines.paint.stylenet import StyleNetConfig
from tests.engines.paint.style_runs import SMALL_NETWORK, as_tensor, small_learner, small_recipe, waves


def weights_of(learner: StyleLearner) -> list[float]:
    found: list[float] = learner.state()["weights"].tolist()
    return found


def learn(learner: StyleLearner, steps: int) -> list[dict[str, float]]:
    return [dict(learner.update(step, steps)) for step in range(steps)]


def test_the_loss_falls_within_thirty_steps() -> None:
    # A photograph of the crop's own size that is its own mirror image: every step sees the same, without luck.
    half = waves(0, 32, 16)
    paintings, photographs = [as_tensor(waves(100, 64, 64))], [np.concatenate([half, half[:, ::-1]], axis=1)]
    learner = StyleLearner(StyleNetConfig(1, **SMALL_NETWORK), small_recipe(rate=1e-2), paintings, photographs)
    losses = [each["loss"] for each in learn(learner, 30)]
    assert np.mean(losses[-3:]) < 0.9 * np.mean(losses[:3])


def test_the_style_loss_begins_near_one_and_the_content_loss_near_nothing() -> None:
    first = learn(small_learner(batch=4), 1)[0]
    assert 0.5 < first["style"] < 2.0
    assert 0.0 <= first["content"] < 0.05


def test_each_style_comes_once_before_any_comes_again() -> None:
    learner = small_learner(styles=3, batch=1, balance=100.0)
    for _ in range(3):
        before = weights_of(learner)
        changed = []
        for step in range(3):
            learner.update(step, 9)
            after = weights_of(learner)
            changed += [style for style in range(3) if after[style] != before[style]]
            before = after
        assert sorted(changed) == [0, 1, 2]


def test_a_style_below_its_balance_gains_weight_slowly() -> None:
    learner = small_learner(styles=1, batch=1, balance=100.0)
    before = weights_of(learner)[0]
    learn(learner, 1)
    assert before < weights_of(learner)[0] <= before * 1.0041


def test_a_style_above_its_balance_loses_weight_slowly() -> None:
    learner = small_learner(styles=1, batch=1, balance=1e-6)
    learn(learner, 1)
    before = weights_of(learner)[0]
    learn(learner, 1)
    assert before > weights_of(learner)[0] >= before * 0.9959


@pytest.mark.parametrize(("balance", "bound"), [(100.0, 5.003), (1e-6, 4.997)])
def test_weights_stay_within_their_bounds(balance: float, bound: float) -> None:
    learner = small_learner(styles=1, batch=1, balance=balance, lightest=4.997, heaviest=5.003)
    learn(learner, 4)
    assert weights_of(learner)[0] == pytest.approx(bound)


def bits(learner: StyleLearner) -> dict[str, Any]:
    state = learner.state()
    return {**state["net"], **{f"ema {name}": value for name, value in state["ema"]["weights"].items()}}


def test_two_learners_of_one_seed_are_alike_bit_for_bit() -> None:
    torch.manual_seed(1)
    first = small_learner(seed=4)
    losses = learn(first, 3)
    torch.manual_seed(2)
    other = small_learner(seed=4)
    assert learn(other, 3) == losses
    assert all(torch.equal(value, bits(other)[name]) for name, value in bits(first).items())


def test_another_seed_learns_otherwise() -> None:
    assert learn(small_learner(seed=4), 2) != learn(small_learner(seed=5), 2)


def test_making_a_learner_leaves_the_chance_of_others_alone() -> None:
    torch.manual_seed(3)
    before = torch.get_rng_state()
    learn(small_learner(), 1)
    assert torch.equal(torch.get_rng_state(), before)


def test_a_state_that_was_put_away_is_not_changed_by_learning_on() -> None:
    learner = small_learner()
    learn(learner, 1)
    other = small_learner()
    other.load_state(learner.state())
    wanted = learn(learner, 2)
    assert learn(other, 2) == wanted


def test_the_preview_shows_every_style_side_by_side() -> None:
    shown = waves(3, 32, 48)
    preview = small_learner(styles=3, shown=shown).preview()
    assert preview is not None
    assert preview.dtype == np.uint8
    assert preview.shape == (32, 3 * 48, 3)
    # Nothing is learnt yet: each third is the photograph, but for its deepest black and whitest white (6 %).
    assert np.abs(preview[:, 48:96].astype(int) - shown).max() <= 16


def test_without_a_photograph_there_is_no_preview() -> None:
    assert small_learner().preview() is None
