"""A tagger that finds answers and a writer that asks for them.

The book's generator (after Maluuba's qgen-workshop and Wang, Yuan and Trischler, “A Joint Model for Question Answering
and Question Generation”, 2017): GloVe, a bidirectional GRU that tags, an encoder GRU over the answer's states and a
decoder GRU. With ``attention`` the decoder looks back at the passage and may copy from it (See, Liu and Manning, “Get
To The Point”, 2017); words of the passage that the vocabulary lacks get numbers of their own behind it.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from engines.errors import BadInput

PAD, UNKNOWN, START, END = range(4)
"""The four places of the vocabulary that are no words."""


@dataclass(frozen=True)
class QuestionConfig:
    """Sizes of a ``QuestionNetwork``; ``tags`` is 2 (outside, answer) in the book, else 3 (outside, begin, inside)."""

    words: int
    embedding: int = 50
    units: int = 100
    tags: int = 3
    attention: bool = True
    dropout: float = 0.3

    def __post_init__(self) -> None:
        if self.words <= END:
            raise BadInput("The vocabulary holds no words; give passages with at least one.")


class QuestionNetwork(nn.Module):
    """Tagger, encoder and decoder with one embedding; ``vectors`` (words, embedding) starts it, as GloVe does."""

    def __init__(self, config: QuestionConfig, vectors: Tensor | None = None) -> None:
        super().__init__()
        self.config = config
        units, twice = config.units, 2 * config.units
        self.embedding = nn.Embedding(config.words, config.embedding, padding_idx=PAD)
        if vectors is not None:
            self.embedding.weight.data.copy_(vectors)
        self.reader = nn.GRU(config.embedding, units, batch_first=True, bidirectional=True)
        self.tagger = nn.Linear(twice, config.tags)
        self.encoder = nn.GRU(twice, twice, batch_first=True)
        self.decoder = nn.GRU(config.embedding, twice, batch_first=True)
        self.drop = nn.Dropout(config.dropout)
        if config.attention:
            self.about = nn.Linear(2 * twice, twice)
            self.marked = nn.Parameter(torch.zeros(twice))
            self.key = nn.Linear(twice, twice, bias=False)
            self.mixed = nn.Linear(2 * twice, config.embedding)
            self.copying = nn.Linear(2 * twice + config.embedding, 1)
            self.bias = nn.Parameter(torch.zeros(config.words))
        else:
            self.spoken = nn.Linear(twice, config.words)

    def read(self, passage: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """States (rows, words, 2 units) and logits (rows, words, tags) of passages (rows, words)."""
        seen = nn.utils.rnn.pack_padded_sequence(
            self.drop(self.embedding(passage)), lengths, batch_first=True, enforce_sorted=False
        )
        states, _ = nn.utils.rnn.pad_packed_sequence(self.reader(seen)[0], True, total_length=passage.shape[1])
        return states, self.tagger(self.drop(states))

    def encode(self, states: Tensor, mask: Tensor, lengths: Tensor) -> Tensor:
        """The decoder's first state (1, rows, 2 units): the masked answer states (rows, words, 2 units) in order."""
        # The answer's own states stand first in each row: the encoder reads them and no silence before them.
        order = (~mask.bool()).to(torch.int64).argsort(dim=1, stable=True)
        answer = states.gather(1, order[:, :, None].expand_as(states))
        counts = mask.sum(1).to(torch.int64).clamp(min=1)
        first: Tensor = self.encoder(
            nn.utils.rnn.pack_padded_sequence(answer, counts.cpu(), batch_first=True, enforce_sorted=False)
        )[1]
        if not self.config.attention:
            return first
        within = torch.arange(states.shape[1], device=states.device)[None] < lengths.to(states.device)[:, None]
        whole = (states * within[:, :, None]).sum(1) / lengths.to(states.device)[:, None]
        begun: Tensor = torch.tanh(self.about(torch.cat([first[0], whole], 1)))[None]
        return begun

    def decode(
        self, spoken: Tensor, state: Tensor, states: Tensor, mask: Tensor, source: Tensor, extra: int
    ) -> tuple[Tensor, Tensor]:
        """Chances (rows, steps, words + extra) of the next words and the new state, after the words ``spoken``.

        ``source`` (rows, words) numbers the passage's words, those outside the vocabulary from ``words`` on, and holds
        ``PAD`` behind the end. <UNK>, <START> and padding have no chance with the pointer.
        """
        words = self.embedding(spoken.where(spoken < self.config.words, UNKNOWN))
        hidden, state = self.decoder(self.drop(words), state)
        if not self.config.attention:
            return torch.softmax(self.spoken(self.drop(hidden)), dim=-1), state
        told = states + mask[:, :, None] * self.marked
        heed = hidden @ self.key(told).transpose(1, 2)
        heed = torch.softmax(heed.masked_fill((source == PAD)[:, None], -1e9), dim=-1)
        seen = torch.cat([hidden, heed @ states], dim=-1)
        logits = torch.tanh(self.mixed(self.drop(seen))) @ self.embedding.weight.T + self.bias
        barred = torch.zeros(self.config.words, dtype=torch.bool, device=logits.device)
        barred[[PAD, UNKNOWN, START]] = True
        own = torch.softmax(logits.masked_fill(barred, -1e9), dim=-1)
        copied = torch.sigmoid(self.copying(torch.cat([seen, words], dim=-1)))
        wide = torch.cat([own * (1 - copied), own.new_zeros(*own.shape[:2], extra)], dim=-1)
        places = source[:, None].expand(-1, spoken.shape[1], -1)
        return wide.scatter_add(2, places, heed * copied), state


def answer_loss(logits: Tensor, tags: Tensor, lengths: Tensor, weights: Tensor) -> Tensor:
    """Mean cross-entropy of tags (rows, words) within the passages; ``weights`` (tags,) lifts the rare ones."""
    within = torch.arange(tags.shape[1], device=tags.device)[None] < lengths.to(tags.device)[:, None]
    return nn.functional.cross_entropy(logits[within], tags[within], weight=weights)


def question_loss(chances: Tensor, target: Tensor) -> Tensor:
    """Mean negative logarithm of the chances (rows, steps, words) of the words that came; padding does not count."""
    taken = chances.gather(2, target[:, :, None])[:, :, 0].clamp(min=1e-12).log()
    counted = target != PAD
    return -(taken * counted).sum() / counted.sum().clamp(min=1)
