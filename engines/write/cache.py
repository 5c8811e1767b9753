"""What the person's own document says about its next word: its words counted, the recent ones more."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from engines.write.vocabulary import STORY_ID, UNK_ID, Vocabulary

Ids = NDArray[np.int64]
Probabilities = NDArray[np.float32]

HALF_LIFE = 500.0
"""After so many words a word counts half; Mixture.fit chooses among several."""

_HALVES = 10
"""Words older than so many half-lives weigh less than a thousandth and are left out."""


class CacheDistribution(NamedTuple):
    """Words of the document and their probabilities, which sum to 1 unless the document is empty.

    ``ids`` are words of the vocabulary, ascending; ``extra_words`` are the person's own, with their spelling.
    """

    ids: Ids
    probabilities: Probabilities
    extra_words: tuple[str, ...]
    extra_probabilities: Probabilities


def remembered(ids: Ids, size: int, half_life: float = HALF_LIFE) -> Probabilities:
    """Share of every word in ``ids`` with exponential decay: float32 (size,), sums to 1; zeros where nothing counts.

    Ids may go beyond the vocabulary (a person's own words), all below ``size``. STORY and ``<unk>`` do not count:
    the one never comes back within a story, and nobody can be offered the other. Takes the same time for any length.
    """
    recent = ids[-int(half_life * _HALVES) :]
    weights = _decay(half_life)[-recent.size :] if recent.size else np.zeros(0)
    found = np.bincount(recent, weights=weights, minlength=size)
    found[STORY_ID] = found[UNK_ID] = 0.0
    total = found.sum()
    return cast(Probabilities, (found / total if total else found).astype(np.float32))


@lru_cache(maxsize=16)
def _decay(half_life: float) -> NDArray[np.float64]:
    """Weights of the last words, oldest first."""
    ages = np.arange(int(half_life * _HALVES))[::-1]
    weights: NDArray[np.float64] = 0.5 ** (ages / half_life)
    return weights


class DocumentCache:
    """The words of one document in order. Adding and taking back a word costs the same at any length."""

    def __init__(self, vocabulary: Vocabulary, half_life: float = HALF_LIFE) -> None:
        self.half_life = half_life
        self._size = len(vocabulary.words)
        self._known = vocabulary.index
        self._extra: dict[str, int] = {}
        self._words: Ids = np.empty(256, dtype=np.int64)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    @property
    def ids(self) -> Ids:
        """Ids of the document's words; those of its own words lie behind the vocabulary's."""
        return self._words[: self._length]

    @property
    def extra_words(self) -> tuple[str, ...]:
        """The document's own words in the order of their ids."""
        return tuple(self._extra)

    def id_of(self, unit: str) -> int:
        """The id of ``unit``; a word that the vocabulary lacks gets one of its own."""
        known = self._known.get(unit)
        return self._extra.setdefault(unit, self._size + len(self._extra)) if known is None else known

    def add(self, unit: str) -> None:
        """One more word at the end."""
        if self._length == self._words.size:
            self._words = np.concatenate((self._words, np.empty_like(self._words)))
        self._words[self._length] = self.id_of(unit)
        self._length += 1

    def extend(self, units: Iterable[str]) -> None:
        """More words at the end."""
        for unit in units:
            self.add(unit)

    def remove(self, count: int = 1) -> None:
        """Take back the last words; more than there are empties the document."""
        self.rebuild(max(0, self._length - count), ())

    def rebuild(self, position: int, units: Iterable[str]) -> None:
        """Keep the first ``position`` words and let ``units`` follow them."""
        if not 0 <= position <= self._length:
            raise ValueError(f"position {position} lies outside of {self._length} words")
        self._length = position
        if not position:
            self._extra.clear()
        self.extend(units)

    def dense(self, position: int | None = None) -> Probabilities:
        """Shares of all words before ``position`` (default: of all): float32 (V + own words,)."""
        ids = self.ids if position is None else self.ids[:position]
        return remembered(ids, self._size + len(self._extra), self.half_life)

    def distribution(self, position: int | None = None) -> CacheDistribution:
        """The words that have a share before ``position`` (default: at the end), known and own ones apart."""
        shares = self.dense(position)
        ids = np.flatnonzero(shares[: self._size])
        own = np.flatnonzero(shares[self._size :])
        words = self.extra_words
        return CacheDistribution(ids, shares[ids], tuple(words[number] for number in own), shares[self._size + own])
