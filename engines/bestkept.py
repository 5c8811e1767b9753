"""Looking at held-out documents now and then: the best weights are kept, the rate halves, and learning ends in time."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from torch import Tensor


class BestKept:
    """The best weights so far, and how long ago they were the best.

    A look is better only when the perplexity falls by a thousandth: noise is no progress. ``best`` is the best look;
    ``kept`` may be better still, for weights can be offered between two looks, which changes nothing else.
    """

    LEAST = 0.999

    def __init__(self, halve_after: int, patience: int) -> None:
        self._halve_after, self._patience = halve_after, patience
        self.looks = 0
        self.stale = 0
        self.halvings = 0
        self.latest = math.nan
        self.lowest = math.inf
        self.best = math.inf
        self.kept = math.inf
        self.kept_at = 0
        self.weights: dict[str, Tensor] = {}

    @property
    def finished(self) -> bool:
        """Whether nothing got better for so long that going on would only memorise."""
        return self.stale >= self._patience

    def look(self, perplexity: float, step: int, weights: Mapping[str, Tensor]) -> None:
        """Take note of ``perplexity`` of ``weights`` at ``step``; keeps a copy of them when they are the best."""
        self.looks += 1
        self.latest = perplexity
        self.best = min(self.best, perplexity)
        self.offer(perplexity, step, weights)
        if perplexity < self.lowest * self.LEAST:
            self.lowest = perplexity
            self.stale = 0
            return
        self.stale += 1
        if self.stale % self._halve_after == 0:
            self.halvings += 1

    def offer(self, perplexity: float, step: int, weights: Mapping[str, Tensor]) -> None:
        """Keep ``weights`` if they are the best, without counting this as a look."""
        if perplexity < self.kept:
            self.kept, self.kept_at = perplexity, step
            self.weights = {name: value.detach().clone() for name, value in weights.items()}

    def state(self) -> dict[str, Any]:
        numbers = ("looks", "stale", "halvings", "latest", "lowest", "best", "kept", "kept_at")
        return {name: getattr(self, name) for name in numbers} | {"weights": self.weights}

    def load_state(self, state: Mapping[str, Any]) -> None:
        for name, value in state.items():
            setattr(self, name, value)
        self.weights = {name: value.clone() for name, value in state["weights"].items()}
