"""V, M and C as the viewer asks them: what is seen, what is remembered, and who steers by both."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from engines.errors import MissingWeights

Floats = NDArray[np.float32]
#: What a memory holds of n roads: arrays of n rows, the first of them h (n, 256).
State = tuple[Floats, ...]

LATENTS = 32


class Sees(Protocol):
    """V."""

    def encode(self, frames: NDArray[np.uint8]) -> tuple[Floats, Floats]:
        """Mean and log variance (n, 32) of frames uint8 (n, 64, 64, 3)."""
        ...

    def decode(self, latents: Floats) -> NDArray[np.uint8]:
        """Frames uint8 (n, 64, 64, 3) of latents (n, 32)."""
        ...


class Remembers(Protocol):
    """M."""

    def start(self, n: int) -> Any:
        """The state of n roads of which nothing is known."""
        ...

    def step(self, z: Floats, action: Floats, state: Any) -> Any:
        """The state after seeing z (n, 32) and doing action (n, 3)."""
        ...

    def next(self, state: Any, temperature: float, rng: np.random.Generator) -> tuple[Floats, Any, Any]:
        """A draw of the next z (n, 32), the tiles hit (n,) and whether it is over (n,)."""
        ...

    def mixture(self, state: Any) -> Any:
        """What is expected next: an object with ``log_weight``, ``mean`` and ``log_sigma`` (n, 32, 5)."""
        ...


class Steers(Protocol):
    """C."""

    def act(self, features: NDArray[Any]) -> Floats:
        """Actions (n, 3) for [z, h] (n, 288)."""
        ...


def _all(value: float) -> Floats:
    return np.full(LATENTS, value, np.float32)


@dataclass(frozen=True, eq=False)
class Mind:
    """The models of one folder.

    Between ``low`` and ``high`` (32,) lies what z is on real roads, or is supposed to where it was not ``measured``.
    """

    name: str
    vision: Sees
    memory: Remembers
    controller: Steers | None = None
    low: Floats = field(default_factory=lambda: _all(-3.0))
    high: Floats = field(default_factory=lambda: _all(3.0))
    measured: bool = False


@dataclass(frozen=True, eq=False)
class Mixture:
    """What M expects of one number of z: ``weights`` sum to 1; ``means`` and ``deviations`` belong to them, (5,)."""

    weights: Floats
    means: Floats
    deviations: Floats

    def density(self, places: Floats) -> Floats:
        """The probability density at places (n,)."""
        apart = (places[:, None] - self.means) / self.deviations
        heights = self.weights / (self.deviations * np.sqrt(2 * np.pi))
        found: Floats = (heights * np.exp(-0.5 * apart * apart)).sum(1).astype(np.float32)
        return found


def expected(mind: Mind, state: Any, dimension: int, temperature: float = 1.0) -> Mixture:
    """The mixture of the next z in one dimension: the logits divided by the temperature, its root on the deviations."""
    found = mind.memory.mixture(state)
    logits, means, spreads = (each[0, dimension] for each in (found.log_weight, found.mean, found.log_sigma))
    weights = np.exp((logits - logits.max()) / temperature)
    deviations = np.exp(spreads) * np.sqrt(temperature)
    return Mixture(*(each.astype(np.float32) for each in (weights / weights.sum(), means, deviations)))


def open_mind(folder: Path | None = None) -> Mind:
    """The models in a folder, each used once; None: the shipped ones. Raises MissingWeights."""
    try:
        from engines.play.agent import agent_of  # type: ignore[import-not-found, unused-ignore]
    except ImportError as error:
        raise MissingWeights("No model of this game is installed yet: nothing can be seen by V or dreamed.") from error
    agent: Any = agent_of(folder)
    mind = Mind(getattr(agent, "name", "racer"), agent.vision, agent.memory, agent.controller)
    z, _ = mind.vision.encode(np.zeros((1, 64, 64, 3), np.uint8))
    mind.vision.decode(z)
    mind.memory.mixture(mind.memory.step(z, np.zeros((1, 3), np.float32), mind.memory.start(1)))
    if not hasattr(agent, "low"):
        return mind
    return replace(mind, low=agent.low, high=agent.high, measured=True)
