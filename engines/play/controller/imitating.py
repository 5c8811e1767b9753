"""Learning to drive from a teacher that knows the track: DAgger in rounds of lessons, the best on held-out tracks kept.

What comes of it is labelled “teacher”: its maker saw the map, which the paper's controller never does.
"""

from __future__ import annotations

import math
import time
from collections.abc import Generator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file, save

from engines.errors import BadCheckpoint, BadInput
from engines.files import write_bytes
from engines.play.controller.controller import ACTIONS, FEATURES, FILE, Controller, Floats
from engines.play.controller.evaluating import DRIVES_A_PIECE, Scores, scored
from engines.play.controller.fitting import Fitting, fitted
from engines.play.controller.keeping import Kept, controller_of, in_one_go, pieces_of, tensors_of
from engines.play.controller.lessons import Learnt, Lesson
from engines.play.controller.lockstep import Road, Rules
from engines.play.controller.setting import Setting
from engines.play.workers import Evaluator
from engines.steps import Step, Task
from engines.training import Outcome, Plan, train

KIND = "controller by imitation"
#: The folder of a run in which its lessons lie, one file a round.
LESSONS = "lessons"
#: Tracks of scores are numbered below 1 << 20; lessons and held-out drives of training have tracks of their own.
LESSON_TRACKS = 1 << 21
HELD_OUT_TRACKS = 1 << 22


@dataclass(frozen=True)
class Imitation:
    """How to imitate. A round is ``lessons`` drives of up to ``frames`` frames, then a fit to all rounds so far.

    ``shares`` is the teacher's part of the driving, round by round, the last one from then on; ``trembles`` the size
    of the kicks, taken in turns. ``speed`` is the teacher's part of its own speed: what is driven at less than full
    speed can still be steered after a mistake. ``held_out`` tracks choose the best round.
    """

    rounds: int = 10
    lessons: int = 24
    frames: int = 700
    patience: int = 60
    shares: tuple[float, ...] = (1.0, 0.5, 0.2, 0.2, 0.1)
    trembles: tuple[float, ...] = (0.3, 0.1)
    speed: float = 0.83
    held_out: int = 16
    fitting: Fitting = field(default_factory=Fitting)

    def __post_init__(self) -> None:
        if min(self.rounds, self.lessons, self.held_out) < 1 or not self.shares or not self.trembles:
            raise BadInput("Imitation takes at least one round, one lesson and one held-out track.")
        if not 0 < self.speed <= 1:
            raise BadInput("The teacher drives at a speed above 0, and at most 1.")


@dataclass(frozen=True)
class ImitateRequest:
    """A request: learn from the teacher in the folder ``run`` for at most ``minutes``; None: all rounds."""

    setting: Setting
    run: Path
    minutes: float | None = None
    seed: int = 0
    resume: bool = False
    recipe: Imitation = field(default_factory=Imitation)


def imitate(request: ImitateRequest, evaluator: Evaluator) -> Task[Outcome]:
    """Learn; a Step per piece of work, and at the end of a round its metrics.

    Metrics: ``best`` and ``mean`` reward of this round's lessons, ``held_out``, the mean score of this round's
    controller on held-out tracks, ``kept``, the best of those so far, ``loss`` of the fit, frames ``learnt`` from and
    ``frames`` driven, both in all, and ``seconds`` of the round. The best controller so far lies in the run as FILE.
    Closed or killed, the round under way is done again.

    Raises BadInput, BadCheckpoint, CannotWrite or what the evaluator raises, with one sentence.
    """
    recipe = request.recipe
    learner = ImitationLearner(request.setting, recipe, evaluator, request.run, request.seed)
    identity = {
        "kind": KIND,
        "models": request.setting.fingerprint(),
        "seed": request.seed,
        "recipe": {name: value for name, value in asdict(recipe).items() if name != "rounds"},
    }
    plan = Plan(recipe.rounds, request.minutes, save_every=0.0, preview_every=math.inf)
    return (yield from train(learner, plan, request.run, identity=identity, resume=request.resume))


class ImitationLearner:
    """The student, all that it was told, and the best it has been; one update is one round."""

    finished = False

    def __init__(self, setting: Setting, recipe: Imitation, evaluator: Evaluator, run: Path, seed: int) -> None:
        self._setting, self._recipe, self._evaluator, self._run = setting, recipe, evaluator, run
        self._first = LESSON_TRACKS + (seed << 23)
        self._held_out = range(HELD_OUT_TRACKS, HELD_OUT_TRACKS + recipe.held_out)
        self.student = Controller.blank()
        self.best = Kept("teacher")
        self._features = np.zeros((0, FEATURES), np.float32)
        self._answers = np.zeros((0, ACTIONS), np.float32)
        self._rounds = self._frames = 0

    def update(self, step: int, steps: int) -> Mapping[str, float]:
        """One round in one go."""
        return in_one_go(self.pieces(step, steps))

    def pieces(self, step: int, steps: int) -> Generator[Step, None, Mapping[str, float]]:
        """One round: lessons, a fit to all of them, a look at the held-out tracks."""
        begun = time.monotonic()
        features, answers, rewards = yield from self._lessons(step, steps)
        driven = len(features)
        features, answers = np.concatenate([self._features, features]), np.concatenate([self._answers, answers])
        fit = fitted(features, answers, self.student, self._recipe.fitting)
        student, loss = yield from pieces_of(fit, step, steps)
        looking = scored(self._evaluator, self._setting, [student], self._held_out, Rules())
        found: Scores = yield from pieces_of(looking, step, steps, "Held-out tracks")
        # Nothing of the learner has changed until here: closed before, the round leaves no trace.
        self._keep(features[len(self._features) :], answers[len(self._answers) :])
        self._features, self._answers, self.student = features, answers, student
        self._rounds, self._frames = step + 1, self._frames + driven + found.frames
        if self.best.offer(student, found, step + 1, self._frames):
            self.best.save(self._run / FILE)
        return {
            "best": max(rewards),
            "mean": float(np.mean(rewards)),
            "held_out": float(found.means[0]),
            "kept": self.best.score,
            "loss": loss,
            "learnt": float(len(features)),
            "frames": float(self._frames),
            "seconds": time.monotonic() - begun,
        }

    def conclude(self) -> Generator[Step, None, None]:
        """Nothing is left to be done."""
        yield from ()

    def preview(self) -> Any:
        """Nothing to show but the numbers."""
        return None

    def state(self) -> dict[str, Any]:
        return {
            "rounds": self._rounds,
            "frames": self._frames,
            "student": tensors_of(self.student),
            "best": self.best.state(),
        }

    def load_state(self, state: Mapping[str, Any]) -> None:
        self._rounds, self._frames = state["rounds"], state["frames"]
        self.student = controller_of(state["student"])
        self.best.load_state(state["best"])
        told = [self._told(number) for number in range(self._rounds)]
        self._features = np.concatenate([self._features[:0], *(features for features, _ in told)])
        self._answers = np.concatenate([self._answers[:0], *(answers for _, answers in told)])

    def _lessons(self, step: int, steps: int) -> Generator[Step, None, tuple[Floats, Floats, list[float]]]:
        recipe, learnt = self._recipe, list[Learnt]()
        roads = [Road(number, self._first + step * recipe.lessons + number) for number in range(recipe.lessons)]
        jobs = [
            Lesson(
                self._setting,
                self.student.folded().to_vector(),
                tuple(roads[first : first + DRIVES_A_PIECE]),
                Rules(recipe.frames, recipe.patience),
                recipe.shares[min(step, len(recipe.shares) - 1)],
                recipe.speed,
                recipe.trembles[step % len(recipe.trembles)],
            )
            for first in range(0, len(roads), DRIVES_A_PIECE)
        ]
        with closing(self._evaluator.evaluate(jobs)) as results:
            for each in results:
                learnt.append(each)
                yield Step(step, steps, f"Lessons of round {step + 1}")
        learnt.sort(key=lambda each: each.number)
        rewards = [drive.reward for each in learnt for drive in each.drives]
        features = np.concatenate([each.features for each in learnt])
        return features, np.concatenate([each.answers for each in learnt]), rewards

    def _keep(self, features: Floats, answers: Floats) -> None:
        path = self._run / LESSONS / f"{self._rounds:04d}.safetensors"
        path.parent.mkdir(exist_ok=True)
        write_bytes(path, save({"features": features, "answers": answers}))

    def _told(self, number: int) -> tuple[Floats, Floats]:
        path = self._run / LESSONS / f"{number:04d}.safetensors"
        try:
            told = load_file(path)
            return told["features"], told["answers"]
        except (OSError, SafetensorError, KeyError) as error:
            raise BadCheckpoint(f"“{path}” is missing or damaged: this run cannot go on. Start it anew.") from error
