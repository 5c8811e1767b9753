"""The viewer's session: one stream of actions, a past that can be gone back to, and dreams beside what is real."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engines.errors import BadInput
from engines.play.mind import expected
from engines.play.session import Session
from engines.play.wheel import PERSON
from engines.play.world import CarWorld
from tests.engines.play.dreamers import PaperWorld, small_mind

GAS = np.array([0, 1, 0], np.float32)
LEFT = np.array([-1, 0, 0], np.float32)


def begun(length: int = 1000, seed: int = 0) -> tuple[Session, Any]:
    world: Any = PaperWorld(length)
    session = Session(world, small_mind())
    session.wheel.give_to(PERSON)
    session.begin(seed)
    return session, world


def test_the_real_car_gone_back_stands_where_it_stood() -> None:
    with CarWorld() as world:
        session = Session(world)
        session.begin(3)
        for _ in range(60):
            session.step()
        actions = [instant.action for instant in session.past[41:]]
        frame, score = session.shown.frame, session.shown.score
        session.look_at(40)
        for action in actions:
            session.step(action)
        assert np.array_equal(session.shown.frame, frame)
        assert session.shown.score == score


def test_looking_back_changes_nothing_until_somebody_drives_on() -> None:
    session, world = begun()
    for _ in range(10):
        session.step(GAS)
    session.look_at(4)
    assert len(session.past) == 11
    session.step(GAS)
    assert [instant.number for instant in session.past] == list(range(6))
    assert world.resets == [(0, None), (0, None)]


def test_a_dream_is_given_the_same_actions_as_the_car() -> None:
    session, _ = begun()
    session.dream([1.0])
    for _ in range(5):
        session.step(LEFT)
    (branch,) = session.shown.branches
    assert branch.state[0][0, 0] == session.shown.state[0][0, 0] == -5
    assert branch.age == 5


def test_dreams_at_several_temperatures_part_by_their_temperature() -> None:
    session, _ = begun()
    session.dream([0.1, 1.5])
    for _ in range(40):
        session.step(np.zeros(3, np.float32))
    gaps = session.view().gaps
    assert gaps[1] > 3 * gaps[0] > 0


def test_gone_back_and_driven_the_same_way_a_dream_dreams_the_same() -> None:
    session, _ = begun()
    session.dream([1.0])
    for _ in range(8):
        session.step(GAS)
    dreamed = session.shown.branches[0].z
    session.look_at(3)
    for _ in range(5):
        session.step(GAS)
    assert np.array_equal(session.shown.branches[0].z, dreamed)


def test_the_divergence_is_zero_where_a_dream_begins_and_is_told_for_each_frame_looked_at() -> None:
    session, _ = begun()
    session.step(GAS)
    (branch,) = session.dream([1.0])
    session.view()
    for _ in range(3):
        session.step(GAS)
        session.view()
    told = session.divergence(branch.key)
    assert [number for number, _, _ in told] == [1, 2, 3, 4]
    assert told[0][1] == 0
    z, dreamed = session.shown.z, session.shown.branches[0].z
    assert z is not None
    assert told[-1][1] == pytest.approx(float(np.sqrt(((z - dreamed) ** 2).sum())))
    session.look_at(2)
    session.step(GAS)
    assert [number for number, _, _ in session.divergence(branch.key)] == [1, 2]


def test_the_error_of_pixels_is_the_mean_difference() -> None:
    session, _ = begun()
    session.edit(np.full(32, 0.5, np.float32))
    assert session.view().errors[0] == pytest.approx((127 - 10) / 255, abs=1e-6)


def test_re_anchoring_brings_z_and_memory_back() -> None:
    session, _ = begun()
    session.dream([1.5])
    for _ in range(5):
        session.step(GAS)
    session.anchor()
    shown = session.shown
    assert shown.z is not None
    assert np.array_equal(shown.branches[0].z, shown.z)
    assert np.array_equal(shown.branches[0].state[1], shown.state[1])
    assert shown.branches[0].age == 0


def test_dreams_are_re_anchored_by_themselves() -> None:
    session, _ = begun()
    session.anchor_every = 4
    session.dream([1.5])
    ages = [session.step(GAS).branches[0].age for _ in range(9)]
    assert ages == [1, 2, 3, 0, 1, 2, 3, 0, 1]


def test_a_pinned_number_stays_while_the_dream_goes_on() -> None:
    session, _ = begun()
    session.pins = {7: 2.5}
    session.dream([1.0, 1.0])
    for _ in range(6):
        session.step(GAS)
    first, second = session.shown.branches
    assert first.z[7] == 2.5
    assert second.z[7] != 2.5


def test_another_z_by_hand_begins_a_dream_where_there_is_none() -> None:
    session, _ = begun()
    session.edit(np.ones(32, np.float32))
    assert session.shown.branches[0].z.tolist() == [1.0] * 32
    assert session.past[0].branches


def test_only_the_dream_goes_on_when_it_is_alone() -> None:
    session, world = begun()
    session.step(GAS)
    session.dream([1.0])
    session.alone = True
    frame = session.shown.frame
    for _ in range(5):
        session.step(GAS)
    assert world.steps == 1
    assert np.array_equal(session.shown.frame, frame)
    assert session.shown.branches[0].steps == 5
    session.alone = False
    session.step(GAS)
    assert world.steps == 2


def test_alone_the_controller_sees_the_dream() -> None:
    session, _ = begun()
    session.wheel.give_to("controller")
    session.edit(np.full(32, 0.75, np.float32))
    session.alone = True
    assert session.step().action[0] == pytest.approx(0.75)


def test_at_the_end_of_the_road_the_dream_goes_on_and_without_one_nothing_does() -> None:
    session, _ = begun(length=3)
    for _ in range(6):
        session.step(GAS)
    assert (len(session.past), session.shown.ended, session.finished) == (4, "lap", True)
    session.dream([1.0])
    session.step(GAS)
    assert session.shown.branches[0].steps == 1
    assert not session.shown.moved


def test_a_hand_goes_before_the_driver_and_is_told_apart() -> None:
    session, _ = begun()
    session.wheel.give_to("controller")
    assert not session.step().by_hand
    after = session.step(np.array([2, 0.5, -1], np.float32))
    assert after.by_hand
    assert after.action.tolist() == [1.0, 0.5, 0.0]


def test_without_models_the_car_drives_and_nothing_is_dreamed() -> None:
    world: Any = PaperWorld()
    session = Session(world)
    session.begin(0)
    session.step(GAS)
    assert session.view().seen is None
    with pytest.raises(BadInput, match="no model"):
        session.dream([1.0])
    with pytest.raises(BadInput, match="no model"):
        session.wheel.give_to("controller")


def test_more_dreams_than_can_be_seen_are_refused() -> None:
    session, _ = begun()
    with pytest.raises(BadInput, match="One to 4"):
        session.dream([1.0] * 5)


def test_the_mixture_follows_the_temperature() -> None:
    mind = small_mind()
    cool, warm = (expected(mind, mind.memory.start(1), 0, heat) for heat in (0.5, 1.0))
    assert warm.weights.tolist() == pytest.approx([0.5, 0.2, 0.1, 0.1, 0.1])
    assert cool.weights[0] == pytest.approx(0.25 / (0.25 + 0.04 + 0.03))
    assert cool.deviations[0] / warm.deviations[0] == pytest.approx(np.sqrt(0.5))
    places = np.linspace(-12, 12, 4001, dtype=np.float32)
    assert np.trapezoid(warm.density(places), places) == pytest.approx(1, abs=1e-3)
