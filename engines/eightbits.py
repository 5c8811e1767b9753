"""Weights of eight bits: a graph for one moment reads all its weights once, and a quarter of the memory is read sooner.

Each 32 numbers on the way in share one scale, as in llama.cpp's Q8_0; what goes in is rounded the same way, number by
number and row by row, so a row is answered alike whatever stands beside it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from engines.graphs import RUNTIME, Nodes

BLOCK = 32
#: The number that stands for 0, of 256.
NOTHING = 128
MOST = 127


class EightBitNodes(Nodes):
    """Nodes whose products with large weights are made in eight bits; everything between them stays float32."""

    def affine(self, x: str, weight: Tensor, bias: Tensor, name: str) -> str:
        """As ``Nodes.affine``."""
        numbers, scales = rounded(weight.detach().numpy())
        inputs = [
            x,
            self.constant(f"{name}_weight", numbers),
            self.constant(f"{name}_scales", scales.reshape(-1)),
            "",
            "",
            self.constant(f"{name}_bias", bias),
        ]
        size, count = weight.shape
        kind = {"K": size, "N": count, "bits": 8, "block_size": BLOCK, "accuracy_level": 4}
        return self.add("MatMulNBits", inputs, name, domain=RUNTIME, **kind)


def rounded(weight: NDArray[np.float32]) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """``weight`` (in, out) as numbers (out, blocks, BLOCK), of which NOTHING is 0, and their scales (out, blocks)."""
    size, count = weight.shape
    turned = np.zeros((count, -(-size // BLOCK) * BLOCK), dtype=np.float32)
    turned[:, :size] = weight.T
    blocks = turned.reshape(count, -1, BLOCK)
    scales = np.abs(blocks).max(-1) / MOST
    # A block of nothing has no scale: any will do.
    scales[scales == 0] = 1.0
    return (np.round(blocks / scales[..., None]) + NOTHING).astype(np.uint8), scales.astype(np.float32)
