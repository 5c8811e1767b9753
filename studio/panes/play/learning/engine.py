"""What the drawer asks of the engines; each imports what it needs on its lane, and tests put others in their place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engines.play.course.courses import Course, Stage, Wishes, begin_course, courses_in
from engines.steps import Step, Task
from studio import paths
from studio.jobs.warmth import warm_torch

if TYPE_CHECKING:
    from engines.cards import Card


def courses_folder() -> Path:
    """Where courses lie: with the person's things, in no project."""
    return paths.data_folder() / "drivers"


def courses() -> Task[list[Course]]:
    """Every course there is."""
    yield Step(0, None)
    return courses_in(courses_folder())


def begin(wishes: Wishes) -> Task[Course]:
    """Make a course."""
    yield Step(0, None)
    return begin_course(courses_folder(), wishes)


def measure(preset: str) -> Task[dict[str, float]]:
    """How fast this computer is at each stage."""
    yield from warm_torch()
    from engines.play.course import speeds

    return (yield from speeds.measure(courses_folder(), preset))


def learn(course: Course, stage: Stage) -> Task[Any]:
    """Do a stage, or go on with it."""
    for _ in warm_torch():
        yield Step(0, None)
    from engines.play.course.stages import do_stage

    return (yield from do_stage(course, stage))


def make(course: Course) -> Task[Card]:
    """A model of what a course has learnt so far."""
    for _ in warm_torch():
        yield Step(0, None)
    from engines.play.course.stages import make_model

    return (yield from make_model(course, paths.models_folder()))


@dataclass
class CourseEngine:
    """The functions above, each in its place."""

    courses: Callable[[], Task[list[Course]]] = courses
    begin: Callable[[Wishes], Task[Course]] = begin
    measure: Callable[[str], Task[dict[str, float]]] = measure
    learn: Callable[[Course, Stage], Task[Any]] = learn
    make: Callable[[Course], Task[Card]] = make
