"""From a chance for each word to spans: the tags B (begins an answer), I (goes on) and O (outside)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

OUTSIDE, BEGIN, INSIDE = 0, 1, 2


class Span(NamedTuple):
    """Words ``first`` to ``end`` (exclusive) as an answer, with a score from 0 to 1."""

    first: int
    end: int
    score: float


def tags_of(spans: Sequence[tuple[int, int]], length: int) -> NDArray[np.int64]:
    """The B, I and O tags (length,) of spans of words; where two overlap, the earlier and longer one stands."""
    tags = np.zeros(length, np.int64)
    for first, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if tags[first:end].any():
            continue
        tags[first:end] = INSIDE
        tags[first] = BEGIN
    return tags


def best_tags(chances: NDArray[np.float32]) -> NDArray[np.int64]:
    """The likeliest row of tags in which no I follows an O, from chances (words, 3); Viterbi, “Error bounds” (1967)."""
    if not len(chances):
        return np.zeros(0, np.int64)
    logs = np.log(np.maximum(chances.astype(np.float64), 1e-30))
    best, back = logs[0].copy(), np.zeros((len(logs), 3), np.int64)
    best[INSIDE] = -np.inf
    for place in range(1, len(logs)):
        before = np.tile(best, (3, 1))
        before[INSIDE, OUTSIDE] = -np.inf
        back[place] = before.argmax(axis=1)
        best = before.max(axis=1) + logs[place]
    tags = np.zeros(len(logs), np.int64)
    tags[-1] = best.argmax()
    for place in range(len(logs) - 1, 0, -1):
        tags[place - 1] = back[place, tags[place]]
    return tags


def spans_of(tags: NDArray[np.int64], chances: NDArray[np.float32]) -> list[Span]:
    """The spans that tags mark; a span's score is the geometric mean of the chances of its own tags."""
    spans: list[Span] = []
    for first in np.flatnonzero(tags == BEGIN):
        end = int(first) + 1
        while end < len(tags) and tags[end] == INSIDE:
            end += 1
        own = chances[np.arange(first, end), tags[first:end]].astype(np.float64)
        spans.append(Span(int(first), end, float(np.exp(np.log(np.maximum(own, 1e-30)).mean()))))
    return spans
