"""Whether percentages can be believed: of all words shown with 30 %, did 30 % come?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The words shown with a probability from ``low`` to ``high``: how many, said on average, and how many came."""

    low: float
    high: float
    count: int
    said: float
    came: float


@dataclass(frozen=True)
class Calibration:
    """A reliability table and its expected calibration error (Guo et al. 2017, equation 3), 0 being perfect."""

    bins: tuple[Bin, ...]
    error: float

    def to_dict(self) -> dict[str, Any]:
        """Plain numbers for a card."""
        return {"error": self.error, "bins": [asdict(each) for each in self.bins]}

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Calibration:
        """What ``to_dict`` gave."""
        rows: Sequence[Mapping[str, Any]] = plain["bins"]
        bins = (
            Bin(float(row["low"]), float(row["high"]), int(row["count"]), float(row["said"]), float(row["came"]))
            for row in rows
        )
        return cls(tuple(bins), float(plain["error"]))


class Reliability:
    """Collects probabilities that were said and whether the word came, in bins of equal width."""

    def __init__(self, bins: int = BINS) -> None:
        self._count = np.zeros(bins, dtype=np.int64)
        self._said = np.zeros(bins)
        self._came = np.zeros(bins)

    def add(self, said: ArrayLike, came: ArrayLike) -> None:
        """Some probabilities (0..1) and, for each, whether it came true."""
        probabilities = np.asarray(said, dtype=np.float64).reshape(-1)
        hits = np.asarray(came, dtype=np.float64).reshape(-1)
        size = self._count.size
        # A probability of exactly 1 belongs to the last bin.
        places = np.clip((probabilities * size).astype(np.int64), 0, size - 1)
        self._count += np.bincount(places, minlength=size)
        self._said += np.bincount(places, weights=probabilities, minlength=size)
        self._came += np.bincount(places, weights=hits, minlength=size)

    def calibration(self) -> Calibration:
        """The table so far; error 0 where nothing was collected."""
        total, size = int(self._count.sum()), self._count.size
        bins = []
        for at in range(size):
            many = max(1, int(self._count[at]))
            said, came = float(self._said[at] / many), float(self._came[at] / many)
            bins.append(Bin(at / size, (at + 1) / size, int(self._count[at]), said, came))
        error = sum(each.count * abs(each.said - each.came) for each in bins) / max(1, total)
        return Calibration(tuple(bins), error)
