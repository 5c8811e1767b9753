"""What the page asks of the engines; each imports what it needs on its lane, and tests put others in their place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from engines.steps import Step, Task
from studio import paths
from studio.jobs.warmth import warm_torch

if TYPE_CHECKING:
    from engines.cards import Card
    from engines.orders import Orders
    from engines.write.preview import Preview
    from engines.write.runs import Run, RunPlan


@dataclass(frozen=True)
class Source:
    """Something to read: a file, a folder, or a text that stands in no file yet and is kept at ``path`` first."""

    path: Path
    text: str | None = None


def runs_folder() -> Path:
    """Where runs lie: with the person's things, in no project."""
    return paths.data_folder() / "learning"


def document_folder() -> Path:
    """Where the text on the page is kept while it is chosen."""
    return paths.data_folder() / "learning" / ".page"


def preview_texts(sources: Sequence[Source]) -> Task[Preview]:
    """Read the sources and say what was found."""
    from engines.files import write_text
    from engines.write.preview import preview

    for source in sources:
        if source.text is not None:
            source.path.parent.mkdir(parents=True, exist_ok=True)
            write_text(source.path, source.text)
            yield Step(0, None)
    return (yield from preview([source.path for source in sources]))


def begin(plan: RunPlan, files: Sequence[Path], start_from: Path | None) -> Task[Run]:
    """Make a run; the name is looked at first, so that nobody learns for hours and then hears that it is taken."""
    from engines.write.library import LIBRARY
    from engines.write.runs import begin_run

    LIBRARY.check_title(plan.title, paths.models_folder())
    yield Step(0, len(files))
    return (yield from begin_run(runs_folder(), plan, files, start_from))


def learn(run: Path, orders: Orders) -> Task[Any]:
    """Learn in a run, after torch has been brought onto the lane."""
    note = QCoreApplication.translate("Learning", "Getting the learning engine ready")
    for _ in warm_torch():
        yield Step(0, None, note)
    from engines.write import runlearning

    return (yield from runlearning.learn(run, paths.models_folder(), orders))


def make(run: Path) -> Task[Card]:
    """A model of a run that rests."""
    note = QCoreApplication.translate("Learning", "Getting the learning engine ready")
    for _ in warm_torch():
        yield Step(0, None, note)
    from engines.write.runlearning import make_model

    return (yield from make_model(run, paths.models_folder()))


def runs() -> Task[list[Run]]:
    """Every run there is."""
    from engines.write.runs import runs_in

    yield Step(0, None)
    return runs_in(runs_folder())


@dataclass
class LearnEngine:
    """The functions above, each in its place."""

    preview: Callable[[Sequence[Source]], Task[Preview]] = preview_texts
    begin: Callable[[RunPlan, Sequence[Path], Path | None], Task[Run]] = begin
    learn: Callable[[Path, Orders], Task[Any]] = learn
    make: Callable[[Path], Task[Card]] = make
    runs: Callable[[], Task[list[Run]]] = runs
