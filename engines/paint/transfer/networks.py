"""Feature networks for style transfer, behind one interface: EfficientNet-Lite0 (at hand) and VGG19 (a file)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import torch
import torch.nn.functional as F
from torch import Tensor

from engines.errors import BadInput
from engines.paint.features import EfficientNetLite0, halved
from engines.paint.transfer.vgg19 import BLOCKS, Vgg, read_vgg19

#: What one piece of a network makes of its input: the next piece's input, and the features found on the way.
Found = tuple[Tensor, dict[str, Tensor]]


@dataclass(frozen=True)
class Piece:
    """Some layers in a row: a step through the network after which the work may be interrupted."""

    run: Callable[[Tensor], Found]
    names: tuple[str, ...]


class FeatureNetwork(Protocol):
    """What sees a picture as features, in pieces that are run one after the other.

    ``style_layers`` are the names that a person can choose from, with the weights they have unless chosen (0: not
    used); ``content_layers`` hold what is to be recognised. ``balanced``: each style layer is divided by its own
    loss at the start; otherwise only their sum is, as in the paper. ``smallest`` is the shortest side of a picture.
    """

    name: str
    style_layers: Mapping[str, float]
    content_layers: tuple[str, ...]
    balanced: bool
    smallest: int

    def pieces(self) -> Sequence[Piece]:
        """The network from the input on: pictures (1, 3, height, width), sRGB in 0..1."""


def feature_network(name: str, checkpoint: Path | None = None) -> FeatureNetwork:
    """The network of that name; "vgg19" is read from the person's file ``checkpoint``.

    Raises:
        BadInput: there is no such network, or the file is missing, damaged or of another network.
        MissingWeights: the package with the weights of "lite0" is not installed.
    """
    if name == "lite0":
        return Lite0()
    if name != "vgg19":
        raise BadInput(f"There is no feature network “{name}”. Choose lite0 or vgg19.")
    if checkpoint is None:
        raise BadInput("VGG19 needs its file: download it or choose a vgg19 checkpoint of torchvision.")
    return VggFeatures(read_vgg19(checkpoint))


def pieces_for(network: FeatureNetwork, names: Iterable[str]) -> list[Piece]:
    """The pieces up to the deepest of ``names``: what lies deeper is never computed."""
    wanted = set(names)
    pieces = list(network.pieces())
    while pieces and not wanted & set(pieces[-1].names):
        pieces.pop()
    return pieces


def at_least(pictures: Tensor, side: int) -> Tensor:
    """Pictures whose border is repeated at the bottom and right until no side is below ``side``."""
    height, width = pictures.shape[-2:]
    if height >= side and width >= side:
        return pictures
    return F.pad(pictures, (0, max(0, side - width), 0, max(0, side - height)), mode="replicate")


class Lite0(EfficientNetLite0):
    """EfficientNet-Lite0 with average pooling for strides: strokes, offline, at a quarter of VGG16's price."""

    name = "lite0"
    #: Chosen by eye at 256 to 512 pixels: edges and dabs (stem to block 2), strokes (3-5), swirls (6-8).
    style_layers: Mapping[str, float] = {
        "stem": 1.0,
        "block0_depth": 1.0,
        **{f"block{number}_{unit}": 1.0 for number in range(1, 9) for unit in ("expand", "depth")},
    }
    content_layers: tuple[str, ...] = ("block3_depth", "block5_depth")
    balanced = True
    smallest = 32

    def pieces(self) -> Sequence[Piece]:
        """The stem, then a piece a block."""
        blocks = [self._block(number) for number in range(len(self._blocks))]
        return [Piece(self._run_stem, ("stem",)), *blocks]

    def _run_stem(self, pictures: Tensor) -> Found:
        stem = self(at_least(pictures, self.smallest), (0,))[0]
        return halved(stem), {"stem": stem}

    def _block(self, number: int) -> Piece:
        units, skips = self._blocks[number]
        names = tuple(unit.name for unit in units if unit.active)

        def run(x: Tensor) -> Found:
            found: list[Tensor] = []
            after = x
            for unit in units:
                after = self._run(unit, after, found)
            return after + x if skips else after, dict(zip(names, found, strict=True))

        return Piece(run, names)


class VggFeatures:
    """VGG19 as Gatys et al. 2016 and the book use it: block5_conv2 for content, block1..5_conv1 for style."""

    name = "vgg19"
    content_layers: tuple[str, ...] = ("block5_conv2",)
    balanced = False
    smallest = 32

    def __init__(self, vgg: Vgg) -> None:
        self._vgg = vgg
        first = {f"block{block}_conv1" for block in range(1, 6)}
        #: Each fifth as in the paper (w = 1/5); the other convolutions can be chosen.
        self.style_layers: Mapping[str, float] = {name: 0.2 * (name in first) for name in vgg.layer_names}

    def pieces(self) -> Sequence[Piece]:
        """A piece a convolution: the early ones take long."""
        return [Piece(self._piece(name), (name,)) for name in self._vgg.layer_names]

    def _piece(self, name: str) -> Callable[[Tensor], Found]:
        def run(x: Tensor) -> Found:
            if name == "block1_conv1":
                x = self._vgg.prepared(at_least(x, self.smallest))
            after = self._vgg.convolve(name, x)
            return after, {name: after}

        return run


def random_vgg(blocks: Sequence[int] = BLOCKS, seed: int = 0) -> VggFeatures:
    """A network of VGG's shape (convolutions a block) with random weights: as slow as the learnt one."""
    chance = torch.Generator().manual_seed(seed)
    return VggFeatures(Vgg.random(blocks, chance))
