"""The losses of Gatys, Ecker and Bethge 2016 (equations 1 to 5) and the book's total variation, to the letter."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import FunctionCtx


def gram_matrix(features: Tensor) -> Tensor:
    """Inner products of the channels (N, N) of features (1, N, height, width), summed over all M places (eq. 3)."""
    _, channels, height, width = features.shape
    gram: Tensor = _Gram.apply(features.reshape(channels, height * width))  # type: ignore[no-untyped-call]
    return gram


class _Gram(torch.autograd.Function):
    """F Fᵀ with its gradient in one product, where autograd, blind to the symmetry, makes two and a copy."""

    @staticmethod
    def forward(ctx: FunctionCtx, flat: Tensor) -> Tensor:
        """Matrix (N, M) to (N, N)."""
        ctx.save_for_backward(flat)
        return flat @ flat.T

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Tensor:
        """(dG + dGᵀ) F."""
        (flat,) = ctx.saved_tensors
        gradient = gradients[0]
        found: Tensor = (gradient + gradient.T) @ flat
        return found


def style_loss(mean_gram: Tensor, wanted: Tensor) -> Tensor:
    """E = sum (G - A)^2 / (4 N^2 M^2) (eq. 4), given G/M and A/M, matrices (N, N).

    Divided by M beforehand, the painting may have another number of places than the picture.
    """
    channels = mean_gram.shape[-1]
    return (mean_gram - wanted).pow(2).sum() / (4 * channels**2)


def content_loss(features: Tensor, wanted: Tensor) -> Tensor:
    """Half the sum of squared differences (eq. 1)."""
    return (features - wanted).pow(2).sum() / 2


def total_variation(pictures: Tensor) -> Tensor:
    """The book's: sum of (a + b)^1.25, a and b the squared differences to the pixel below and to the right.

    The last row and the last column have no such pixel and count only as neighbours.
    """
    here = pictures[..., :-1, :-1]
    down = (here - pictures[..., 1:, :-1]).pow(2)
    across = (here - pictures[..., :-1, 1:]).pow(2)
    return (down + across).pow(1.25).sum()
