"""From a training run of styles to a model that everything else can answer with."""

from __future__ import annotations

from pathlib import Path

import torch

from engines.exporting import Ports, export_onnx
from engines.paint.stylenet import MULTIPLE
from engines.paint.trainstyles import read_run

#: Width and height stand for whatever photograph comes; the parity check uses sizes of three shapes.
SIZES = ((128, 160), (64, 64), (204, 100))


def export_styles(run: Path, model: Path) -> float:
    """Write the averaged network of ``run`` to ``model`` as ONNX; returns the largest difference to torch (0..1).

    Inputs: ``photo`` (1, 3, height, width) sRGB in 0..1, sides multiples of 4; ``style_weights`` (styles,). Output:
    ``stylized``, as the photo. Raises BadCheckpoint, NotTheSame or CannotWrite.
    """
    trained = read_run(run)
    chance = torch.Generator().manual_seed(0)
    count = len(trained.styles)
    examples = [
        (torch.rand(1, 3, height, width, generator=chance), torch.rand(count, generator=chance) / count)
        for height, width in SIZES
    ]
    varying = {2: MULTIPLE * torch.export.Dim("h4"), 3: MULTIPLE * torch.export.Dim("w4")}
    ports = Ports(("photo", "style_weights"), ("stylized",), (varying, None))
    metadata = {"styles": ",".join(trained.styles), "steps": str(trained.steps)}
    return export_onnx(trained.net, examples, model, ports, metadata=metadata)
