"""Learning one-pass styles: what one training step of the style network does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engines.paint.features import CONTENT_LAYERS, STYLE_LAYERS, EfficientNetLite0
from engines.paint.losses import Palette, content_loss, gram_distance, gram_matrix, total_variation
from engines.paint.photos import crops
from engines.paint.stylenet import StyleNet, StyleNetConfig
from engines.training import Ema, Randomness, clip, linear_decay


@dataclass(frozen=True)
class StyleRecipe:
    """How styles are learnt. ``balance`` is the content loss that each style is steered to, see StyleLearner."""

    crop: int = 192
    batch: int = 2
    rate: float = 1e-3
    seed: int = 0
    painting_side: int = 400
    style_weight: float = 5.0
    lightest: float = 2.0
    heaviest: float = 60.0
    balance: float = 0.26
    smoothness: float = 6.0
    palette: float = 1.0


class StyleLearner:
    """A StyleNet, its losses and its optimiser.

    Paintings differ in how much of a photograph they can bear, so each style has a weight of its own, steered so that
    its content loss comes to ``balance``: below it the weight grows by up to 0.4 % a picture, above it it shrinks.
    """

    def __init__(
        self,
        config: StyleNetConfig,
        recipe: StyleRecipe,
        paintings: Sequence[Tensor],
        photographs: Sequence[NDArray[np.uint8]],
        shown: NDArray[np.uint8] | None = None,
    ) -> None:
        self._recipe = recipe
        self._photographs = photographs
        self._chance = Randomness(recipe.seed)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(recipe.seed)
            self.net = StyleNet(config)
        self.ema = Ema(self.net)
        self._optimiser = torch.optim.Adam(self.net.parameters(), lr=recipe.rate)
        self._features = EfficientNetLite0()
        self._weights = torch.full((config.styles,), recipe.style_weight)
        self._contents = torch.full((config.styles,), recipe.balance)
        self._queue: list[int] = []
        self._shown = shown
        self._targets = self._grams_of(paintings)
        self._palette = Palette(paintings)
        self._scales = self._distances_at_start()

    @torch.no_grad()
    def _grams_of(self, paintings: Sequence[Tensor]) -> list[Tensor]:
        """Per layer the Gram matrices of all paintings: (styles, channels, channels)."""
        each = [[gram_matrix(layer) for layer in self._features(picture, STYLE_LAYERS)] for picture in paintings]
        return [torch.cat([grams[index] for grams in each]) for index in range(len(STYLE_LAYERS))]

    @torch.no_grad()
    def _distances_at_start(self) -> list[Tensor]:
        """Per layer the mean distance from untouched photographs to each painting: (styles,)."""
        photos = crops(self._photographs, 8, self._recipe.crop, Randomness(self._recipe.seed).python)
        grams = [gram_matrix(layer) for layer in self._features(photos, STYLE_LAYERS)]
        return [
            torch.stack([gram_distance(have, want).mean() for want in targets])
            for have, targets in zip(grams, self._targets, strict=True)
        ]

    def update(self, step: int, steps: int) -> Mapping[str, float]:
        recipe = self._recipe
        for group in self._optimiser.param_groups:
            group["lr"] = recipe.rate * linear_decay(step, steps)
        styles = self._next_styles()
        photos = crops(self._photographs, recipe.batch, recipe.crop, self._chance.python)
        chosen = torch.eye(self.net.config.styles)[styles]
        pictures = self.net(photos, chosen)
        style, content = self._perceive(pictures, photos, styles)
        smooth = total_variation(pictures)
        colours = self._palette.loss(pictures, styles)
        loss = (self._weights[styles] * style + content + recipe.palette * colours).mean() + recipe.smoothness * smooth
        self._optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        clip(self.net.parameters(), 10.0)
        self._optimiser.step()
        self.ema.update()
        self._steer(styles, content.detach())
        losses = {"loss": loss, "style": style.mean(), "content": content.mean(), "palette": colours.mean()}
        return {name: float(value.detach()) for name, value in losses.items()}

    def _next_styles(self) -> Tensor:
        """The styles of the next batch; each comes once before any comes again."""
        count = self.net.config.styles
        while len(self._queue) < self._recipe.batch:
            self._queue += self._chance.python.sample(range(count), count)
        taken, self._queue = self._queue[: self._recipe.batch], self._queue[self._recipe.batch :]
        return torch.tensor(taken)

    def _perceive(self, pictures: Tensor, photos: Tensor, styles: Tensor) -> tuple[Tensor, Tensor]:
        """Style and content loss of each picture: (batch,) both."""
        wanted_layers = sorted({*STYLE_LAYERS, *CONTENT_LAYERS})
        layers = dict(zip(wanted_layers, self._features(pictures, wanted_layers), strict=True))
        with torch.no_grad():
            wanted = self._features(photos, CONTENT_LAYERS)
        distances = [
            gram_distance(gram_matrix(layers[layer]), targets[styles]) / scale[styles]
            for layer, targets, scale in zip(STYLE_LAYERS, self._targets, self._scales, strict=True)
        ]
        return torch.stack(distances).mean(0), content_loss([layers[layer] for layer in CONTENT_LAYERS], wanted)

    def _steer(self, styles: Tensor, content: Tensor) -> None:
        recipe = self._recipe
        for style, value in zip(styles.tolist(), content, strict=True):
            self._contents[style].lerp_(value, 0.03)
            gap = (1 - self._contents[style] / recipe.balance).clamp(-1.0, 1.0)
            self._weights[style] *= torch.exp(0.004 * gap)
        self._weights.clamp_(recipe.lightest, recipe.heaviest)

    def state(self) -> dict[str, Any]:
        return {
            "net": self.net.state_dict(),
            "ema": self.ema.state(),
            "optimiser": self._optimiser.state_dict(),
            "weights": self._weights,
            "contents": self._contents,
            "queue": list(self._queue),
            "chance": self._chance.state(),
        }

    def load_state(self, state: Mapping[str, Any]) -> None:
        self.net.load_state_dict(state["net"])
        self.ema.load_state(state["ema"])
        # Torch would share its moments with ``state`` and then change them in place.
        self._optimiser.load_state_dict(deepcopy(state["optimiser"]))
        self._weights = state["weights"].clone()
        self._contents = state["contents"].clone()
        self._queue = list(state["queue"])
        self._chance.load_state(state["chance"])

    @torch.no_grad()
    def preview(self) -> NDArray[np.uint8] | None:
        """The shown photograph in every style, side by side, by the averaged network; None without a photograph."""
        if self._shown is None:
            return None
        averaged = StyleNet(self.net.config)
        averaged.load_state_dict(self.ema.weights)
        photo = torch.from_numpy(self._shown.copy()).permute(2, 0, 1).float()[None] / 255
        chosen = torch.eye(self.net.config.styles)
        pictures = [averaged(photo, row[None])[0] for row in chosen]
        row = (torch.cat(pictures, dim=2).permute(1, 2, 0) * 255).round().byte().numpy()
        return np.ascontiguousarray(row)
