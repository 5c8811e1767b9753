"""Pieces of work for worker processes, which must be able to import them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engines.errors import BadInput

Beat = Callable[[], object]


@dataclass(frozen=True)
class Twice:
    """Doubles a number."""

    number: int

    def run(self, beat: Beat) -> int:
        return 2 * self.number


@dataclass(frozen=True)
class Surroundings:
    """Tells what the process is like."""

    def run(self, beat: Beat) -> dict[str, object]:
        nice = os.nice(0) if hasattr(os, "nice") else None
        return {"pid": os.getpid(), "threads": os.environ["OMP_NUM_THREADS"], "nice": nice}


@dataclass(frozen=True)
class Complaining:
    """Has something to say to a person."""

    def run(self, beat: Beat) -> None:
        raise BadInput("There is no road here.")


@dataclass(frozen=True)
class Broken:
    """Fails whenever it is tried, and marks each time."""

    marks: Path

    def run(self, beat: Beat) -> None:
        mark(self.marks)
        raise ZeroDivisionError("the wheel came off")


@dataclass(frozen=True)
class Unspeakable:
    """Has a result that cannot travel."""

    def run(self, beat: Beat) -> object:
        return lambda: None


@dataclass(frozen=True)
class KilledAtFirst:
    """Is killed by the system the first time it is tried, or each time."""

    marks: Path
    times: int = 1

    def run(self, beat: Beat) -> int:
        tries = mark(self.marks)
        if tries <= self.times:
            print(f"about to be killed for the {tries}th time", flush=True)
            os.kill(os.getpid(), signal.SIGKILL)
        return tries


@dataclass(frozen=True)
class HungAtFirst:
    """Hangs the first time it is tried."""

    marks: Path

    def run(self, beat: Beat) -> int:
        tries = mark(self.marks)
        if tries == 1:
            time.sleep(1000)
        return tries


@dataclass(frozen=True)
class SlowButAlive:
    """Takes longer than silence is allowed to, and says so all the while."""

    marks: Path
    seconds: float

    def run(self, beat: Beat) -> int:
        tries = mark(self.marks)
        end = time.monotonic() + self.seconds
        while time.monotonic() < end:
            beat()
            time.sleep(0.01)
        return tries


@dataclass(frozen=True)
class UntilTold:
    """Waits for a file to appear."""

    marks: Path
    file: Path

    def run(self, beat: Beat) -> int:
        tries = mark(self.marks)
        while not self.file.exists():
            time.sleep(0.01)
        return tries


def mark(folder: Path) -> int:
    """Count one more try of this process in ``folder``; returns how many there were."""
    folder.mkdir(exist_ok=True)
    (folder / f"{len(list(folder.iterdir()))}-{os.getpid()}").touch()
    return len(list(folder.iterdir()))
