"""The next word from counts alone: interpolated Kneser-Ney over word ids, kept as a trie of sorted arrays."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engines.errors import MissingWeights
from engines.files import written_beside
from engines.write.ngramcounts import (
    Counts,
    Discounts,
    Ids,
    Words,
    counted,
    pruned,
    stream,
    sums,
    without_half_of_the_singletons,
    words_before,
)
from engines.write.vocabulary import STORY_ID

Probabilities = NDArray[np.float32]

FORMAT = 1


@dataclass(frozen=True, slots=True)
class _Level:
    """The n-grams of one length as probabilities.

    ``share`` is each n-gram's discounted part of its parent's count, and ``left`` what the discounts under a
    parent leave to the shorter context. ``first`` and ``words`` are those of ``Counts``.
    """

    first: Ids
    words: Words
    share: Probabilities
    left: Probabilities

    def child(self, parent: int, word: int) -> int:
        """The node of ``word`` under ``parent``, or -1."""
        low, high = int(self.first[parent]), int(self.first[parent + 1])
        place = low + int(np.searchsorted(self.words[low:high], word))
        return place if place < high and int(self.words[place]) == word else -1

    def children(self, parents: Ids, words: Ids, vocabulary_size: int) -> Ids:
        """The node of every word under its parent, -1 where there is none or the parent is -1."""
        if not self.words.size:
            return np.full(words.size, -1, dtype=np.int64)
        owners = np.repeat(np.arange(self.left.size, dtype=np.int64), np.diff(self.first))
        keys = owners * vocabulary_size + self.words
        wanted = parents * vocabulary_size + words
        places = np.minimum(np.searchsorted(keys, wanted), keys.size - 1)
        return cast(Ids, np.where((keys[places] == wanted) & (parents >= 0), places, -1))


class KneserNey:
    """Interpolated modified Kneser-Ney (Chen and Goodman 1998, section 3): every word has some probability.

    Documents begin with STORY, and their end is a STORY to be predicted, so a context never reaches over one.
    N-grams at the beginning of a document count as often as they occur, since no word can stand before them.
    """

    def __init__(self, counts: Counts) -> None:
        self.counts = counts
        self.order = len(counts.levels) + 1
        self.vocabulary_size = counts.unigrams.size
        self._base = _base(counts.unigrams, counts.discounts[0])
        self._levels = [_level(counts, at) for at in range(len(counts.levels))]

    @classmethod
    def fit(
        cls,
        documents: Sequence[ArrayLike],
        vocabulary_size: int,
        order: int = 4,
        *,
        least: Sequence[int] = (),
        half_of_singletons_unknown: bool = False,
    ) -> KneserNey:
        """Count ``documents``: id arrays of shape (words,), ids below ``vocabulary_size``.

        Args:
            documents: the training documents; STORY is put at both ends of each where it is missing.
            vocabulary_size: V, with ``<unk>``.
            order: length of the longest n-grams, at least 1.
            least: for n-grams of 2, 3, … words the count from which they are kept; the rest goes to shorter ones.
            half_of_singletons_unknown: read every second word that occurs once as ``<unk>``, for a vocabulary that
                holds such words but must learn how often a new one comes.
        """
        if order < 1 or vocabulary_size <= STORY_ID:
            raise ValueError(f"order {order} and vocabulary_size {vocabulary_size} leave nothing to count")
        ids = stream(documents)
        if ids.min() < 0 or ids.max() >= vocabulary_size:
            raise ValueError(f"ids must lie between 0 and {vocabulary_size - 1}")
        if half_of_singletons_unknown:
            ids = without_half_of_the_singletons(ids, vocabulary_size)
        return cls(pruned(counted(ids, vocabulary_size, order), least))

    def distribution(self, context: Sequence[int] | Ids) -> Probabilities:
        """Probability of every next word after the ids of ``context``: float32 (V,), sums to 1."""
        found = self._base.copy()
        for level, node in self._nodes(context):
            low, high = int(level.first[node]), int(level.first[node + 1])
            found *= level.left[node]
            # The words under one node are all different, so that += adds every share.
            found[level.words[low:high]] += level.share[low:high]
        return found

    def matched(self, context: Sequence[int] | Ids) -> int:
        """How many of the last words of ``context`` were seen together in training with a word after them."""
        return sum(1 for level, node in self._nodes(context) if level.first[node + 1] > level.first[node])

    def _nodes(self, context: Sequence[int] | Ids) -> list[tuple[_Level, int]]:
        """The context's last word, last two words, … as nodes, each with the level of the words that follow it."""
        words = [int(word) for word in context[max(0, len(context) - self.order + 1) :]]
        if STORY_ID in words:
            words = words[len(words) - 1 - words[::-1].index(STORY_ID) :]
        found = []
        for length in range(1, len(words) + 1):
            node, *rest = words[len(words) - length :]
            for level, word in zip(self._levels, rest, strict=False):
                node = level.child(node, word)
                if node < 0:
                    break
            if node >= 0:
                found.append((self._levels[length - 1], node))
        return found

    def log_probabilities(self, ids: ArrayLike) -> Probabilities:
        """Natural log of the probability of every id but the first, each after those before it: (words - 1,)."""
        row = np.asarray(ids, dtype=np.int64).reshape(-1)
        history, targets = row[:-1], row[1:]
        known = words_before(row)[1:]
        found = self._base[targets].astype(np.float64)
        # The node of the words (first one, then two, …) that end just before each target.
        nodes = history
        for length, level in enumerate(self._levels, start=1):
            if length > 1:
                shorter = np.concatenate(([-1], nodes[:-1]))
                nodes = self._levels[length - 2].children(shorter, history, self.vocabulary_size)
            usable = (nodes >= 0) & (known >= length)
            contexts = np.where(usable, nodes, -1)
            places = level.children(contexts, targets, self.vocabulary_size)
            # Place -1, the last one, stands for what was never seen: no share, and all left to the shorter context.
            found = (
                found * np.append(level.left, np.float32(1))[contexts] + np.append(level.share, np.float32(0))[places]
            )
        return np.log(found).astype(np.float32)

    def sizes(self) -> tuple[int, ...]:
        """How many n-grams of 1, 2, … words there are."""
        return (self.vocabulary_size, *[level.words.size for level in self._levels])

    def save(self, path: Path) -> None:
        """Write the counts as a compressed ``.npz``; raises CannotWrite, and the old file stays then."""
        arrays: dict[str, NDArray[np.generic]] = {
            "format": np.array([FORMAT, self.order]),
            "discounts": np.stack(self.counts.discounts),
            "unigrams": _narrow(self.counts.unigrams),
        }
        for at, (words, counts, first, totals) in enumerate(_rows(self.counts), start=2):
            arrays[f"words{at}"] = _narrow(words)
            arrays[f"counts{at}"] = _narrow(counts)
            arrays[f"children{at}"] = _narrow(np.diff(first))
            # All zero unless n-grams were pruned: costs no room.
            arrays[f"pruned{at}"] = _narrow(totals - sums(counts, first))
        with written_beside(path) as beside, beside.open("wb") as file:
            np.savez_compressed(file, **arrays)  # type: ignore[arg-type]

    @classmethod
    def load(cls, path: Path) -> KneserNey:
        """Read what ``save`` wrote; raises MissingWeights."""
        try:
            return cls(_read(path))
        except (
            OSError,
            KeyError,
            ValueError,
            TypeError,
            IndexError,
            EOFError,
            zipfile.BadZipFile,
            zlib.error,
        ) as error:
            raise MissingWeights(f"“{path}” holds no word counts that can be read. Train the model again.") from error


def _base(counts: Ids, discount: Discounts) -> Probabilities:
    """Probabilities without context; what the discounts leave is shared out evenly."""
    total = counts.sum()
    if not total:
        return np.full(counts.size, 1 / counts.size, dtype=np.float32)
    shares = (counts - _taken(counts, discount)) / total
    return cast(Probabilities, (shares + (1 - shares.sum()) / counts.size).astype(np.float32))


def _level(counts: Counts, at: int) -> _Level:
    words, row, first, totals = list(_rows(counts))[at]
    parents = np.repeat(np.arange(totals.size), np.diff(first))
    share = (row - _taken(row, counts.discounts[at + 1])) / totals[parents]
    left = 1 - np.bincount(parents, weights=share, minlength=totals.size)
    return _Level(first, words, share.astype(np.float32), left.astype(np.float32))


def _taken(counts: Ids, discount: Discounts) -> NDArray[np.float64]:
    """The discount of every count; nothing is taken from nothing."""
    return cast(NDArray[np.float64], np.concatenate(([0.0], discount))[np.minimum(counts, 3)])


def _rows(counts: Counts) -> list[tuple[Words, Ids, Ids, Ids]]:
    return list(zip(counts.words, counts.levels, counts.first, counts.totals, strict=True))


def _narrow(numbers: NDArray[np.integer]) -> NDArray[np.generic]:
    """The same numbers in as few bytes as hold the largest of them."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))


def _read(path: Path) -> Counts:
    # Opened here: numpy leaves a damaged file open.
    with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
        form, order = (int(number) for number in file["format"])
        if form != FORMAT:
            raise ValueError(f"format {form}")
        lengths = range(2, order + 1)
        words = [file[f"words{length}"].astype(np.int32) for length in lengths]
        counts, children, gone = (
            [file[f"{name}{length}"].astype(np.int64) for length in lengths]
            for name in ("counts", "children", "pruned")
        )
        unigrams, discounts = file["unigrams"].astype(np.int64), list(file["discounts"].astype(np.float64))
    first = [np.concatenate(([0], np.cumsum(row))) for row in children]
    for parents, row, at, names, lost in zip([unigrams, *counts], counts, first, words, gone, strict=False):
        fits = parents.size + 1 == at.size == lost.size + 1 and at[-1] == row.size == names.size
        if not fits or names.max(initial=0) >= unigrams.size:
            raise ValueError("rows that do not fit together")
    if len(discounts) != order:
        raise ValueError("a discount is missing")
    totals = [sums(row, at) + lost for row, at, lost in zip(counts, first, gone, strict=True)]
    return Counts(unigrams, words, counts, first, totals, discounts)
