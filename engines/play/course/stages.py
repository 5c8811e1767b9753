"""Doing a stage of a course, from its beginning or from where it was left, and making a model of what was learnt."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from engines.cards import Card
from engines.errors import BadInput, MissingWeights
from engines.files import write_text
from engines.folders import folder_name, free_name
from engines.play.collecting import CollectRequest, collect
from engines.play.controller.carsetting import CarSetting
from engines.play.controller.controller import FILE as CONTROLLER
from engines.play.controller.controller import Controller
from engines.play.controller.dreams import Dreaming
from engines.play.controller.evolving import Evolution, EvolveRequest, evolve
from engines.play.controller.imitating import ImitateRequest, Imitation, imitate
from engines.play.course.courses import DONE, EPISODES, WAYS, Course, Stage
from engines.play.course.speeds import keep_speed, speed_key
from engines.play.memory.learner import MemoryRecipe
from engines.play.memory.training import MemoryTraining, ready_memory, train_memory
from engines.play.shipping import Shipment, ship_model
from engines.play.vision.learner import VisionRecipe
from engines.play.vision.network import PRESETS
from engines.play.vision.training import VisionTraining, ready_vision, train_vision
from engines.play.workers import Evaluator, Workers
from engines.shipping import About
from engines.steps import Step, Task
from engines.training import CHECKPOINT, Outcome

#: The teacher's part of its own speed.
TEACHER_SPEED = 0.83
#: The stages as a person knows them.
_IN_WORDS = {"collect": "Collect", "vision": "See", "memory": "Remember", "controller": "Drive"}
#: In the folder of a course: the name of the model that was made of it.
MODEL = "model.json"


def do_stage(course: Course, stage: Stage, evaluator: Evaluator | None = None) -> Task[Any]:
    """Do a stage; its steps are those of its engine. Closed or killed, it can be gone on with.

    Raises BadInput when a stage before it is not done, and what the engine raises.
    """
    missing = course.missing_for(stage)
    if missing is not None:
        raise BadInput(f"The stage “{_IN_WORDS[missing]}” comes first. Start that one, or all four.")
    begun, count = time.monotonic(), _Counted()
    if stage == "collect":
        made = yield from count.of(_collect(course, evaluator))
        frames = made.frames
    elif stage == "vision":
        yield from count.of(_see(course))
        frames = 0
    elif stage == "memory":
        yield from count.of(_remember(course))
        frames = 0
    else:
        with Workers() if evaluator is None else _borrowed(evaluator) as workers:
            yield from count.of(_drive(course, workers))
        frames = 0
    amount = count.amount(stage, frames)
    if amount > 0:
        keep_speed(course.folder.parent, speed_key(stage, course.wishes.preset), amount / (time.monotonic() - begun))
    if stage != "collect":
        write_text(course.run_of(stage) / DONE, json.dumps({"seconds": round(time.monotonic() - begun, 1)}))
    return None


class _borrowed:  # noqa: N801 - a context of one line
    """Somebody else's workers, which go on afterwards."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator

    def __enter__(self) -> Evaluator:
        return self._evaluator

    def __exit__(self, *_: object) -> None:
        pass


class _Counted:
    """Passes steps on and notes the first and the newest figures, of which speed is told."""

    def __init__(self) -> None:
        self.first: Mapping[str, float] = {}
        self.last: Mapping[str, float] = {}
        self.begun = -1

    def of(self, task: Task[Any]) -> Task[Any]:
        """The same steps."""
        with closing(task):
            while True:
                try:
                    step = next(task)
                except StopIteration as end:
                    return end.value
                if self.begun < 0:
                    self.begun = step.done
                if step.metrics:
                    self.first = self.first or {"at": float(step.done), **step.metrics}
                    self.last = {"at": float(step.done), **step.metrics}
                yield step

    def amount(self, stage: Stage, frames: int) -> float:
        """What was done: frames collected or driven, training steps of V or M."""
        if stage == "collect":
            return float(frames)
        if stage == "controller":
            before = self.first.get("frames", 0.0) if self.begun > 0 else 0.0
            return self.last.get("frames", 0.0) - before
        return self.last["at"] - self.first["at"] + 1 if self.last else 0.0


def _begun(run: Path) -> bool:
    return (run / CHECKPOINT).is_file()


def _collect(course: Course, evaluator: Evaluator | None) -> Task[Any]:
    wishes = course.wishes
    mix: Any = wishes.mix
    request = CollectRequest(course.run_of("collect"), wishes.episodes, mix, longest=wishes.longest)
    return (yield from collect(request, evaluator))


def _see(course: Course) -> Task[Outcome]:
    run = course.run_of("vision")
    recipe = VisionRecipe(rounds=course.wishes.rounds_seeing)
    network = PRESETS[course.wishes.preset]
    request = VisionTraining(course.folder / EPISODES, run, network=network, recipe=recipe, resume=_begun(run))
    return (yield from train_vision(request))


def _remember(course: Course) -> Task[Outcome]:
    run = course.run_of("memory")
    recipe = MemoryRecipe(rounds=course.wishes.rounds_remembering)
    request = MemoryTraining(course.folder / EPISODES, course.run_of("vision"), run, recipe=recipe, resume=_begun(run))
    return (yield from train_memory(request))


def _drive(course: Course, evaluator: Evaluator) -> Task[Outcome]:
    wishes, run = course.wishes, course.run_of("controller")
    ready_vision(course.run_of("vision"))
    ready_memory(course.run_of("memory"))
    setting = CarSetting.of(course.folder)
    if wishes.way == "teacher":
        lessons = Imitation(rounds=wishes.lessons, speed=TEACHER_SPEED)
        return (yield from imitate(ImitateRequest(setting, run, resume=_begun(run), recipe=lessons), evaluator))
    taught = course.run_of("controller", "teacher")
    recipe = Evolution(dream=Dreaming() if wishes.way == "dream" else None)
    request = EvolveRequest(
        setting,
        run,
        start=taught if (taught / CONTROLLER).is_file() and not _cold(run) else None,
        minutes=wishes.minutes,
        resume=_begun(run),
        recipe=recipe,
    )
    if not _begun(run):
        run.mkdir(parents=True, exist_ok=True)
        write_text(run / "begun.json", json.dumps({"warm": request.start is not None}))
    return (yield from evolve(request, evaluator))


def _cold(run: Path) -> bool:
    """Whether a run began from nothing: a teacher who came later is none of its business."""
    try:
        return _begun(run) and not json.loads((run / "begun.json").read_text(encoding="utf-8"))["warm"]
    except (OSError, ValueError, KeyError):
        return False


def best_controller(course: Course) -> Path:
    """The run of the best controller so far, by its score on held-out tracks; raises MissingWeights."""
    runs = [course.run_of("controller", way) for way in WAYS]
    known = [run for run in runs if (run / CONTROLLER).is_file()]
    if not known:
        raise MissingWeights("Nothing drives yet: let “Drive” go on until its first controller was tested.")
    return max(known, key=lambda run: float(Controller.load(run).about.get("score", float("-inf"))))


def make_model(course: Course, models: Path) -> Task[Card]:
    """A model in the folder ``models`` of what was learnt so far, in place of an earlier one of this course.

    Raises MissingWeights when something was not learnt yet, and what ``ship_model`` raises.
    """
    yield Step(0, None, note="Writing the model")
    controller, told = best_controller(course), course.folder / MODEL
    try:
        name = str(json.loads(told.read_text(encoding="utf-8"))["name"])
    except (OSError, ValueError, KeyError, TypeError):
        name = free_name(models, course.wishes.title) if models.is_dir() else folder_name(course.wishes.title)
    request = Shipment(
        course.run_of("vision"),
        course.run_of("memory"),
        controller,
        course.folder / EPISODES,
        models / name,
        About(title=course.wishes.title),
        tracks=0,
    )
    card = yield from ship_model(request)
    write_text(told, json.dumps({"name": name}))
    return card
