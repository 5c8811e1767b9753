"""How long the window takes from the start of the process to its first paint."""

from __future__ import annotations

import tempfile
from statistics import median

from studio import paths
from studio.bench.figures import Figure, run_apart

LIMIT_S = 1.5
ROUNDS = 5


def figure() -> Figure:
    """Median seconds until the window is shown, with an empty home each time."""
    seconds = [_once() for _ in range(ROUNDS)]
    note = f"median of {ROUNDS}, {min(seconds):.2f} to {max(seconds):.2f} s"
    return Figure("Window shown after start", "", f"< {LIMIT_S:g} s", "s", median(seconds), LIMIT_S, note)


def _once() -> float:
    with tempfile.TemporaryDirectory(prefix="reverie-", ignore_cleanup_errors=True) as home:
        place = {paths.HOME_VARIABLE: home, "REVERIE_QUIT_AFTER_SHOWN": "1"}
        return float(run_apart("studio", environment=place)["shown_seconds"])
