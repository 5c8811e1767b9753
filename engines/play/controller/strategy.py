"""CMA-ES (Hansen 2016) by the `cma` package, with mirrored samples and a state that is numbers only.

Every candidate has a mirror on the other side of the mean (Brockhoff et al. 2010). Only the better of the two counts
as a parent: with both, chance alone would shorten the steps (Auger, Brockhoff and Hansen 2011, pairwise selection).
The package's own way to keep a state is a pickle, which could run anything when it is read; here a new strategy is
given the numbers of the old one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from engines.errors import BadCheckpoint, BadInput

#: The numbers that a generation changes and the next one reads: of the strategy itself and of its parts.
_OWN = ("mean", "mean_old", "sigma", "_sigma_old", "pc", "pc2", "countiter", "countevals")
_PARTS = {
    "adapt_sigma": ("ps", "_ps_updated_iteration", "delta", "_last_multiplier"),
    "sigma_vec": ("scaling", "is_identity"),
    "sm": ("C", "B", "D", "last_update", "count_tell", "count_eigen"),
}
_COUNTS = ("countiter", "countevals", "_ps_updated_iteration", "last_update", "count_tell", "count_eigen")


class Strategy:
    """Asks for candidates and is told their scores, the higher the better; ``population`` is even.

    ``diagonal`` learns a step size for each number (sep-CMA-ES, Ros and Hansen 2008) instead of all their
    covariances. Candidates follow from ``seed`` and what was told before, and from nothing else.
    """

    def __init__(
        self, start: NDArray[Any], sigma: float, population: int, *, diagonal: bool = True, seed: int = 0
    ) -> None:
        if population < 4 or population % 2 or not sigma > 0:
            raise BadInput("Evolution needs an even number of at least 4 candidates and a step above 0.")
        self._start, self._sigma, self._population = np.array(start, np.float64), sigma, population
        self._diagonal, self._seed = diagonal, seed
        self._es = self._fresh()

    @property
    def generation(self) -> int:
        """Generations told so far."""
        return int(self._es.countiter)

    @property
    def mean(self) -> NDArray[np.float64]:
        """The middle of the candidates (n,)."""
        return np.array(self._es.mean, np.float64)

    @property
    def sigma(self) -> float:
        """The step size in all directions."""
        return float(self._es.sigma)

    def ask(self) -> NDArray[np.float64]:
        """The candidates of this generation (population, n): the same whenever it is asked before it is told.

        The second half are the mirrors of the first.
        """
        self._es.number_of_solutions_asked = 0
        return np.array(self._es.ask(), np.float64)

    def tell(self, candidates: NDArray[np.float64], scores: NDArray[Any]) -> None:
        """Learn from the scores (population,) of what ``ask`` gave."""
        ranks = np.empty(self._population)
        ranks[parents_first(np.asarray(scores, np.float64))] = np.arange(self._population)
        self._es.tell(list(candidates), ranks.tolist())

    def state(self) -> dict[str, Any]:
        """All that the next generation depends on, as tensors and numbers."""
        found = {name: _plain(getattr(self._es, name)) for name in _OWN if hasattr(self._es, name)}
        for part, names in _PARTS.items():
            whole = getattr(self._es, part)
            found |= {f"{part}.{name}": _plain(getattr(whole, name)) for name in names if hasattr(whole, name)}
        return found

    def load_state(self, state: Mapping[str, Any]) -> None:
        """Go back to exactly what ``state`` returned; raises BadCheckpoint for the state of another strategy."""
        self._es = self._fresh()
        if state["countiter"] == 0:
            return
        mean = state["mean"]
        if mean.shape != self._start.shape or ("sm.C" in state) == self._diagonal:
            raise BadCheckpoint("This run was evolved with another strategy. Resume it with the same.")
        self._es.adapt_sigma.initialize(self._es)
        self._es.ask()  # what it makes at its first generation, a later one expects
        for name, value in state.items():
            part, _, last = name.rpartition(".")
            setattr(getattr(self._es, part) if part else self._es, last, _lively(last, value))
        self._es._updateBDfromSM(self._es.sm)

    def _fresh(self) -> Any:
        import cma  # type: ignore[import-untyped]
        from cma.sigma_adaptation import CMAAdaptSigmaCSA  # type: ignore[import-untyped]

        options = {
            "popsize": self._population,
            "CMA_diagonal": self._diagonal,
            # A mirror has the same covariance as its candidate: as a bad example it would take back what the good
            # one taught.
            "CMA_active": False,
            # Named, for in many dimensions the package would take one that injects candidates of its own.
            "AdaptSigma": CMAAdaptSigmaCSA,
            "randn": self._drawn,
            "seed": float("nan"),
            "verbose": -9,
            "verb_log": 0,
        }
        return cma.CMAEvolutionStrategy(self._start, self._sigma, options)

    def _drawn(self, *shape: int) -> NDArray[np.float64]:
        """Normal numbers of this generation, the second half of the rows mirrored."""
        dice = np.random.default_rng([self._seed, self.generation])
        half = dice.standard_normal((shape[0] // 2, *shape[1:]))
        return np.concatenate([half, -half])


def parents_first(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """The order of candidates and mirrors (n,): the better of each pair from the best down, then the others."""
    first, second = np.split(scores, 2)
    better = np.concatenate([first >= second, second > first])
    return np.lexsort((-scores, ~better))


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray) and value.ndim:
        return torch.from_numpy(np.array(value))
    if isinstance(value, bool | np.bool_):
        return bool(value)
    return int(value) if isinstance(value, int | np.integer) else float(value)


def _lively(name: str, value: Any) -> Any:
    if isinstance(value, torch.Tensor):
        return value.numpy().copy()
    return int(value) if name in _COUNTS else value
