"""Network, word counts and the person's own document as one distribution, in shares that held-out text decides."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from engines.errors import BadInput
from engines.write.cache import HALF_LIFE

Probabilities = NDArray[np.float32]


@dataclass(frozen=True)
class Mixture:
    """Shares of the three, summing to 1, the network's temperature, and after how many words the cache half forgets.

    ``cache_beside_ngram`` is the cache's share where there is no network: the baseline that is shown beside.
    """

    network: float = 0.7
    ngram: float = 0.25
    cache: float = 0.05
    temperature: float = 1.0
    half_life: float = HALF_LIFE
    cache_beside_ngram: float = 0.05
    fitted_on: int = 0

    def __post_init__(self) -> None:
        shares = (self.network, self.ngram, self.cache, self.cache_beside_ngram)
        numbers = (*shares, self.temperature, self.half_life)
        if not all(math.isfinite(number) for number in numbers) or min(shares) < 0 or max(shares) > 1:
            raise BadInput("The shares of a mixture must be numbers from 0 to 1. Train or install the model again.")
        if abs(self.network + self.ngram + self.cache - 1) > 1e-3 or self.temperature <= 0 or self.half_life < 1:
            raise BadInput("The shares of a mixture must make 1 together. Train or install the model again.")

    def without_network(self) -> Mixture:
        """The baseline: word counts and cache alone."""
        share = self.cache_beside_ngram
        return Mixture(0.0, 1 - share, share, 1.0, self.half_life, share, self.fitted_on)

    def combine(
        self, logits: Probabilities | None, ngram: Probabilities | None, cache: Probabilities | None
    ) -> Probabilities:
        """One distribution from the network's logits (V,), the n-gram's (V,) and the cache's (V + own words,).

        What is None, or a cache without words, leaves its share to the others in their proportion. float32, sums to
        1, as long as the longest of the three.
        """
        parts: list[tuple[float, Probabilities]] = []
        if logits is not None:
            parts.append((self.network, softmax(logits / np.float32(self.temperature))))
        if ngram is not None:
            parts.append((self.ngram, ngram))
        if cache is not None and cache.any():
            parts.append((self.cache, cache))
        whole = sum(share for share, _ in parts)
        if whole <= 0:
            raise ValueError("none of the parts with a share is there")
        mixed = np.zeros(max(part.size for part in (logits, ngram, cache) if part is not None), dtype=np.float32)
        for share, part in parts:
            if share:
                mixed[: part.size] += np.float32(share / whole) * part
        return mixed

    def to_dict(self) -> dict[str, Any]:
        """Plain numbers for a card."""
        return asdict(self)

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Mixture:
        """What ``to_dict`` gave; what is missing is as usual. Raises BadInput."""
        try:
            known = {each.name: float(plain[each.name]) for each in fields(cls) if each.name in plain}
        except (TypeError, ValueError) as error:
            raise BadInput("The shares of a mixture must be numbers. Train or install the model again.") from error
        return cls(**{**known, "fitted_on": int(known.get("fitted_on", 0))})  # type: ignore[arg-type]


def softmax(logits: NDArray[np.float32]) -> Probabilities:
    """Probabilities along the last axis."""
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return cast(Probabilities, raised / raised.sum(axis=-1, keepdims=True))
