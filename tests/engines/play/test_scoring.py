"""A score is the same however many workers drive for it, and says all that is needed to repeat it."""

from __future__ import annotations

import json
from statistics import fmean, pstdev

import numpy as np
import pytest

from engines.errors import BadInput
from engines.play import world
from engines.play.drivers import DriverChoice
from engines.play.scoring import Lap, ScoreRequest, require_same_game, score
from engines.play.stock import car_racing
from engines.play.workers import Here
from engines.play.world import CarWorld, gymnasium_version
from engines.steps import Step, finish

SCRIPTED = DriverChoice("scripted")


def test_a_score_holds_its_episodes_in_order_and_what_they_come_to() -> None:
    steps: list[Step] = []
    found = finish(score(ScoreRequest(SCRIPTED, 3, 50), Here()), steps.append)
    scores = [each.score for each in found.per_seed]
    assert [each.seed for each in found.per_seed] == [50, 51, 52]
    assert (found.mean, found.deviation, found.least) == (fmean(scores), pstdev(scores), min(scores))
    assert found.frames == sum(each.frames for each in found.per_seed)
    assert (found.driver, found.gymnasium) == ("scripted", gymnasium_version())
    assert found.least > 880
    assert [(step.done, step.total) for step in steps] == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert steps[-1].metrics == {"mean": found.mean, "least": found.least}
    assert json.loads(json.dumps(found.to_dict()))["per_seed"][1]["seed"] == 51


def test_a_lap_is_the_stock_game_s() -> None:
    lap = Lap(SCRIPTED, 3).run(lambda: None)
    with CarWorld(drawn=False) as own:
        driver, frame, total, steps = SCRIPTED.build(), own.reset(3), 0.0, 0
        driver.begin(own, 3)
        while True:
            moment = own.step(driver.act(frame))
            total, steps = total + moment.reward, steps + 1
            if moment.over:
                break
        assert (lap.score, lap.frames, lap.track) == (total, steps, len(own.env.track))
    assert (lap.tiles, lap.ended) == (lap.track, "lap")
    assert lap.score == pytest.approx(1000 - 0.1 * lap.frames)


def test_an_episode_without_a_lap_ends_with_the_time() -> None:
    lap = Lap(DriverChoice("random"), 3).run(lambda: None)
    assert (lap.frames, lap.ended) == (1000, "time")
    assert lap.tiles < lap.track


def test_workers_score_as_one_process_does() -> None:
    request = ScoreRequest(SCRIPTED, 4, 70, workers=2)
    assert finish(score(request)) == finish(score(request, Here()))


class Watching:
    """A driver that tells what it was shown."""

    def __init__(self, looks: bool) -> None:
        self.looks = looks
        self.shown: list[bool] = []

    def begin(self, world: object, seed: int) -> None:
        pass

    def act(self, frame: np.ndarray) -> np.ndarray:
        self.shown.append(bool(frame.any()))
        return np.zeros(3, np.float32)


@pytest.mark.parametrize("looks", [True, False])
def test_only_a_driver_with_eyes_is_shown_pictures(looks: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    watching = Watching(looks)
    monkeypatch.setattr(DriverChoice, "build", lambda choice: watching)
    monkeypatch.setattr(world, "LIMIT", 3)
    assert Lap(SCRIPTED, 3).run(lambda: None).frames == 3
    assert watching.shown == [looks] * 3


def test_the_stock_s_own_pictures_are_shown_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    class Eyes(Watching):
        def act(self, frame: np.ndarray) -> np.ndarray:
            seen.append(frame)
            return super().act(frame)

    monkeypatch.setattr(DriverChoice, "build", lambda choice: Eyes(looks=True))
    monkeypatch.setattr(world, "LIMIT", 1)
    found = finish(score(ScoreRequest(SCRIPTED, 1, 3, stock=True), Here()))
    finish(score(ScoreRequest(SCRIPTED, 1, 3), Here()))
    stock = car_racing.CarRacing()
    assert np.array_equal(seen[0], world.shrunk(stock.reset(seed=3)[0]))
    assert not np.array_equal(seen[0], seen[1])
    assert found.to_dict()["pictures"] == "stock"


@pytest.mark.parametrize(("episodes", "seed"), [(0, 0), (1, -1), (2, (1 << 20) - 1)])
def test_seeds_that_are_no_scores_are_refused(episodes: int, seed: int) -> None:
    with pytest.raises(BadInput, match="at least one episode"):
        finish(score(ScoreRequest(SCRIPTED, episodes, seed), Here()))


def test_a_driver_that_cannot_be_built_is_said_before_anybody_drives() -> None:
    with pytest.raises(BadInput, match="no such settings"):
        next(score(ScoreRequest(DriverChoice("hold", {"wings": 2}))))


def test_scores_of_another_gymnasium_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    require_same_game(gymnasium_version())
    with pytest.raises(BadInput, match=r"gymnasium 0\.29"):
        require_same_game("0.29")
