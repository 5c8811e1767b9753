"""Worker processes come to the same as one process, and a killed one costs nothing but time."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from engines.play.controller.evaluating import scored
from engines.play.controller.lockstep import Rules
from engines.play.workers import Workers
from engines.steps import finish
from tests.engines.play.controller.straightroad import Alone, Made
from tests.engines.play.controller.test_evaluating import GOOD, IDLE, WILD

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")


def test_scores_do_not_depend_on_the_number_of_workers_even_when_one_is_killed(tmp_path: Path) -> None:
    here = finish(scored(Alone(), Made(), [GOOD, IDLE, WILD], range(15), Rules()))
    with Workers(3) as three:
        killed = Made(tmp_path / "mark")
        there = finish(scored(three, killed, [GOOD, IDLE, WILD], range(15), Rules()))
    assert (tmp_path / "mark").exists()
    assert (there.reward == here.reward).all()
    assert (there.tiles == here.tiles).all()
    assert there.ended == here.ended
