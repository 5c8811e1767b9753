"""How the work of a painting is spread over its levels, from coarse to fine, so that its time can be told."""

from __future__ import annotations

import math
from dataclasses import replace

from engines.paint.transfer.request import TransferRequest
from engines.steps import R, Task
from studio.panes.paint.own.losses import WORK

# As in engines/paint/transfer/pyramid.py, which cannot be asked before torch is there; a test compares the two.
_COARSEST = 128
_FEWER = 0.75


def effective_steps(steps: int, side: int) -> float:
    """How many steps at the full size take as long as ``steps`` from coarse to fine; ``side`` is the longer one."""
    count = min(steps, 1 + max(0, math.floor(2 * math.log2(max(1, side) / _COARSEST) + 0.5)))
    shares = [_FEWER**number for number in range(count)]
    # Each level has twice the pixels of the one before it.
    work = math.fsum(share / 2 ** (count - 1 - number) for number, share in enumerate(shares))
    return float(steps * work / sum(shares))


def with_work(task: Task[R], request: TransferRequest) -> Task[R]:
    """The engine's steps, each told how much of all the work is done; only once torch is there."""
    done = _work_by_step(request)
    try:
        while True:
            try:
                step = next(task)
            except StopIteration as end:
                result: R = end.value
                return result
            work = done[min(step.done, len(done) - 1)]
            yield replace(step, metrics={**step.metrics, WORK: work})
    finally:
        task.close()


def _work_by_step(request: TransferRequest) -> list[float]:
    """The share of the work that is done after 0, 1, 2 … steps."""
    from engines.paint.transfer.pyramid import levels

    height, width = request.photo.shape[:2]
    since = 0 if request.continued is None else max(request.continued.picture.shape[:2])
    plan = levels((height, width), request.settings.size, request.settings.steps, since)
    costs = [float(level.height * level.width) for level in plan for _ in range(level.steps)]
    total, sums = sum(costs), [0.0]
    for cost in costs:
        sums.append(sums[-1] + cost / total)
    return sums
