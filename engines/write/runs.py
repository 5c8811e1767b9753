"""Training runs of a person: a folder each, with all that is needed to go on with it, whatever became of the originals.

Nothing here needs torch: runs are listed while the window opens.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from engines.cards import CARD
from engines.errors import BadCheckpoint, BadInput, CannotWrite
from engines.files import trouble_writing, write_text
from engines.folders import free_name
from engines.runlog import LOG, last_line
from engines.steps import Step, Task
from engines.write.model import WORDS

PLAN, TEXTS, BEGUN, RESULT = "run.json", "texts", "begun", "result.json"
#: As the training names them; its own module would bring torch along.
CHECKPOINT, TENSORS = "checkpoint.safetensors", "model.safetensors"


@dataclass(frozen=True)
class RunPlan:
    """What a person wants to be learnt: the model's name, from what, by which network, for how long.

    ``minutes`` of None goes on until it gets no better. ``begun`` is the title of the model it learns on from, empty
    for none. ``units`` and ``layers`` of None are the preset's.
    """

    title: str
    texts: tuple[str, ...] = ()
    words: int = 0
    preset: str = "small"
    units: int | None = None
    layers: int | None = None
    minutes: float | None = None
    begun: str = ""
    seed: int = 0


@dataclass(frozen=True)
class Run:
    """A run on the disk and how far it came; figures are 0 while nothing is known.

    ``best`` is its perplexity on stories it never read, ``ngram`` that of counting words, ``finished`` says that going
    on would be no use, ``model`` is the name of the model that was made of it.
    """

    folder: Path
    plan: RunPlan
    steps: int = 0
    rounds: float = 0.0
    best: float = 0.0
    ngram: float = 0.0
    finished: bool = False
    model: str = ""


def begin_run(runs: Path, plan: RunPlan, files: Sequence[Path], start_from: Path | None = None) -> Task[Run]:
    """Make a folder for a run in ``runs``, with copies of the texts and of the model to begin with.

    Raises:
        CannotWrite: the folder cannot be made or the disk is full; nothing stays behind.
        BadInput: none of the files is there any more.
    """
    folder = runs / free_name(runs, plan.title)
    done = False
    try:
        kept = 0
        for at, path in enumerate(files):
            yield Step(at, len(files), note=f"Keeping a copy of “{path.name}”")
            # A folder each: two files may have the same name, and the name is part of what is learnt.
            kept += _copied(path, folder / TEXTS / f"{at:05d}" / path.name)
        if not kept:
            raise BadInput("None of the texts is there any more. Choose them again.")
        if start_from is not None:
            for name in (CARD, TENSORS, WORDS):
                if not _copied(start_from / name, folder / BEGUN / name):
                    raise BadInput(f"The model “{start_from.name}” is incomplete. Choose another one to begin with.")
        _keep(folder, plan)
        done = True
    finally:
        if not done:
            shutil.rmtree(folder, ignore_errors=True)
    return Run(folder, plan)


def rename_run(run: Run, title: str) -> Run:
    """Give the model that will come of ``run`` another name; raises BadInput or CannotWrite."""
    if not title.strip():
        raise BadInput("A model needs a name. Type one.")
    plan = replace(run.plan, title=title.strip())
    _keep(run.folder, plan)
    return replace(run, plan=plan)


def _keep(folder: Path, plan: RunPlan) -> None:
    write_text(folder / PLAN, json.dumps({"format": 1, **asdict(plan)}, indent=1, ensure_ascii=False) + "\n")


def _copied(source: Path, target: Path) -> bool:
    """Whether there was something to copy; raises CannotWrite."""
    if not source.is_file():
        return False
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    except OSError as error:
        raise CannotWrite(trouble_writing(target, error)) from error
    return True


def read_run_folder(folder: Path) -> Run:
    """What a run's folder says of it; raises BadCheckpoint."""
    try:
        fields = json.loads((folder / PLAN).read_text(encoding="utf-8"))
        if fields.pop("format") != 1:
            raise ValueError("format")
        plan = RunPlan(**{**fields, "texts": tuple(fields["texts"])})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadCheckpoint(f"“{folder.name}” is no training run, or it is damaged. Begin a new one.") from error
    last, result = last_line(folder / LOG), _result(folder)
    return Run(
        folder,
        plan,
        int(_number(last, "step")),
        _number(last, "rounds"),
        _number(last, "best"),
        _number(last, "ngram"),
        result.get("finished") is True,
        str(result.get("model", "")),
    )


def runs_in(runs: Path) -> list[Run]:
    """Every run there is, the one that was worked on last first; what is damaged is left out."""
    found: list[tuple[float, Run]] = []
    for path in runs.glob(f"*/{PLAN}"):
        try:
            log = path.parent / LOG
            found.append(((log if log.is_file() else path).stat().st_mtime, read_run_folder(path.parent)))
        except (OSError, BadCheckpoint):
            continue  # one damaged run must not keep the others away
    return [run for _, run in sorted(found, key=lambda pair: -pair[0])]


def note_result(folder: Path, **changes: Any) -> None:
    """Keep what came of a run: ``finished``, ``model``; raises CannotWrite."""
    write_text(folder / RESULT, json.dumps({**_result(folder), **changes}) + "\n")


def _number(row: dict[str, float], name: str) -> float:
    value = row.get(name, 0.0)
    return value if 0 < value < float("inf") else 0.0


def _result(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / RESULT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
