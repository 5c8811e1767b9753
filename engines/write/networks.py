"""Recurrent networks that read words one after the other and say how likely each word is next.

``WordNetwork`` is a tied LSTM or GRU with the regularisation of Merity, Keskar and Socher, “Regularizing and Optimizing
LSTM Language Models” (2017). All its chance comes in from outside as a ``Noise``: the same call gives the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.func import functional_call
from torch.nn.utils.rnn import PackedSequence

from engines.errors import BadInput

CELLS = ("lstm", "gru")

#: What a network remembers: (h, c) for LSTMs, (h,) for GRUs; each (layers, rows, units).
State = tuple[Tensor, ...]


@dataclass(frozen=True)
class NetworkConfig:
    """The sizes of a ``WordNetwork``; ``words`` is that of the vocabulary."""

    words: int
    cell: str = "lstm"
    layers: int = 1
    units: int = 256
    embedding: int = 256

    def __post_init__(self) -> None:
        if self.cell not in CELLS:
            raise BadInput(f"There is no cell “{self.cell}”; choose {' or '.join(CELLS)}.")
        for name, value, most in (("layers", self.layers, 8), ("units", self.units, 4096), ("", self.embedding, 4096)):
            if not 1 <= value <= most:
                raise BadInput(f"The number of {name or 'numbers a word'} must be from 1 to {most}, not {value}.")


@dataclass(frozen=True)
class Dropouts:
    """How much is hidden while learning, each 0..1: whole words, their numbers, between layers, after the last one.

    ``recurrent`` hides single weights from one moment to the next (DropConnect).
    """

    word: float = 0.1
    embedded: float = 0.4
    between: float = 0.3
    output: float = 0.4
    recurrent: float = 0.0


@dataclass(frozen=True)
class Passages:
    """Passages of unequal lengths, longest first, as one long row of words: first words first, then second words…

    ``words`` (n,) holds them, ``sizes`` (time,) says how many passages reach each moment, ``rows`` (n,) which
    passage each word is of. It is the layout of torch's PackedSequence: nothing is computed for padding.
    """

    words: Tensor
    sizes: Tensor
    rows: Tensor

    @property
    def count(self) -> int:
        """How many passages there are."""
        return int(self.sizes[0])

    def before(self) -> Tensor:
        """For each word but the first of each passage: where the word before it lies; (n - count,)."""
        later = torch.arange(self.count, len(self.words))
        back = torch.repeat_interleave(self.sizes[:-1], self.sizes[1:])
        return later - back


@dataclass(frozen=True)
class Noise:
    """What is hidden in one window: one mask a passage, the same at every moment (“locked”); None hides nothing."""

    words: Tensor | None = None
    embedded: Tensor | None = None
    between: tuple[Tensor | None, ...] = ()
    output: Tensor | None = None
    recurrent: tuple[Tensor | None, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What a network made of some passages: ``hidden`` (n, embedding) to answer from, ``raw`` before its dropout."""

    hidden: Tensor
    raw: Tensor
    state: State


class WordNetwork(nn.Module):
    """Words become ``embedding`` numbers, recurrent layers read them, and the same numbers weigh the answer."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(config.words, config.embedding)
        nn.init.uniform_(self.embedding.weight, -0.1, 0.1)
        kind = nn.LSTM if config.cell == "lstm" else nn.GRU
        sizes = [config.embedding, *[config.units] * (config.layers - 1)]
        self.layers = nn.ModuleList(kind(size, config.units) for size in sizes)
        if config.cell == "lstm":
            _remember_at_first(self.layers, config.units)
        narrow = config.units != config.embedding
        self.narrow: nn.Module = nn.Linear(config.units, config.embedding) if narrow else nn.Identity()
        self.bias = nn.Parameter(torch.zeros(config.words))

    def fresh_state(self, rows: int) -> State:
        """What the network remembers at the beginning of a document: nothing."""
        shape = (self.config.layers, rows, self.config.units)
        return tuple(torch.zeros(shape) for _ in range(2 if self.config.cell == "lstm" else 1))

    def forward(self, words: Tensor, state: State) -> tuple[Tensor, State]:
        """Logits (batch, time, words) of the word after each of ``words`` (batch, time), and the new state."""
        x = self.embedding(words.transpose(0, 1))
        after: list[State] = []
        for index, layer in enumerate(self.layers):
            x, memory = layer(x, self._memory(state, index))
            after.append(memory if isinstance(memory, tuple) else (memory,))
        logits = self.answer(self.narrow(x)).transpose(0, 1)
        return logits, tuple(torch.cat(each) for each in zip(*after, strict=True))

    def read(self, passages: Passages, state: State, noise: Noise | None = None) -> Reading:
        """Read ``passages`` from ``state`` (its rows are the passages), hiding what ``noise`` says."""
        noise = noise or Noise()
        rows = passages.rows
        x = _hidden(self.embedding(passages.words), noise.words, passages.words)
        x = _hidden(x, noise.embedded, rows)
        after: list[State] = []
        for index, layer in enumerate(self.layers):
            weights = _weights(layer, noise.recurrent[index] if noise.recurrent else None)
            packed = PackedSequence(x, passages.sizes)
            found, memory = functional_call(layer, weights, (packed, self._memory(state, index)))
            after.append(memory if isinstance(memory, tuple) else (memory,))
            x = found.data
            if index + 1 < len(self.layers) and noise.between:
                x = _hidden(x, noise.between[index], rows)
        hidden = self.narrow(_hidden(x, noise.output, rows))
        return Reading(hidden, x, tuple(torch.cat(each) for each in zip(*after, strict=True)))

    def answer(self, hidden: Tensor) -> Tensor:
        """Logits (…, words) from hidden numbers (…, embedding), by the weights that words are read with."""
        return nn.functional.linear(hidden, self.embedding.weight, self.bias)

    @torch.no_grad()
    def pulled(self, hidden: Tensor, targets: Tensor, weight: float) -> tuple[float, Tensor]:
        """The summed surprise of ``targets`` (n,) after ``hidden`` (n, embedding), times ``weight``; its gradient too.

        Its gradients by the answering weights are added to theirs: by hand, for torch would make an array as large as
        the table for every piece of a window.
        """
        chances = torch.log_softmax(self.answer(hidden), dim=-1)
        chosen = targets[:, None]
        surprise = -float(chances.gather(1, chosen).double().sum())
        errors = chances.exp_()
        errors.scatter_add_(1, chosen, torch.full_like(chosen, -1, dtype=errors.dtype)).mul_(weight)
        table, bias = self.embedding.weight, self.bias
        for parameter in (table, bias):
            if parameter.grad is None:
                parameter.grad = torch.zeros_like(parameter)
        assert table.grad is not None
        assert bias.grad is not None
        table.grad.addmm_(errors.T, hidden)
        bias.grad += errors.sum(0)
        return surprise * weight, errors @ table

    def noise(self, rows: int, amounts: Dropouts, generator: torch.Generator) -> Noise:
        """Draw what one window of ``rows`` passages hides."""
        config = self.config

        def mask(amount: float, *shape: int) -> Tensor | None:
            if amount <= 0:
                return None
            kept = torch.rand(shape, generator=generator) >= amount
            return kept.float() / (1 - amount)

        return Noise(
            words=mask(amounts.word, config.words, 1),
            embedded=mask(amounts.embedded, rows, config.embedding),
            between=tuple(mask(amounts.between, rows, config.units) for _ in range(config.layers - 1)),
            output=mask(amounts.output, rows, config.units),
            recurrent=tuple(
                mask(amounts.recurrent, *layer.get_parameter("weight_hh_l0").shape) for layer in self.layers
            ),
        )

    def _memory(self, state: State, index: int) -> Any:
        own = tuple(each[index : index + 1] for each in state)
        return own if self.config.cell == "lstm" else own[0]


class BookNetwork(nn.Module):
    """The book's plain model (Foster, “Generative Deep Learning”, ch. 6): embedding, one LSTM, an answer of its own."""

    def __init__(self, words: int, embedding: int = 100, units: int = 256) -> None:
        super().__init__()
        self.words, self.units = words, units
        self.embedding = nn.Embedding(words, embedding)
        nn.init.uniform_(self.embedding.weight, -0.05, 0.05)
        self.lstm = nn.LSTM(embedding, units)
        self.dense = nn.Linear(units, words)

    def fresh_state(self, rows: int) -> State:
        """What the network remembers at the beginning of a window: nothing."""
        return torch.zeros(1, rows, self.units), torch.zeros(1, rows, self.units)

    def forward(self, words: Tensor, state: State) -> tuple[Tensor, State]:
        """Logits (batch, time, words) of the word after each of ``words`` (batch, time), and the new state."""
        read, after = self.lstm(self.embedding(words.transpose(0, 1)), state)
        return self.dense(read).transpose(0, 1), after

    def last(self, windows: Tensor) -> Tensor:
        """Logits (batch, words) of the one word after each window (batch, time), read from an empty memory."""
        read, _ = self.lstm(self.embedding(windows.transpose(0, 1)))
        logits: Tensor = self.dense(read[-1])
        return logits


def _remember_at_first(layers: nn.ModuleList, units: int) -> None:
    """Forget gates begin open (Jozefowicz et al., 2015): bias 1 in the second quarter of torch's i, f, g, o."""
    with torch.no_grad():
        for layer in layers:
            getattr(layer, "bias_ih_l0")[units : 2 * units] = 1.0  # noqa: B009  for mypy
            getattr(layer, "bias_hh_l0")[units : 2 * units] = 0.0  # noqa: B009


def _weights(layer: nn.Module, mask: Tensor | None) -> dict[str, Tensor]:
    return {} if mask is None else {"weight_hh_l0": layer.get_parameter("weight_hh_l0") * mask}


def _hidden(x: Tensor, mask: Tensor | None, rows: Tensor) -> Tensor:
    return x if mask is None else x * mask[rows]
