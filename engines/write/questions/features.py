"""The book's five features: passage, question in, question out, answer mask and answer tags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engines.write.questions.networks import END, PAD, START, UNKNOWN
from engines.write.questions.reading import Asked
from engines.write.questions.spans import tags_of
from engines.write.questions.words import covering, words_of


@dataclass(frozen=True)
class Example:
    """One question as numbers; ``source`` and ``said`` number the passage's unknown words behind the vocabulary."""

    passage: NDArray[np.int64]
    source: NDArray[np.int64]
    mask: NDArray[np.float32]
    tags: NDArray[np.int64]
    heard: NDArray[np.int64]
    said: NDArray[np.int64]
    own_words: tuple[str, ...]


def numbered(words: Sequence[str], places: Mapping[str, int]) -> tuple[NDArray[np.int64], NDArray[np.int64], list[str]]:
    """Words as the vocabulary's numbers, as the pointer's numbers, and the words that only the pointer knows."""
    own: dict[str, int] = {}
    source = [places.get(word) or len(places) + own.setdefault(word, len(own)) for word in words]
    passage = [number if number < len(places) else UNKNOWN for number in source]
    return np.array(passage, np.int64), np.array(source, np.int64), list(own)


def example_of(
    asked: Asked, others: Sequence[tuple[int, int]], places: Mapping[str, int], longest: int, said_most: int
) -> Example | None:
    """The features of a question; ``others`` are all answers of its passage in characters.

    ``places`` numbers every lower-case word, the four signs included. None where the answer lies beyond the ``longest``
    words; the question is cut at ``said_most`` words.
    """
    words = words_of(asked.text)[:longest]
    span = covering(words, asked.start, asked.end)
    if span is None or (span[1] == longest and words[-1].end < asked.end):
        return None
    lower = [word.text.lower() for word in words]
    passage, source, own = numbered(lower, places)
    mask = np.zeros(len(words), np.float32)
    mask[span[0] : span[1]] = 1
    spans = [found for start, end in others if (found := covering(words, start, end))]
    known = {word: len(places) + number for number, word in enumerate(own)}
    asks = [word.text.lower() for word in words_of(asked.question)][:said_most]
    said = np.array([places.get(word) or known.get(word, UNKNOWN) for word in asks] + [END], np.int64)
    heard = np.concatenate([[START], np.where(said[:-1] < len(places), said[:-1], UNKNOWN)]).astype(np.int64)
    return Example(passage, source, mask, tags_of(spans, len(words)), heard, said, tuple(own))


def padded(rows: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Rows of unequal length as one table, filled with ``PAD``."""
    table = np.full((len(rows), max(len(row) for row in rows)), PAD, rows[0].dtype)
    for number, row in enumerate(rows):
        table[number, : len(row)] = row
    return table
