"""Training runs of a person: a folder each, with the music in it, so that it goes on whatever became of the files.

Nothing here needs torch or a reader of files: runs are listed while the window opens.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engines.errors import BadCheckpoint, CannotWrite
from engines.files import trouble_writing, write_text
from engines.folders import free_name
from engines.runlog import LOG, last_line
from engines.steps import Step, Task

if TYPE_CHECKING:
    from engines.compose.melody.gathering import Gathered

PLAN, RESULT, TRAINING = "run.json", "result.json", "training"


@dataclass(frozen=True)
class RunPlan:
    """What a person wants to be learnt: the model's name, from what, by which preset, for how many minutes.

    ``minutes`` of None goes on until it gets no better. ``pieces`` and ``sounds`` count what was read.
    """

    title: str
    source: str = ""
    pieces: int = 0
    sounds: int = 0
    way: str = "voices"
    preset: str = "melody"
    minutes: float | None = None
    seed: int = 0


@dataclass(frozen=True)
class Run:
    """A run on the disk and how far it came; ``best`` is in nats a note on pieces it never read, 0 if unknown.

    ``finished`` says that going on would be no use, ``model`` is the name of the model that was made of it.
    """

    folder: Path
    plan: RunPlan
    steps: int = 0
    rounds: float = 0.0
    best: float = 0.0
    finished: bool = False
    model: str = ""

    @property
    def training(self) -> Path:
        """Where checkpoint and log lie."""
        return self.folder / TRAINING


def begin_run(runs: Path, plan: RunPlan, gathered: Gathered) -> Task[Run]:
    """Make a folder for a run in ``runs`` with the music in it.

    Raises:
        BadInput: there is too little music.
        CannotWrite: the folder cannot be made or the disk is full; nothing stays behind.
    """
    from engines.compose.melody.gathering import REPORT
    from engines.compose.melody.material import LINES, Material

    yield Step(0, 2, "Keeping the music")
    material = Material.of(gathered.lines, plan.way, plan.seed)
    folder = runs / free_name(runs, plan.title)
    done = False
    try:
        folder.mkdir(parents=True)
        material.save(folder / LINES)
        gathered.report.save(folder / REPORT)
        yield Step(1, 2, "Keeping the music")
        write_text(folder / PLAN, json.dumps({"format": 1, **asdict(plan)}, indent=1, ensure_ascii=False) + "\n")
        done = True
    except OSError as error:
        raise CannotWrite(trouble_writing(folder, error)) from error
    finally:
        if not done:
            shutil.rmtree(folder, ignore_errors=True)
    return Run(folder, plan)


def read_run_folder(folder: Path) -> Run:
    """What a run's folder says of it; raises BadCheckpoint."""
    try:
        fields = json.loads((folder / PLAN).read_text(encoding="utf-8"))
        if fields.pop("format") != 1:
            raise ValueError("format")
        plan = RunPlan(**fields)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadCheckpoint(f"“{folder.name}” is no training run, or it is damaged. Begin a new one.") from error
    last, result = last_line(folder / TRAINING / LOG), _result(folder)
    best = last.get("best", 0.0)
    return Run(
        folder,
        plan,
        int(last.get("step", 0)),
        last.get("rounds", 0.0),
        best if 0 < best < float("inf") else 0.0,
        result.get("finished") is True,
        str(result.get("model", "")),
    )


def runs_in(runs: Path) -> list[Run]:
    """Every run there is, the one that was worked on last first; what is damaged is left out."""
    found: list[tuple[float, Run]] = []
    for path in runs.glob(f"*/{PLAN}"):
        try:
            log = path.parent / TRAINING / LOG
            found.append(((log if log.is_file() else path).stat().st_mtime, read_run_folder(path.parent)))
        except (OSError, BadCheckpoint):
            continue  # one damaged run must not keep the others away
    return [run for _, run in sorted(found, key=lambda pair: -pair[0])]


def note_result(folder: Path, **changes: Any) -> None:
    """Keep what came of a run: ``finished``, ``model``; raises CannotWrite."""
    write_text(folder / RESULT, json.dumps({**_result(folder), **changes}) + "\n")


def _result(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / RESULT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
