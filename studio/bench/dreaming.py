"""How many frames a second the whole agent of Play drives on one core, and how many it dreams."""

from __future__ import annotations

import json
from dataclasses import asdict

from studio.bench.figures import Figure, run_apart
from studio.threads import prepare_environment

FRAMES, DREAMED = 800.0, 20_000.0


def figures() -> list[Figure]:
    """A frame of the agent, and a thousand dreamed ones."""
    found = run_apart("studio.bench.dreaming", environment={"OMP_NUM_THREADS": "1"})
    whose = "the shipped model" if found["shipped"] else "networks of the paper's sizes that have learnt nothing"
    driving = f"{found['frames']:,.0f} frames a second of one core: environment, V, M and C; {whose}"
    dreaming = (
        f"{found['dreamed']:,.0f} steps a second of one core, 256 dreams at once; for one road alone a step of M takes "
        f"{found['step_ms']:.3f} ms, with a draw of what comes next {found['draw_ms']:.3f} ms; {whose}"
    )
    asked = (f"{FRAMES:g} frames a second on one core", f"{DREAMED:,.0f} steps a second in batches")
    return [
        Figure("A frame of the agent", "play", asked[0], "ms", 1000 / found["frames"], 1000 / FRAMES, driving),
        Figure("1,000 dreamed steps", "play", asked[1], "ms", 1e6 / found["dreamed"], 1e6 / DREAMED, dreaming),
    ]


def measure() -> dict[str, float]:
    """Time the shipped model, or one that has learnt nothing where none is installed."""
    from engines.errors import MissingWeights
    from engines.play.agenttiming import time_agent
    from engines.play.catalogue import model_folder
    from engines.steps import finish

    try:
        model = model_folder()
    except MissingWeights:
        model = None
    return {**asdict(finish(time_agent(model))), "shipped": float(model is not None)}


if __name__ == "__main__":
    prepare_environment()
    print(json.dumps(measure()))
