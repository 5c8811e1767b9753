"""Drivers keep to the limits of the car, repeat themselves, and the scripted one is a teacher worth having."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from engines.errors import BadInput
from engines.play.drivers import DRIVERS, DriverChoice
from engines.play.world import Action, CarWorld


@pytest.fixture(scope="module")
def blind_world() -> Iterator[CarWorld]:
    """A world without pictures."""
    with CarWorld(drawn=False) as made:
        yield made


def drive(world: CarWorld, choice: DriverChoice, seed: int, steps: int, tile: int | None = None) -> list[Action]:
    """The actions of the beginning of an episode."""
    driver = choice.build()
    frame = world.reset(seed, tile)
    driver.begin(world, seed)
    actions = []
    for _ in range(steps):
        actions.append(driver.act(frame))
        frame = world.step(actions[-1]).frame
    return actions


def score(world: CarWorld, choice: DriverChoice, seed: int) -> float:
    """The reward of a whole episode."""
    driver = choice.build()
    frame, total = world.reset(seed), 0.0
    driver.begin(world, seed)
    while True:
        moment = world.step(driver.act(frame))
        frame, total = moment.frame, total + moment.reward
        if moment.over:
            return total


@pytest.mark.parametrize("name", DRIVERS)
def test_an_action_is_three_float32_within_the_limits_of_the_car(blind_world: CarWorld, name: str) -> None:
    actions = np.stack(drive(blind_world, DriverChoice(name), 3, 150))
    assert actions.dtype == np.float32
    assert (actions >= np.float32([-1, 0, 0])).all()
    assert (actions <= 1).all()


@pytest.mark.parametrize("name", ["random", "brownian", "hold"])
def test_the_same_seed_drives_the_same_and_another_does_not(blind_world: CarWorld, name: str) -> None:
    once, again, other = (drive(blind_world, DriverChoice(name), seed, 40) for seed in (3, 3, 4))
    assert np.array_equal(once, again)
    assert not np.array_equal(once, other)


def test_an_action_given_is_not_changed_later(blind_world: CarWorld) -> None:
    for name in DRIVERS:
        actions = drive(blind_world, DriverChoice(name), 3, 60)
        assert len({id(action) for action in actions}) == 60
        assert len(np.unique(np.stack(actions), axis=0)) > 1


def test_a_held_action_lasts_three_to_twenty_steps(blind_world: CarWorld) -> None:
    actions = np.stack(drive(blind_world, DriverChoice("hold"), 3, 400))
    changes = np.flatnonzero((np.diff(actions, axis=0) != 0).any(1))
    lengths = np.diff(changes)
    assert lengths.min() >= 3
    assert lengths.max() <= 20


def test_a_wandering_action_stays_near_its_last(blind_world: CarWorld) -> None:
    actions = np.stack(drive(blind_world, DriverChoice("brownian"), 3, 300))
    assert np.abs(np.diff(actions, axis=0)).max() < 1.0
    assert 0.03 < np.abs(np.diff(actions, axis=0)).mean() < 0.2


def test_the_scripted_driver_scores_above_nine_hundred(blind_world: CarWorld) -> None:
    assert score(blind_world, DriverChoice("scripted"), 77) >= 900


@pytest.mark.slow
def test_the_scripted_driver_scores_above_nine_hundred_on_twenty_fresh_tracks(blind_world: CarWorld) -> None:
    scores = [score(blind_world, DriverChoice("scripted"), seed) for seed in range(880_000, 880_020)]
    assert np.mean(scores) >= 900


def test_a_slower_driver_takes_longer_to_a_tile(blind_world: CarWorld) -> None:
    def tiles(speed: float) -> int:
        drive(blind_world, DriverChoice("scripted", {"speed": speed}), 5, 150)
        return int(blind_world.env.tile_visited_count)

    assert tiles(0.5) < tiles(0.75) < tiles(1.0)


def test_a_trembling_hand_follows_its_seed(blind_world: CarWorld) -> None:
    choice = DriverChoice("scripted", {"noise": 0.3})
    once, again = (drive(blind_world, choice, 3, 60) for _ in range(2))
    assert np.array_equal(once, again)
    calm = drive(blind_world, DriverChoice("scripted"), 3, 60)
    assert np.abs(np.stack(once)[:, 0] - np.stack(calm)[:, 0]).mean() > 0.05


def test_the_scripted_driver_knows_where_it_starts(blind_world: CarWorld) -> None:
    drive(blind_world, DriverChoice("scripted"), 3, 100, tile=120)
    visited = [tile.idx for tile in blind_world.env.road if tile.road_visited]
    assert len(visited) > 15
    assert min(visited) >= 118


def test_a_world_without_a_track_is_refused_in_one_sentence() -> None:
    with pytest.raises(BadInput, match="a dream has none"):
        DriverChoice("scripted").build().begin(object(), 0)  # type: ignore[arg-type]


@pytest.mark.parametrize("settings", [{"speed": 0.0}, {"speed": 1.2}, {"noise": -0.1}, {"wings": 2}])
def test_settings_that_no_driver_has_are_refused(settings: dict[str, float]) -> None:
    with pytest.raises(BadInput):
        DriverChoice("scripted", settings).build()


def test_an_unknown_driver_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BadInput, match=r"no driver “auntie”.*scripted"):
        DriverChoice("auntie")
