"""A small course from its first episode to a model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from engines.errors import BadInput
from engines.play.catalogue import driving_models
from engines.play.course.courses import Wishes, begin_course, courses_in, read_course, rewritten
from engines.play.course.speeds import estimate, known_speeds
from engines.play.course.stages import do_stage, make_model
from engines.steps import finish


class Here:
    """Does all jobs in this process."""

    def evaluate(self, jobs: Sequence[Any]) -> Iterator[Any]:
        beat: Callable[[], object] = lambda: None  # noqa: E731
        for job in jobs:
            yield job.run(beat)


SMALL = Wishes("Small", episodes=10, rounds_seeing=2.0, rounds_remembering=2.0, lessons=1, longest=60)


@pytest.mark.slow
def test_a_course_collects_sees_and_remembers_and_each_stage_is_found_done(tmp_path: Path) -> None:
    course = begin_course(tmp_path, SMALL)
    for stage, following in (("collect", "vision"), ("vision", "memory"), ("memory", "controller")):
        assert course.next_stage() == stage
        finish(do_stage(course, stage, Here()))  # type: ignore[arg-type]
        assert course.next_stage() == following
    assert {"collect", "vision-half", "memory"} <= known_speeds(tmp_path).keys()
    assert courses_in(tmp_path) == [course]


def test_a_stage_that_comes_too_early_says_which_one_is_first(tmp_path: Path) -> None:
    course = begin_course(tmp_path, SMALL)
    with pytest.raises(BadInput, match="Collect"):
        finish(do_stage(course, "memory", Here()))  # type: ignore[arg-type]


def test_a_stage_that_was_broken_off_is_found_begun_and_goes_on(tmp_path: Path) -> None:
    course = begin_course(tmp_path, SMALL)
    task = do_stage(course, "collect", Here())  # type: ignore[arg-type]
    while course.standing("collect").metrics != {"episodes": 3.0}:
        next(task)
    task.close()
    assert course.standing("collect").begun
    assert not course.standing("collect").done
    finish(do_stage(course, "collect", Here()))  # type: ignore[arg-type]
    assert course.standing("collect").done


def test_changed_wishes_are_read_back(tmp_path: Path) -> None:
    course = rewritten(begin_course(tmp_path, SMALL), way="dream", minutes=5.0)
    assert read_course(course.folder) == course


def test_the_time_of_a_stage_follows_from_the_speed() -> None:
    assert estimate(Wishes("A", episodes=100), "collect", {"collect": 450.0}) == pytest.approx(100.0)
    assert estimate(Wishes("A"), "vision", {}) is None


def test_without_a_controller_no_model_is_made(tmp_path: Path) -> None:
    course = begin_course(tmp_path / "courses", SMALL)
    with pytest.raises(Exception, match="Nothing drives yet"):
        finish(make_model(course, tmp_path / "models"))
    assert driving_models((tmp_path / "models",)) == driving_models()
