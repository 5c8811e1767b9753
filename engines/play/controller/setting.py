"""What a controller is driven with: eyes, a memory and a road, described by a value that travels to workers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from engines.errors import BadInput
from engines.play.controller.controller import HIDDEN
from engines.play.drivers import Driver
from engines.play.world import Frame, World

Floats = NDArray[np.float32]
#: What a memory holds of n roads at once: arrays of n rows, the first of them h (n, 256).
State = tuple[Floats, ...]


class Vision(Protocol):
    """V: frames (n, 64, 64, 3) uint8 as the mean and log variance (n, 32) of their latents."""

    def encode(self, frames: Frame) -> tuple[Floats, Floats]: ...


class Memory(Protocol):
    """M: a recurrent state that is stepped with a latent (n, 32) and an action (n, 3)."""

    def start(self, n: int) -> State: ...
    def step(self, z: Floats, action: Floats, state: State) -> State: ...
    def next(self, state: State, temperature: float, rng: np.random.Generator) -> tuple[Floats, Any, Any]:
        """A draw of the next latents (n, 32), the tiles hit (n,) and whether it is over (n,)."""


class Setting(Protocol):
    """A small value, the same for the same models and roads, that opens them where it is."""

    def vision(self) -> Vision:
        """V, opened with one thread."""

    def memory(self) -> Memory:
        """M, opened with one thread."""

    def world(self) -> World:
        """A real world."""

    def teacher(self, speed: float) -> Driver:
        """A driver that knows the road, at a part of its own speed."""

    def packed(self) -> Setting:
        """The same with the models' files inside, for a machine that has none of them."""

    def fingerprint(self) -> str:
        """What tells these models from others."""


@dataclass
class Opened:
    """The models of a setting and the worlds made so far, kept by a process for its next piece of work."""

    setting: Setting
    vision: Vision
    memory: Memory
    worlds: list[World]

    def some_worlds(self, count: int) -> list[World]:
        """So many worlds; making one takes longer than resetting it, so they are kept."""
        while len(self.worlds) < count:
            self.worlds.append(self.setting.world())
        return self.worlds[:count]


def opened(setting: Setting) -> Opened:
    """What the setting names, opened once in this process.

    Raises:
        BadInput: its M is of another size than controllers are made for.
        MissingWeights: a model is not there, or damaged.
    """
    described: Any = setting  # every setting is a value that can be a key
    return _opened(described)


@lru_cache(maxsize=2)
def _opened(setting: Any) -> Opened:
    memory = setting.memory()
    units = memory.start(1)[0].shape[1]
    if units != HIDDEN:
        raise BadInput(f"This M has {units} units and controllers are made for {HIDDEN}. Train M with {HIDDEN} units.")
    return Opened(setting, setting.vision(), memory, [])
