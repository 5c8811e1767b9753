"""How many steps a world of Play takes in a second of one core, against the stock CarRacing-v3."""

from __future__ import annotations

import json
from dataclasses import asdict

from studio.bench.figures import Figure, run_apart
from studio.threads import prepare_environment

TIMES_FASTER = 15.0


def figures() -> list[Figure]:
    """A step of the world with its picture."""
    return [environment()]


def environment() -> Figure:
    """A step with its picture, ours against the stock's."""
    found = run_apart("studio.bench.driving", environment={"OMP_NUM_THREADS": "1"})
    times = found["lean"] / found["stock"]
    note = (
        f"{times:.1f} times: {found['lean']:,.0f} steps a second of one core against {found['stock']:,.0f}; "
        f"{found['blind']:,.0f} without pictures"
    )
    return Figure(
        "A step of CarRacing-v3",
        "play",
        f"{TIMES_FASTER:g} times faster than the stock environment, with pictures",
        "ms",
        1000 / found["lean"],
        1000 / found["stock"] / TIMES_FASTER,
        note,
    )


def measure() -> dict[str, float]:
    """Steps a second of each world."""
    from engines.play.timing import time_worlds
    from engines.steps import finish

    return asdict(finish(time_worlds()))


if __name__ == "__main__":
    prepare_environment()
    print(json.dumps(measure()))
