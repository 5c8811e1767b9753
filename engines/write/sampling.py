"""Chance with manners: temperature, top-k, top-p, and no phrase twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engines.errors import BadInput
from engines.sampling import Phrases as Said
from engines.sampling import Probabilities, narrowed, picked, tempered


@dataclass(frozen=True)
class Sampling:
    """How a word is drawn: ``temperature`` 0 always takes the likeliest, 1 is the model's own mind.

    ``top_k`` keeps the k likeliest words (0: all), ``top_p`` the fewest that hold this share (1: all), and no
    ``no_repeat`` words follow each other twice (0: they may).
    """

    temperature: float = 0.8
    top_k: int = 0
    top_p: float = 0.95
    no_repeat: int = 4

    def __post_init__(self) -> None:
        if not 0 <= self.temperature <= 10:
            raise BadInput(f"The temperature must be from 0 to 10, not {self.temperature:g}.")
        if self.top_k < 0:
            raise BadInput(f"Top-k must be 0 (all words) or more, not {self.top_k}.")
        if not 0 < self.top_p <= 1:
            raise BadInput(f"Top-p must be above 0 and at most 1, not {self.top_p:g}.")
        if self.no_repeat < 0:
            raise BadInput(
                f"The length of a phrase that is not repeated must be 0 (off) or more, not {self.no_repeat}."
            )


def drawn(probabilities: Probabilities, sampling: Sampling, chance: np.random.Generator) -> int | None:
    """The index of one word by ``sampling``; None where no word may come (all are 0)."""
    shares = tempered(probabilities, sampling.temperature)
    if not shares.any():
        return None
    shares = narrowed(shares, sampling.top_k, sampling.top_p)
    if sampling.temperature == 0:
        return int(shares.argmax())
    return picked(shares, chance)


class Phrases(Said):
    """Every run of ``length`` words that was said, and so which words may not come next; capitals do not count."""

    def __init__(self, length: int, words: Iterable[str] = ()) -> None:
        super().__init__(length, (word.casefold() for word in words))

    def add(self, one: str) -> None:  # type: ignore[override]  # only words are said here
        """One more word was said."""
        super().add(one.casefold())

    def spent(self) -> frozenset[str]:
        """The words, in small letters, that would say a phrase again."""
        return frozenset(map(str, super().spent()))


def without(probabilities: NDArray[np.float32], places: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float32]:
    """A copy in which the words at ``places`` cannot come."""
    left = probabilities.copy()
    left[places] = 0.0
    return left
