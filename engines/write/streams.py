"""Documents laid out for learning: several read side by side, each from its first word to its last."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engines.write.networks import Passages
from engines.write.vocabulary import UNK_ID

Words = NDArray[np.integer[Any]]

#: Sections of long documents are at least so long: each costs the memory of what stood before it.
SHORTEST_SECTION = 500


@dataclass(frozen=True)
class Window:
    """Passages to learn from in one step, with the word that follows each word, and where memories come from and go.

    ``carried`` (passages,) is the line whose memory a passage continues, -1 where a document begins. ``kept`` (lines,)
    is the passage whose memory the line goes on with; a line whose document ended keeps it too and never uses it.
    """

    passages: Passages
    targets: Tensor
    carried: Tensor
    kept: Tensor


def packed(pieces: Sequence[Words]) -> tuple[Passages, NDArray[np.intp]]:
    """``pieces`` as Passages, and the order they were put in (longest first): passage k is pieces[order[k]]."""
    lengths = np.array([len(piece) for piece in pieces])
    order = np.argsort(-lengths, kind="stable")
    longest = int(lengths.max())
    grid = np.zeros((longest, len(pieces)), dtype=np.int64)
    for row, index in enumerate(order):
        grid[: lengths[index], row] = pieces[index]
    there = np.arange(longest)[:, None] < lengths[order]
    rows = np.nonzero(there)[1]
    sizes = there.sum(axis=1)
    return Passages(torch.from_numpy(grid[there]), torch.from_numpy(sizes), torch.from_numpy(rows)), order


def sections(documents: Sequence[Words], lines: int) -> list[Words]:
    """Documents cut so that one long novel does not keep a single line busy; pieces share one word at each cut."""
    total = sum(len(document) - 1 for document in documents)
    longest = max(SHORTEST_SECTION, total // (4 * lines))
    found: list[Words] = []
    for document in documents:
        count = -(-(len(document) - 1) // longest)
        cuts = np.linspace(0, len(document) - 1, count + 1).round().astype(int)
        found += [document[start : end + 1] for start, end in pairwise(cuts)]
    return found


class Streams:
    """Endless reading: ``lines`` documents at a time, the next one of a shuffled pile whenever one ends.

    Words that occur only once are read as <unk> every second time: a network that never met <unk> would never
    expect a word it does not know.
    """

    def __init__(self, documents: Sequence[Words], lines: int, chance: random.Random) -> None:
        self._documents = [document for document in sections(documents, lines) if len(document) > 1]
        self._once = _seen_once(self._documents)
        self._chance = chance
        self._pile: list[int] = []
        #: The document of each line and how many of its words were read.
        self._places = [(self._draw(), 0) for _ in range(lines)]

    @property
    def words(self) -> int:
        """How many words there are to predict in all documents together."""
        return sum(len(document) - 1 for document in self._documents)

    def window(self, length: int) -> Window:
        """The next ``length`` words of every line."""
        pieces: list[Words] = []
        carried: list[int] = []
        last: list[int] = []
        for line in range(len(self._places)):
            left = length
            while left:
                document, place = self._places[line]
                piece = self._documents[document][place : place + left + 1]
                carried.append(line if place else -1)
                pieces.append(self._with_unknowns(piece))
                left -= len(piece) - 1
                self._move(line, len(piece) - 1)
            last.append(len(pieces) - 1)
        return _window(pieces, carried, last)

    def _move(self, line: int, words: int) -> None:
        document, place = self._places[line]
        ended = place + words == len(self._documents[document]) - 1
        self._places[line] = (self._draw(), 0) if ended else (document, place + words)

    def _with_unknowns(self, piece: Words) -> Words:
        places = np.flatnonzero(self._once[piece])
        hidden = [place for place in places if self._chance.random() < 0.5]
        if not hidden:
            return piece
        changed = piece.copy()
        changed[hidden] = UNK_ID
        return changed

    def _draw(self) -> int:
        if not self._pile:
            self._pile = list(range(len(self._documents)))
            self._chance.shuffle(self._pile)
        return self._pile.pop()

    def state(self) -> dict[str, Any]:
        return {"pile": list(self._pile), "places": [list(place) for place in self._places]}

    def load_state(self, state: Mapping[str, Any]) -> None:
        self._pile = list(state["pile"])
        self._places = [(document, place) for document, place in state["places"]]


def _seen_once(documents: Sequence[Words]) -> NDArray[np.bool_]:
    """By id, whether a word occurs a single time."""
    most = max(int(document.max()) for document in documents)
    counts = np.zeros(most + 1, dtype=np.int64)
    for document in documents:
        counts += np.bincount(document, minlength=most + 1)
    once: NDArray[np.bool_] = counts == 1
    return once


def _window(pieces: Sequence[Words], carried: Sequence[int], last: Sequence[int]) -> Window:
    passages, order = packed([piece[:-1] for piece in pieces])
    targets, _ = packed([piece[1:] for piece in pieces])
    where = np.argsort(order)
    kept = torch.from_numpy(where[np.array(last)])
    return Window(passages, targets.words, torch.from_numpy(np.array(carried)[order]), kept)
