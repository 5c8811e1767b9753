"""The most memory that painting a photograph of 1024 x 1024 takes, from a fresh process to the result."""

from __future__ import annotations

import json
import sys

from studio.bench.figures import Figure, run_apart
from studio.threads import prepare_environment

LIMIT_MB = 800.0
SIDE = 1024


def figure() -> Figure:
    """Peak memory in MB of a million bytes."""
    found = run_apart("studio.bench.memory")
    name = f"Peak memory, painting {SIDE} × {SIDE}"
    return Figure(name, "paint", f"< {LIMIT_MB:g} MB", "MB", found["megabytes"], LIMIT_MB, "whole process")


def measure() -> dict[str, float]:
    """Paint noise, which is as large as any photograph."""
    import numpy as np

    from engines.errors import MissingWeights
    from engines.paint.looks import one_style
    from engines.paint.stylecatalogue import styles
    from engines.paint.stylise import StyleRequest, stylise
    from engines.steps import finish

    known = styles()
    if not known:
        raise MissingWeights("No styles are installed, so there is nothing to measure.")
    photo = np.random.default_rng(0).integers(0, 256, (SIDE, SIDE, 3), dtype=np.uint8)
    painted = finish(stylise(StyleRequest(photo, one_style(known[0].name))))
    if painted.pixels.shape != photo.shape:
        raise RuntimeError(f"the painting is {painted.pixels.shape}")
    return {"megabytes": peak_bytes() / 1e6}


def peak_bytes() -> int:
    """The largest resident size this process has had."""
    try:
        # ru_maxrss would tell the parent's peak too: on Linux it outlives exec.
        with open("/proc/self/status", encoding="utf-8") as status:  # noqa: PTH123
            line = next(line for line in status if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    except (OSError, StopIteration):
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024


if __name__ == "__main__":
    prepare_environment()
    print(json.dumps(measure()))
