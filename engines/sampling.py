"""Drawing by chance from what a model thinks likely: sharper or flatter, only the likeliest, and nothing said again."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import numpy as np
from numpy.typing import NDArray

Probabilities = NDArray[np.float32] | NDArray[np.float64]


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


def picked(shares: NDArray[np.float64], chance: np.random.Generator) -> int:
    """An index by ``shares``, which need not sum to 1 but must not all be 0."""
    held = np.cumsum(shares)
    found = int(np.searchsorted(held, chance.random() * held[-1], side="right"))
    # Rounding must never draw what has no share.
    return min(found, int(np.flatnonzero(shares)[-1]))


class Phrases:
    """Every run of ``length`` things that was said, and so which of them may not come next; 0 forgets everything."""

    def __init__(self, length: int, said: Iterable[Hashable] = ()) -> None:
        self._length = length
        self._recent: tuple[Hashable, ...] = ()
        self._followers: dict[tuple[Hashable, ...], set[Hashable]] = {}
        for one in said:
            self.add(one)  # a kind of phrases may spell it its own way

    def add(self, one: Hashable) -> None:
        """One more was said."""
        if not self._length:
            return
        if len(self._recent) == self._length - 1:
            self._followers.setdefault(self._recent, set()).add(one)
        self._recent = (*self._recent, one)[max(0, len(self._recent) + 2 - self._length) :]

    def spent(self) -> frozenset[Hashable]:
        """What would say a phrase again."""
        return frozenset(self._followers.get(self._recent, ())) if self._length else frozenset()
