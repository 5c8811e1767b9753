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
    """Latents to pixels from 0 to 1, colours last.

    Nothing bends what is between the first two layers, and the second one sees a single pixel: together they are one
    table of 32 rows. Of the paper's 3.3 million weights there 102,400 are left, and a frame is painted in half the
    time.
    """

    def __init__(self, network: VisionNetwork) -> None:
        super().__init__()
        first, self.rest = network.decoder[0], network.decoder[1:]
        weight, bias = first.get_parameter("weight"), first.get_parameter("bias")
        self.shape = (-1, *weight.shape[1:])
        kernel = weight.double().flatten(1)
        added = bias.double().repeat_interleave(weight[0, 0].numel())
        self.table = nn.Parameter((network.spread.weight.double().T @ kernel).float())
        self.offset = nn.Parameter((network.spread.bias.double() @ kernel + added).float())

    def forward(self, latents: Tensor) -> Tensor:
        spread = (latents @ self.table + self.offset).reshape(self.shape)
        return torch.sigmoid(self.rest(spread)).permute(0, 2, 3, 1)


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
