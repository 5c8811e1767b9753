"""Passages that repeat the training text word for word."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engines.errors import BadInput
from engines.files import written_beside
from engines.write.tokens import is_word, spelling, tokenise

LEAST = 7
"""So many words in a row make a copy."""

Hashes = npt.NDArray[np.uint64]

# 48 bits: among a million runs of words, one look-up in 280 million hits by chance; and they pack small.
_BITS = np.uint64(48)
_ODD = 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True)
class Passage:
    """A copied passage: characters ``start`` to ``end`` of the text, and how many words it has."""

    start: int
    end: int
    words: int


@dataclass(frozen=True, slots=True, eq=False)
class CopyIndex:
    """Every run of ``least`` words of a corpus as a number; the text itself cannot be read from it."""

    hashes: Hashes
    least: int = LEAST

    @classmethod
    def of_texts(cls, texts: Iterable[str], least: int = LEAST) -> CopyIndex:
        """The index of ``texts``; capitals and punctuation make no difference."""
        runs = [np.unique(_runs(_words(text)[0], least)) for text in texts]
        return cls(np.unique(np.concatenate(runs)) if runs else np.empty(0, np.uint64), least)

    def save(self, path: Path) -> None:
        """Write the index as .npz, beside it first; raises CannotWrite."""
        # Differences of sorted numbers, byte by byte: the upper bytes are nearly all zero and pack away.
        steps = np.diff(self.hashes, prepend=np.uint64(0))
        planes = np.ascontiguousarray(steps.astype("<u8").view(np.uint8).reshape(-1, 8).T)
        with written_beside(path) as beside, beside.open("wb") as stream:
            np.savez_compressed(stream, planes=planes, least=np.int64(self.least))

    @classmethod
    def load(cls, path: Path) -> CopyIndex:
        """Read what ``save`` wrote; raises BadInput for anything else."""
        try:
            with path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
                planes, least = stored["planes"], int(stored["least"])
            if planes.dtype != np.uint8 or planes.ndim != 2 or planes.shape[0] != 8 or least < 1:
                raise ValueError("planes")
        except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile, NotImplementedError) as error:
            raise BadInput(f"“{path.name}” is missing or damaged. Train the model again.") from error
        steps = np.ascontiguousarray(planes.T).view("<u8").reshape(-1).astype(np.uint64)
        return cls(np.cumsum(steps, dtype=np.uint64), least)


def copied_passages(text: str, index: CopyIndex, least: int = LEAST) -> list[Passage]:
    """The passages of ``text`` that stand word for word in the indexed corpus, longest possible, in order.

    ``least`` words or more are told; fewer than the index was made for cannot be.
    """
    words, places = _words(text)
    runs = _runs(words, index.least)
    if not len(runs) or not len(index.hashes):
        return []
    found = np.searchsorted(index.hashes, runs)
    hits = np.flatnonzero(index.hashes[np.minimum(found, len(index.hashes) - 1)] == runs)
    passages: list[Passage] = []
    # Runs that begin one after another are one passage.
    for group in np.split(hits, np.flatnonzero(np.diff(hits) > 1) + 1):
        if len(group) and (length := len(group) + index.least - 1) >= least:
            first, last = int(group[0]), int(group[-1]) + index.least - 1
            passages.append(Passage(places[first][0], places[last][1], length))
    return passages


def _words(text: str) -> tuple[Hashes, list[tuple[int, int]]]:
    """The numbers of the words of ``text``, and where each begins and ends."""
    hashes: list[int] = []
    places: list[tuple[int, int]] = []
    end = 0
    for before, word in tokenise(text):
        start, end = end + len(before), end + len(before) + len(word)
        if word and is_word(word):
            hashes.append(_hash(word))
            places.append((start, end))
    return np.array(hashes, dtype=np.uint64), places


@lru_cache(maxsize=65_536)
def _hash(word: str) -> int:
    plain = spelling(word).casefold().encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(plain, digest_size=8).digest(), "little")


def _runs(words: Hashes, least: int) -> Hashes:
    """One number for each run of ``least`` words: a polynomial of their numbers, modulo 2^64, upper 48 bits."""
    count = max(0, len(words) - least + 1)
    total = np.zeros(count, dtype=np.uint64)
    factor = np.uint64(_ODD)
    for place in range(least):
        total = total * factor + words[place : place + count]
    # The lower bits of a product depend on few others: multiply once more, and keep the upper ones.
    return (total ^ (total >> np.uint64(29))) * factor >> (np.uint64(64) - _BITS)
