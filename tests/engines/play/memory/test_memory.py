"""M: its likelihood against another reckoning, its draws against its own distribution, and its runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.distributions import Categorical, MixtureSameFamily, Normal

from engines.errors import BadCheckpoint, BadInput
from engines.play.memory.latents import FILE, Latents, Seen, see
from engines.play.memory.learner import MemoryLearner, MemoryRecipe, pieces
from engines.play.memory.memory import Memory, Mixture, draw
from engines.play.memory.network import (
    Expected,
    MemoryConfig,
    MemoryNetwork,
    hidden_inputs,
    negative_log_likelihood,
)
from engines.play.memory.training import MemoryTraining, read_memory, train_memory
from engines.play.vision.training import VisionTraining, train_vision
from engines.steps import finish
from engines.training import Plan
from tests.engines.play.roads import bar_folder
from tests.engines.play.vision.test_vision import QUICK, SMALL

TINY = MemoryConfig(units=8, mixtures=2)
BRIEF = MemoryRecipe(batch=4, length=10, rounds=20)


@pytest.fixture(scope="module")
def episodes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bar_folder(tmp_path_factory.mktemp("episodes"))


@pytest.fixture(scope="module")
def vision(episodes: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("runs") / "vision"
    finish(train_vision(VisionTraining(episodes, place, Plan(2), SMALL, QUICK)))
    return place


@pytest.fixture(scope="module")
def run(episodes: Path, vision: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("runs") / "memory"
    finish(train_memory(MemoryTraining(episodes, vision, place, Plan(6), TINY, BRIEF)))
    return place


def wandering(count: int = 3, steps: int = 40) -> Latents:
    """Latents that follow the actions: the first one is the steer of the moment before."""
    found = []
    for seed in range(count):
        dice = np.random.default_rng(seed)
        actions = dice.uniform(-1, 1, (steps, 3)).astype(np.float32)
        mean = np.zeros((steps + 1, 32), np.float32)
        mean[1:, 0] = 3 * actions[:, 0]
        none = np.zeros(steps, np.float32)
        found.append(Seen(mean, np.zeros_like(mean), actions, (actions[:, 1] > 0).astype(np.float32), none))
    return Latents(tuple(found), "wandering")


def some_expectation(n: int = 5, mixtures: int = 5) -> Expected:
    chance = torch.Generator().manual_seed(1)
    weight, mean, sigma = torch.randn(3, n, 32, mixtures, generator=chance, dtype=torch.float64)
    return Expected(torch.log_softmax(weight, -1), mean, sigma, torch.zeros(n), torch.zeros(n))


def test_the_papers_memory_has_as_many_weights_as_its_lstm_and_mixtures_take() -> None:
    expected = 4 * 256 * (35 + 256 + 2) + 257 * (3 * 5 * 32 + 2)
    assert sum(value.numel() for value in MemoryNetwork(MemoryConfig()).parameters()) == expected


def test_the_likelihood_is_that_of_a_mixture_of_normal_distributions() -> None:
    expected = some_expectation()
    latents = torch.randn(5, 32, generator=torch.Generator().manual_seed(2), dtype=torch.float64)
    parts = Normal(expected.mean, expected.log_sigma.exp())
    wanted = -MixtureSameFamily(Categorical(logits=expected.log_weight), parts).log_prob(latents).sum(-1)
    torch.testing.assert_close(negative_log_likelihood(expected, latents), wanted)


def test_hidden_inputs_keep_the_mean() -> None:
    mask = hidden_inputs((100, 100), 0.25, torch.Generator().manual_seed(0))
    assert mask.unique().tolist() == pytest.approx([0.0, 1 / 0.75])
    assert float(mask.mean()) == pytest.approx(1, abs=0.03)


def test_a_piece_is_a_stretch_of_one_episode_as_v_saw_it() -> None:
    latents = wandering(3, 12)
    found = pieces(latents.episodes, 200, 5, torch.Generator().manual_seed(0))
    # The first latent tells the steer of the moment before, whatever stretch it is.
    apart = found.latents[:, 1:, 0] - 3 * found.actions[:, :, 0]
    assert float(apart.std()) == pytest.approx(1, abs=0.1)  # as wide as V says
    # Every place is found: eight of them in each of three episodes.
    assert len({tuple(row) for row in found.actions[:, 0].tolist()}) == 24


def test_latents_are_drawn_as_wide_as_v_says() -> None:
    none = np.zeros((40, 3), np.float32)
    wide = Seen(np.ones((41, 32), np.float32), np.full((41, 32), np.log(4.0), np.float32), none, none[:, 0], none[:, 0])
    drawn = pieces([wide], 200, 10, torch.Generator().manual_seed(0)).latents
    assert float(drawn.mean()) == pytest.approx(1, abs=0.03)
    assert float(drawn.std()) == pytest.approx(2, abs=0.03)


def test_it_learns_what_the_actions_bring() -> None:
    learner = MemoryLearner(TINY, MemoryRecipe(batch=8, length=20, rounds=800, rate=0.02, averaging=0.9), wandering())
    for step in range(300):
        learner.update(step, 300)
    expected = learner.averaged()(torch.zeros(1, 2, 32), torch.tensor([[[0.8, 0, 0], [-0.8, 0, 0]]]))
    middle = (expected.log_weight.exp() * expected.mean).sum(-1)[0, :, 0].detach()
    assert float(middle[0]) > 1.2
    assert float(middle[1]) < -1.2


def test_a_resumed_run_goes_on_as_if_never_interrupted(episodes: Path, vision: Path, tmp_path: Path) -> None:
    whole = MemoryTraining(episodes, vision, tmp_path / "whole", Plan(9), TINY, BRIEF)
    finish(train_memory(whole))
    broken = replace(whole, run=tmp_path / "broken")
    task = train_memory(broken)
    while next(task).done < 4 or not (broken.run / "log.csv").exists():
        pass
    task.close()
    # What V saw lies in the run: neither the episodes nor V are needed again.
    gone = replace(broken, episodes=tmp_path / "gone", vision=tmp_path / "gone", resume=True)
    finish(train_memory(gone))
    assert (broken.run / "log.csv").read_text() == (whole.run / "log.csv").read_text()


def test_the_step_of_the_graph_is_the_step_of_the_lstm(run: Path) -> None:
    network, memory, dice = read_memory(run).network, Memory(run), np.random.default_rng(0)
    z, a = dice.normal(size=(2, 6, 32)).astype(np.float32), dice.normal(size=(2, 6, 3)).astype(np.float32)
    state = memory.start(2)
    for t in range(6):
        state = memory.step(z[:, t], a[:, t], state)
    mixture = memory.mixture(state)
    with torch.no_grad():
        wanted = network(torch.from_numpy(z), torch.from_numpy(a))
    np.testing.assert_allclose(mixture.log_weight, wanted.log_weight[:, -1], atol=1e-4)
    np.testing.assert_allclose(mixture.mean, wanted.mean[:, -1], atol=1e-4)
    np.testing.assert_allclose(mixture.tile, torch.sigmoid(wanted.tile[:, -1]), atol=1e-4)


def one_moment(n: int) -> Mixture:
    log_weight = np.log(np.array([0.7, 0.2, 0.1], np.float32))
    shape = (n, 32, 3)
    mean = np.broadcast_to(np.array([-5, 0, 5], np.float32), shape)
    log_sigma = np.full(shape, np.log(0.5), np.float32)
    return Mixture(np.broadcast_to(log_weight, shape), mean, log_sigma, np.full(n, 0.3), np.full(n, 0.4))


def test_draws_are_spread_as_the_mixture_says() -> None:
    latents, tiles, over = draw(one_moment(3000), 1.0, np.random.default_rng(0))
    near = [(np.abs(latents - place) < 2.5).mean() for place in (-5, 0, 5)]
    assert near == pytest.approx([0.7, 0.2, 0.1], abs=0.01)
    assert latents[np.abs(latents) < 2.5].std() == pytest.approx(0.5, abs=0.01)
    assert tiles.mean() == pytest.approx(0.3, abs=0.03)
    assert not over.any()


def test_heat_divides_the_log_weights_and_widens_the_noise_by_its_root() -> None:
    latents, _, _ = draw(one_moment(3000), 0.5, np.random.default_rng(0))
    wanted = np.array([0.7, 0.2, 0.1]) ** 2
    near = [(np.abs(latents - place) < 2.5).mean() for place in (-5, 0, 5)]
    assert near == pytest.approx(list(wanted / wanted.sum()), abs=0.01)
    assert latents[np.abs(latents) < 2.5].std() == pytest.approx(0.5 * np.sqrt(0.5), abs=0.01)


def test_every_dream_has_its_own_heat() -> None:
    heat = np.array([0.01, 1.0], np.float32)
    latents, _, _ = draw(one_moment(2), heat, np.random.default_rng(0))
    assert np.abs(latents[0] + 5).max() < 0.3
    assert np.abs(latents[1] + 5).max() > 1


def test_a_temperature_of_nothing_is_refused() -> None:
    with pytest.raises(BadInput, match="temperature"):
        draw(one_moment(1), 0.0, np.random.default_rng(0))


def test_what_v_saw_is_kept_and_read_again(episodes: Path, vision: Path, tmp_path: Path) -> None:
    latents = finish(see(episodes, vision))
    latents.save(tmp_path / FILE)
    again = Latents.load(tmp_path / FILE)
    assert again.told == latents.told
    for one, other in zip(latents.episodes, again.episodes, strict=True):
        for name in ("mean", "log_variance", "actions", "tiles", "over"):
            assert np.array_equal(getattr(one, name), getattr(other, name))
    assert [float(each.over[-1]) for each in again.episodes] == [1.0, 0.0, 1.0]


def test_damaged_latents_are_said_to_be_damaged(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"nothing")
    with pytest.raises(BadCheckpoint, match="damaged"):
        Latents.load(tmp_path / FILE)
