"""Candidates are scored on the same tracks, by the game's own rules, and the same whoever does the work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from engines.errors import BadInput
from engines.play.controller.controller import FEATURES, PARAMETERS, Controller
from engines.play.controller.evaluating import DRIVES_A_PIECE, Scores, Trial, scored, trials
from engines.play.controller.lockstep import SIDE_BY_SIDE, Road, Rules
from engines.steps import finish
from tests.engines.play.controller.straightroad import Alone, Eyes, Made, Remembering, StraightRoad


def steering(strength: float, gas: float) -> Controller:
    vector = np.zeros(PARAMETERS)
    vector[0] = -strength
    vector[FEATURES + 1 + FEATURES] = gas
    return Controller.from_vector(vector)


GOOD, IDLE, WILD = steering(1.0, 2.0), steering(1.0, -20.0), steering(-1.0, 2.0)


def scores_of(
    controllers: list[Controller], tracks: range, rules: Rules | None = None, evaluator: Any = None
) -> Scores:
    return finish(scored(evaluator or Alone(), Made(), controllers, tracks, rules or Rules()))


def driven_alone(controller: Controller, track: int, longest: int) -> tuple[float, int]:
    """The same drive without any of the machinery."""
    world, eyes, memory = StraightRoad(), Eyes(), Remembering()
    frame, state, total = world.reset(track), memory.start(1), 0.0
    frames = 0
    while frames < longest:
        frames += 1
        z, _ = eyes.encode(frame[None])
        action = controller.act(np.concatenate([z, state[0]], 1))
        state = memory.step(z, action, state)
        moment = world.step(action[0])
        frame, total = moment.frame, total + moment.reward
        if moment.terminated or moment.truncated:
            break
    return total, frames


def test_a_score_is_what_driving_alone_comes_to() -> None:
    dice = np.random.default_rng(0)
    controllers = [Controller.from_vector(GOOD.to_vector() + dice.normal(0, 0.02, PARAMETERS)) for _ in range(3)]
    found = scores_of(controllers, range(7), Rules(300, 300))
    expected = [[driven_alone(each, track, 300) for track in range(7)] for each in controllers]
    np.testing.assert_allclose(found.reward, np.array(expected)[:, :, 0], atol=1e-9)
    assert found.frames == int(np.array(expected)[:, :, 1].sum())


def test_who_drives_well_finishes_the_lap_and_who_steers_away_leaves_the_field() -> None:
    found = scores_of([GOOD, WILD], range(3))
    assert found.ended == {"field": 3, "lap": 3}
    assert (found.reward[0] > 900).all()
    assert (found.reward[1] < 0).all()
    assert found.tiles[0].tolist() == [20, 20, 20]


def test_a_hopeless_drive_is_broken_off_and_charged_for_the_rest() -> None:
    found = scores_of([IDLE], range(2), Rules(1000, 80))
    assert found.ended == {"hopeless": 2}
    assert found.frames == 160
    np.testing.assert_allclose(found.reward, -100.0)


def test_a_drive_ends_when_its_time_is_up() -> None:
    found = scores_of([IDLE], range(2), Rules(50, 80))
    assert found.ended == {"time": 2}
    np.testing.assert_allclose(found.reward, -5.0)


def test_more_roads_than_places_are_all_driven_from_a_fresh_memory() -> None:
    many = 2 * SIDE_BY_SIDE + 3
    wobbling = Controller.from_vector(GOOD.to_vector() + np.random.default_rng(1).normal(0, 0.05, PARAMETERS))
    roads = tuple(Road(track, track) for track in range(many))
    table = wobbling.folded().to_vector().reshape(1, 3, FEATURES + 1)
    drives = Trial(Made(), table, roads, Rules(200, 200)).run(lambda: None)
    found = [drive.reward for drive in sorted(drives, key=lambda drive: drive.number)]
    expected = [driven_alone(wobbling, track, 200)[0] for track in range(many)]
    np.testing.assert_allclose(found, expected, atol=1e-9)


def test_scores_do_not_depend_on_the_order_in_which_work_is_done() -> None:
    forth = scores_of([GOOD, IDLE, WILD], range(11))
    back = scores_of([GOOD, IDLE, WILD], range(11), evaluator=Alone(backwards=True))
    assert (forth.reward == back.reward).all()
    assert forth.frames == back.frames
    assert forth.ended == back.ended


def test_every_candidate_drives_every_track_once_whatever_the_pieces() -> None:
    pieces = trials(Made(), [GOOD, IDLE, WILD], range(7), Rules())
    assert len(pieces) > 1
    assert all(len(piece.roads) <= DRIVES_A_PIECE for piece in pieces)
    assert all({road.candidate for road in piece.roads} == set(range(len(piece.candidates))) for piece in pieces)
    assert sorted(road.number for piece in pieces for road in piece.roads) == list(range(21))
    assert sorted(road.track for piece in pieces for road in piece.roads) == sorted(3 * list(range(7)))


@pytest.mark.parametrize(("longest", "patience"), [(0, 100), (1001, 100), (500, 0)])
def test_rules_that_make_no_sense_are_refused(longest: int, patience: int) -> None:
    with pytest.raises(BadInput):
        Rules(longest, patience)


def test_a_memory_of_another_size_is_told() -> None:
    @dataclass(frozen=True)
    class Narrow(Made):
        def memory(self) -> Any:
            memory = Remembering()
            memory.start = lambda n: (np.zeros((n, 64), np.float32),)  # type: ignore[method-assign, assignment]
            return memory

    with pytest.raises(BadInput, match="64 units"):
        finish(scored(Alone(), Narrow(), [GOOD], range(1), Rules()))
