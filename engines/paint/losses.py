"""Perceptual losses: what makes a picture keep its subject and take a painting's manner.

Gatys, Ecker, Bethge 2016 (eq. 1, 3-5) as used by Johnson et al. 2016; each loss is divided by its own size at the
start, so that weights mean the same for every painting and every layer.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor


def gram_matrix(features: Tensor) -> Tensor:
    """Channel correlations (batch, channels, channels) of features (batch, channels, h, w), over channels*h*w."""
    batch, channels, height, width = features.shape
    flat = features.reshape(batch, channels, height * width)
    return flat @ flat.transpose(1, 2) / (channels * height * width)


def gram_distance(grams: Tensor, targets: Tensor) -> Tensor:
    """Squared Frobenius distance of Gram matrices, one number a picture: (batch,)."""
    return (grams - targets).pow(2).sum((1, 2))


def content_loss(features: Sequence[Tensor], wanted: Sequence[Tensor]) -> Tensor:
    """Mean squared difference over the mean square of what is wanted, mean over layers: (batch,).

    0 is the photograph itself; near 0.2 it is well painted; from 0.35 on little of it is left.
    """
    losses = [
        (have - want).pow(2).mean((1, 2, 3)) / want.pow(2).mean((1, 2, 3)).clamp_min(1e-8)
        for have, want in zip(features, wanted, strict=True)
    ]
    return torch.stack(losses).mean(0)


class Palette:
    """The colours of paintings, each as a Gaussian over its pixels, and how far pictures stray from them.

    Gram matrices say little about flat areas: without this term a white sky stays white in a painting without white.
    """

    #: Standard deviations that a painting's own colours may stray without a penalty.
    FREE = 2.2
    #: Fine strokes may stray for contrast; what counts is the mean of so many pixels squared.
    PATCH = 4

    def __init__(self, paintings: Sequence[Tensor]) -> None:
        """``paintings`` are (1, 3, height, width) in 0..1."""
        flat = [painting[0].flatten(1) for painting in paintings]  # (3, h*w) each
        self.mean = torch.stack([colours.mean(1) for colours in flat])  # (styles, 3)
        spread = torch.stack([torch.cov(colours) for colours in flat]) + 2e-3 * torch.eye(3)
        self.precision = torch.linalg.inv(spread)  # (styles, 3, 3)

    def loss(self, pictures: Tensor, styles: Tensor) -> Tensor:
        """Mean squared excess of the Mahalanobis distance over FREE for pictures (batch, 3, h, w): (batch,)."""
        away = F.avg_pool2d(pictures, self.PATCH).flatten(2) - self.mean[styles][:, :, None]  # (batch, 3, n)
        squared = (away * (self.precision[styles] @ away)).sum(1)  # (batch, n)
        return (torch.sqrt(squared + 1e-6) - self.FREE).clamp_min(0.0).pow(2).mean(1)


def total_variation(pictures: Tensor) -> Tensor:
    """Mean squared difference of neighbouring pixels, down plus across, over the batch (a scalar)."""
    down = (pictures[..., 1:, :] - pictures[..., :-1, :]).pow(2).mean()
    across = (pictures[..., :, 1:] - pictures[..., :, :-1]).pow(2).mean()
    return down + across
