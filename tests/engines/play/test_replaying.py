"""A recorded episode drives again exactly as it was, and what does not is found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engines.play.drivers import DriverChoice
from engines.play.driving import Recording, record
from engines.play.episodes import Episode, load_episode, save_episode
from engines.play.replaying import compare, replay
from engines.play.world import CarWorld
from engines.steps import finish


@pytest.fixture(scope="module")
def car_world() -> Iterator[CarWorld]:
    """One world for the tests of this file."""
    with CarWorld() as made:
        yield made


@pytest.fixture(scope="module")
def episode(car_world: CarWorld) -> Episode:
    """A trembling drive from the middle of a track."""
    return record(car_world, DriverChoice("scripted", {"noise": 0.4}), 12, 33, longest=150)


@pytest.mark.parametrize("tile", [None, 0, 41])
@pytest.mark.parametrize("zooms_in", [True, False])
def test_frames_and_rewards_are_the_same_to_the_last_bit(tmp_path: Path, tile: int | None, zooms_in: bool) -> None:
    with CarWorld(zooms_in=zooms_in) as world:
        driven = record(world, DriverChoice("hold"), 9, tile, longest=90)
    save_episode(driven, tmp_path / "one.npz")
    stored = load_episode(tmp_path / "one.npz")
    again = list(replay(stored))
    assert np.array_equal(np.stack([frame for frame, _ in again]), driven.frames[:-1])
    assert np.array_equal(again[-1][1].frame, driven.frames[-1])
    assert [moment.reward for _, moment in again] == driven.rewards.tolist()
    assert [moment.tiles for _, moment in again] == driven.tiles.tolist()
    assert finish(compare(stored)).same


def test_a_whole_lap_drives_again_to_its_end() -> None:
    with CarWorld() as world:
        lap = record(world, DriverChoice("scripted"), 21)
        assert lap.about.lap_finished
        assert not lap.about.truncated
        assert finish(compare(lap, world)).same


@pytest.mark.parametrize(("name", "what"), [("frames", "picture"), ("rewards", "reward"), ("tiles", "reward")])
def test_the_first_step_that_differs_is_named(car_world: CarWorld, episode: Episode, name: str, what: str) -> None:
    changed = getattr(episode, name).copy()
    changed[100] += 1
    found = finish(compare(replace(episode, **{name: changed}), car_world))
    assert not found.same
    assert found.step == (99 if name == "frames" else 100)
    assert f"the {what} is another than was recorded" in found.why


def test_another_track_is_noticed_at_once(car_world: CarWorld, episode: Episode) -> None:
    moved = replace(episode, about=replace(episode.about, seed=13))
    assert finish(compare(moved, car_world)).step == 0


def test_another_gymnasium_is_the_reason_given(car_world: CarWorld, episode: Episode) -> None:
    old = replace(episode, about=replace(episode.about, seed=13, gymnasium="0.29"))
    assert "gymnasium 0.29" in finish(compare(old, car_world)).why


def test_a_world_that_zooms_otherwise_is_refused(episode: Episode) -> None:
    with CarWorld(zooms_in=False) as near, pytest.raises(ValueError, match="zoom"):
        next(iter(replay(episode, near)))


def test_an_episode_driven_by_hand_drives_again(car_world: CarWorld) -> None:
    recording = Recording(car_world, 6, car_world.reset(6), "person")
    steering = np.array([0.0, 0.5, 0.0])
    for number in range(40):
        steering[0] = np.sin(number / 5)
        action = steering.astype(np.float32)
        recording.add(action, car_world.step(action))
        action[:] = 9  # the caller's array is the caller's
    driven = recording.episode()
    assert (driven.about.driver, len(driven)) == ("person", 40)
    assert finish(compare(driven, car_world)).same
