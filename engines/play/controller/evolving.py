"""Evolving a controller: CMA-ES on whole drives, in the real world or in the dream.

Ha and Schmidhuber 2018, section 3.4, with what makes it work on a small machine: all candidates of a generation drive
the same tracks, hopeless drives are broken off, features are standardised, and a controller that drives already is
changed by small steps only. The middle of the candidates is tested on held-out tracks; the best by those is kept.
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
from numpy.typing import NDArray

from engines.errors import BadInput
from engines.files import sha256_of
from engines.play.controller.controller import FILE, Controller, Standard
from engines.play.controller.dreams import Beginnings, Dreaming, dreamed, looked_out
from engines.play.controller.evaluating import Scores, scored
from engines.play.controller.imitating import HELD_OUT_TRACKS
from engines.play.controller.keeping import Kept, controller_of, in_one_go, pieces_of, tensors_of
from engines.play.controller.lessons import Lesson
from engines.play.controller.lockstep import Road, Rules
from engines.play.controller.setting import Setting
from engines.play.controller.strategy import Strategy
from engines.play.workers import Evaluator
from engines.steps import Step, Task
from engines.training import Outcome, Plan, train

KIND = "controller by evolution"
#: The file of a run with the beginnings of its dreams.
BEGINNINGS = "beginnings.safetensors"
#: Generations are driven on tracks from here up, drawn anew for each; first looks at the road on those before.
EVOLUTION_TRACKS = 1 << 24
FIRST_TRACKS = 1 << 23
#: Steps in standardised features: of a controller that drives already, and of one that knows nothing.
WARM_STEP, COLD_STEP = 0.02, 0.1
MOST_GENERATIONS = 1_000_000
#: Seconds between two checkpoints, if a generation does not take longer.
SAVE_EVERY = 20.0
#: The part of its own speed at which the teacher shows what a road looks like; what it says is not listened to.
TEACHER_SPEED = 0.8


@dataclass(frozen=True)
class Evolution:
    """How to evolve: ``population`` candidates a generation, on ``tracks`` tracks each.

    ``step`` None: WARM_STEP from a controller, COLD_STEP from nothing. ``diagonal`` learns a step for each number
    instead of all covariances. Drives are broken off after ``patience`` frames without a tile. Every ``test_every``
    generations the middle drives ``held_out`` tracks. ``dream`` None: the real world.
    """

    population: int = 32
    tracks: int = 8
    step: float | None = None
    diagonal: bool = True
    patience: int = 100
    frames: int = 1000
    held_out: int = 32
    test_every: int = 5
    dream: Dreaming | None = None

    def __post_init__(self) -> None:
        if min(self.tracks, self.held_out, self.test_every) < 1:
            raise BadInput("Evolution takes at least one track, one held-out track and one generation to a test.")
        if self.population < 4 or self.population % 2:
            raise BadInput("Evolution needs an even number of at least 4 candidates.")


@dataclass(frozen=True)
class EvolveRequest:
    """A request: evolve in the folder ``run`` for at most ``minutes`` and ``generations``.

    ``start`` is the file of a controller, or the folder of its run, to start from; None: one that knows nothing.
    """

    setting: Setting
    run: Path
    start: Path | None = None
    minutes: float | None = None
    generations: int = MOST_GENERATIONS
    seed: int = 0
    resume: bool = False
    recipe: Evolution = field(default_factory=Evolution)


def evolve(request: EvolveRequest, evaluator: Evaluator) -> Task[Outcome]:
    """Evolve; a Step per piece of work, and at the end of a generation its metrics.

    Metrics: ``best`` and ``mean`` of the candidates' scores (dreamed ones in a dream), ``held_out``, the mean score of
    the middle on held-out real tracks when it was last tested, ``kept``, the best of those so far, ``step_size``,
    ``frames`` driven and dreamed in all, ``seconds`` of this generation; in a dream also ``dreamed``, the middle's
    dreamed score at that test. The best so far lies in the run as FILE. Closed or killed, a generation is done again.

    Raises BadInput, BadCheckpoint, MissingWeights, CannotWrite or what the evaluator raises, with one sentence.
    """
    start = None if request.start is None else Controller.load(request.start)
    learner = EvolutionLearner(request.setting, request.recipe, evaluator, request.run, request.seed, start)
    identity = {
        "kind": KIND,
        "models": request.setting.fingerprint(),
        "seed": request.seed,
        "recipe": asdict(request.recipe),
        "controller to start from": "" if request.start is None else _fingerprint(request.start),
    }
    plan = Plan(request.generations, request.minutes, save_every=SAVE_EVERY, preview_every=math.inf)
    return (yield from train(learner, plan, request.run, identity=identity, resume=request.resume))


class EvolutionLearner:
    """The strategy, the best middle so far, and where dreams begin; one update is one generation."""

    finished = False

    def __init__(
        self,
        setting: Setting,
        recipe: Evolution,
        evaluator: Evaluator,
        run: Path,
        seed: int,
        start: Controller | None,
    ) -> None:
        self._setting, self._recipe, self._evaluator, self._run, self._seed = setting, recipe, evaluator, run, seed
        self._cold = start is None
        self.start = start or Controller.blank()
        how = "evolution in the dream" if recipe.dream else "evolution"
        taught = start is not None and "teacher" in str(start.about.get("how", ""))
        self.best = Kept(f"teacher, then {how}" if taught else how)
        self.strategy: Strategy | None = None
        self.beginnings: Beginnings | None = None
        self._frames = 0
        self._tested: dict[str, float] = {}

    def update(self, step: int, steps: int) -> Mapping[str, float]:
        """One generation in one go."""
        return in_one_go(self.pieces(step, steps))

    def pieces(self, step: int, steps: int) -> Generator[Step, None, Mapping[str, float]]:
        """One generation; closed in between, it leaves no trace."""
        begun = time.monotonic()
        if self.strategy is None:
            yield from self._begun(step, steps)
        assert self.strategy is not None
        candidates = self.strategy.ask()
        controllers = [self._controller(each) for each in candidates]
        note = f"Generation {step + 1}"
        found = yield from pieces_of(self._worth(controllers, (self._seed, step)), step, steps, note)
        before = self.strategy.state()
        self.strategy.tell(candidates, found.means)
        try:
            if (step + 1) % self._recipe.test_every == 0:
                yield from self._test(step, steps, found.frames)
        except GeneratorExit:
            self.strategy.load_state(before)
            raise
        self._frames += found.frames
        return {
            "best": float(found.means.max()),
            "mean": float(found.means.mean()),
            **self._tested,
            "kept": self.best.score,
            "step_size": self.strategy.sigma,
            "frames": float(self._frames),
            "seconds": time.monotonic() - begun,
        }

    def conclude(self) -> Generator[Step, None, None]:
        """Test the middle once more, so that what was learnt since the last test is kept if it is better."""
        strategy = self.strategy
        if strategy is None or strategy.generation % self._recipe.test_every == 0:
            return
        yield from self._test(strategy.generation - 1, strategy.generation)

    def preview(self) -> Any:
        """Nothing to show but the numbers."""
        return None

    def state(self) -> dict[str, Any]:
        return {
            "start": tensors_of(self.start),
            "strategy": None if self.strategy is None else self.strategy.state(),
            "best": self.best.state(),
            "frames": self._frames,
            "tested": dict(self._tested),
        }

    def load_state(self, state: Mapping[str, Any]) -> None:
        self.start = controller_of(state["start"])
        self.best.load_state(state["best"])
        self._frames, self._tested = state["frames"], dict(state["tested"])
        if state["strategy"] is not None:
            self.strategy = self._strategy(self.start)
            self.strategy.load_state(state["strategy"])
            if self._recipe.dream is not None:
                self.beginnings = Beginnings.load(self._run / BEGINNINGS)

    def _controller(self, vector: NDArray[np.float64]) -> Controller:
        return Controller.from_vector(vector, self.start.standard)

    def _strategy(self, start: Controller) -> Strategy:
        recipe = self._recipe
        step = recipe.step or (COLD_STEP if self._cold else WARM_STEP)
        return Strategy(start.to_vector(), step, recipe.population, diagonal=recipe.diagonal, seed=self._seed)

    def _begun(self, step: int, steps: int) -> Generator[Step, None, None]:
        """Before the first generation: the standard of features, where dreams begin, and what the start is worth."""
        if self._cold:
            self.start = Controller.blank((yield from self._first_look(step, steps)))
        if self._recipe.dream is not None:
            tracks = range(FIRST_TRACKS + 100, FIRST_TRACKS + 132)
            looking = looked_out(self._evaluator, self._setting, self.start, tracks, TEACHER_SPEED)
            self.beginnings = yield from pieces_of(looking, step, steps)
            self.beginnings.save(self._run / BEGINNINGS)
        strategy = self._strategy(self.start)
        yield from self._test(step, steps, of=strategy)
        self.strategy = strategy

    def _first_look(self, step: int, steps: int) -> Generator[Step, None, Standard]:
        """The standard of what is seen by one who drives anyhow."""
        roads = tuple(Road(number, FIRST_TRACKS + number) for number in range(12))
        table = Controller.blank().folded().to_vector()
        lesson = Lesson(self._setting, table, roads, Rules(300, 60), share=0.0, speed=TEACHER_SPEED, tremble=0.6)
        with closing(self._evaluator.evaluate([lesson])) as results:
            learnt = next(results)
        yield Step(step, steps, "First look at the road")
        return Standard.of(learnt.features)

    def _worth(self, controllers: list[Controller], seed: tuple[int, int]) -> Generator[Step, None, Scores]:
        """What the candidates of a generation are worth, on tracks or in dreams of its own."""
        recipe, dice = self._recipe, np.random.default_rng(seed)
        if recipe.dream is None or self.beginnings is None:
            tracks = (EVOLUTION_TRACKS + dice.integers(1 << 30, size=recipe.tracks)).tolist()
            rules = Rules(recipe.frames, recipe.patience)
            return scored(self._evaluator, self._setting, controllers, tracks, rules)
        some = self.beginnings.some(recipe.dream.beginnings, dice)
        return dreamed(self._evaluator, self._setting, controllers, some, recipe.dream, seed)

    def _test(
        self, step: int, steps: int, frames: int = 0, *, of: Strategy | None = None
    ) -> Generator[Step, None, None]:
        """Let the middle drive the held-out tracks, in a dream also dream, and keep it if it is the best."""
        strategy = of or self.strategy
        assert strategy is not None
        recipe, middle, dreamt = self._recipe, self._controller(strategy.mean), None
        held_out = range(HELD_OUT_TRACKS, HELD_OUT_TRACKS + recipe.held_out)
        looking = scored(self._evaluator, self._setting, [middle], held_out, Rules())
        found = yield from pieces_of(looking, step, steps, "Held-out tracks")
        if recipe.dream is not None and self.beginnings is not None:
            some = self.beginnings.some(recipe.dream.beginnings, np.random.default_rng(self._seed))
            dreams = dreamed(self._evaluator, self._setting, [middle], some, recipe.dream, (self._seed, 1 << 40))
            dreamt = yield from pieces_of(dreams, step, steps, "Held-out dreams")
        # Nothing has changed until here.
        self._tested = {"held_out": float(found.means[0])}
        self._frames += found.frames
        if dreamt is not None:
            self._tested["dreamed"] = float(dreamt.means[0])
            self._frames += dreamt.frames
        if self.best.offer(middle, found, strategy.generation, self._frames + frames):
            self.best.save(self._run / FILE)


def _fingerprint(start: Path) -> str:
    return sha256_of(start / FILE if start.is_dir() else start)
