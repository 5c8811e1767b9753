"""Counting word sequences for Kneser-Ney without a loop over the words: every length is one sort of packed numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engines.write.vocabulary import STORY_ID, UNK_ID

Ids = NDArray[np.int64]
Words = NDArray[np.int32]
Discounts = NDArray[np.float64]

USUAL_DISCOUNTS = (0.5, 1.0, 1.5)
"""Taken off counts of 1, 2 and more where a corpus is too small to tell."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted. Lists hold one array for n-grams of 2, 3, … words; ``discounts`` also one for single words.

    The n-grams of one length are sorted by (parent, last word), the parent being the node of their first words:
    those under parent p are ``words[first[p]:first[p + 1]]``. The longest are counted as they occur, all shorter
    ones by how many different words stand before them. ``totals`` sums a parent's counts before any pruning.
    """

    unigrams: Ids
    words: list[Words]
    levels: list[Ids]
    first: list[Ids]
    totals: list[Ids]
    discounts: list[Discounts]


def stream(documents: Sequence[ArrayLike]) -> Ids:
    """All documents in a row, with exactly one STORY before, between and after them."""
    edge = np.array([STORY_ID], dtype=np.int64)
    pieces = [edge]
    for document in documents:
        pieces += [np.asarray(document, dtype=np.int64).reshape(-1), edge]
    ids = np.concatenate(pieces)
    is_story = ids == STORY_ID
    keep = np.ones(ids.size, dtype=bool)
    keep[1:] = ~(is_story[1:] & is_story[:-1])
    return ids[keep]


def without_half_of_the_singletons(ids: Ids, vocabulary_size: int) -> Ids:
    """The same ids with every second word that occurs once read as ``<unk>``."""
    seen = np.bincount(ids, minlength=vocabulary_size)
    once = np.flatnonzero(seen == 1)
    once = once[(once != UNK_ID) & (once != STORY_ID)]
    reads_as = np.arange(vocabulary_size)
    reads_as[once[::2]] = UNK_ID
    return reads_as[ids]


def words_before(ids: Ids) -> Ids:
    """For every place, how many words lie between it and the last STORY before it, that STORY counted too."""
    places = np.arange(ids.size)
    last = np.maximum.accumulate(np.where(ids == STORY_ID, places, -1))
    before = np.concatenate(([-1], last[:-1]))
    # Without any STORY before it, everything since the first id counts.
    return cast(Ids, np.where(before < 0, places, places - before))


def counted(ids: Ids, vocabulary_size: int, order: int) -> Counts:
    """Count n-grams of up to ``order`` words in a ``stream``; ids are below ``vocabulary_size``."""
    known = words_before(ids)
    nodes = ids
    sizes, words, first, examples = [vocabulary_size], [], [], []
    # Nodes of all lengths are needed at once: a shorter n-gram is counted by the longer ones that end with it.
    at_length = [nodes]
    raw = np.bincount(ids[known >= 1], minlength=vocabulary_size)
    for length in range(2, order + 1):
        targets = np.flatnonzero(known >= length - 1)
        keys = nodes[targets - 1] * vocabulary_size + ids[targets]
        unique, example, inverse, raw = np.unique(keys, return_index=True, return_inverse=True, return_counts=True)
        parents = unique // vocabulary_size
        nodes = np.full(ids.size, -1, dtype=np.int64)
        nodes[targets] = inverse
        first.append(np.searchsorted(parents, np.arange(sizes[-1] + 1)).astype(np.int64))
        words.append((unique % vocabulary_size).astype(np.int32))
        examples.append(targets[example])
        sizes.append(unique.size)
        at_length.append(nodes)
    counts: list[Ids] = []
    for length in range(1, order):
        nodes = at_length[length - 1]
        openers = nodes[known == length - 1] if length > 1 else np.empty(0, dtype=np.int64)
        seen = np.concatenate((nodes[examples[length - 1]], openers))
        counts.append(np.bincount(seen, minlength=sizes[length - 1]).astype(np.int64))
    counts.append(raw.astype(np.int64))
    totals = [sums(row, at) for row, at in zip(counts[1:], first, strict=True)]
    return Counts(counts[0], words, counts[1:], first, totals, [discounts(row) for row in counts])


def sums(counts: Ids, first: Ids) -> Ids:
    """The sum of every parent's counts."""
    return cast(Ids, np.diff(np.concatenate(([0], np.cumsum(counts)))[first]))


def discounts(counts: Ids) -> Discounts:
    """What is taken off counts of 1, 2 and 3 or more: (3,), Chen and Goodman 1998, equation 17."""
    ones, twos, threes, fours = (int(np.count_nonzero(counts == number)) for number in (1, 2, 3, 4))
    if not (ones and twos and threes and fours):
        return np.array(USUAL_DISCOUNTS)
    share = ones / (ones + 2 * twos)
    found = np.array([1 - 2 * share * twos / ones, 2 - 3 * share * threes / twos, 3 - 4 * share * fours / threes])
    # Odd counts of counts may ask for more than the count or less than nothing: some must always be left to others.
    usable = (found > 0) & (found <= np.array([1, 2, 3]))
    return cast(Discounts, np.where(usable, found, USUAL_DISCOUNTS))


def pruned(counts: Counts, least: Sequence[int]) -> Counts:
    """Without the n-grams of 2, 3, … words counted less than ``least[0]``, ``least[1]``, … and without longer ones.

    Totals and discounts stay, so that the probability of what is gone goes to the shorter contexts.
    """
    if not least:
        return counts
    words, levels, totals = list(counts.words), list(counts.levels), list(counts.totals)
    parents = [np.repeat(np.arange(at.size - 1), np.diff(at)) for at in counts.first]
    for at in reversed(range(len(levels))):
        keep = levels[at] >= (least[at] if at < len(least) else 1)
        if at + 1 < len(levels):
            # A sequence stays while a longer one that begins with it is kept.
            keep[parents[at + 1]] = True
        words[at], levels[at], parents[at] = words[at][keep], levels[at][keep], parents[at][keep]
        if at + 1 < len(levels):
            renumbered = np.cumsum(keep) - 1
            parents[at + 1] = renumbered[parents[at + 1]]
            totals[at + 1] = totals[at + 1][keep]
    sizes = [counts.unigrams.size, *[row.size for row in levels]]
    first = [np.searchsorted(row, np.arange(size + 1)) for row, size in zip(parents, sizes, strict=False)]
    return replace(counts, words=words, levels=levels, first=first, totals=totals)
