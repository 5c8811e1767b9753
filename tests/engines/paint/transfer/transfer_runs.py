"""Small pictures and small runs for the tests of style transfer."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from engines.paint.transfer.networks import Lite0
from engines.paint.transfer.objective import Interruptible
from engines.paint.transfer.request import StylePicture, TransferRequest, TransferSettings
from tests.engines.paint.style_runs import waves

R = TypeVar("R")


@cache
def lite() -> Lite0:
    """The network, read once for all tests."""
    return Lite0()


def settings(**changes: Any) -> TransferSettings:
    """Settings whose steps take some ten milliseconds: one level, few layers."""
    layers = (("stem", 1.0), ("block1_expand", 1.0))
    return TransferSettings(**{"size": 32, "steps": 4, "layers": layers, **changes})


def request(
    photo: NDArray[np.uint8] | None = None, painting: NDArray[np.uint8] | None = None, **changes: Any
) -> TransferRequest:
    """A request for a small picture; ``changes`` are settings or fields of the request."""
    fields = {name: changes.pop(name) for name in TransferRequest.__dataclass_fields__ if name in changes}
    pictures = (StylePicture(waves(100, 48, 40) if painting is None else painting),)
    return TransferRequest(
        waves(1, 24, 32) if photo is None else photo,
        fields.pop("paintings", pictures),
        settings(**changes),
        **fields,
    )


def driven(work: Interruptible[R]) -> R:
    """What interruptible work returns, driven to its end."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: R = end.value
            return result
