"""From torch to ONNX, and the proof that both give the same answer."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from engines.errors import ReverieError
from engines.files import written_beside
from engines.runtime import session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from torch import Tensor, nn


class NotTheSame(ReverieError):
    """The exported model answers differently from the one that was trained."""


@dataclass(frozen=True)
class Ports:
    """Names of a graph's inputs and outputs, and which input sizes may vary (as torch.export.Dim, by axis)."""

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    varying: tuple[Mapping[int, Any] | None, ...]


def export_onnx(
    net: nn.Module,
    examples: Sequence[tuple[Tensor, ...]],
    path: Path,
    ports: Ports,
    *,
    tolerance: float = 1e-4,
    metadata: Mapping[str, str] | None = None,
) -> float:
    """Write ``net`` to ``path`` as ONNX and return the largest difference between both over ``examples``.

    The graph is traced with the first example; the others should have other sizes. ``tolerance`` is absolute, in
    units of the outputs.

    Raises:
        NotTheSame: the difference is larger than ``tolerance``; nothing is written.
        CannotWrite: the disk is full or the folder read-only.
    """
    import torch

    net.eval()
    with written_beside(path) as beside:
        with _quietly():
            program = torch.onnx.export(
                net,
                tuple(examples[0]),
                dynamo=True,
                dynamic_shapes=ports.varying,
                input_names=list(ports.inputs),
                output_names=list(ports.outputs),
                verbose=False,
            )
        assert program is not None
        program.model.metadata_props.update(dict(metadata or {}))
        program.save(str(beside), external_data=False)
        difference = parity(net, beside, examples, ports)
        if not difference <= tolerance:
            raise NotTheSame(f"The exported model differs by {difference:.2g} from the trained one; it was not kept.")
    return difference


def parity(net: nn.Module, path: Path, examples: Sequence[tuple[Tensor, ...]], ports: Ports) -> float:
    """The largest absolute difference between the module and the ONNX file over all examples and outputs."""
    import torch

    answering = session(path, keep=False)
    worst = 0.0
    for example in examples:
        with torch.no_grad():
            wanted = net(*example)
        wanted = wanted if isinstance(wanted, tuple) else (wanted,)
        fed = {name: value.numpy() for name, value in zip(ports.inputs, example, strict=True)}
        found = answering.run(list(ports.outputs), fed)
        for have, want in zip(found, wanted, strict=True):
            # Python's max would lose a NaN, and a model that answers NaN must never pass.
            worst = float(np.maximum(worst, np.abs(have - want.numpy()).max()))
    return worst


@contextmanager
def _quietly() -> Iterator[None]:
    """The exporter tells of every operator set it does not find; none of it is about our networks."""
    logger = logging.getLogger("torch.onnx")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
