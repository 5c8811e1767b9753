"""A school that teaches nothing: its lessons go on when the test says so, and it remembers what it was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event

from engines.cards import Card
from engines.errors import ReverieError
from engines.orders import Orders
from engines.steps import Step, Task
from engines.write.runs import Run, RunPlan
from studio.panes.write.learning.engine import LearnEngine
from studio.panes.write.learning.part import LearningPart
from tests.studio.panes.write.oracle import Oracle, card, install
from tests.studio.panes.write.study import Study


@dataclass
class School:
    """Steps of a training one after the other; it rests after ``stops_after`` of them until ``bell`` rings."""

    stops_after: int = 3
    bell: Event = field(default_factory=Event)
    learnt: list[Path] = field(default_factory=list)
    made: list[Path] = field(default_factory=list)
    saved: list[int] = field(default_factory=list)
    begun: list[tuple[RunPlan, tuple[Path, ...], Path | None]] = field(default_factory=list)
    shelf: list[Run] = field(default_factory=list)
    error: ReverieError | None = None
    refusal: ReverieError | None = None

    def learn(self, run: Path, orders: Orders) -> Task[None]:
        self.learnt.append(run)
        done = 0
        try:
            while done < 1_000 and not (self.bell.is_set() and done > self.stops_after):
                if self.error is not None:
                    raise self.error
                if done < self.stops_after or self.bell.is_set():
                    done += 1
                yield Step(done, None, metrics=metrics(done), preview=f"sample {done}")
                if orders.pending:
                    orders.save_now()
                    assert orders.take()
                    orders.answers.append(self.refusal or self.model())
        finally:
            self.saved.append(done)

    def make(self, run: Path) -> Task[Card]:
        self.made.append(run)
        yield Step(0, 1)
        if self.refusal is not None:
            raise self.refusal
        return self.model()

    def begin(self, plan: RunPlan, files: Sequence[Path], start_from: Path | None) -> Task[Run]:
        self.begun.append((plan, tuple(files), start_from))
        yield Step(0, 1)
        if self.refusal is not None:
            raise self.refusal
        return Run(Path("runs") / plan.title, plan)

    def runs(self) -> Task[list[Run]]:
        yield Step(0, 1)
        return list(self.shelf)

    def model(self) -> Card:
        figures = {"perplexity": 48.4, "top1": 0.238, "top3": 0.398, "top10": 0.563, "ngram_perplexity": 93.6}
        return replace(card("fables", "My fables"), figures=figures)


def metrics(done: int) -> dict[str, float]:
    """What a training tells after so many steps."""
    values = {"loss": 5.0, "perplexity": 200.0 - done, "held_out": 180.0 - done, "best": 180.0 - done}
    return {**values, "ngram": 93.6, "rate": 0.002, "rounds": done / 2, "words": done * 100.0}


def school_in(study: Study, school: School) -> LearningPart:
    """Let the pane learn in this school, and look at its tab."""
    install(study, Oracle())
    part = study.pane.part("learning")
    assert isinstance(part, LearningPart)
    engine = LearnEngine(begin=school.begin, learn=school.learn, make=school.make, runs=school.runs)
    part.engine = part.shelf.engine = engine
    part.show_dock()
    return part


def resting(title: str = "Grimm", steps: int = 40, *, finished: bool = False) -> Run:
    """A run that rests."""
    return Run(Path("runs") / title, RunPlan(title, (title,), 5_000), steps, 2.5, 81.2, 93.6, finished)
