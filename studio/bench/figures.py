"""What a measurement comes to: what was asked for, what was measured, and the ratio of both."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engines.errors import ReverieError

LONGEST_S = 600.0


@dataclass(frozen=True)
class Figure:
    """One line of the bench; ``ratio`` is measured / limit, and what is asked for is kept from 1 downwards.

    ``limit`` is what was asked for, or what the peer measured in the same run; None where nothing was measured.
    """

    name: str
    pane: str
    asked: str
    unit: str
    measured: float | None = None
    limit: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Measured by limit; None where one of both is missing."""
        return self.measured / self.limit if self.measured is not None and self.limit else None

    @property
    def met(self) -> bool | None:
        """Whether the figure is as asked for; None where that was not measured."""
        return None if self.ratio is None else self.ratio <= 1.0


def run_apart(
    module: str, *arguments: str, environment: Mapping[str, str] | None = None, longest_s: float = LONGEST_S
) -> dict[str, float]:
    """Run ``python -m module`` and return the JSON object of its last line.

    A Python of its own: what another measurement imported, kept in memory or left running would be measured too.

    Raises:
        ReverieError: it failed, took longer than ``longest_s`` (ten minutes) or printed something else.
    """
    command = [sys.executable, "-m", module, *arguments]
    place = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **(environment or {})}
    try:
        done = subprocess.run(
            command, env=place, capture_output=True, text=True, encoding="utf-8", timeout=longest_s, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ReverieError(f"The measurement {module} took longer than {longest_s:g} seconds.") from error
    if done.returncode == -signal.SIGINT:
        raise KeyboardInterrupt
    try:
        found: dict[str, float] = json.loads(_last_line(done.stdout))
    except ValueError:
        reason = _last_line(done.stderr) or f"exit status {done.returncode}"
        raise ReverieError(f"The measurement {module} failed: {reason}") from None
    return found


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else ""


def percentile(values: Sequence[float], part: float) -> float:
    """The value that ``part`` (0..1) of all values do not exceed."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(part * len(ranked)))]
