"""The lean world is the stock world seen through smaller eyes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from engines.play import lean, world
from engines.play.stock import car_racing
from engines.play.world import LIMIT, CarWorld, Moment, another_game, gymnasium_version, shrunk

#: Until then the stock zooms in, and outside the field it is black where ours is grass.
ZOOM_STEPS = 50


@pytest.fixture(scope="module")
def car_world() -> Iterator[CarWorld]:
    """One world for the tests of this file, as the product uses it."""
    with CarWorld() as made:
        yield made


def turns(count: int, seed: int = 3) -> np.ndarray:
    """Actions that wander, and now and then leave the road."""
    rng = np.random.default_rng(seed)
    held = np.stack([rng.uniform(-0.6, 0.6, count), rng.uniform(0, 0.8, count), rng.uniform(0, 0.1, count)], 1)
    return np.repeat(held, 8, 0)[:count].astype(np.float32)


def driven(into: CarWorld, seed: int, actions: np.ndarray, start_tile: int | None = None) -> list[Moment]:
    """The moments of an episode, the first frame as a moment of its own."""
    first = Moment(into.reset(seed, start_tile), 0.0, False, False, 0)
    return [first, *(into.step(action) for action in actions)]


def test_rewards_and_ends_are_the_stock_s_and_frames_are_near_its_frames(car_world: CarWorld) -> None:
    stock = car_racing.CarRacing()
    stock.reset(seed=5)
    car_world.reset(5)
    assert car_world.lean
    apart = []
    for step, action in enumerate(turns(110)):
        state, reward, terminated, _, _ = stock.step(action)
        moment = car_world.step(action)
        assert (moment.reward, moment.terminated) == (reward, terminated)
        if step >= ZOOM_STEPS and step % 4 == 0:
            apart.append(np.abs(moment.frame.astype(float) - shrunk(state)).mean())
    stock.close()
    assert max(apart) < 4.0


def test_a_frame_is_a_whole_picture_of_sixty_four_squared(car_world: CarWorld) -> None:
    frame = car_world.reset(1)
    assert (frame.shape, frame.dtype, frame.flags.c_contiguous) == ((64, 64, 3), np.uint8, True)
    assert frame.flags.writeable


def test_a_frame_shown_once_stays_as_it_was(car_world: CarWorld) -> None:
    first = car_world.reset(1)
    before = first.copy()
    for action in turns(60):
        car_world.step(action)
    assert (first == before).all()


def test_a_world_used_before_is_like_a_new_one(car_world: CarWorld) -> None:
    driven(car_world, 8, turns(80))
    again = driven(car_world, 2, turns(120), start_tile=17)
    with CarWorld() as fresh:
        anew = driven(fresh, 2, turns(120), start_tile=17)
    assert [moment.reward for moment in again] == [moment.reward for moment in anew]
    assert all((one.frame == other.frame).all() for one, other in zip(again, anew, strict=True))


def test_tiles_add_up_to_the_reward(car_world: CarWorld) -> None:
    moments = driven(car_world, 4, np.tile(np.float32([0, 0.4, 0]), (100, 1)))[1:]
    tile = 1000 / len(car_world.env.track)
    assert sum(moment.tiles for moment in moments) > 5
    for moment in moments:
        assert moment.reward == pytest.approx(moment.tiles * tile - 0.1, abs=1e-9)


def test_the_car_starts_on_the_tile_asked_for_with_nothing_visited(car_world: CarWorld) -> None:
    car_world.reset(4, start_tile=100)
    _, _, x, y = car_world.env.track[100]
    assert car_world.start_tile == 100
    assert np.hypot(*(np.array(car_world.env.car.hull.position) - (x, y))) < 0.1
    touched = [tile.idx for tile in car_world.env.road if tile.road_visited]
    assert touched
    assert all(98 <= number <= 102 for number in touched)
    moment = car_world.step(np.zeros(3, np.float32))
    assert moment.tiles == len(touched)


def test_a_tile_beyond_the_last_is_counted_round(car_world: CarWorld) -> None:
    car_world.reset(4)
    length = len(car_world.env.track)
    car_world.reset(4, start_tile=length + 3)
    assert car_world.start_tile == 3


def test_only_one_car_is_on_the_track(car_world: CarWorld) -> None:
    car_world.reset(4)
    bodies = len(car_world.env.world.bodies)
    car_world.reset(4, start_tile=9)
    assert len(car_world.env.world.bodies) == bodies


def test_without_the_zoom_only_the_first_second_differs() -> None:
    actions = turns(ZOOM_STEPS + 5)
    with CarWorld() as stock, CarWorld(zooms_in=False) as near:
        zooming = driven(stock, 6, actions)
        still = driven(near, 6, actions)
    same = [bool((one.frame == other.frame).all()) for one, other in zip(zooming, still, strict=True)]
    assert not any(same[: ZOOM_STEPS - 5])
    assert all(same[ZOOM_STEPS + 1 :])


def test_leaving_the_picture_out_changes_nothing_else() -> None:
    actions = turns(90)
    with CarWorld() as seen, CarWorld(drawn=False) as blind:
        moments = driven(seen, 6, actions)
        unseen = driven(blind, 6, actions)
        blind.drawn = True
        last = blind.step(actions[0]).frame
        assert (last == seen.step(actions[0]).frame).all()
    assert [moment.reward for moment in moments] == [moment.reward for moment in unseen]
    assert not any(moment.frame.any() for moment in unseen)


def test_the_time_is_up_after_a_thousand_steps() -> None:
    with CarWorld(drawn=False) as blind:
        moments = driven(blind, 0, np.zeros((LIMIT, 3), np.float32))
    assert [moment.truncated for moment in moments[-2:]] == [False, True]
    assert not moments[-1].terminated
    assert moments[-1].over


def test_an_action_without_a_number_is_refused(car_world: CarWorld) -> None:
    car_world.reset(0)
    with pytest.raises(ValueError, match="finite"):
        car_world.step(np.array([np.nan, 0, 0], np.float32))


def test_without_gymnasium_s_private_parts_the_stock_picture_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(env: object, mode: str) -> None:
        raise AttributeError("road_poly")

    monkeypatch.setattr(lean.LeanCarRacing, "_render", refuse)
    stock = car_racing.CarRacing()
    with CarWorld() as fallen:
        assert not fallen.lean
        frame = fallen.reset(5)
        state, _ = stock.reset(seed=5)
        assert (frame == shrunk(state)).all()
        moment = fallen.step(np.float32([0, 0.5, 0]))
        _, reward, _, _, _ = stock.step(np.float32([0, 0.5, 0]))
        assert moment.reward == reward
        assert moment.tiles > 0
    stock.close()


def test_closing_twice_is_once() -> None:
    made = CarWorld()
    made.close()
    made.close()


def test_another_version_of_gymnasium_is_said_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    assert another_game(gymnasium_version()) is None
    monkeypatch.setattr(world, "gymnasium_version", lambda: "9.9")
    sentence = another_game("1.4.0")
    assert sentence is not None
    assert "gymnasium 1.4.0, and here is 9.9" in sentence
