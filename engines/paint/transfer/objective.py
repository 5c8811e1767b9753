"""What a picture of one level is judged by, and the gradient of that, computed in pieces that can be interrupted."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engines.errors import BadInput
from engines.paint.pictures import fit_within
from engines.paint.transfer.losses import content_loss, gram_matrix, style_loss, total_variation
from engines.paint.transfer.networks import FeatureNetwork, Piece, pieces_for
from engines.paint.transfer.pyramid import Level, at_size
from engines.paint.transfer.request import StylePicture, TransferSettings

R = TypeVar("R")
#: Work that yields None wherever it can be paused or stopped.
Interruptible = Generator[None, None, R]

#: Where neighbours differ by this much (of 1) a photograph counts as smooth; it keeps the scale of a flat one finite.
SMOOTH = 0.03
#: A style picture of more pixels than this is looked at in parts, whose Gram matrices are averaged.
LARGEST_PART = 1 << 20


@dataclass(frozen=True)
class Judgement:
    """The weighed losses of a picture by name, and the gradient of their sum, both as found at that picture."""

    losses: dict[str, float]
    gradient: Tensor

    @property
    def finite(self) -> bool:
        """Whether these are numbers at all."""
        return all(np.isfinite(value) for value in self.losses.values()) and bool(self.gradient.isfinite().all())


class Objective:
    """The losses at one level: content and style of Gatys et al. 2016, smoothness of the book.

    Each is divided by a constant, its own size at the start, which changes no minimum of the exact losses but lets
    1, 30 and 1 mean the same for any picture and network: content by that of an empty picture, smoothness by the
    photograph's, style by the photograph's against the paintings (a balanced network: layer by layer; else their sum).
    """

    def __init__(self, network: FeatureNetwork, settings: TransferSettings) -> None:
        self._settings = settings
        self.weights = chosen_layers(network, settings)
        self._content_layers = network.content_layers if settings.content else ()
        self._balanced = network.balanced
        self.pieces = pieces_for(network, [*self.weights, *self._content_layers])
        self._styles: dict[str, Tensor] = {}
        self._contents: dict[str, Tensor] = {}
        self._scales: dict[str, float] = {}
        self._smooth_scale = 1.0

    def begin(self, photo: Tensor, paintings: Sequence[StylePicture], level: Level) -> Interruptible[None]:
        """Take what is wanted at a level from the photograph (1, 3, height, width) and the paintings."""
        total = sum(painting.weight for painting in paintings)
        self._styles = {}
        for painting in paintings:
            grams = yield from self._grams(painting.pixels, level)
            for name, gram in grams.items():
                share = gram * (painting.weight / total)
                self._styles[name] = self._styles[name] + share if name in self._styles else share
        found = yield from _features(self.pieces, photo)
        self._contents = {name: found[name] for name in self._content_layers}
        self._scale_styles({name: _mean_gram(found[name]) for name in self.weights})
        flat = photo.numel() * (2 * SMOOTH**2) ** 1.25
        self._smooth_scale = max(float(total_variation(photo)), flat)

    def _grams(self, pixels: NDArray[np.uint8], level: Level) -> Interruptible[dict[str, Tensor]]:
        """The mean Gram matrices of a painting at the level's size times the brush."""
        side = max(1, round(level.side * self._settings.brush))
        height, width = _scaled(pixels.shape[:2], side)
        parts = _parts(at_size(pixels, height, width))
        grams: dict[str, Tensor] = {}
        for part in parts:
            found = yield from _features(self.pieces, part)
            share = part.numel() / sum(each.numel() for each in parts)
            for name in self.weights:
                gram = _mean_gram(found[name]) * share
                grams[name] = grams[name] + gram if name in grams else gram
        return grams

    def _scale_styles(self, at_start: Mapping[str, Tensor]) -> None:
        starts = {}
        for name, gram in at_start.items():
            wanted = self._styles[name]
            # A painting just like the photograph would leave nothing to divide by.
            least = 1e-4 * style_loss(torch.zeros_like(wanted), wanted)
            starts[name] = max(float(style_loss(gram, wanted)), float(least), 1e-20)
        if self._balanced:
            whole = sum(self.weights.values())
            self._scales = {name: weight / whole / starts[name] for name, weight in self.weights.items()}
        else:
            whole = sum(weight * starts[name] for name, weight in self.weights.items())
            self._scales = {name: weight / whole for name, weight in self.weights.items()}

    def judge(self, picture: Tensor) -> Interruptible[Judgement]:
        """The losses of a picture and their gradient; the same memory as one backward pass, but in pieces."""
        losses = {"style": 0.0, "content": 0.0, "smoothness": 0.0}
        walked: list[tuple[Tensor, Tensor, Tensor | None]] = []
        x = picture.detach()
        for piece in self.pieces:
            with torch.enable_grad():
                before = x.detach().requires_grad_(True)
                after, found = piece.run(before)
                loss = self._loss_of(found, losses)
            walked.append((before, after, loss))
            x = after
            yield
        gradient: Tensor | None = None
        while walked:
            before, after, loss = walked.pop()
            gradient = _gradient_through(before, after, loss, gradient)
            yield
        smooth = self._smoothness(picture, losses)
        total = {"loss": sum(losses.values()), **losses}
        return Judgement(total, smooth if gradient is None else gradient + smooth)

    def _loss_of(self, found: Mapping[str, Tensor], losses: dict[str, float]) -> Tensor | None:
        """The weighed losses of some layers, a scalar; None where they hold none."""
        terms: list[Tensor] = []
        for name, features in found.items():
            if name in self._scales and self._settings.style:
                style = style_loss(_mean_gram(features), self._styles[name])
                terms.append(self._settings.style * self._scales[name] * style)
                losses["style"] += float(terms[-1].detach())
            if name in self._contents:
                wanted = self._contents[name]
                size = content_loss(torch.zeros_like(wanted), wanted).clamp_min(1e-8) * len(self._contents)
                terms.append(self._settings.content * content_loss(features, wanted) / size)
                losses["content"] += float(terms[-1].detach())
        return torch.stack(terms).sum() if terms else None

    def _smoothness(self, picture: Tensor, losses: dict[str, float]) -> Tensor:
        with torch.enable_grad():
            leaf = picture.detach().requires_grad_(True)
            loss = self._settings.smoothness * total_variation(leaf) / self._smooth_scale
            losses["smoothness"] = float(loss.detach())
            return torch.autograd.grad(loss, leaf)[0]


def chosen_layers(network: FeatureNetwork, settings: TransferSettings) -> dict[str, float]:
    """The style layers that count, with their weights: the person's, else the network's own.

    Raises:
        BadInput: the network has no layer of that name.
    """
    chosen = dict(settings.layers) or dict(network.style_layers)
    for name in chosen:
        if name not in network.style_layers:
            known = ", ".join(network.style_layers)
            raise BadInput(f"The network {network.name} has no style layer “{name}”. It has {known}.")
    return {name: weight for name, weight in chosen.items() if weight > 0}


def _features(pieces: Sequence[Piece], picture: Tensor) -> Interruptible[dict[str, Tensor]]:
    """All features of a picture that nobody wants a gradient of."""
    found: dict[str, Tensor] = {}
    x = picture
    for piece in pieces:
        with torch.no_grad():
            x, some = piece.run(x)
        found.update(some)
        yield
    return found


def _mean_gram(features: Tensor) -> Tensor:
    return gram_matrix(features) / (features.shape[-2] * features.shape[-1])


def _gradient_through(before: Tensor, after: Tensor, loss: Tensor | None, gradient: Tensor | None) -> Tensor | None:
    """The gradient at a piece's input, of its own loss and of what came back from the pieces behind it."""
    outputs = [tensor for tensor, there in ((loss, loss is not None), (after, gradient is not None)) if there]
    if not outputs:
        return None
    incoming = [None if tensor is loss else gradient for tensor in outputs]
    return torch.autograd.grad([tensor for tensor in outputs if tensor is not None], before, incoming)[0]


def _scaled(shape: tuple[int, ...], side: int) -> tuple[int, int]:
    """A shape (height, width) whose longer side becomes ``side``, be that larger or smaller."""
    height, width = shape[:2]
    if max(height, width) >= side:
        return fit_within((height, width), side)
    factor = side / max(height, width)
    return max(1, round(height * factor)), max(1, round(width * factor))


def _parts(picture: Tensor) -> list[Tensor]:
    """A picture cut across its longer side into parts that memory has room for."""
    height, width = picture.shape[-2:]
    count = -(-height * width // LARGEST_PART)
    return list(picture.tensor_split(count, dim=2 if height >= width else 3))
