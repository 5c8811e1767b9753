"""The book's melody network, kept as it is there, so that ours can be compared with it.

After “Generative Deep Learning” (Foster, 2019), chapter 7, with attention in the manner of Bahdanau, Cho and Bengio
(2015); written anew. It reads a window of sounds and durations and says what comes after it.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn


class BookNetwork(nn.Module):
    """Two embeddings, two LSTMs, one attention over all moments of the window, two answers that know not of another."""

    def __init__(self, sounds: int, durations: int, embedding: int = 100, units: int = 256) -> None:
        super().__init__()
        self.sounds = nn.Embedding(sounds, embedding)
        self.durations = nn.Embedding(durations, embedding)
        for table in (self.sounds, self.durations):
            nn.init.uniform_(table.weight, -0.05, 0.05)
        self.lstm = nn.LSTM(2 * embedding, units, 2, batch_first=True)
        self.alignment = nn.Linear(units, 1)
        self.sound = nn.Linear(units, sounds)
        self.duration = nn.Linear(units, durations)

    def forward(self, sounds: Tensor, durations: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Logits (rows, durations) and (rows, sounds) of what follows windows (rows, time), and how each was looked at.

        Attention is a = softmax(tanh(w·h + b)) over the window, (rows, time); the answers read the sum of a·h.
        """
        hidden, _ = self.lstm(torch.cat([self.sounds(sounds), self.durations(durations)], -1))
        looked = torch.tanh(self.alignment(hidden).squeeze(-1)).softmax(-1)
        summary = (looked[..., None] * hidden).sum(1)
        return self.duration(summary), self.sound(summary), looked
