"""What M foresees: in nats against another reckoning, in pixels against frames that are known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch.distributions import Categorical, MixtureSameFamily, Normal

from engines.errors import BadInput
from engines.play.episodes import Episode
from engines.play.memory.evaluating import Foresight, foresee_episodes, surprise
from engines.play.memory.memory import Memory, Mixture, State
from engines.play.vision.vision import Vision
from engines.steps import finish
from tests.engines.play.roads import bar_episode

Floats = NDArray[np.float32]


class Ruler(Vision):
    """Sees where the bar ends, in 32 equal numbers of 0 to 1, and paints it there again."""

    def __init__(self) -> None:
        super().__init__(Path())

    def encode(self, frames: NDArray[np.uint8]) -> tuple[Floats, Floats]:
        place = (frames[:, 0, :, 0] == 30).sum(1).astype(np.float32) / 64
        return np.repeat(place[:, None], 32, 1), np.full((len(frames), 32), -20, np.float32)

    def paint(self, latents: Floats) -> Floats:
        dark = np.arange(64)[None] < np.rint(latents.mean(1, keepdims=True) * 64)
        rows = np.where(dark[..., None], np.float32(30 / 255), np.array([100, 200, 100], np.float32) / 255)
        return np.repeat(rows[:, None], 64, 1)


class Reckoner(Memory):
    """Knows the rule by which the bar moves (``step`` 6), or believes that nothing ever moves (``step`` 0)."""

    def __init__(self, step: float) -> None:
        super().__init__(Path())
        self._by = step

    def start(self, n: int) -> State:
        return np.zeros((n, 2), np.float32), np.zeros((n, 2), np.float32)

    def step(self, z: Floats, action: Floats, state: State) -> State:
        place = np.clip(z[:, :1] * 64 + self._by * action[:, :1], 4, 60) / 64
        return np.repeat(place, 2, 1).astype(np.float32), state[1]

    def mixture(self, state: State) -> Mixture:
        n = len(state[0])
        mean = np.repeat(np.repeat(state[0][:, :1, None], 32, 1), 2, 2)
        half = np.full((n, 32, 2), np.log(0.5), np.float32)
        return Mixture(half, mean, np.full_like(mean, -2), np.full(n, 0.25, np.float32), np.full(n, 0.01, np.float32))


def asked(step: float) -> Foresight:
    return finish(foresee_episodes([bar_episode(seed, 80) for seed in (1, 2)], Ruler(), Reckoner(step)))


def test_who_knows_the_rule_foresees_better_than_the_last_frame() -> None:
    near, far = asked(6).horizons
    assert (near.steps, far.steps) == (1, 15)
    # Rounding to whole columns is all that is left: half a column of 64 at most, and it adds up over fifteen steps.
    assert [near.won, near.won_seen, far.won, far.won_seen] == [True] * 4
    assert far.dreamed < 0.2 * far.copied


def test_who_believes_that_nothing_moves_does_as_well_as_the_last_frame_and_no_better() -> None:
    for horizon in asked(0).horizons:
        assert horizon.dreamed == pytest.approx(horizon.copied, rel=1e-4)
        assert not horizon.won_seen


def test_eyes_without_fault_have_no_error_of_their_own() -> None:
    assert all(horizon.seen < 1e-12 for horizon in asked(6).horizons)


def test_the_copied_frame_is_the_last_one_that_was_seen() -> None:
    episode = bar_episode(1, 80)
    frames, places = episode.frames / 255.0, np.arange(40, 80 - 15 + 1, 15)
    wanted = [((frames[places + ahead] - frames[places]) ** 2).mean() for ahead in (1, 15)]
    found = finish(foresee_episodes([episode], Ruler(), Reckoner(0)))
    assert [horizon.copied for horizon in found.horizons] == pytest.approx(wanted, rel=1e-5)
    assert found.questions == len(places)


def test_tile_and_end_are_nats_of_what_came() -> None:
    episode = bar_episode(2, 80)  # its number is even: it ends with the lap done
    found = finish(foresee_episodes([episode], Ruler(), Reckoner(0)))
    hit = float((episode.tiles > 0).mean())
    assert found.tile == pytest.approx(-hit * np.log(0.25) - (1 - hit) * np.log(0.75), rel=1e-5)
    assert found.over == pytest.approx((-np.log(0.01) - 79 * np.log(0.99)) / 80, rel=1e-4)


def test_surprise_is_that_of_a_mixture_of_normal_distributions() -> None:
    dice = np.random.default_rng(0)
    weight, mean, log_sigma = dice.normal(size=(3, 6, 32, 5))
    mixture = Mixture(torch.log_softmax(torch.from_numpy(weight), -1).numpy(), mean, log_sigma, *np.zeros((2, 6)))
    latents = dice.normal(size=(6, 32))
    parts = Normal(torch.from_numpy(mean), torch.from_numpy(log_sigma).exp())
    wanted = -MixtureSameFamily(Categorical(logits=torch.from_numpy(weight)), parts).log_prob(torch.from_numpy(latents))
    np.testing.assert_allclose(surprise(mixture, latents), wanted.sum(-1).numpy(), rtol=1e-9)


def test_episodes_too_short_to_ask_anything_are_told() -> None:
    short: list[Episode] = [bar_episode(1, 30)]
    with pytest.raises(BadInput, match="55 steps long"):
        finish(foresee_episodes(short, Ruler(), Reckoner(0)))
