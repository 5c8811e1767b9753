"""How surprising a network finds whole documents, with the memory carried from the first word to the last."""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from engines.write.networks import State, WordNetwork
from engines.write.streams import Words, packed

#: Multiplications between two reports: some 50 milliseconds of one processor.
PIECE = 6e8
SIDE_BY_SIDE = 16


@dataclass(frozen=True)
class Score:
    """The sum of -log p over ``words`` words, in nats."""

    surprise: float
    words: int

    @property
    def perplexity(self) -> float:
        """exp of the mean surprise; infinite where it is too large to tell."""
        try:
            return math.exp(self.surprise / max(1, self.words))
        except OverflowError:
            return math.inf


def piece_words(network: WordNetwork) -> int:
    """How many words can be answered for between two reports."""
    return max(16, int(PIECE / (network.config.words * network.config.embedding)))


def score(network: WordNetwork, documents: Sequence[Words]) -> Generator[None, None, Score]:
    """Read each of ``documents`` (ids, STORY first and last) from an empty memory; every word but the first counts.

    <unk> counts as a word like any other. Yields often, so that a caller can tell of it or stop.
    """
    surprise, words = 0.0, 0
    ranked = sorted((one for one in documents if len(one) > 1), key=len, reverse=True)
    for start in range(0, len(ranked), SIDE_BY_SIDE):
        group = ranked[start : start + SIDE_BY_SIDE]
        state = network.fresh_state(len(group))
        moments = max(1, piece_words(network) // len(group))
        for place in range(0, len(group[0]) - 1, moments):
            pieces = [one[place : place + moments + 1] for one in group if len(one) - 1 > place]
            found, state = _read(network, pieces, state)
            surprise += found
            words += sum(len(piece) - 1 for piece in pieces)
            yield
    return Score(surprise, words)


@torch.no_grad()
def _read(network: WordNetwork, pieces: Sequence[Words], state: State) -> tuple[float, State]:
    """Summed surprise of ``pieces`` (longest first, so the order of rows stays) and what is remembered after."""
    passages, _ = packed([piece[:-1] for piece in pieces])
    targets, _ = packed([piece[1:] for piece in pieces])
    reading = network.read(passages, tuple(each[:, : len(pieces)] for each in state))
    loss = torch.nn.functional.cross_entropy(network.answer(reading.hidden), targets.words, reduction="none")
    return float(loss.double().sum()), reading.state


def cut(documents: Sequence[Words], most: int) -> list[Words]:
    """The first documents up to about ``most`` words: enough to see progress, and quick to look at."""
    kept: list[Words] = []
    left = most
    for document in documents:
        if left < 2:
            break
        kept.append(np.asarray(document[: left + 1]))
        left -= len(document)
    return kept
