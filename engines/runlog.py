"""The log of a training run as numbers: its curve, and where it stands.

Nothing here needs torch: runs are listed while the window opens.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

#: As the training names it; its own module would bring torch along.
LOG = "log.csv"
_TAIL = 4_096


def curve_of(run: Path, most: int = 400) -> list[dict[str, float]]:
    """The log of a run as rows of numbers by name, thinned to about ``most``; empty where there is none."""
    try:
        with (run / LOG).open(newline="", encoding="utf-8") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error):
        return []
    step = max(1, len(rows) // most)
    return [row for row in map(_as_numbers, rows[::-step][::-1]) if row]


def _as_numbers(row: dict[str, Any]) -> dict[str, float]:
    try:
        return {name: float(value) for name, value in row.items()}
    except (TypeError, ValueError):
        return {}  # a line that was cut off by a crash


def last_line(log: Path) -> dict[str, float]:
    """The newest whole line of a log that may be long."""
    try:
        with log.open("rb") as stream:
            names = stream.readline().decode("utf-8").strip().split(",")
            begin = stream.tell()
            stream.seek(0, 2)
            stream.seek(max(begin, stream.tell() - _TAIL))
            lines = stream.read().decode("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    for line in reversed(lines):
        values = line.split(",")
        if len(values) == len(names):
            return _as_numbers(dict(zip(names, values, strict=True)))
    return {}
