"""M: the MDN-RNN of Ha and Schmidhuber, “World Models” (2018), appendix A.2: an LSTM that draws the next latents.

For each of the 32 latents its output names five normal distributions and how likely each is (Bishop, “Mixture Density
Networks”, 1994). Two more outputs tell whether tiles of the road are hit and whether the episode ends.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

LATENTS, ACTIONS = 32, 3
#: Below the first the likelihood of one point would have no limit; above the second a distribution says nothing.
LOG_SIGMAS = (-5.0, 3.0)

State = tuple[Tensor, Tensor]


@dataclass(frozen=True)
class MemoryConfig:
    """``units`` of the LSTM and normal distributions for each latent; the paper's has 256 and 5."""

    units: int = 256
    mixtures: int = 5


class Expected(NamedTuple):
    """What M expects: the mixture of the next latents (…, 32, mixtures) in three parts, and two logits (…)."""

    log_weight: Tensor
    mean: Tensor
    log_sigma: Tensor
    tile: Tensor
    over: Tensor


class MemoryNetwork(nn.Module):
    """An LSTM over latents and actions, and what its state says of the moment after."""

    def __init__(self, config: MemoryConfig) -> None:
        super().__init__()
        self.config = config
        self.lstm = nn.LSTM(LATENTS + ACTIONS, config.units, batch_first=True)
        self.expects = nn.Linear(config.units, 3 * LATENTS * config.mixtures + 2)

    def forward(self, latents: Tensor, actions: Tensor, keep: Tensor | None = None) -> Expected:
        """What is expected after each of ``latents`` (n, time, 32) with ``actions`` (n, time, 3), from nothing.

        ``keep`` (n, time, 35) is multiplied to what goes in: 0 hides an input, see ``hidden_inputs``.
        """
        told = torch.cat([latents, actions], -1)
        hidden, _ = self.lstm(told if keep is None else told * keep)
        return self.expected(hidden)

    def step(self, latents: Tensor, actions: Tensor, state: State) -> State:
        """The state (n, units) twice after one latent (n, 32) and action (n, 3)."""
        told = torch.cat([latents, actions], -1)[:, None]
        _, (hidden, cell) = self.lstm(told, (state[0][None], state[1][None]))
        return hidden[0], cell[0]

    def expected(self, hidden: Tensor) -> Expected:
        """What a hidden state (…, units) expects."""
        told = self.expects(hidden)
        shape = (*hidden.shape[:-1], LATENTS, self.config.mixtures)
        weights, means, sigmas = (part.reshape(shape) for part in told[..., :-2].chunk(3, -1))
        return Expected(F.log_softmax(weights, -1), means, sigmas.clamp(*LOG_SIGMAS), told[..., -2], told[..., -1])


def negative_log_likelihood(expected: Expected, latents: Tensor) -> Tensor:
    """Nats (…) of latents (…, 32) under the mixture, summed over the latents (equation 20 of Bishop's report)."""
    away = (latents[..., None] - expected.mean) * torch.exp(-expected.log_sigma)
    each = expected.log_weight - expected.log_sigma - 0.5 * away**2 - 0.5 * math.log(2 * math.pi)
    return -torch.logsumexp(each, -1).sum(-1)


def losses(expected: Expected, latents: Tensor, tiles: Tensor, over: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Mean nats of the next latents (summed over 32), of tile or no tile, and of over or not."""
    return (
        negative_log_likelihood(expected, latents).mean(),
        F.binary_cross_entropy_with_logits(expected.tile, tiles),
        F.binary_cross_entropy_with_logits(expected.over, over),
    )


def hidden_inputs(shape: tuple[int, ...], share: float, chance: torch.Generator) -> Tensor:
    """A mask of ``shape`` with zeros for a ``share`` of the inputs and what keeps the mean for the rest."""
    return (torch.rand(shape, generator=chance) >= share).to(torch.float32) / (1 - share)
