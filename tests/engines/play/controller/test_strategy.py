"""The strategy finds what is better, its candidates come in mirrored pairs, and its state is all there is to it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engines import checkpoints
from engines.errors import BadCheckpoint, BadInput
from engines.play.controller.strategy import Strategy, parents_first

BOTH = pytest.mark.parametrize("diagonal", [True, False], ids=["diagonal", "full"])


def hill(candidates: np.ndarray) -> np.ndarray:
    """The higher the nearer to (1, 1, …), and much steeper along the later numbers."""
    return -(((candidates - 1) ** 2) * np.logspace(0, 3, candidates.shape[1])).sum(1)


def climbed(strategy: Strategy, generations: int) -> np.ndarray:
    for _ in range(generations):
        candidates = strategy.ask()
        strategy.tell(candidates, hill(candidates))
    return strategy.mean


@BOTH
def test_it_climbs_a_badly_scaled_hill(diagonal: bool) -> None:
    mean = climbed(Strategy(np.zeros(8), 0.3, 12, diagonal=diagonal), 200)
    np.testing.assert_allclose(mean, 1, atol=1e-3)


@BOTH
def test_the_second_half_mirrors_the_first(diagonal: bool) -> None:
    strategy = Strategy(np.zeros(8), 0.3, 12, diagonal=diagonal)
    climbed(strategy, 5)
    first, second = np.split(strategy.ask(), 2)
    np.testing.assert_allclose((first + second) / 2, np.tile(strategy.mean, (6, 1)), atol=1e-12)
    assert np.abs(first - second).min() > 0


@BOTH
def test_a_strategy_put_away_and_fetched_goes_on_exactly(diagonal: bool, tmp_path: Path) -> None:
    whole = Strategy(np.zeros(12), 0.3, 8, diagonal=diagonal, seed=3)
    for generations in (0, 1, 7, 40):
        climbed(whole, generations)
        checkpoints.save(tmp_path / "state.safetensors", whole.state())
        other = Strategy(np.zeros(12), 0.3, 8, diagonal=diagonal, seed=3)
        other.load_state(checkpoints.load(tmp_path / "state.safetensors"))
        assert other.generation == whole.generation
        for _ in range(15):
            mine, its = whole.ask(), other.ask()
            assert (mine == its).all()
            whole.tell(mine, hill(mine))
            other.tell(its, hill(its))
        assert whole.sigma == other.sigma


def test_the_strategy_of_a_whole_controller_goes_on_exactly_and_stays_mirrored() -> None:
    whole, other = (Strategy(np.zeros(867), 0.02, 32, seed=3) for _ in range(2))
    climbed(whole, 5)
    other.load_state(whole.state())
    for _ in range(4):
        mine, its = whole.ask(), other.ask()
        assert (mine == its).all()
        np.testing.assert_allclose((mine[:16] + mine[16:]) / 2, np.tile(whole.mean, (16, 1)), atol=1e-12)
        whole.tell(mine, hill(mine))
        other.tell(its, hill(its))


@BOTH
def test_asking_again_before_telling_gives_the_same(diagonal: bool) -> None:
    strategy = Strategy(np.zeros(8), 0.3, 6, diagonal=diagonal)
    climbed(strategy, 4)
    assert (strategy.ask() == strategy.ask()).all()


def test_another_seed_asks_for_others() -> None:
    one, other = Strategy(np.zeros(8), 0.3, 6, seed=1), Strategy(np.zeros(8), 0.3, 6, seed=2)
    assert (one.ask() != other.ask()).all()


def test_chance_alone_does_not_shorten_the_steps() -> None:
    dice = np.random.default_rng(0)
    sizes = []
    for seed in range(8):
        strategy = Strategy(np.zeros(40), 1.0, 8, seed=seed)
        for _ in range(60):
            strategy.tell(strategy.ask(), dice.normal(size=8))
        sizes.append(np.log(strategy.sigma))
    assert abs(np.mean(sizes)) < 0.7


def test_of_each_pair_only_the_better_is_a_parent() -> None:
    #                  a0   b0   c0   a1   b1   c1
    scores = np.array([5.0, 1.0, 7.0, 6.0, 0.0, 8.0])
    assert parents_first(scores).tolist() == [5, 3, 1, 2, 0, 4]


def test_of_two_equals_one_is_the_parent() -> None:
    assert parents_first(np.array([1.0, 2.0, 1.0, 2.0])).tolist() == [1, 0, 3, 2]


def test_the_dice_of_everybody_else_are_left_alone() -> None:
    np.random.seed(7)
    before = np.random.get_state()[1].copy()
    climbed(Strategy(np.zeros(8), 0.3, 6, diagonal=False), 3)
    assert (np.random.get_state()[1] == before).all()


def test_the_state_of_another_strategy_is_refused() -> None:
    full = Strategy(np.zeros(8), 0.3, 6, diagonal=False)
    climbed(full, 2)
    with pytest.raises(BadCheckpoint, match="another strategy"):
        Strategy(np.zeros(8), 0.3, 6).load_state(full.state())


@pytest.mark.parametrize(("sigma", "population"), [(0.0, 8), (0.1, 7), (0.1, 2), (float("nan"), 8)])
def test_a_strategy_that_cannot_work_is_refused(sigma: float, population: int) -> None:
    with pytest.raises(BadInput):
        Strategy(np.zeros(8), sigma, population)
