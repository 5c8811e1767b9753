"""Perceptual losses: what makes a picture keep its subject and take a painting's manner.

Gatys, Ecker, Bethge 2016 (eq. 1, 3-5) as used by Johnson et al. 2016; each loss is divided by its own size at the
start, so that weights mean the same for every painting and every layer.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
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


def total_variation(pictures: Tensor) -> Tensor:
    """Mean squared difference of neighbouring pixels, down plus across, over the batch (a scalar)."""
    down = (pictures[..., 1:, :] - pictures[..., :-1, :]).pow(2).mean()
    across = (pictures[..., :, 1:] - pictures[..., :, :-1]).pow(2).mean()
    return down + across
