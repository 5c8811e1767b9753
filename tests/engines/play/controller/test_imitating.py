"""The student learns from its own mistakes what the teacher would do, and a run goes on exactly where it was killed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from shutil import copytree
from typing import Any

import numpy as np
import pytest

from engines.errors import BadCheckpoint, BadInput
from engines.play.controller.controller import FEATURES, FILE, PARAMETERS, Controller, squash
from engines.play.controller.evaluating import scored
from engines.play.controller.fitting import Fitting, fitted
from engines.play.controller.imitating import ImitateRequest, Imitation, imitate
from engines.play.controller.lessons import Lesson
from engines.play.controller.lockstep import Road, Rules
from engines.runlog import curve_of
from engines.steps import finish
from tests.engines.play.controller.straightroad import Alone, Made

SMALL = Imitation(rounds=3, lessons=6, frames=120, patience=80, speed=0.5, held_out=4, fitting=Fitting(iterations=15))


def lesson(share: float, tremble: float = 0.0, tracks: range = range(4)) -> Lesson:
    roads = tuple(Road(number, track) for number, track in enumerate(tracks))
    table = Controller.blank().folded().to_vector()
    return Lesson(Made(), table, roads, Rules(60, 60), share, 0.5, tremble)


def without_time(run: Path) -> list[dict[str, float]]:
    return [{name: value for name, value in row.items() if name != "seconds"} for row in curve_of(run)]


def test_every_frame_is_answered_by_the_teacher_whoever_drives() -> None:
    learnt = lesson(share=0.0).run(lambda: None)
    frames = sum(drive.frames for drive in learnt.drives)
    assert frames > 100
    assert learnt.features.shape == (frames, FEATURES)
    assert learnt.answers.shape == (frames, 3)
    assert learnt.features.dtype == learnt.answers.dtype == np.float32
    # The student never gives more gas than half, and so the teacher asks for all of it.
    assert (learnt.answers[:, 1] == 1).mean() > 0.1


def test_what_the_teacher_says_does_not_tremble() -> None:
    learnt = lesson(share=1.0, tremble=0.5).run(lambda: None)
    assert set(np.unique(learnt.answers[:, 1])) <= {0.0, 1.0}


def test_a_trembling_hand_leads_elsewhere() -> None:
    calm, trembling = (lesson(share=1.0, tremble=size).run(lambda: None) for size in (0.0, 0.5))
    assert np.abs(calm.features[:200, 0]).mean() < np.abs(trembling.features[:200, 0]).mean()


def test_the_teacher_drives_the_share_that_it_is_given() -> None:
    rewards = [
        np.mean([drive.tiles for drive in lesson(share=share, tracks=range(12)).run(lambda: None).drives])
        for share in (0.0, 1.0)
    ]
    assert rewards[0] < rewards[1]


def test_a_lesson_is_the_same_each_time() -> None:
    one, other = (lesson(share=0.5, tremble=0.3).run(lambda: None) for _ in range(2))
    assert (one.features == other.features).all()
    assert (one.answers == other.answers).all()


def test_a_fit_finds_the_controller_that_gave_the_answers() -> None:
    dice = np.random.default_rng(0)
    features = (dice.normal(size=(4000, FEATURES)) * 3 + 1).astype(np.float32)
    truth = Controller.from_vector(dice.normal(0, 0.05, PARAMETERS))
    answers = truth.act(features)
    found, loss = finish(fitted(features, answers, Controller.blank(), Fitting(pull=0.0, iterations=100)))
    fresh = (dice.normal(size=(500, FEATURES)) * 3 + 1).astype(np.float32)
    assert loss < 1e-3
    assert np.abs(found.act(fresh) - truth.act(fresh)).mean() < 0.03


def test_a_fit_begins_with_what_was_known_before() -> None:
    dice = np.random.default_rng(1)
    features = (dice.normal(size=(1000, FEATURES)) * 3 + 1).astype(np.float32)
    truth = Controller.from_vector(dice.normal(0, 0.05, PARAMETERS))
    found, _ = finish(fitted(features, truth.act(features), truth, Fitting(pull=0.0, iterations=1)))
    np.testing.assert_allclose(found.act(features), truth.act(features), atol=0.02)


def test_a_brake_that_is_never_needed_is_learnt_not_to_be_used() -> None:
    dice = np.random.default_rng(2)
    features = dice.normal(size=(1000, FEATURES)).astype(np.float32)
    answers = squash(np.tile([0.5, 1.0, -5.0], (1000, 1)))
    start = Controller.from_vector(np.concatenate([np.zeros(PARAMETERS - 1), [1.0]]))
    found, _ = finish(fitted(features, answers, start))
    assert found.act(features)[:, 2].mean() < 0.01


def test_imitation_learns_to_finish_the_lap(tmp_path: Path) -> None:
    outcome = finish(imitate(ImitateRequest(Made(), tmp_path / "run", recipe=SMALL), Alone()))
    assert outcome.steps == 3
    best = Controller.load(tmp_path / "run")
    assert best.about["how"] == "teacher"
    assert best.about["score"] == outcome.metrics["kept"]
    fresh = finish(scored(Alone(), Made(), [best], range(900, 906), Rules()))
    still = finish(scored(Alone(), Made(), [Controller.blank()], range(900, 906), Rules()))
    assert fresh.means[0] > 700
    assert fresh.means[0] > still.means[0] + 300


def test_the_curve_has_a_line_a_round_and_what_is_kept_never_gets_worse(tmp_path: Path) -> None:
    finish(imitate(ImitateRequest(Made(), tmp_path, recipe=SMALL), Alone()))
    rows = curve_of(tmp_path)
    assert [row["step"] for row in rows] == [1, 2, 3]
    assert [row["kept"] for row in rows] == [max(row["held_out"] for row in rows[: place + 1]) for place in range(3)]


def test_imitation_does_not_depend_on_the_order_in_which_work_is_done(tmp_path: Path) -> None:
    recipe = replace(SMALL, lessons=20, rounds=2)
    for name, evaluator in (("forth", Alone()), ("back", Alone(backwards=True))):
        finish(imitate(ImitateRequest(Made(), tmp_path / name, recipe=recipe), evaluator))
    assert without_time(tmp_path / "forth") == without_time(tmp_path / "back")


@pytest.mark.parametrize("pieces", [1, 14, 20, 30])
def test_a_run_that_was_stopped_anywhere_goes_on_as_if_it_never_was(tmp_path: Path, pieces: int) -> None:
    finish(imitate(ImitateRequest(Made(), tmp_path / "whole", recipe=SMALL), Alone()))
    broken = ImitateRequest(Made(), tmp_path / "broken", recipe=SMALL)
    task = imitate(broken, Alone())
    for _ in range(pieces):
        next(task)
    task.close()
    finish(imitate(replace(broken, resume=True), Alone()))
    assert without_time(tmp_path / "broken") == without_time(tmp_path / "whole")
    one, other = (Controller.load(tmp_path / name).to_vector() for name in ("whole", "broken"))
    assert (one == other).all()


@pytest.mark.parametrize("pieces", [1, 25, 40])
def test_a_run_that_was_killed_goes_on_as_if_it_never_was(tmp_path: Path, pieces: int) -> None:
    whole = imitate(ImitateRequest(Made(), tmp_path / "whole", recipe=SMALL), Alone())
    for _ in range(pieces):
        next(whole)
    copytree(tmp_path / "whole", tmp_path / "killed")  # all that a kill -9 at this moment would leave
    finish(whole)
    finish(imitate(ImitateRequest(Made(), tmp_path / "killed", recipe=SMALL, resume=True), Alone()))
    assert without_time(tmp_path / "killed") == without_time(tmp_path / "whole")


def test_more_rounds_go_on_from_a_finished_run(tmp_path: Path) -> None:
    request = ImitateRequest(Made(), tmp_path, recipe=replace(SMALL, rounds=1))
    finish(imitate(request, Alone()))
    outcome = finish(imitate(replace(request, resume=True, recipe=SMALL), Alone()))
    assert outcome.steps == 3


def test_a_run_whose_lessons_are_gone_is_not_resumed(tmp_path: Path) -> None:
    request = ImitateRequest(Made(), tmp_path, recipe=replace(SMALL, rounds=1))
    finish(imitate(request, Alone()))
    (tmp_path / "lessons" / "0000.safetensors").write_bytes(b"no")
    with pytest.raises(BadCheckpoint, match="missing or damaged"):
        finish(imitate(replace(request, resume=True), Alone()))


def test_a_run_with_another_teacher_is_not_resumed(tmp_path: Path) -> None:
    request = ImitateRequest(Made(), tmp_path, recipe=replace(SMALL, rounds=1))
    finish(imitate(request, Alone()))
    with pytest.raises(BadCheckpoint, match="recipe"):
        finish(imitate(replace(request, resume=True, recipe=replace(SMALL, speed=0.9)), Alone()))


def test_a_folder_with_a_run_is_not_written_over(tmp_path: Path) -> None:
    request = ImitateRequest(Made(), tmp_path, recipe=replace(SMALL, rounds=1))
    finish(imitate(request, Alone()))
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(BadInput, match="already holds"):
        finish(imitate(request, Alone()))
    assert (tmp_path / FILE).read_bytes() == before


@pytest.mark.parametrize("wrong", [{"rounds": 0}, {"lessons": 0}, {"shares": ()}, {"speed": 0.0}, {"speed": 1.5}])
def test_a_recipe_that_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        Imitation(**wrong)
