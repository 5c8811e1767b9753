"""Runs of the studio: made of what was read, learnt in, left, gone on with, and made into models."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from engines.cards import Card
from engines.compose.melody import runlearning
from engines.compose.melody.gathering import Gathered
from engines.compose.melody.presets import PRESETS
from engines.compose.melody.runlearning import learn, make_model
from engines.compose.melody.runs import Run, RunPlan, begin_run, note_result, read_run_folder, runs_in
from engines.errors import BadCheckpoint, BadInput
from engines.orders import Orders
from engines.steps import Step, finish
from tests.engines.compose.melody.tunes import tunes

SMALL = replace(PRESETS["melody"], embedding=8, units=8, heads=2)


def gathered() -> Gathered:
    lines = tunes(9)
    return Gathered(lines, [(line.piece, 1, len(line)) for line in lines], [("broken.mid", "It is broken.")])


def begun(folder: Path, title: str = "My tunes") -> Run:
    return finish(begin_run(folder, RunPlan(title, "tunes", 9, 432), gathered()))


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runlearning, "preset_named", lambda _name: SMALL)


def test_a_run_is_found_again_with_what_was_wished(tmp_path: Path) -> None:
    run = begun(tmp_path)
    assert runs_in(tmp_path) == [run]
    assert run.plan.pieces == 9
    assert (run.folder / "music.json").is_file()


def test_two_runs_of_one_name_lie_beside_each_other(tmp_path: Path) -> None:
    first, second = begun(tmp_path), begun(tmp_path)
    assert first.folder != second.folder
    assert len(runs_in(tmp_path)) == 2


def test_a_damaged_run_is_left_out(tmp_path: Path) -> None:
    run = begun(tmp_path)
    (run.folder / "run.json").write_text("[]")
    assert runs_in(tmp_path) == []
    with pytest.raises(BadCheckpoint, match="no training run"):
        read_run_folder(run.folder)


def test_too_little_music_leaves_nothing_behind(tmp_path: Path) -> None:
    few = Gathered(tunes(1, 8), [], [])
    with pytest.raises(BadInput):
        finish(begin_run(tmp_path, RunPlan("Few"), few))
    assert list(tmp_path.iterdir()) == []


def test_what_came_of_a_run_is_noted(tmp_path: Path) -> None:
    run = begun(tmp_path)
    note_result(run.folder, finished=True)
    note_result(run.folder, model="mine")
    again = read_run_folder(run.folder)
    assert again.finished
    assert again.model == "mine"


def test_nothing_learnt_is_no_model(tmp_path: Path) -> None:
    run = begun(tmp_path / "runs")
    with pytest.raises(BadCheckpoint, match="learnt nothing yet"):
        finish(make_model(run.folder, tmp_path / "models"))


def test_a_run_is_left_gone_on_with_and_made_into_a_model(tmp_path: Path, small: None) -> None:
    run, models = begun(tmp_path / "runs"), tmp_path / "models"
    models.mkdir()
    task = learn(run.folder, models)
    steps = list(islice(task, 6))
    task.close()
    assert any(isinstance(step.preview, tuple) for step in steps)
    left = read_run_folder(run.folder)
    assert left.steps > 0

    orders = Orders()
    task = learn(run.folder, models, orders)
    orders.make_model()
    seen: list[Step] = []
    for step in task:
        seen.append(step)
        if orders.answers:
            break
    task.close()
    card = orders.answers[0]
    assert isinstance(card, Card)
    assert (card.name, card.title) == ("my-tunes", "My tunes")
    assert read_run_folder(run.folder).model == "my-tunes"
    assert read_run_folder(run.folder).steps >= left.steps
    with pytest.raises(BadInput, match="already a model"):
        runlearning.check_title("My tunes", models)


def test_a_training_of_some_minutes_counts_seconds(tmp_path: Path, small: None) -> None:
    run = finish(begin_run(tmp_path / "runs", RunPlan("Short", minutes=2.0), gathered()))
    task = learn(run.folder, tmp_path / "models")
    totals = {step.total for step in islice(task, 8)}
    task.close()
    assert totals == {120}
