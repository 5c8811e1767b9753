"""VGG19 (Simonyan and Zisserman 2014) in plain torch, read from a checkpoint file of torchvision.

No torchvision: it has no build for the processor alone. Convolutions pad with zeros and pooling takes the maximum, as
the network was trained.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from engines.errors import BadInput
from engines.files import sha256_of

#: Convolutions and channels of each block.
BLOCKS = (2, 2, 4, 4, 4)
CHANNELS = (64, 128, 256, 512, 512)
#: The deepest layer that is ever looked at; what lies behind it is not read.
DEEPEST = "block5_conv2"
#: ImageNet's mean and deviation of red, green and blue in 0..1.
MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
#: The Caffe network's mean of blue, green and red in 0..255; it has no deviation.
CAFFE_MEAN = (103.939, 116.779, 123.68)
#: How the SHA-256 of the converted Caffe file (vgg19-d01eb7cb.pth) begins: its names and shapes are torchvision's,
#: but it wants its pictures in another order and scale.
CAFFE_SHA256 = "d01eb7cb"


@dataclass(frozen=True)
class Vgg:
    """Convolutions by name ("block1_conv1"), each a kernel and a bias; ``caffe``: fed with BGR in 0..255."""

    layers: Mapping[str, tuple[Tensor, Tensor]]
    caffe: bool = False

    @property
    def layer_names(self) -> tuple[str, ...]:
        """The convolutions from the input on."""
        return tuple(self.layers)

    def prepared(self, pictures: Tensor) -> Tensor:
        """Pictures (batch, 3, height, width), sRGB in 0..1, as the first convolution wants them."""
        if self.caffe:
            return pictures.flip(1) * 255 - pictures.new_tensor(CAFFE_MEAN).view(1, 3, 1, 1)
        mean, deviation = (pictures.new_tensor(values).view(1, 3, 1, 1) for values in (MEAN, DEVIATION))
        return (pictures - mean) / deviation

    def convolve(self, name: str, x: Tensor) -> Tensor:
        """Features after the convolution ``name`` and its ReLU; before the first one of a later block x is pooled."""
        if name.endswith("conv1") and not name.startswith("block1"):
            x = F.max_pool2d(x, 2)
        kernel, bias = self.layers[name]
        return F.relu(F.conv2d(x, kernel, bias, padding=1))

    @classmethod
    def random(cls, blocks: Sequence[int], chance: torch.Generator) -> Vgg:
        """A network of the same shape, its weights drawn as He et al. 2015 do, to keep the features' size."""
        layers: dict[str, tuple[Tensor, Tensor]] = {}
        for name, (_, shape) in _places(blocks).items():
            deviation = (2 / (shape[1] * 9)) ** 0.5
            layers[name] = torch.randn(shape, generator=chance) * deviation, torch.zeros(shape[0])
        return cls(layers)


def read_vgg19(path: Path) -> Vgg:
    """The convolutions of a checkpoint with torchvision's names (features.N.weight, features.N.bias).

    Raises:
        BadInput: the file is missing, damaged, or holds another network.
    """
    tensors = _tensors_in(path)
    layers: dict[str, tuple[Tensor, Tensor]] = {}
    for name, (number, shape) in _places(BLOCKS).items():
        kernel, bias = tensors.get(f"features.{number}.weight"), tensors.get(f"features.{number}.bias")
        if kernel is None or bias is None or not _fits(kernel, shape) or not _fits(bias, shape[:1]):
            raise BadInput(f"“{path.name}” holds another network than VGG19. Choose torchvision's vgg19 checkpoint.")
        # A copy: the file itself is only looked into, and half a gigabyte of it is of no use here.
        layers[name] = kernel.float().clone(), bias.float().clone()
    if not all(tensor.isfinite().all() for pair in layers.values() for tensor in pair):
        raise BadInput(f"“{path.name}” is damaged: some of its weights are no numbers. Download it again.")
    return Vgg(layers, caffe=sha256_of(path).startswith(CAFFE_SHA256))


def _places(blocks: Sequence[int]) -> dict[str, tuple[int, tuple[int, int, int, int]]]:
    """Where torchvision keeps each convolution up to DEEPEST (ReLUs and pooling count too), and its kernel's shape."""
    places: dict[str, tuple[int, tuple[int, int, int, int]]] = {}
    number, before = 0, 3
    for block, (convolutions, channels) in enumerate(zip(blocks, CHANNELS, strict=True), start=1):
        for convolution in range(1, convolutions + 1):
            places[f"block{block}_conv{convolution}"] = number, (channels, before, 3, 3)
            if f"block{block}_conv{convolution}" == DEEPEST:
                return places
            number, before = number + 2, channels
        number += 1
    return places


def _fits(tensor: object, shape: tuple[int, ...]) -> bool:
    return isinstance(tensor, Tensor) and tensor.is_floating_point() and tuple(tensor.shape) == shape


def _tensors_in(path: Path) -> Mapping[str, Tensor]:
    if not path.is_file():
        raise BadInput(f"The file “{path}” does not exist. Choose torchvision's vgg19 checkpoint.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about old formats; what matters is whether the weights are there
            return _loaded(path)
    except OSError as error:
        raise BadInput(f"“{path.name}” cannot be read ({error.strerror or error}). Choose another file.") from error
    except Exception as error:  # a damaged pickle may fail in any way at all
        raise BadInput(f"“{path.name}” is damaged or no checkpoint of torch. Download it again.") from error


def _loaded(path: Path) -> Mapping[str, Tensor]:
    try:
        tensors = torch.load(path, map_location="cpu", weights_only=True, mmap=True)
    except RuntimeError:  # the format before torch 1.6 cannot be mapped
        tensors = torch.load(path, map_location="cpu", weights_only=True)
    if not isinstance(tensors, Mapping):
        raise TypeError("no mapping of names to tensors")
    return tensors
