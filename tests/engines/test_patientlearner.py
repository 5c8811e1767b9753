"""A learner whose updates come in pieces: stopped between two of them, the run is as before the update."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any

import pytest

from engines import checkpoints
from engines.errors import BadInput
from engines.steps import Step, finish
from engines.training import CHECKPOINT, LOG, Plan, prepare_run, train


class Counting:
    """Counts to where it is told to, three pieces a step."""

    def __init__(self, enough: int = 100) -> None:
        self.count = 0
        self.concluded = 0
        self._enough = enough
        self.breaks_at = -1

    @property
    def finished(self) -> bool:
        return self.count >= self._enough

    def update(self, step: int, steps: int) -> Mapping[str, float]:
        raise AssertionError("a patient learner is asked for pieces")

    def pieces(self, step: int, steps: int) -> Generator[Step, None, Mapping[str, float]]:
        for piece in range(3):
            yield Step(step, steps, note=f"piece {piece}")
        if step == self.breaks_at:
            raise KeyboardInterrupt
        self.count += 1
        return {"count": float(self.count)}

    def conclude(self) -> Generator[Step, None, None]:
        yield Step(self.count, None, note="concluding")
        self.concluded += 1

    def state(self) -> dict[str, Any]:
        return {"count": self.count, "concluded": self.concluded}

    def load_state(self, state: Mapping[str, Any]) -> None:
        self.count, self.concluded = state["count"], state["concluded"]

    def preview(self) -> None:
        return None


def saved(run: Path) -> dict[str, Any]:
    return checkpoints.load(run / CHECKPOINT)


def test_every_piece_is_told_of(tmp_path: Path) -> None:
    steps: list[Step] = []
    finish(train(Counting(), Plan(2), tmp_path, identity={}), steps.append)
    told = [(step.done, step.note) for step in steps]
    pieces = [f"piece {piece}" for piece in range(3)]
    assert told == [
        *((0, note) for note in pieces),
        (1, ""),
        *((1, note) for note in pieces),
        (2, ""),
        (2, "concluding"),
    ]


def test_closed_between_two_pieces_it_is_saved_as_before_the_update(tmp_path: Path) -> None:
    task = train(Counting(), Plan(9), tmp_path, identity={})
    for step in task:
        if (step.done, step.note) == (4, "piece 1"):
            break
    task.close()
    assert saved(tmp_path)["done"] == 4
    assert saved(tmp_path)["learner"] == {"count": 4, "concluded": 0}
    assert len((tmp_path / LOG).read_text().splitlines()) == 5


def test_an_update_that_breaks_off_is_not_saved(tmp_path: Path) -> None:
    learner = Counting()
    learner.breaks_at = 4
    with pytest.raises(KeyboardInterrupt):
        finish(train(learner, Plan(9), tmp_path, identity={}))
    assert saved(tmp_path)["done"] == 0


def test_it_ends_when_the_learner_has_learnt_enough(tmp_path: Path) -> None:
    outcome = finish(train(Counting(enough=3), Plan(9), tmp_path, identity={}))
    assert outcome.steps == 3
    assert outcome.metrics == {"count": 3.0}


def test_what_is_concluded_at_the_end_is_saved(tmp_path: Path) -> None:
    finish(train(Counting(), Plan(2), tmp_path, identity={}))
    assert saved(tmp_path)["learner"] == {"count": 2, "concluded": 1}


def test_a_run_that_is_there_is_not_begun_anew(tmp_path: Path) -> None:
    finish(train(Counting(), Plan(1), tmp_path, identity={}))
    prepare_run(tmp_path, resume=True)
    with pytest.raises(BadInput, match="already holds"):
        prepare_run(tmp_path, resume=False)
