"""The melody network: two LSTMs and attention read a line, and say how long the next sound is, and then which it is.

Attention is that of Vaswani et al. (2017), causal, with a learned bias for how many notes and how many whole bars
away a note is, in the manner of Shaw, Uszkoreit and Vaswani, “Self-Attention with Relative Position Representations”
(2018). Sounds are answered with the table they are read with (Press and Wolf, 2017).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engines.compose.melody import features
from engines.errors import BadInput

#: What the LSTMs remember: (h, c), each (layers, rows, units).
State = tuple[Tensor, Tensor]
#: A sum of log-probabilities stays finite with it, and its exponential is nothing.
NEVER = -1e9
OCTAVES = 11
LAYERS = 2


@dataclass(frozen=True)
class MelodyConfig:
    """The sizes of a ``MelodyNetwork``: ``sounds`` and ``durations`` are those of the vocabulary.

    ``reach`` is how many notes back attention looks; ``heads`` divide ``units``.
    """

    sounds: int
    durations: int
    embedding: int = 128
    units: int = 192
    heads: int = 4
    reach: int = 256

    def __post_init__(self) -> None:
        for name, value, most in (("numbers a note", self.embedding, 2048), ("units", self.units, 2048)):
            if not 1 <= value <= most:
                raise BadInput(f"The number of {name} must be from 1 to {most}, not {value}.")
        if not 1 <= self.heads <= 64 or self.units % self.heads:
            raise BadInput(f"{self.units} units cannot be divided among {self.heads} heads.")
        if not 1 <= self.reach <= 4096:
            raise BadInput(f"The notes that attention looks back must be from 1 to 4096, not {self.reach}.")


@dataclass(frozen=True)
class Heard:
    """What is known at each moment of some lines, every field but the last two int64 (rows, time).

    See ``features.Encoded``; ``register`` is (rows,), ``bars_away`` (rows, time, time) as ``features.bars_away``.
    """

    sounds: Tensor
    durations: Tensor
    intervals: Tensor
    bar: Tensor
    beat: Tensor
    metres: Tensor
    phrase: Tensor
    tonics: Tensor
    register: Tensor
    bars_away: Tensor


@dataclass(frozen=True)
class Dropouts:
    """How much is hidden while learning, each 0..1: of what is read, between the LSTMs, of what they say."""

    read: float = 0.15
    between: float = 0.15
    said: float = 0.15


class MelodyNetwork(nn.Module):
    """See the module. ``pitches`` (sounds, 128) says which pitches sound in each sound (0 and 1)."""

    pitches: Tensor

    def __init__(self, config: MelodyConfig, pitches: Tensor) -> None:
        super().__init__()
        self.config = config
        size, units = config.embedding, config.units
        self.register_buffer("pitches", pitches.float(), persistent=False)
        self.sounds = nn.Embedding(config.sounds, size)
        self.classes = nn.Embedding(12, size)
        self.octaves = nn.Embedding(OCTAVES, size)
        self.durations = nn.Embedding(config.durations, size)
        counts = {
            "intervals": features.INTERVALS,
            "bar": features.BAR_PLACES,
            "beat": features.BEAT_PLACES,
            "metres": features.METRES,
            "phrase": features.PHRASE,
            "tonics": features.TONICS,
            "register": features.REGISTERS,
        }
        self.told = nn.ModuleDict({name: nn.Embedding(count, size) for name, count in counts.items()})
        for table in [self.sounds, self.classes, self.octaves, self.durations, *self.told.values()]:
            nn.init.normal_(table.weight, std=0.3)  # type: ignore[arg-type]
        self.mix = nn.Linear(size, size)
        self.lstms = nn.ModuleList([nn.LSTM(size, units, batch_first=True), nn.LSTM(units, units, batch_first=True)])
        self.asked = nn.Linear(units, units)
        self.seen = nn.Linear(units + size, 2 * units)
        self.notes_away = nn.Parameter(torch.zeros(config.heads, config.reach))
        self.bars_away = nn.Parameter(torch.zeros(config.heads, features.MOST_BARS + 1))
        self.found = nn.Linear(units, units)
        self.norm = nn.LayerNorm(units)
        self.duration = nn.Linear(units, config.durations)
        self.answer = nn.Linear(units, size)
        self.chosen = nn.Embedding(config.durations, size)
        self.sharpen = nn.Linear(size, size)
        self.bias = nn.Parameter(torch.zeros(config.sounds))

    def table(self) -> Tensor:
        """The numbers of every sound, (sounds, embedding): its own, and the means of its pitch classes and octaves."""
        weight = self.pitches / self.pitches.sum(1, keepdim=True).clamp(min=1)
        pitch = torch.arange(weight.shape[1])
        return self.sounds.weight + weight @ (self.classes.weight[pitch % 12] + self.octaves.weight[pitch // 12])

    def read(self, heard: Heard, table: Tensor) -> Tensor:
        """What is known at each moment as numbers, (rows, time, embedding)."""
        x = (
            F.embedding(heard.sounds, table)
            + self.durations(heard.durations)
            + self.told["register"](heard.register)[:, None]
        )
        for name in ("intervals", "bar", "beat", "metres", "phrase", "tonics"):
            x = x + self.told[name](getattr(heard, name))
        return F.gelu(self.mix(x))

    def attend(self, hidden: Tensor, x: Tensor, bars_away: Tensor) -> tuple[Tensor, Tensor]:
        """What each moment finds before it (rows, time, units), and how it looked (rows, heads, time, time)."""
        rows, time, units = hidden.shape
        heads = self.config.heads
        asked = self.asked(hidden).view(rows, time, heads, -1).transpose(1, 2)
        keys, values = self.seen(torch.cat([hidden, x], -1)).view(rows, time, 2, heads, -1).permute(2, 0, 3, 1, 4)
        ago = torch.arange(time)[:, None] - torch.arange(time)[None]
        bias = self.notes_away[:, ago.clamp(0, self.config.reach - 1)] + self.bars_away[:, bars_away].transpose(0, 1)
        scores = asked @ keys.transpose(-1, -2) / math.sqrt(units // heads) + bias
        scores = scores.masked_fill((ago < 0) | (ago >= self.config.reach), NEVER)
        looked = scores.softmax(-1)
        found = (looked @ values).transpose(1, 2).reshape(rows, time, units)
        return self.found(found), looked

    def durations_of(self, hidden: Tensor) -> Tensor:
        """Logits (…, durations) of how long the next sound is."""
        logits: Tensor = self.duration(hidden)
        return logits

    def sounds_of(self, hidden: Tensor, durations: Tensor, table: Tensor) -> Tensor:
        """Logits (…, sounds) of the next sound, which lasts ``durations`` (…)."""
        wanted = F.gelu(self.answer(hidden) + self.chosen(durations))
        return F.linear(self.sharpen(wanted), table, self.bias)

    def hidden(self, heard: Heard, masks: Masks | None = None) -> tuple[Tensor, Tensor, Tensor]:
        """Numbers to answer from (rows, time, units), how attention looked (rows, heads, time, time), and the table."""
        masks = masks or Masks()
        table = self.table()
        x = _hidden(self.read(heard, table), masks.read)
        said = x
        for lstm, mask in zip(self.lstms, (masks.between, masks.said), strict=True):
            said = _hidden(lstm(said)[0], mask)
        found, looked = self.attend(said, x, heard.bars_away)
        return self.norm(said + _hidden(found, masks.found)), looked, table

    def forward(self, heard: Heard, following: Tensor, masks: Masks | None = None) -> tuple[Tensor, Tensor]:
        """Logits of the next duration (rows, time, durations) and, with ``following`` durations (rows, time), sound."""
        hidden, _, table = self.hidden(heard, masks)
        return self.durations_of(hidden), self.sounds_of(hidden, following, table)

    def masks(self, rows: int, amounts: Dropouts, generator: torch.Generator) -> Masks:
        """Draw what is hidden of ``rows`` lines: the same at every moment of a line (Gal and Ghahramani, 2016)."""

        def mask(amount: float, size: int) -> Tensor | None:
            if amount <= 0:
                return None
            return (torch.rand((rows, 1, size), generator=generator) >= amount).float() / (1 - amount)

        units = self.config.units
        return Masks(
            read=mask(amounts.read, self.config.embedding),
            between=mask(amounts.between, units),
            said=mask(amounts.said, units),
            found=mask(amounts.said, units),
        )


@dataclass(frozen=True)
class Masks:
    """What is hidden while learning, each (rows, 1, numbers) or None."""

    read: Tensor | None = None
    between: Tensor | None = None
    said: Tensor | None = None
    found: Tensor | None = None


def _hidden(x: Tensor, mask: Tensor | None) -> Tensor:
    return x if mask is None else x * mask
