"""The drawer of learning: stages begin, end, and are found again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from engines.errors import CannotWrite
from engines.play.course.courses import ABOUT, DONE, Course, Stage, Wishes, begin_course, courses_in
from engines.steps import Step, Task
from studio.panes.play.learning.engine import CourseEngine
from studio.panes.play.learning.trace import Trace
from tests.studio.panes.play.cockpit import Cockpit


def an_engine(folder: Path, done: list[Stage]) -> CourseEngine:
    """Stages that are over at once."""

    def courses() -> Task[list[Course]]:
        yield Step(0, 1)
        return courses_in(folder)

    def begin(wishes: Wishes) -> Task[Course]:
        yield Step(0, 1)
        return begin_course(folder, wishes)

    def measure(preset: str) -> Task[dict[str, float]]:
        yield Step(0, 1)
        return {"collect": 900.0, f"vision-{preset}": 5.0, "memory": 5.0, "controller": 900.0}

    def learn(course: Course, stage: Stage) -> Task[Any]:
        run = course.run_of(stage)
        run.mkdir()
        yield Step(1, 2, metrics={"rounds": 1.0, "error": 0.1, "held_out": 0.2, "best": 0.2})
        names = [DONE, "checkpoint.safetensors"]
        for name in names if stage != "collect" else [f"{number}.npz" for number in range(course.wishes.episodes)]:
            (run / name).write_text("")
        done.append(stage)

    return CourseEngine(courses, begin, measure, learn)


def test_all_four_stages_follow_each_other(cockpit: Cockpit, tmp_path: Path) -> None:
    done: list[Stage] = []
    learning = cockpit.pane.learning
    learning.engine = an_engine(tmp_path / "courses", done)
    learning.drawer.all.click()
    cockpit.until(lambda: learning.course is not None and learning.sitting is None and len(done) == 4)
    assert done == ["collect", "vision", "memory", "controller"]
    assert not learning.drawer.all.isEnabled()


def test_a_course_that_was_left_is_found_and_offered(cockpit: Cockpit, tmp_path: Path) -> None:
    begin_course(tmp_path / "courses", Wishes("Left behind"))
    learning = cockpit.pane.learning
    learning.engine = an_engine(tmp_path / "courses", [])
    cockpit.do("learn")
    cockpit.until(lambda: "Left behind" in learning.drawer.note.text())
    assert learning.course is not None
    assert (learning.course.folder / ABOUT).is_file()


def test_the_time_is_said_before_the_start(cockpit: Cockpit, tmp_path: Path) -> None:
    learning = cockpit.pane.learning
    learning.engine = an_engine(tmp_path / "courses", [])
    cockpit.do("learn")
    card = learning.drawer.cards["collect"]
    cockpit.until(lambda: "about 2 min" in card.time.text() or "about 100 s" in card.time.text())


def test_a_folder_that_cannot_be_written_is_said_in_one_sentence(cockpit: Cockpit, tmp_path: Path) -> None:
    learning = cockpit.pane.learning
    engine = an_engine(tmp_path / "courses", [])

    def begin(_wishes: Wishes) -> Task[Course]:
        yield Step(0, 1)
        raise CannotWrite("The folder cannot be written to.")

    engine.begin = begin
    learning.engine = engine
    learning.drawer.cards["collect"].start.click()
    cockpit.until(lambda: learning.drawer.note.text() == "The folder cannot be written to.")
    assert learning.sitting is None


def test_steps_that_are_done_again_after_a_crash_replace_those_before() -> None:
    trace = Trace()
    trace.remember([{"step": float(step), "error": 1.0} for step in (1, 2, 3)])
    trace.note(Step(2, 9, metrics={"error": 0.5}))
    assert trace.points("error", "step") == [(1.0, 1.0), (2.0, 0.5)]
