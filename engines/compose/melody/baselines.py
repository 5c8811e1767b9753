"""What counting alone foresees: sounds all alike, as often as they came, or as often as after the one before."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engines.compose.melody.features import Encoded
from engines.compose.melody.vocabulary import Ids
from engines.errors import MissingWeights

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Followers:
    """How often each number came after each, (n, n), counted in what a model learnt from."""

    counts: Counts

    def nats(self, rows: Sequence[Ids], order: int) -> float:
        """The surprise of every entry but the first of each row; ``order`` 0 uniform, 1 unigram, 2 bigram.

        Unigrams are smoothed by one each; bigrams lean on them as far as what follows a number varies (Witten and Bell
        1991).
        """
        size = len(self.counts)
        before = np.concatenate([row[:-1] for row in rows])
        after = np.concatenate([row[1:] for row in rows])
        if order == 0:
            return float(len(after) * np.log(size))
        alone = (self.counts.sum(0) + 1.0) / (self.counts.sum() + size)
        if order == 1:
            return float(-np.log(alone[after]).sum())
        total, kinds = self.counts.sum(1), (self.counts > 0).sum(1)
        shares = self.counts[before, after] + kinds[before] * alone[after]
        whole = total[before] + kinds[before]
        known = np.where(whole > 0, shares / np.maximum(whole, 1), alone[after])
        return float(-np.log(known).sum())


@dataclass(frozen=True)
class Baseline:
    """Counts of sounds and of durations, each by itself."""

    sounds: Followers
    durations: Followers

    @classmethod
    def of(cls, lines: Sequence[Encoded], sounds: int, durations: int) -> Baseline:
        """Counted in ``lines``."""
        tables = []
        for size, name in ((sounds, "sounds"), (durations, "durations")):
            table = np.zeros((size, size), dtype=np.int64)
            for line in lines:
                row = getattr(line, name)
                np.add.at(table, (row[:-1], row[1:]), 1)
            tables.append(Followers(table))
        return cls(*tables)

    def nats(self, lines: Sequence[Encoded], order: int) -> tuple[float, float]:
        """Nats per note of pitch and duration, see ``Followers.nats``; ends of lines do not count."""
        notes = max(1, sum(map(len, lines)))
        pitch = self.sounds.nats([line.sounds for line in lines], order)
        duration = self.durations.nats([line.durations for line in lines], order)
        return pitch / notes, duration / notes

    def to_bytes(self) -> bytes:
        """As a file of a model holds it."""
        stream = io.BytesIO()
        rows = {"sounds": self.sounds.counts, "durations": self.durations.counts}
        np.savez_compressed(stream, **{name: value.astype(np.int32) for name, value in rows.items()})  # type: ignore[arg-type]
        return stream.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> Baseline:
        """What ``to_bytes`` gave; raises MissingWeights."""
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as rows:
                tables = [rows[name].astype(np.int64) for name in ("sounds", "durations")]
        except (OSError, ValueError, KeyError) as error:
            raise MissingWeights("The counts of the model are damaged. Install it again.") from error
        return cls(*map(Followers, tables))
