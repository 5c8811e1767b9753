"""The one-pass style network: many styles in one small trunk, from the photograph in one go.

Transformer of Johnson, Alahi, Fei-Fei 2016 ("Perceptual losses for real-time style transfer") with the conditional
instance norm of Dumoulin, Shlens, Kudlur 2017 ("A learned representation for artistic style", eq. 5), reflection
padding and nearest-neighbour upsampling followed by convolution (Odena, Dumoulin, Olah 2016) against checkerboards.

Four departures, each measured: most of the work happens at a quarter of the size, where a convolution costs a
sixteenth; the first convolution already halves the size; the network learns what to *change*:
``stylized = sigmoid(tint(logit(photo)) + f(photo))`` with f zero at the start, so that training begins at the
photograph itself (a network that starts from noise loses the photograph and never finds it again); and each style
has a tint, a 3x3 matrix and an offset that carry the photograph's colours over to the palette of the painting.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

#: Photographs hold true black and white, where a logit is infinite. Wide, because near the ends of the sigmoid
#: nothing is learnt: with 0.02 skies stayed blown out whatever the painting.
TONE_MARGIN = 0.06

#: Height and width that the network takes are multiples of this: it halves the size twice.
MULTIPLE = 4


@dataclass(frozen=True)
class StyleNetConfig:
    """Sizes of the network: ``stem`` channels at half size, ``trunk`` channels at quarter size."""

    styles: int
    stem: int = 24
    trunk: int = 48
    blocks: int = 5
    detail: int = 12


class ConditionalInstanceNorm(nn.Module):
    """Normalise each channel of each picture, then give it the scale and shift of the wanted styles.

    ``weights`` (batch, styles) mixes the rows of both tables; a one-hot row is one pure style.
    """

    def __init__(self, channels: int, styles: int) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.ones(styles, channels))
        self.shift = nn.Parameter(torch.zeros(styles, channels))

    def forward(self, x: Tensor, weights: Tensor) -> Tensor:
        normal = F.instance_norm(x, eps=1e-5)
        scale = weights @ self.scale  # (batch, channels)
        shift = weights @ self.shift
        return normal * scale[:, :, None, None] + shift[:, :, None, None]


class ConditionalTint(nn.Module):
    """The colours of each picture (batch, 3, h, w) through the matrix and the offset of the wanted styles."""

    def __init__(self, styles: int) -> None:
        super().__init__()
        self.matrix = nn.Parameter(torch.eye(3).flatten().repeat(styles, 1))
        self.offset = nn.Parameter(torch.zeros(styles, 3))

    def forward(self, x: Tensor, weights: Tensor) -> Tensor:
        matrix = (weights @ self.matrix).reshape(-1, 3, 3)
        offset = weights @ self.offset
        mixed = (matrix @ x.flatten(2)).reshape(x.shape)  # (batch, 3, 3) @ (batch, 3, h*w)
        return mixed + offset[:, :, None, None]


class StyledConvolution(nn.Module):
    """Reflection padding, convolution, conditional instance norm."""

    def __init__(self, inputs: int, outputs: int, kernel: int, styles: int, stride: int = 1) -> None:
        super().__init__()
        self.padding = nn.ReflectionPad2d(kernel // 2)
        self.convolution = nn.Conv2d(inputs, outputs, kernel, stride, bias=False)
        self.norm = ConditionalInstanceNorm(outputs, styles)

    def forward(self, x: Tensor, weights: Tensor) -> Tensor:
        y: Tensor = self.norm(self.convolution(self.padding(x)), weights)
        return y


class ResidualBlock(nn.Module):
    """Two styled convolutions beside the identity (He et al. 2016; no activation after the sum)."""

    def __init__(self, channels: int, styles: int) -> None:
        super().__init__()
        self.first = StyledConvolution(channels, channels, 3, styles)
        self.second = StyledConvolution(channels, channels, 3, styles)

    def forward(self, x: Tensor, weights: Tensor) -> Tensor:
        y: Tensor = self.second(F.relu(self.first(x, weights)), weights)
        return x + y


class StyleNet(nn.Module):
    """Photographs in the manner of learnt styles.

    ``forward(photo, weights)``: photo (batch, 3, height, width) sRGB in 0..1, both sides multiples of 4;
    weights (batch, styles) or (styles,), usually summing to 1. Returns the stylised photographs, same shape and range.
    """

    def __init__(self, config: StyleNetConfig) -> None:
        super().__init__()
        self.config = config
        styles = config.styles
        self.tint = ConditionalTint(styles)
        self.stem = StyledConvolution(3, config.stem, 5, styles, stride=2)
        self.down = StyledConvolution(config.stem, config.trunk, 3, styles, stride=2)
        self.blocks = nn.ModuleList(ResidualBlock(config.trunk, styles) for _ in range(config.blocks))
        self.up_half = StyledConvolution(config.trunk, config.stem, 3, styles)
        self.up_full = StyledConvolution(config.stem, config.detail, 3, styles)
        self.last = nn.Sequential(nn.ReflectionPad2d(2), nn.Conv2d(config.detail, 3, 5))
        self._start_as_identity()

    def _start_as_identity(self) -> None:
        last = self.last[1]
        assert isinstance(last, nn.Conv2d)
        assert last.bias is not None
        nn.init.zeros_(last.weight)
        nn.init.zeros_(last.bias)

    def forward(self, photo: Tensor, weights: Tensor) -> Tensor:
        if weights.dim() == 1:
            weights = weights[None]
        tone = torch.logit(photo.clamp(TONE_MARGIN, 1 - TONE_MARGIN))
        return torch.sigmoid(self.tint(tone, weights) + self.change(photo, weights))

    def change(self, photo: Tensor, weights: Tensor) -> Tensor:
        """What to add to the tinted logits of the photograph, (batch, 3, height, width)."""
        x = F.relu(self.stem(photo * 2 - 1, weights))  # (batch, stem, h/2, w/2)
        x = F.relu(self.down(x, weights))  # (batch, trunk, h/4, w/4)
        for block in self.blocks:
            x = block(x, weights)
        x = F.interpolate(x, scale_factor=2.0, mode="nearest")
        x = F.relu(self.up_half(x, weights))  # (batch, stem, h/2, w/2)
        x = F.interpolate(x, scale_factor=2.0, mode="nearest")
        x = F.relu(self.up_full(x, weights))  # (batch, detail, h, w)
        change: Tensor = self.last(x)
        return change
