"""What a model wrote, and why: notes, where it looked for each of them, and what else could have come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engines.compose.notes import Note

Shares = NDArray[np.float32]


@dataclass(frozen=True)
class Insight:
    """What a model thought at each of n ``notes``, one row a note.

    ``columns`` are the m sounds that could be looked at, in order: the highest note of each, None for rests and for
    what stands before the first note. ``attention`` (n, heads, m) is how it looked at them when it chose the note:
    each row sums to 1 over the columns before the note. ``pitch_probabilities`` (n, 128) say how likely each pitch
    was to sound there (a rest has what is missing to 1), ``duration_probabilities`` (n, D) how likely each of
    ``durations`` (D,) ticks; ``end_probabilities`` (n,) that the line had ended instead. ``surprise`` (n, 2) is that
    of pitch and duration in nats. All before temperature and limits.
    """

    notes: tuple[Note, ...]
    columns: tuple[Note | None, ...]
    attention: Shares
    pitch_probabilities: Shares
    duration_probabilities: Shares
    end_probabilities: Shares
    durations: NDArray[np.int64]
    surprise: Shares

    @property
    def mean_attention(self) -> Shares:
        """The mean over all heads, (n, m)."""
        return np.asarray(self.attention.mean(1), dtype=np.float32)


@dataclass(frozen=True)
class Take(Insight):
    """One way to go on. ``nats`` is its mean surprise a note, ``in_scale`` the share of its notes in the scale.

    ``fit`` is what takes are ranked by, the best first: the log-probability a note, of what follows too where notes
    follow, less what is outside of the scale or dull (see ``ranking.takes_of``). ``number`` tells takes of one
    ``seed`` apart: it is the same whatever the number of takes.
    """

    nats: float = 0.0
    in_scale: float = 1.0
    fit: float = 0.0
    number: int = 0
    seed: int = 0


@dataclass(frozen=True)
class Takes:
    """The takes, best first; ``recipe`` (model, place and settings) makes them again."""

    takes: tuple[Take, ...]
    recipe: Mapping[str, Any] = field(default_factory=dict)

    @property
    def best(self) -> Take:
        """The first one."""
        return self.takes[0]


def in_scale(notes: Sequence[Note], scale: Sequence[int] | frozenset[int]) -> float:
    """The share of notes whose pitch class is of ``scale``; 1 without notes or scale."""
    if not notes or not scale:
        return 1.0
    return sum(note.pitch % 12 in scale for note in notes) / len(notes)


#: Every major scale has the pitch classes of a natural minor one.
SCALES = tuple(frozenset((tonic + step) % 12 for step in (0, 2, 4, 5, 7, 9, 11)) for tonic in range(12))


def scale_consistency(notes: Sequence[Note]) -> float:
    """The largest share of notes that lie in one major or natural minor scale (Mogren 2016); 1 without notes."""
    return max(in_scale(notes, scale) for scale in SCALES)
