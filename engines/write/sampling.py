"""Chance with manners: temperature, top-k, top-p, and no phrase twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engines.errors import BadInput

Probabilities = NDArray[np.float32] | NDArray[np.float64]


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


def tempered(probabilities: Probabilities, temperature: float) -> NDArray[np.float64]:
    """The probabilities sharpened (below 1) or flattened (above 1); 0 gives everything to the likeliest one.

    They need not sum to 1, the result does; where all are 0 it is 0 everywhere.
    """
    plain = probabilities.astype(np.float64)
    peak = float(plain.max(initial=0.0))
    if peak <= 0:
        return np.zeros_like(plain)
    if temperature == 0:
        certain = np.zeros_like(plain)
        certain[int(plain.argmax())] = 1.0
        return certain
    if temperature != 1:
        # By the peak first: a small number to a large power would be nothing.
        plain = (plain / peak) ** (1.0 / temperature)
    plain /= plain.sum()
    return plain


def narrowed(probabilities: NDArray[np.float64], top_k: int, top_p: float) -> NDArray[np.float64]:
    """Only the ``top_k`` likeliest, and of those the fewest that hold ``top_p`` of the whole; sums to 1 again."""
    if not top_k and top_p >= 1:
        return probabilities
    order = np.argsort(-probabilities, kind="stable")
    if top_k:
        order = order[:top_k]
    if top_p < 1:
        held = np.cumsum(probabilities[order])
        order = order[: int(np.searchsorted(held, top_p * held[-1])) + 1]
    kept = np.zeros_like(probabilities)
    kept[order] = probabilities[order]
    whole = kept.sum()
    return kept / whole if whole > 0 else kept


def drawn(probabilities: Probabilities, sampling: Sampling, chance: np.random.Generator) -> int | None:
    """The index of one word by ``sampling``; None where no word may come (all are 0)."""
    shares = tempered(probabilities, sampling.temperature)
    if not shares.any():
        return None
    shares = narrowed(shares, sampling.top_k, sampling.top_p)
    if sampling.temperature == 0:
        return int(shares.argmax())
    held = np.cumsum(shares)
    found = int(np.searchsorted(held, chance.random() * held[-1], side="right"))
    # Rounding must never draw a word that has no share.
    return min(found, int(np.flatnonzero(shares)[-1]))


class Phrases:
    """Every run of ``length`` words that was said, and so which words may not come next; capitals do not count."""

    def __init__(self, length: int, words: Iterable[str] = ()) -> None:
        self._length = length
        self._recent: tuple[str, ...] = ()
        self._followers: dict[tuple[str, ...], set[str]] = {}
        for word in words:
            self.add(word)

    def add(self, word: str) -> None:
        """One more word was said."""
        if not self._length:
            return
        folded = word.casefold()
        if len(self._recent) == self._length - 1:
            self._followers.setdefault(self._recent, set()).add(folded)
        self._recent = (*self._recent, folded)[max(0, len(self._recent) + 2 - self._length) :]

    def spent(self) -> frozenset[str]:
        """The words, in small letters, that would say a phrase again."""
        return frozenset(self._followers.get(self._recent, ())) if self._length else frozenset()


def without(probabilities: NDArray[np.float32], places: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float32]:
    """A copy in which the words at ``places`` cannot come."""
    left = probabilities.copy()
    left[places] = 0.0
    return left
