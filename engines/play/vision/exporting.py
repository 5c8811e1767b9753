"""From a trained V to two ONNX graphs: one that sees and one that paints."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

from engines.exporting import Ports, export_onnx
from engines.play.vision.network import LATENTS, VisionNetwork

ENCODER, DECODER = "vision-encoder.onnx", "vision-decoder.onnx"


class _Seeing(nn.Module):
    """Pixels as they come to mean and log variance."""

    def __init__(self, network: VisionNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, frames: Tensor) -> tuple[Tensor, Tensor]:
        return self.network.encode(frames.permute(0, 3, 1, 2).to(torch.float32) / 255)


class _Painting(nn.Module):
    """Latents to pixels from 0 to 1, colours last."""

    def __init__(self, network: VisionNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, latents: Tensor) -> Tensor:
        return self.network.decode(latents).permute(0, 2, 3, 1)


def export_vision(network: VisionNetwork, folder: Path) -> float:
    """Write both graphs into ``folder``; returns the largest difference to torch that was found.

    The encoder: ``frames`` uint8 (n, 64, 64, 3) to ``mean`` and ``log_variance`` float32 (n, 32). The decoder:
    ``latents`` float32 (n, 32) to ``frames`` float32 (n, 64, 64, 3) in 0 to 1.

    Raises NotTheSame or CannotWrite.
    """
    chance = torch.Generator().manual_seed(0)

    def frames(n: int) -> Tensor:
        return torch.randint(256, (n, 64, 64, 3), generator=chance, dtype=torch.uint8)

    def latents(n: int) -> Tensor:
        return torch.randn(n, LATENTS, generator=chance)

    many = ({0: torch.export.Dim("n")},)
    sees = Ports(("frames",), ("mean", "log_variance"), many)
    paints = Ports(("latents",), ("frames",), many)
    return max(
        export_onnx(_Seeing(network), [(frames(2),), (frames(1),), (frames(5),)], folder / ENCODER, sees),
        export_onnx(_Painting(network), [(latents(2),), (latents(1),), (latents(5),)], folder / DECODER, paints),
    )
