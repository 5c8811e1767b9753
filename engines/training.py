"""What every training loop shares: saving by the clock, exact resume, the loss log, seeds, EMA, decay."""

from __future__ import annotations

import csv
import random
import time
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import torch
from torch import Tensor, nn

from engines import checkpoints
from engines.errors import BadCheckpoint, BadInput, CannotWrite
from engines.files import write_text
from engines.steps import Step, Task
from engines.trainingclock import TrainingClock

CHECKPOINT = "checkpoint.safetensors"
LOG = "log.csv"


class Learner(Protocol):
    """A model that learns, as the loop sees it: one update at a time, and a state that can be put away."""

    def update(self, step: int, steps: int) -> Mapping[str, float]:
        """Do training step ``step`` (from 0) of ``steps``; return its losses by name, always the same names."""

    def state(self) -> dict[str, Any]:
        """All that the next update depends on: weights, EMA, optimisers, pools, random states."""

    def load_state(self, state: Mapping[str, Any]) -> None:
        """Go back to exactly what ``state`` returned."""

    def preview(self) -> Any:
        """Something to show: a picture as uint8 (height, width, 3), a text, or None."""


@runtime_checkable
class PatientLearner(Learner, Protocol):
    """A learner whose updates take long enough to be told of in pieces, and that knows when it has learnt enough."""

    @property
    def finished(self) -> bool:
        """Whether another update would be no use."""

    def pieces(self, step: int, steps: int) -> Generator[Step, None, Mapping[str, float]]:
        """``update`` with a Step after each piece of work; closed in between, the learner is as it was before."""

    def conclude(self) -> Generator[Step, None, None]:
        """What is to be done once when the training has come to its end, before the last save."""


def never() -> bool:
    """Nobody asks for it."""
    return False


@dataclass(frozen=True)
class Plan:
    """How long to train and how often to save and show, in seconds on the clock.

    ``save_now`` is asked after each step whether somebody needs the checkpoint at once.
    """

    steps: int
    minutes: float | None = None
    save_every: float = 60.0
    preview_every: float = 20.0
    save_now: Callable[[], bool] = never

    def __post_init__(self) -> None:
        if self.steps < 1:
            raise BadInput("The number of training steps must be at least 1.")
        if self.minutes is not None and self.minutes <= 0:
            raise BadInput("The training time must be more than 0 minutes.")


@dataclass(frozen=True)
class Outcome:
    """What a training run came to: steps done in all, seconds of training, the last losses.

    ``finished`` says that the learner itself saw no use in going on.
    """

    run: Path
    steps: int
    seconds: float
    metrics: Mapping[str, float]
    finished: bool = False


def train(
    learner: Learner, plan: Plan, run: Path, *, identity: Mapping[str, Any], resume: bool = False
) -> Task[Outcome]:
    """Train ``learner`` in the folder ``run``; yields a Step per update or piece; closing it saves and stops.

    ``identity`` (numbers and texts) says what is learnt from what; a resumed run must match it. The log holds a line
    per step and, after a resume, no line that the checkpoint does not know: the curve goes on as if never interrupted.

    Raises:
        BadCheckpoint: nothing to resume, damaged, or of another request.
        BadInput: ``run`` already holds a run and ``resume`` is False.
    """
    done, seconds = _begin(learner, run, identity, resume)
    progress = _Progress(done)
    clock = TrainingClock(plan, seconds)
    try:
        yield from _on_the_clock(_learnt(learner, plan, run, identity, progress, clock), clock)
        if isinstance(learner, PatientLearner):
            yield from learner.conclude()
    finally:
        # An update that broke off has half changed the learner: the checkpoint before it is the one to go on from.
        if progress.whole:
            _save(learner, run, identity, progress.done, clock.seconds())
    return Outcome(run, progress.done, clock.seconds(), progress.metrics, _finished(learner))


def endless(task: Task[Outcome]) -> Task[Outcome]:
    """The same steps with a total that nobody knows: for a training that ends when it gets no better."""
    try:
        while True:
            try:
                step: Step = next(task)
            except StopIteration as end:
                outcome: Outcome = end.value
                return outcome
            yield replace(step, total=None)
    finally:
        task.close()


@dataclass
class _Progress:
    """Steps done, the last losses, and whether the learner is between two steps and so worth saving."""

    done: int
    metrics: Mapping[str, float] = field(default_factory=dict)
    whole: bool = True


def _learnt(
    learner: Learner, plan: Plan, run: Path, identity: Mapping[str, Any], progress: _Progress, clock: TrainingClock
) -> Task[None]:
    """Step after step into the log, until there are enough, time is up, or another would be no use."""
    with (run / LOG).open("a", newline="", encoding="utf-8") as stream:
        log = csv.writer(stream, lineterminator="\n")
        while progress.done < plan.steps and not clock.out_of_time() and not _finished(learner):
            progress.whole = False
            try:
                metrics = yield from _updated(learner, progress.done, plan.steps)
            except GeneratorExit:
                progress.whole = True  # closed between two pieces, and those leave no trace
                raise
            done = progress.done + 1
            progress.done, progress.metrics, progress.whole = done, metrics, True
            if stream.tell() == 0:
                log.writerow(["step", *metrics])
            log.writerow([done, *(repr(value) for value in metrics.values())])
            stream.flush()
            if clock.time_to_save() or plan.save_now():
                _save(learner, run, identity, done, clock.seconds())
            preview = learner.preview() if clock.time_to_show() else None
            yield Step(done, plan.steps, metrics=metrics, preview=preview)


def _on_the_clock(task: Task[None], clock: TrainingClock) -> Task[None]:
    """The same steps; a pause between two of them is no training time."""
    try:
        for step in task:
            since = time.monotonic()
            yield step
            clock.leave_out(time.monotonic() - since)
    finally:
        task.close()


def _finished(learner: Learner) -> bool:
    return isinstance(learner, PatientLearner) and learner.finished


def _updated(learner: Learner, done: int, steps: int) -> Generator[Step, None, Mapping[str, float]]:
    if isinstance(learner, PatientLearner):
        return (yield from learner.pieces(done, steps))
    return learner.update(done, steps)


def prepare_run(run: Path, resume: bool) -> None:
    """Make the folder of a run; raises CannotWrite, or BadInput where a run already is that nobody wants to resume."""
    try:
        run.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"The folder “{run}” cannot be made ({error.strerror}). Choose another place.") from error
    if not resume and (run / CHECKPOINT).exists():
        raise BadInput(f"“{run}” already holds a training run. Resume it or choose another folder.")


def _begin(learner: Learner, run: Path, identity: Mapping[str, Any], resume: bool) -> tuple[int, float]:
    prepare_run(run, resume)
    checkpoint = run / CHECKPOINT
    if not resume:
        (run / LOG).unlink(missing_ok=True)
        _save(learner, run, identity, 0, 0.0)
        return 0, 0.0
    tree = checkpoints.load(checkpoint)
    before = tree["identity"]
    if before != dict(identity):
        wrong = sorted(key for key in {*before, *identity} if before.get(key) != identity.get(key))
        raise BadCheckpoint(f"The run in “{run}” was started with other {', '.join(wrong)}. Resume it with the same.")
    learner.load_state(tree["learner"])
    _cut_log(run / LOG, tree["done"])
    return tree["done"], tree["seconds"]


def _save(learner: Learner, run: Path, identity: Mapping[str, Any], done: int, seconds: float) -> None:
    tree = {"identity": dict(identity), "done": done, "seconds": seconds, "learner": learner.state()}
    checkpoints.save(run / CHECKPOINT, tree)


def _cut_log(path: Path, done: int) -> None:
    """Forget the lines of steps that were done after the checkpoint: they will be done again."""
    if not path.exists():
        return
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    write_text(path, "".join(lines[: done + 1]))


class Randomness:
    """The random numbers of one run: owned by it, so that nothing else in the process disturbs them."""

    def __init__(self, seed: int) -> None:
        self.python = random.Random(seed)
        self.torch = torch.Generator().manual_seed(seed)

    def state(self) -> dict[str, Any]:
        version, words, gauss = self.python.getstate()
        return {"python": [version, list(words), gauss], "torch": self.torch.get_state()}

    def load_state(self, state: Mapping[str, Any]) -> None:
        version, words, gauss = state["python"]
        self.python.setstate((version, tuple(words), gauss))
        self.torch.set_state(state["torch"])


class Ema:
    """An exponential moving average of a module's parameters: steadier than the parameters themselves.

    The decay warms up as min(decay, (1 + n) / (10 + n)), n updates so far, so that early rubbish is forgotten soon.
    """

    def __init__(self, module: nn.Module, decay: float = 0.999) -> None:
        self._module = module
        self._decay = decay
        self._updates = 0
        self.weights = {name: value.detach().clone() for name, value in module.state_dict().items()}

    @torch.no_grad()
    def update(self) -> None:
        """Take the module's present parameters into the average."""
        decay = min(self._decay, (1 + self._updates) / (10 + self._updates))
        self._updates += 1
        for name, value in self._module.state_dict().items():
            self.weights[name].lerp_(value, 1 - decay)

    def state(self) -> dict[str, Any]:
        return {"updates": self._updates, "weights": self.weights}

    def load_state(self, state: Mapping[str, Any]) -> None:
        self._updates = state["updates"]
        self.weights = {name: value.clone() for name, value in state["weights"].items()}


def linear_decay(step: int, steps: int, *, hold: float = 0.5, final: float = 0.05) -> float:
    """A factor for the learning rate: 1 for the first ``hold`` of all steps, then straight down to ``final``."""
    past = (step / max(1, steps) - hold) / (1 - hold)
    return 1 - (1 - final) * min(max(past, 0.0), 1.0)


def clip(parameters: Iterable[Tensor], limit: float) -> float:
    """Scale gradients so that their joint norm is at most ``limit``; returns the norm before."""
    return float(nn.utils.clip_grad_norm_(parameters, limit))
