"""A run from its first step to a model, whatever comes between."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from engines import checkpoints
from engines.cards import Card, verify
from engines.errors import BadCheckpoint, BadInput, CannotWrite
from engines.orders import Orders
from engines.steps import Step, finish
from engines.training import CHECKPOINT, LOG
from engines.write import runlearning
from engines.write.catalogue import word_models
from engines.write.runlearning import learn, make_model
from engines.write.runs import Run, RunPlan, begin_run, read_run_folder, rename_run
from tests.engines.write.taughtwords import shelf

PLAN = RunPlan("Little fables", ("fables",), 1_000, units=16, layers=1)


def begun(folder: Path, plan: RunPlan = PLAN, start_from: Path | None = None) -> Run:
    files = sorted(shelf(folder / "texts", 24).iterdir())
    return finish(begin_run(folder / "runs", plan, files, start_from))


def stopped_after(run: Path, models: Path, steps: int, orders: Orders | None = None) -> Step:
    """Learn so many steps, then close as a quit does."""
    task = learn(run, models, orders)
    last = Step(0)
    for step in task:
        if step.metrics:
            last = step
        if step.metrics and step.done >= steps:
            break
    task.close()
    return last


@pytest.fixture(scope="module")
def rested(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run that was closed after six steps."""
    folder = tmp_path_factory.mktemp("rested")
    run = begun(folder)
    stopped_after(run.folder, folder / "models", 6)
    return read_run_folder(run.folder)


def test_what_was_closed_is_listed_and_can_be_gone_on_with(rested: Run) -> None:
    assert rested.steps == 6
    assert not rested.finished


def test_a_resumed_run_goes_on_with_the_same_curve(rested: Run, tmp_path: Path) -> None:
    whole = begun(tmp_path)
    stopped_after(whole.folder, tmp_path / "models", 9)
    stopped_after(rested.folder, tmp_path / "models", 9)
    assert (whole.folder / LOG).read_bytes() == (rested.folder / LOG).read_bytes()


def test_words_read_so_far_are_told(tmp_path: Path) -> None:
    run = begun(tmp_path)
    first = stopped_after(run.folder, tmp_path / "models", 1).metrics["words"]
    assert 0 < first < stopped_after(run.folder, tmp_path / "models", 3).metrics["words"]


def test_a_model_is_made_while_learning_and_the_learning_goes_on(tmp_path: Path) -> None:
    run, models, orders = begun(tmp_path), tmp_path / "models", Orders()
    task = learn(run.folder, models, orders)
    made_at = 0
    for step in task:
        if step.done == 2 and step.metrics and not orders.answers:
            orders.make_model()
        if orders.answers and not made_at:
            made_at = step.done
        if step.done == made_at + 2 and made_at:
            break
    task.close()
    (card,) = orders.answers
    assert isinstance(card, Card)
    assert card.title == "Little fables"
    assert verify(card).ok
    # The checkpoint of the moment, not that of a minute ago.
    assert card.training["steps"] >= 2
    assert "perplexity" in card.figures
    assert read_run_folder(run.folder).steps == made_at + 2
    assert sorted(path.name for path in models.iterdir()) == ["little-fables"]


def test_time_is_up_at_the_end_and_a_model_is_there(tmp_path: Path) -> None:
    run, orders = begun(tmp_path, replace(PLAN, minutes=0.01)), Orders()
    steps = list(learn(run.folder, tmp_path / "models", orders))
    assert steps[3].total == 1
    (card,) = orders.answers
    assert isinstance(card, Card)
    assert read_run_folder(run.folder).model == card.name


def test_whoever_goes_on_after_the_time_was_up_gets_as_much_again(tmp_path: Path) -> None:
    run = begun(tmp_path, replace(PLAN, minutes=0.01))
    finish(learn(run.folder, tmp_path / "models"))
    steps = read_run_folder(run.folder).steps
    finish(learn(run.folder, tmp_path / "models"))
    assert read_run_folder(run.folder).steps > steps
    # The model of the same run made way for the better one.
    assert len(word_models((tmp_path / "models",))) == len(word_models()) + 1


def test_a_taken_name_is_told_and_nothing_is_lost(rested: Run, tmp_path: Path) -> None:
    rename_run(rested, "Aesop")
    try:
        with pytest.raises(BadInput, match="already a model called “Aesop”"):
            finish(make_model(rested.folder, tmp_path / "models"))
    finally:
        rename_run(rested, PLAN.title)
    assert finish(make_model(rested.folder, tmp_path / "models")).folder == tmp_path / "models" / "little-fables"


def test_a_model_that_cannot_be_written_leaves_nothing_and_ends_no_learning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, orders = begun(tmp_path, replace(PLAN, minutes=0.005)), Orders()

    def full(*_: object) -> None:
        raise CannotWrite("The disk is full: “model.onnx” was not written. Free some space or choose another folder.")
        yield

    monkeypatch.setattr(runlearning, "ship_words", full)
    finish(learn(run.folder, tmp_path / "models", orders))
    (trouble,) = orders.answers
    assert "The disk is full" in str(trouble)
    assert read_run_folder(run.folder).steps > 0
    assert not list(tmp_path.glob("models/*"))


def test_closed_while_a_model_is_made_there_is_none(rested: Run, tmp_path: Path) -> None:
    task = make_model(rested.folder, tmp_path / "models")
    next(task)
    task.close()
    assert not list((tmp_path / "models").glob("**/card.json"))


def test_a_run_that_never_began_makes_no_model(tmp_path: Path) -> None:
    with pytest.raises(BadCheckpoint, match="learnt nothing yet"):
        finish(make_model(begun(tmp_path).folder, tmp_path / "models"))


def test_learning_on_needs_the_other_model_no_more_once_begun(rested: Run, tmp_path: Path) -> None:
    card = finish(make_model(rested.folder, tmp_path / "models"))
    run = begun(tmp_path, RunPlan("Heir", ("fables",), 1_000, begun=card.title), card.folder)
    card.folder.rename(tmp_path / "elsewhere")
    stopped_after(run.folder, tmp_path / "models", 2)
    stopped_after(run.folder, tmp_path / "models", 3)
    assert read_run_folder(run.folder).steps == 3
    assert checkpoints.load(run.folder / CHECKPOINT)["identity"]["network"]["units"] == 16


KILLED = """
import sys
from pathlib import Path
from engines.write.runlearning import learn
for step in learn(Path(sys.argv[1]), Path(sys.argv[2])):
    if step.metrics:
        print(step.done, flush=True)
"""


def test_a_killed_process_loses_nothing_that_was_saved(tmp_path: Path) -> None:
    run = begun(tmp_path)
    stopped_after(run.folder, tmp_path / "models", 3)
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(run.folder), str(tmp_path / "models")],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])},
    )
    assert process.stdout is not None
    while int(process.stdout.readline()) < 6:
        pass
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert json.loads((run.folder / "run.json").read_text(encoding="utf-8"))["title"] == PLAN.title
    stopped_after(run.folder, tmp_path / "models", 8)
    whole = begun(tmp_path)
    stopped_after(whole.folder, tmp_path / "models", 8)
    assert (whole.folder / LOG).read_bytes() == (run.folder / LOG).read_bytes()
