"""A small text with habits, and a network that knows a fixed answer: what mixing and measuring are tested with."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engines.write.ngram import KneserNey
from engines.write.vocabulary import Vocabulary

SENTENCES = ["the fox ate the grapes .", "the crow sat on the tree .", "the fox saw the crow .", "a fox is sly ."]


def documents(count: int, seed: int) -> list[list[str]]:
    """Stories of five sentences each, as units."""
    chance = np.random.default_rng(seed)
    return [" ".join(chance.choice(SENTENCES, 5)).split() for _ in range(count)]


def vocabulary() -> Vocabulary:
    return Vocabulary.of_corpus(documents(20, 0), least=1)


def counts(words: Vocabulary) -> KneserNey:
    return KneserNey.fit([words.encode(each) for each in documents(20, 0)], len(words))


class Sharp:
    """Answers with the n-gram's own distribution, but far too sure of itself; notes what it was asked."""

    def __init__(self, model: KneserNey, sharpness: float) -> None:
        self._model, self._sharpness = model, sharpness
        self._read: list[int] = []
        self.pieces: list[int] = []

    def start(self) -> None:
        self._read = []

    def logits(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        self.pieces.append(len(ids))
        rows = []
        for number in ids.tolist():
            self._read.append(number)
            rows.append(np.log(self._model.distribution(self._read)) * self._sharpness)
        return np.stack(rows).astype(np.float32)
