"""Which sounds may follow: known already after every duration, or said only where somebody asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Logits = NDArray[np.float32]
Ids = NDArray[np.int64]


class Sounds(Protocol):
    """The sounds that may follow in some rows, after each of D durations."""

    def after(self, rows: Sequence[int], durations: Sequence[int]) -> Logits:
        """Logits (n, S) in n rows, each after one duration."""

    def all(self) -> Logits:
        """Logits (rows, D, S) after every duration."""

    def rows(self, which: Sequence[int]) -> Sounds:
        """Some rows, in this order; a row may come several times."""


@dataclass(frozen=True)
class Known:
    """``logits`` (rows, D, S), or without D the same after each of ``lengths`` durations."""

    logits: Logits
    lengths: int = 0

    def after(self, rows: Sequence[int], durations: Sequence[int]) -> Logits:
        """See ``Sounds``."""
        at = list(rows)
        return self.logits[at] if self.lengths else self.logits[at, list(durations)]

    def all(self) -> Logits:
        """See ``Sounds``."""
        if not self.lengths:
            return self.logits
        rows, sounds = self.logits.shape
        return np.broadcast_to(self.logits[:, None], (rows, self.lengths, sounds))

    def rows(self, which: Sequence[int]) -> Known:
        """See ``Sounds``."""
        return Known(self.logits[list(which)], self.lengths)


@dataclass(frozen=True)
class Asked:
    """``answers`` (rows, embedding), of which ``session`` makes logits: a third of the work of a note is left undone.

    While music is only read nobody asks, and of all durations only the one that was drawn matters at once.
    """

    session: Any
    answers: Logits
    lengths: int

    def after(self, rows: Sequence[int], durations: Sequence[int]) -> Logits:
        """See ``Sounds``."""
        return self._said(self.answers[list(rows)], np.array(durations, dtype=np.int64))

    def all(self) -> Logits:
        """See ``Sounds``."""
        rows = len(self.answers)
        durations = np.tile(np.arange(self.lengths), rows)
        return self._said(self.answers.repeat(self.lengths, axis=0), durations).reshape(rows, self.lengths, -1)

    def rows(self, which: Sequence[int]) -> Asked:
        """See ``Sounds``."""
        return Asked(self.session, self.answers[list(which)], self.lengths)

    def _said(self, answers: Logits, durations: Ids) -> Logits:
        (logits,) = self.session.run(None, {"answers": answers, "after": durations})
        return np.asarray(logits, dtype=np.float32)


def joined(parts: Sequence[Sounds]) -> Sounds:
    """The rows of all ``parts``, which are of one model, under each other."""
    first = parts[0]
    if isinstance(first, Asked):
        answers = np.concatenate([part.answers for part in parts if isinstance(part, Asked)])
        return Asked(first.session, answers, first.lengths)
    assert isinstance(first, Known)
    return Known(np.concatenate([part.logits for part in parts if isinstance(part, Known)]), first.lengths)
