"""How steadily the window's clock ticks while styles are learnt beside it."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.bench.figures import Figure, percentile, run_apart
from studio.threads import prepare_environment

if TYPE_CHECKING:
    from engines.steps import Task
    from studio.jobs.job import Job

P95_LIMIT_MS = 50.0
MAX_LIMIT_MS = 300.0
TICK_MS = 16
SECONDS = 10.0
#: Importing torch and looking at the paintings come first; a slow disk may take its time.
START_PATIENCE_S = 120.0


def figures() -> list[Figure]:
    """The 95th percentile of the ticks and the longest one."""
    found = run_apart("studio.bench.ticks")
    note = f"{found['ticks']:.0f} ticks of {TICK_MS} ms, {found['steps']:.0f} training steps"
    name = "Window's tick while training"
    return [
        Figure(f"{name}, p95", "", f"< {P95_LIMIT_MS:g} ms", "ms", found["p95"], P95_LIMIT_MS, note),
        Figure(f"{name}, longest", "", f"< {MAX_LIMIT_MS:g} ms", "ms", found["longest"], MAX_LIMIT_MS, note),
    ]


def measure(seconds: float = SECONDS) -> dict[str, float]:
    """Train on the train lane of a real window, and time its ticks in milliseconds."""
    from studio.cli.stage import turn_until, window_on_stage
    from studio.jobs.job import Job
    from studio.jobs.warmth import warm_torch

    with tempfile.TemporaryDirectory(prefix="reverie-") as folder, window_on_stage() as window:
        lanes = window.desk.lanes
        warmth = Job("Getting ready", warm_torch)
        learning = Job("Learning", lambda: learn_styles(Path(folder)))
        lanes.submit("train", warmth)
        lanes.submit("train", learning)

        def learns() -> bool:
            return learning.state.ended or (learning.newest is not None and bool(learning.newest.metrics))

        if not turn_until(learns, START_PATIENCE_S) or learning.state.ended:
            raise RuntimeError(f"training did not begin: {learning.error}")
        intervals, steps = _ticks(learning, seconds)
    return {
        "p95": percentile(intervals, 0.95),
        "longest": max(intervals),
        "ticks": float(len(intervals)),
        "steps": float(steps),
    }


def _ticks(learning: Job, seconds: float) -> tuple[list[float], int]:
    """Milliseconds between ticks, and the training steps that were done meanwhile."""
    from PySide6.QtCore import Qt, QTimer

    from studio.cli.stage import turn_until

    moments: list[float] = []
    timer = QTimer(interval=TICK_MS)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: moments.append(time.perf_counter()))
    before = learning.newest.done if learning.newest else 0
    timer.start()
    until = time.monotonic() + seconds
    turn_until(lambda: time.monotonic() >= until, seconds + 1)
    timer.stop()
    after = learning.newest.done if learning.newest else 0
    return [(late - early) * 1000 for early, late in pairwise(moments)], after - before


def learn_styles(folder: Path) -> Task[Any]:
    """Learn two styles from made-up pictures for longer than anybody measures; torch comes in on the lane."""
    from engines.paint.stylelearner import StyleRecipe
    from engines.paint.trainstyles import StyleTraining, train_styles
    from engines.training import Plan

    paintings, photographs = folder / "paintings", folder / "photographs"
    _make_pictures(paintings, 2)
    _make_pictures(photographs, 4)
    request = StyleTraining(paintings, photographs, folder / "run", Plan(steps=1_000_000), StyleRecipe())
    return (yield from train_styles(request))


def _make_pictures(folder: Path, count: int) -> None:
    import numpy as np
    from PIL import Image

    folder.mkdir()
    chance = np.random.default_rng(count)
    for number in range(count):
        patches = chance.integers(0, 256, (24, 24, 3), dtype=np.uint8)
        Image.fromarray(patches).resize((400, 400), Image.Resampling.BICUBIC).save(folder / f"{number}.png")


if __name__ == "__main__":
    prepare_environment()
    print(json.dumps(measure(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)))
