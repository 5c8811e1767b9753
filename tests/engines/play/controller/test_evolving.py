"""Evolution makes a driver of one that is none, keeps the best on held-out tracks, and goes on exactly after a kill."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from shutil import copytree
from typing import Any

import numpy as np
import pytest

from engines.errors import BadCheckpoint, BadInput, MissingWeights
from engines.play.controller import evolving
from engines.play.controller.controller import Controller
from engines.play.controller.dreams import Beginnings, Dreaming, dreamed, looked_out
from engines.play.controller.evaluating import scored
from engines.play.controller.evolving import Evolution, EvolveRequest, evolve
from engines.play.controller.lockstep import Rules
from engines.runlog import curve_of
from engines.steps import finish
from tests.engines.play.controller.straightroad import Alone, Made
from tests.engines.play.controller.test_evaluating import GOOD, IDLE, WILD

SMALL = Evolution(population=6, tracks=2, frames=150, patience=60, held_out=3, test_every=2)
IN_DREAM = replace(SMALL, dream=Dreaming(beginnings=12, frames=40))


def request(run: Path, **others: Any) -> EvolveRequest:
    return EvolveRequest(Made(), run, **{"generations": 4, "recipe": SMALL, **others})


def without_time(run: Path) -> list[dict[str, float]]:
    return [{name: value for name, value in row.items() if name != "seconds"} for row in curve_of(run)]


def started(folder: Path, controller: Controller = GOOD) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "start.safetensors"
    controller.save(path)
    return path


def test_evolution_from_nothing_learns_to_get_on(tmp_path: Path) -> None:
    recipe = replace(SMALL, population=12, tracks=2, frames=100, test_every=10)
    finish(evolve(request(tmp_path / "run", generations=20, recipe=recipe), Alone()))
    best = Controller.load(tmp_path / "run")
    fresh, still = (
        finish(scored(Alone(), Made(), [each], range(900, 908), Rules())).means[0]
        for each in (best, Controller.blank())
    )
    assert fresh > still + 100
    assert best.about["how"] == "evolution"


def test_the_curve_tells_best_mean_and_held_out_of_every_generation(tmp_path: Path) -> None:
    outcome = finish(evolve(request(tmp_path), Alone()))
    rows = curve_of(tmp_path)
    assert outcome.steps == len(rows) == 4
    assert all(row["best"] >= row["mean"] for row in rows)
    assert rows[0]["held_out"] != rows[1]["held_out"] == rows[2]["held_out"]
    kept = [row["kept"] for row in rows]
    assert kept == sorted(kept)
    assert [row["frames"] for row in rows] == sorted(row["frames"] for row in rows)


def test_small_steps_keep_what_was_learnt_before(tmp_path: Path) -> None:
    start = started(tmp_path)
    finish(evolve(request(tmp_path / "run", start=start), Alone()))
    rows = curve_of(tmp_path / "run")
    assert rows[0]["kept"] > 900
    assert rows[-1]["held_out"] > 900


def test_what_began_with_a_teacher_says_so_for_good(tmp_path: Path) -> None:
    taught = Controller(GOOD.weights, GOOD.bias, GOOD.standard, {"how": "teacher"})
    start = started(tmp_path, taught)
    finish(evolve(request(tmp_path / "run", start=start, generations=2), Alone()))
    assert Controller.load(tmp_path / "run").about["how"] == "teacher, then evolution"


def test_all_candidates_of_a_generation_drive_the_same_tracks_and_the_next_drives_others(tmp_path: Path) -> None:
    class Watching(Alone):
        driven: list[dict[int, list[int]]]

        def evaluate(self, jobs: Any) -> Any:
            if len({road.candidate for job in jobs for road in job.roads}) > 1:
                by: dict[int, list[int]] = {}
                for job in jobs:
                    for road in job.roads:
                        by.setdefault(road.number // 2, []).append(road.track)
                self.driven.append(by)
            return super().evaluate(jobs)

    watching = Watching()
    watching.driven = []
    finish(evolve(request(tmp_path / "run", start=started(tmp_path), generations=3), watching))
    assert len(watching.driven) == 3
    assert all(len(by) == 6 and len({tuple(tracks) for tracks in by.values()}) == 1 for by in watching.driven)
    assert len({tuple(by[0]) for by in watching.driven}) == 3


@pytest.mark.parametrize("diagonal", [True, False], ids=["diagonal", "full"])
@pytest.mark.parametrize("pieces", [1, 3, 8])
def test_a_run_that_was_stopped_anywhere_goes_on_as_if_it_never_was(
    tmp_path: Path, pieces: int, diagonal: bool
) -> None:
    recipe = replace(SMALL, diagonal=diagonal)
    finish(evolve(request(tmp_path / "whole", recipe=recipe), Alone()))
    task = evolve(request(tmp_path / "broken", recipe=recipe), Alone())
    for _ in range(pieces):
        next(task)
    task.close()
    finish(evolve(request(tmp_path / "broken", recipe=recipe, resume=True), Alone()))
    assert without_time(tmp_path / "broken") == without_time(tmp_path / "whole")
    one, other = (Controller.load(tmp_path / name).to_vector() for name in ("whole", "broken"))
    assert (one == other).all()


@pytest.mark.parametrize("save_every", [0.0, 1e9])
@pytest.mark.parametrize("pieces", [1, 6, 12])
def test_a_run_that_was_killed_goes_on_as_if_it_never_was(
    tmp_path: Path, pieces: int, save_every: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evolving, "SAVE_EVERY", save_every)
    whole = evolve(request(tmp_path / "whole", recipe=IN_DREAM), Alone())
    for _ in range(pieces):
        next(whole)
    copytree(tmp_path / "whole", tmp_path / "killed")  # all that a kill -9 at this moment would leave
    finish(whole)
    finish(evolve(request(tmp_path / "killed", recipe=IN_DREAM, resume=True), Alone()))
    assert without_time(tmp_path / "killed") == without_time(tmp_path / "whole")


def test_evolution_in_the_dream_tells_dreamed_beside_real_scores(tmp_path: Path) -> None:
    start = started(tmp_path)
    finish(evolve(request(tmp_path / "run", start=start, recipe=IN_DREAM), Alone()))
    rows = curve_of(tmp_path / "run")
    assert rows[0].keys() >= {"held_out", "dreamed"}
    assert rows[0]["held_out"] != rows[0]["dreamed"]
    assert Controller.load(tmp_path / "run").about["how"] == "evolution in the dream"


@pytest.mark.parametrize("pieces", [1, 6, 15])
def test_evolution_in_the_dream_goes_on_exactly_too(tmp_path: Path, pieces: int) -> None:
    start = started(tmp_path)
    finish(evolve(request(tmp_path / "whole", start=start, recipe=IN_DREAM), Alone()))
    task = evolve(request(tmp_path / "broken", start=start, recipe=IN_DREAM), Alone())
    for _ in range(pieces):
        next(task)
    task.close()
    finish(evolve(request(tmp_path / "broken", start=start, recipe=IN_DREAM, resume=True), Alone()))
    assert without_time(tmp_path / "broken") == without_time(tmp_path / "whole")


def test_dreams_begin_with_what_was_really_seen_and_remembered() -> None:
    found = finish(looked_out(Alone(), Made(), GOOD, range(20), 0.5))
    assert len(found) >= 20
    assert found.z.shape == (len(found), 32)
    assert [part.shape for part in found.state] == [(len(found), 256), (len(found), 35)]
    assert np.abs(found.state[0]).max(1).min() > 0.1  # burnt in: nobody begins with an empty memory


def test_who_drives_well_in_the_dream_is_worth_more_there() -> None:
    beginnings = finish(looked_out(Alone(), Made(), GOOD, range(10), 0.5)).some(12, np.random.default_rng(0))
    found = finish(dreamed(Alone(), Made(), [GOOD, WILD], beginnings, Dreaming(frames=40), (0, 1)))
    assert found.means[0] > found.means[1] + 10
    assert found.frames < 2 * 12 * 40  # who has left the field dreams no more


def test_the_same_driver_dreams_the_same_whichever_candidate_it_is() -> None:
    beginnings = finish(looked_out(Alone(), Made(), GOOD, range(4), 0.5)).some(6, np.random.default_rng(0))
    found = finish(dreamed(Alone(backwards=True), Made(), [GOOD, IDLE, GOOD], beginnings, Dreaming(frames=30), (3,)))
    assert (found.reward[0] == found.reward[2]).all()


def test_beginnings_come_back_from_their_file(tmp_path: Path) -> None:
    found = finish(looked_out(Alone(), Made(), GOOD, range(4), 0.5))
    found.save(tmp_path / "b.safetensors")
    back = Beginnings.load(tmp_path / "b.safetensors")
    assert (back.z == found.z).all()
    assert all((one == other).all() for one, other in zip(back.state, found.state, strict=True))


def test_a_run_whose_beginnings_are_gone_is_not_resumed(tmp_path: Path) -> None:
    start = started(tmp_path)
    finish(evolve(request(tmp_path / "run", start=start, recipe=IN_DREAM, generations=1), Alone()))
    (tmp_path / "run" / "beginnings.safetensors").unlink()
    with pytest.raises(BadCheckpoint, match="missing or damaged"):
        finish(evolve(request(tmp_path / "run", start=start, recipe=IN_DREAM, resume=True), Alone()))


def test_drives_that_end_at_once_are_no_beginnings_of_dreams() -> None:
    class Short(Alone):
        def evaluate(self, jobs: Any) -> Any:
            for _ in jobs:
                yield 0, Beginnings(np.zeros((0, 32), np.float32), Made().memory().start(0))

    with pytest.raises(BadInput, match="lasted long enough"):
        finish(looked_out(Short(), Made(), IDLE, range(3), 0.5))


def test_a_run_from_another_controller_is_not_resumed(tmp_path: Path) -> None:
    finish(evolve(request(tmp_path / "run", start=started(tmp_path), generations=1), Alone()))
    with pytest.raises(BadCheckpoint, match="controller to start from"):
        finish(evolve(request(tmp_path / "run", start=started(tmp_path, WILD), resume=True), Alone()))


def test_a_start_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(MissingWeights, match="no controller"):
        finish(evolve(request(tmp_path / "run", start=tmp_path / "nothing"), Alone()))


@pytest.mark.parametrize("wrong", [{"population": 7}, {"population": 2}, {"tracks": 0}, {"test_every": 0}])
def test_a_recipe_that_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        Evolution(**wrong)


def test_a_dream_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(BadInput):
        Dreaming(temperature=0.0)
