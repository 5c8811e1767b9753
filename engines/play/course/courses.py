"""Courses in their folders: what was wished, and how far each of the four stages has come.

Nothing here needs torch: courses are listed while the window opens.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal

from engines.errors import BadInput, CannotWrite
from engines.files import trouble_writing, write_text
from engines.folders import free_name
from engines.play.episodes import SUFFIX
from engines.runlog import LOG, last_line

Stage = Literal["collect", "vision", "memory", "controller"]
Way = Literal["teacher", "evolution", "dream"]
STAGES: tuple[Stage, ...] = ("collect", "vision", "memory", "controller")
WAYS: tuple[Way, ...] = ("teacher", "evolution", "dream")
ABOUT, DONE = "course.json", "done.json"
EPISODES = "episodes"
#: As engines.training names it, which brings torch along.
_CHECKPOINT = "checkpoint.safetensors"
FEWEST_EPISODES, MOST_EPISODES = 10, 10_000


@dataclass(frozen=True)
class Wishes:
    """What a course shall be: ``mix`` "mixed" or "paper", ``preset`` "half" or "paper", ``way`` how C learns.

    ``rounds_seeing`` and ``rounds_remembering`` are times through all frames, ``lessons`` rounds with the teacher,
    ``minutes`` of evolution. Raises BadInput for what cannot be.
    """

    title: str
    episodes: int = 200
    mix: str = "mixed"
    preset: str = "half"
    way: Way = "teacher"
    minutes: float = 60.0
    rounds_seeing: float = 10.0
    rounds_remembering: float = 60.0
    lessons: int = 10
    longest: int | None = None

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise BadInput("Give the course a name.")
        if not FEWEST_EPISODES <= self.episodes <= MOST_EPISODES:
            raise BadInput(f"Collect {FEWEST_EPISODES} to {MOST_EPISODES} episodes.")
        if self.mix not in ("mixed", "paper") or self.preset not in ("half", "paper") or self.way not in WAYS:
            raise BadInput("The course asks for a mixture, a network or a way that this version does not know.")
        if min(self.minutes, self.rounds_seeing, self.rounds_remembering, self.lessons) <= 0:
            raise BadInput("Every stage of a course takes more than no time.")


@dataclass(frozen=True)
class Standing:
    """Where a stage stands: ``done``, ``begun`` or neither, and the newest figures of its log."""

    done: bool = False
    begun: bool = False
    metrics: Mapping[str, float] | None = None


@dataclass(frozen=True)
class Course:
    """A folder with the four stages of one course."""

    folder: Path
    wishes: Wishes

    def run_of(self, stage: Stage, way: Way | None = None) -> Path:
        """The folder of a stage; C has one for each way."""
        if stage == "collect":
            return self.folder / EPISODES
        return self.folder / ((way or self.wishes.way) if stage == "controller" else stage)

    def standing(self, stage: Stage) -> Standing:
        """How far a stage has come."""
        run = self.run_of(stage)
        if stage == "collect":
            there = sum(1 for path in run.glob(f"*{SUFFIX}") if not path.name.startswith("."))
            return Standing(there >= self.wishes.episodes, there > 0, {"episodes": float(there)})
        done = (run / DONE).is_file() and (run / _CHECKPOINT).is_file()
        return Standing(done, (run / _CHECKPOINT).is_file(), last_line(run / LOG))

    def next_stage(self) -> Stage | None:
        """The first stage that is not done; None when all are."""
        return next((stage for stage in STAGES if not self.standing(stage).done), None)

    def missing_for(self, stage: Stage) -> Stage | None:
        """The first stage before ``stage`` that is not done yet; None: it can begin."""
        before = STAGES[: STAGES.index(stage)]
        return next((each for each in before if not self.standing(each).done), None)


def begin_course(parent: Path, wishes: Wishes) -> Course:
    """Make the folder of a course below ``parent``; raises CannotWrite with one sentence."""
    try:
        parent.mkdir(parents=True, exist_ok=True)
        folder = parent / free_name(parent, wishes.title)
        folder.mkdir()
    except OSError as error:
        raise CannotWrite(trouble_writing(parent, error)) from error
    return rewritten(Course(folder, wishes))


def rewritten(course: Course, **changes: Any) -> Course:
    """The course with other wishes, kept in its folder; raises BadInput or CannotWrite."""
    other = replace(course, wishes=replace(course.wishes, **changes))
    write_text(course.folder / ABOUT, json.dumps(asdict(other.wishes), indent=1))
    return other


def read_course(folder: Path) -> Course:
    """The course in a folder; raises BadInput when there is none."""
    try:
        words = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        known = {each.name: words[each.name] for each in fields(Wishes) if each.name in words}
        return Course(folder, Wishes(**known))
    except (OSError, ValueError, TypeError, BadInput) as error:
        raise BadInput(f"“{folder}” holds no course that can be read. Begin another.") from error


def courses_in(parent: Path) -> list[Course]:
    """Every course below ``parent``, the newest first; folders that are none are left out."""
    found: list[tuple[float, Course]] = []
    for about in parent.glob(f"*/{ABOUT}"):
        try:
            found.append((about.stat().st_mtime, read_course(about.parent)))
        except (OSError, BadInput):
            continue
    return [course for _, course in sorted(found, key=lambda pair: pair[0], reverse=True)]
