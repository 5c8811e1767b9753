"""What the page asks of the engines; each imports what it needs on its lane, and tests put others in their place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from engines.steps import Step, Task
from studio import paths
from studio.jobs.warmth import warm_torch

if TYPE_CHECKING:
    from engines.cards import Card
    from engines.compose.melody.gathering import Gathered
    from engines.compose.melody.runs import Run, RunPlan
    from engines.orders import Orders


def runs_folder() -> Path:
    """Where runs lie: with the person's things, in no project."""
    return paths.data_folder() / "melodies"


def read(folder: Path, way: str) -> Task[Gathered]:
    """The music in a folder, and what was passed over with the reason."""
    from engines.compose.melody.gathering import gather

    return (yield from gather((folder,), way, cache=paths.data_folder() / "melodies" / ".read"))


def begin(plan: RunPlan, gathered: Gathered) -> Task[Run]:
    """Make a run; the name is looked at first, so that nobody learns for hours and then hears that it is taken."""
    from engines.compose.melody.catalogue import melody_models
    from engines.compose.melody.runs import begin_run
    from engines.errors import BadInput
    from engines.folders import folder_name

    yield Step(0, None)
    if folder_name(plan.title) in {card.name for card in melody_models((paths.models_folder(),))}:
        raise BadInput(f"There is already a model called “{plan.title}”. Choose another name.")
    return (yield from begin_run(runs_folder(), plan, gathered))


def learn(run: Path, orders: Orders) -> Task[Any]:
    """Learn in a run, after torch has been brought onto the lane."""
    yield from _warm()
    from engines.compose.melody import runlearning

    return (yield from runlearning.learn(run, paths.models_folder(), orders))


def make(run: Path) -> Task[Card]:
    """A model of a run that rests."""
    yield from _warm()
    from engines.compose.melody.runlearning import make_model

    return (yield from make_model(run, paths.models_folder()))


def runs() -> Task[list[Run]]:
    """Every run there is."""
    from engines.compose.melody.runs import runs_in

    yield Step(0, None)
    return runs_in(runs_folder())


def _warm() -> Task[None]:
    note = QCoreApplication.translate("Learning", "Getting the learning engine ready")
    for _ in warm_torch():
        yield Step(0, None, note)


@dataclass
class LearnEngine:
    """The functions above, each in its place."""

    read: Callable[[Path, str], Task[Gathered]] = read
    begin: Callable[[RunPlan, Gathered], Task[Run]] = begin
    learn: Callable[[Path, Orders], Task[Any]] = learn
    make: Callable[[Path], Task[Card]] = make
    runs: Callable[[], Task[list[Run]]] = runs
