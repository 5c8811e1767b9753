"""M as everything but its training uses it: ONNX Runtime, numpy arrays in and out, many dreams at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engines.errors import BadInput
from engines.runtime import session

#: As ``exporting`` names them; its own module would bring torch along.
STEP, NEXT = "memory-step.onnx", "memory-next.onnx"

Floats = NDArray[np.float32]
#: h and c.
State = tuple[Floats, ...]


@dataclass(frozen=True, eq=False)
class Mixture:
    """What M expects of n moments: ``log_weight``, ``mean`` and ``log_sigma`` (n, 32, 5), ``tile`` and ``over`` (n,).

    The last two are chances from 0 to 1.
    """

    log_weight: Floats
    mean: Floats
    log_sigma: Floats
    tile: Floats
    over: Floats

    @property
    def expectation(self) -> Floats:
        """The mean (n, 32) of all that is expected."""
        middle: Floats = (np.exp(self.log_weight) * self.mean).sum(-1)
        return middle


class Memory:
    """The M in a folder (a model's or a run's). Nothing is loaded before it is first used.

    A state is h and c, float32 (n, 256) each. Raises MissingWeights at first use when a file is missing or damaged.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        self.folder = folder
        self._threads = threads

    @cached_property
    def _step(self) -> Any:
        return session(self.folder / STEP, self._threads)

    @cached_property
    def _next(self) -> Any:
        return session(self.folder / NEXT, self._threads)

    @cached_property
    def units(self) -> int:
        """How wide h and c are."""
        return int(self._step.get_inputs()[2].shape[1])

    def start(self, n: int) -> State:
        """The state of n memories that know nothing yet."""
        return np.zeros((n, self.units), np.float32), np.zeros((n, self.units), np.float32)

    def step(self, z: Floats, action: Floats, state: State) -> State:
        """The state after seeing ``z`` (n, 32) and doing ``action`` (n, 3)."""
        fed = {"latents": z, "actions": action, "hidden": state[0], "cell": state[1]}
        fed = {name: np.ascontiguousarray(value, np.float32) for name, value in fed.items()}
        hidden, cell = self._step.run(["hidden_next", "cell_next"], fed)
        return hidden, cell

    def mixture(self, state: State) -> Mixture:
        """What is expected next."""
        names = ["log_weight", "mean", "log_sigma", "tile", "over"]
        found = self._next.run(names, {"hidden": np.ascontiguousarray(state[0], np.float32)})
        log_weight, mean, log_sigma, tile, over = found
        return Mixture(log_weight, mean, log_sigma, _chance(tile), _chance(over))

    def next(
        self, state: State, temperature: float | Floats, rng: np.random.Generator
    ) -> tuple[Floats, NDArray[np.int64], NDArray[np.bool_]]:
        """A draw of what comes next: latents (n, 32), tiles hit (n,) 0 or 1, and whether it is over (n,).

        ``temperature``, one or (n,), above 0: log weights are divided by it and noise multiplied by its root, as in
        the authors' own dreams; it is over where the chance is above a half, as in their appendix.
        """
        return draw(self.mixture(state), temperature, rng)


def draw(
    mixture: Mixture, temperature: float | Floats, rng: np.random.Generator
) -> tuple[Floats, NDArray[np.int64], NDArray[np.bool_]]:
    """A draw from a mixture, see ``Memory.next``; raises BadInput for a temperature of 0 or less."""
    heat: Floats = np.broadcast_to(np.asarray(temperature, np.float32), (len(mixture.tile),))[:, None]
    if not (heat > 0).all():
        raise BadInput("The temperature of a dream must be above 0.")
    logits = mixture.log_weight / heat[..., None]
    shares = np.exp(logits - logits.max(-1, keepdims=True)).cumsum(-1)
    place = rng.random((*shares.shape[:-1], 1), np.float32) * shares[..., -1:]
    # Rounding could reach the very end, and there is nothing behind the last one.
    chosen = np.minimum((shares < place).sum(-1, keepdims=True), shares.shape[-1] - 1)
    mean = np.take_along_axis(mixture.mean, chosen, -1)[..., 0]
    sigma = np.exp(np.take_along_axis(mixture.log_sigma, chosen, -1)[..., 0])
    noise = rng.standard_normal(mean.shape, np.float32)
    latents = (mean + sigma * np.sqrt(heat) * noise).astype(np.float32)
    tiles = (rng.random(len(mixture.tile), np.float32) < mixture.tile).astype(np.int64)
    return latents, tiles, mixture.over > 0.5


def _chance(logits: Floats) -> Floats:
    chance: Floats = 0.5 + 0.5 * np.tanh(0.5 * logits)
    return chance
