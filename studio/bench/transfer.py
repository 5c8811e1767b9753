"""Style transfer at 512 pixels: our step against the same loss on VGG's shapes, in turns, and the first preview."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from statistics import median
from typing import TYPE_CHECKING

from studio.bench.figures import Figure, run_apart
from studio.threads import prepare_environment, worker_threads

if TYPE_CHECKING:
    from engines.paint.transfer.networks import FeatureNetwork
    from engines.paint.transfer.request import TransferRequest

SIDE = 512
ROUNDS = 3
FASTER = 3.5
PREVIEW_S = 2.0
#: Convolutions in each block of the networks that we are compared with.
PEERS = {"VGG16": (2, 2, 3, 3, 3), "VGG19": (2, 2, 4, 4, 4)}


def figures() -> list[Figure]:
    """Our seconds a step against each peer's by what was asked for, and the seconds to the first preview."""
    found = run_apart("studio.bench.transfer")
    threads = worker_threads()
    note = f"{threads} thread{'s' if threads != 1 else ''}, median of {ROUNDS}, in turns; random weights"
    steps = [
        Figure(
            f"Style transfer, a step at {SIDE} px, {name}",
            "paint",
            f"{FASTER:g} times as fast as the same loss on {name}'s shape",
            "s",
            found["lite0"],
            found[name] / FASTER,
            f"{name} {found[name]:.2f} s, {found[name] / found['lite0']:.1f} times ours; {note}",
        )
        for name in PEERS
    ]
    seen = Figure(
        "Style transfer, first painted preview",
        "paint",
        f"less than {PREVIEW_S:g} s after the start",
        "s",
        found["preview"],
        PREVIEW_S,
        f"size {SIDE}, the network read from its file; the photograph itself shows after {found['photo']:.2f} s",
    )
    return [*steps, seen]


def measure() -> dict[str, float]:
    """Median seconds of a judgement with its gradient, the whole cost of a step, for each network; and previews."""
    from engines.paint.transfer.networks import Lite0, random_vgg
    from engines.steps import finish
    from studio.jobs.warmth import warm_torch

    finish(warm_torch())
    found = _previews()
    steps = {"lite0": _step(Lite0()), **{name: _step(random_vgg(blocks)) for name, blocks in PEERS.items()}}
    for step in steps.values():
        step()  # the first one plans memory
    seconds: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(ROUNDS):
        for name, step in steps.items():
            began = time.perf_counter()
            step()
            seconds[name].append(time.perf_counter() - began)
    return found | {name: median(times) for name, times in seconds.items()}


def _request() -> TransferRequest:
    """A transfer between two made-up pictures."""
    import numpy as np

    from engines.paint.transfer.request import StylePicture, TransferRequest, TransferSettings

    chance = np.random.default_rng(0)
    photo, painting = (chance.integers(0, 256, (SIDE, SIDE, 3), dtype=np.uint8) for _ in range(2))
    return TransferRequest(photo, (StylePicture(painting),), TransferSettings(size=SIDE), preview_seconds=0.0)


def _step(network: FeatureNetwork) -> Callable[[], object]:
    """What computes the losses and the gradient at full size once, everything that is wanted known already."""
    from engines.paint.transfer.objective import Objective
    from engines.paint.transfer.pyramid import Level, as_tensor

    request = _request()
    objective = Objective(network, request.settings)
    photo = as_tensor(request.photo)
    for _ in objective.begin(photo, request.paintings, Level(SIDE, SIDE, 1)):
        pass
    return lambda: list(objective.judge(photo))


def _previews() -> dict[str, float]:
    """Seconds until the photograph shows and until the first painted picture does, torch at hand."""
    from engines.paint.transfer.transfer import transfer

    began = time.perf_counter()
    task = transfer(_request())
    first = next(task)
    photo = time.perf_counter() - began
    try:
        while next(task).preview is first.preview:
            pass
    finally:
        task.close()
    return {"photo": photo, "preview": time.perf_counter() - began}


if __name__ == "__main__":
    prepare_environment()
    print(json.dumps(measure()))
