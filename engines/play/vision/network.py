"""V: the variational autoencoder of Ha and Schmidhuber, “World Models” (2018), appendix A.1 (figure 22).

An encoder of four convolutions looks at 64x64 pixels; 32 latents are drawn from the normal distribution it names; a
decoder of four transposed convolutions paints the frame again.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engines.errors import BadInput

LATENTS = 32
#: Beyond these a variance says nothing any more, and its exponential would run away.
LOG_VARIANCES = (-10.0, 4.0)


@dataclass(frozen=True)
class VisionConfig:
    """``width`` channels after the first convolution, twice as many after each of the next; the paper's has 32."""

    width: int = 32


#: The paper's network, and one of half its width that two cores can teach and that sees four times as fast.
PRESETS = {"paper": VisionConfig(32), "half": VisionConfig(16)}


def preset_named(name: str) -> VisionConfig:
    """A preset by name; raises BadInput."""
    if name not in PRESETS:
        raise BadInput(f"There is no preset “{name}” for vision. Choose {' or '.join(PRESETS)}.")
    return PRESETS[name]


class VisionNetwork(nn.Module):
    """Encoder and decoder; frames are float32 (n, 3, 64, 64) in 0 to 1."""

    def __init__(self, config: VisionConfig) -> None:
        super().__init__()
        self.config = config
        width = config.width
        self.encoder = nn.Sequential(
            nn.Conv2d(3, width, 4, 2),  # 31x31
            nn.ReLU(),
            nn.Conv2d(width, 2 * width, 4, 2),  # 14x14
            nn.ReLU(),
            nn.Conv2d(2 * width, 4 * width, 4, 2),  # 6x6
            nn.ReLU(),
            nn.Conv2d(4 * width, 8 * width, 4, 2),  # 2x2
            nn.ReLU(),
            nn.Flatten(),
        )
        self.mean = nn.Linear(32 * width, LATENTS)
        self.log_variance = nn.Linear(32 * width, LATENTS)
        self.spread = nn.Linear(LATENTS, 32 * width)
        self.decoder = nn.Sequential(
            nn.ConvTranspose2d(32 * width, 4 * width, 5, 2),  # 5x5
            nn.ReLU(),
            nn.ConvTranspose2d(4 * width, 2 * width, 5, 2),  # 13x13
            nn.ReLU(),
            nn.ConvTranspose2d(2 * width, width, 6, 2),  # 30x30
            nn.ReLU(),
            nn.ConvTranspose2d(width, 3, 6, 2),  # 64x64
        )
        self.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # pixels next to each other: faster

    def encode(self, frames: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and log variance (n, 32) of the latents of frames."""
        seen = self.encoder(frames)
        return self.mean(seen), self.log_variance(seen).clamp(*LOG_VARIANCES)

    def decode(self, latents: Tensor) -> Tensor:
        """Frames (n, 3, 64, 64) of latents (n, 32)."""
        return torch.sigmoid(self.decoder(self.spread(latents)[:, :, None, None]))

    def forward(self, frames: Tensor, noise: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Frames painted again, mean and log variance; ``noise`` (n, 32) is standard normal (Kingma and Welling)."""
        mean, log_variance = self.encode(frames)
        return self.decode(mean + noise * torch.exp(log_variance / 2)), mean, log_variance


def reconstruction_error(painted: Tensor, frames: Tensor) -> Tensor:
    """The squared error summed over the pixels of a frame, mean over frames."""
    return F.mse_loss(painted, frames, reduction="sum") / len(frames)


def divergence(mean: Tensor, log_variance: Tensor) -> Tensor:
    """KL divergence (32,) of each latent from the standard normal, in nats, mean over the batch.

    Kingma and Welling, “Auto-Encoding Variational Bayes”, 2014, appendix B.
    """
    return -0.5 * (1 + log_variance - mean**2 - log_variance.exp()).mean(0)


def free(divergences: Tensor, bits: float) -> Tensor:
    """Their sum, each counted as at least ``bits`` nats: what a latent carries up to there costs nothing."""
    return divergences.clamp(min=bits).sum()
