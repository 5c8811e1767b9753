"""The weights of V and M as a model carries them, to learn on with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from safetensors import SafetensorError
from torch import Tensor, nn

from engines.errors import BadCheckpoint, MissingWeights
from engines.shipping import read_weights

VISION, MEMORY = "vision.safetensors", "memory.safetensors"


def tensors_of(path: Path) -> dict[str, Tensor]:
    """The tensors of a file; raises MissingWeights."""
    try:
        return read_weights(path)
    except (OSError, SafetensorError) as error:
        raise MissingWeights(f"“{path}” is missing or damaged. Choose the folder of a model that drives.") from error


def same_shapes(weights: Mapping[str, Tensor], network: nn.Module) -> Mapping[str, Tensor]:
    """``weights`` when they fit ``network``; raises BadCheckpoint."""
    wanted = {name: value.shape for name, value in network.state_dict().items()}
    if {name: value.shape for name, value in weights.items()} != wanted:
        raise BadCheckpoint("These weights are of another shape than the network to teach. Choose another model.")
    return weights
