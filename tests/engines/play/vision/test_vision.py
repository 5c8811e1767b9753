"""V: what it is made of, what it is taught by, and that its graphs and its runs are what they say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.distributions import Normal, kl_divergence

from engines.errors import BadCheckpoint, BadInput, MissingWeights
from engines.play.vision.frames import gather_frames
from engines.play.vision.learner import VisionLearner, VisionRecipe, as_input, pixel_error
from engines.play.vision.network import (
    PRESETS,
    VisionConfig,
    VisionNetwork,
    divergence,
    free,
    preset_named,
    reconstruction_error,
)
from engines.play.vision.training import VisionTraining, read_vision, ready_vision, train_vision
from engines.play.vision.vision import ENCODER, Vision
from engines.play.weights import VISION
from engines.shipping import write_weights
from engines.steps import finish
from engines.training import Plan
from tests.engines.play.roads import bar_folder

SMALL = VisionConfig(2)
QUICK = VisionRecipe(batch=10, rate=3e-3, rounds=40)


@pytest.fixture(scope="module")
def episodes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bar_folder(tmp_path_factory.mktemp("episodes"))


@pytest.fixture(scope="module")
def run(episodes: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("runs") / "vision"
    finish(train_vision(VisionTraining(episodes, place, Plan(30), SMALL, QUICK)))
    return place


def test_the_papers_network_has_as_many_weights_as_the_paper_says() -> None:
    assert sum(value.numel() for value in VisionNetwork(PRESETS["paper"]).parameters()) == 4_348_547


def test_the_divergence_is_that_of_two_normal_distributions() -> None:
    chance = torch.Generator().manual_seed(0)
    mean, log_variance = torch.randn(2, 7, 32, generator=chance, dtype=torch.float64)
    normal = Normal(torch.zeros_like(mean), torch.ones_like(mean))
    wanted = kl_divergence(Normal(mean, torch.exp(log_variance / 2)), normal).mean(0)
    torch.testing.assert_close(divergence(mean, log_variance), wanted)


def test_what_a_latent_carries_up_to_the_free_bits_costs_nothing_more() -> None:
    assert float(free(torch.tensor([0.1, 0.5, 2.0]), 0.5)) == pytest.approx(0.5 + 0.5 + 2.0)


def test_the_error_is_summed_over_pixels_and_averaged_over_frames() -> None:
    painted, frames = torch.zeros(2, 3, 64, 64), torch.full((2, 3, 64, 64), 0.5)
    assert float(reconstruction_error(painted, frames)) == pytest.approx(0.25 * 3 * 64 * 64)


def test_a_frame_goes_in_with_its_colours_first(episodes: Path) -> None:
    frames = finish(gather_frames(episodes)).training[:2]
    assert np.array_equal(as_input(frames).numpy(), frames.transpose(0, 3, 1, 2).astype(np.float32) / 255)


def test_an_episode_is_held_out_and_none_of_it_learnt_from(episodes: Path) -> None:
    frames = finish(gather_frames(episodes))
    assert (len(frames.training), len(frames.held_out)) == (50, 25)


def test_of_many_frames_every_nth_is_kept(episodes: Path) -> None:
    assert len(finish(gather_frames(episodes, most=40)).training) == 26


def test_a_damaged_episode_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    folder = bar_folder(tmp_path)
    (folder / "broken.npz").write_bytes(b"no episode")
    frames = finish(gather_frames(folder))
    assert len(frames.training) == 50
    assert ["broken.npz" in sentence for sentence in frames.skipped] == [True]


def test_one_episode_is_too_few_to_hold_one_out(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="held out"):
        finish(gather_frames(bar_folder(tmp_path, episodes=1)))


def test_it_learns_to_see(episodes: Path) -> None:
    frames = finish(gather_frames(episodes))
    learner = VisionLearner(VisionConfig(4), replace(QUICK, rounds=40, averaging=0.9), frames)
    before = pixel_error(learner.net, frames.held_out)
    for step in range(200):
        learner.update(step, 200)
    # A learner that had found the colours of the ground only would stand at the variance of the frames.
    grey = float(((frames.held_out / 255.0 - frames.held_out.mean((0, 1, 2)) / 255) ** 2).mean())
    assert learner.held_out_error() < 0.5 * grey < before


def test_a_step_closed_between_its_pieces_has_not_happened(episodes: Path) -> None:
    frames = finish(gather_frames(episodes))
    learner, other = (VisionLearner(SMALL, QUICK, frames) for _ in range(2))
    begun = learner.pieces(0, 9)
    next(begun)
    begun.close()
    assert learner.update(0, 9) == other.update(0, 9)


def test_a_resumed_run_goes_on_as_if_never_interrupted(episodes: Path, tmp_path: Path) -> None:
    whole = VisionTraining(episodes, tmp_path / "whole", Plan(12), SMALL, QUICK)
    finish(train_vision(whole))
    broken = replace(whole, run=tmp_path / "broken")
    task = train_vision(broken)
    while next(task).done < 5:
        pass
    task.close()
    finish(train_vision(replace(broken, resume=True)))
    assert (broken.run / "log.csv").read_text() == (whole.run / "log.csv").read_text()


def test_the_graphs_see_and_paint_as_the_network_does(run: Path, episodes: Path) -> None:
    network, frames = read_vision(run).network, finish(gather_frames(episodes)).held_out[:3]
    vision = Vision(run)
    with torch.no_grad():
        mean, log_variance = network.encode(as_input(frames))
        painted = network.decode(mean).permute(0, 2, 3, 1).numpy()
    found = vision.encode(frames)
    np.testing.assert_allclose(found[0], mean.numpy(), atol=1e-4)
    np.testing.assert_allclose(found[1], log_variance.numpy(), atol=1e-4)
    assert np.abs(vision.decode(found[0]).astype(float) - painted * 255).max() < 1


def test_learning_on_begins_with_the_weights_of_a_model(run: Path, episodes: Path, tmp_path: Path) -> None:
    write_weights(read_vision(run).network, tmp_path / VISION)
    more = VisionTraining(episodes, tmp_path / "more", Plan(1), PRESETS["half"], QUICK, start_from=tmp_path)
    finish(train_vision(more))
    network, before = read_vision(more.run).network, read_vision(run).network
    assert network.config == SMALL
    apart = (network.mean.weight - before.mean.weight).abs().max()
    assert float(apart.detach()) < 4e-3


def test_another_recipe_cannot_be_resumed_with(run: Path, episodes: Path) -> None:
    with pytest.raises(BadCheckpoint, match="recipe"):
        finish(train_vision(VisionTraining(episodes, run, Plan(40), SMALL, replace(QUICK, batch=9), resume=True)))


def test_a_run_that_was_stopped_can_be_seen_with(run: Path, episodes: Path, tmp_path: Path) -> None:
    stopped = VisionTraining(episodes, tmp_path / "stopped", Plan(30), SMALL, QUICK)
    task = train_vision(stopped)
    while not next(task).metrics:
        pass
    task.close()
    assert not (stopped.run / ENCODER).exists()
    frame = np.zeros((1, 64, 64, 3), np.uint8)
    with torch.no_grad():
        wanted, _ = read_vision(stopped.run).network.encode(as_input(frame))
    np.testing.assert_allclose(Vision(ready_vision(stopped.run)).encode(frame)[0], wanted.numpy(), atol=1e-4)
    written = (run / ENCODER).stat().st_mtime_ns
    assert (ready_vision(run) / ENCODER).stat().st_mtime_ns == written  # a run that came to its end has its graphs
    with pytest.raises(MissingWeights, match="no V in"):
        ready_vision(tmp_path)


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(MissingWeights, match="vision-encoder"):
        Vision(tmp_path).encode(np.zeros((1, 64, 64, 3), np.uint8))
    with pytest.raises(BadInput, match="preset"):
        preset_named("tiny")
