"""A road, eyes and a memory that are made up, quick, and known in every detail.

The frame shows how far the car is from the middle (pixel [0, 0]) and how fast it goes (pixel [0, 1]); a tile is hit
for every ten units of way while on the road.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

TILES = 20
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Moment:
    frame: NDArray[np.uint8]
    reward: float
    terminated: bool
    truncated: bool
    tiles: int
    info: Mapping[str, Any] = field(default_factory=dict)


class StraightRoad:
    """Steering moves the car aside, and so does a wind that is different on every track."""

    def reset(self, seed: int, start_tile: int | None = None) -> NDArray[np.uint8]:
        dice = np.random.default_rng(seed)
        self.wind = float(dice.uniform(-0.3, 0.3))
        self.aside, self.speed, self.way, self.steps, self.hit = float(dice.uniform(-1, 1)), 0.0, 0.0, 0, 0
        return self.frame()

    def frame(self) -> NDArray[np.uint8]:
        frame = np.zeros((64, 64, 3), np.uint8)
        frame[0, 0] = round(128 + 20 * float(np.clip(self.aside, -6, 6)))
        frame[0, 1] = round(50 * self.speed)
        return frame

    def step(self, action: Floats) -> Moment:
        steer, gas, brake = (float(each) for each in action)
        self.steps += 1
        self.speed = min(max(self.speed + 0.2 * gas - 0.3 * brake - 0.02, 0.0), 5.0)
        self.aside += 0.5 * steer + self.wind
        self.way += self.speed
        tiles = 0
        if abs(self.aside) < 2 and self.way >= 10 * (self.hit + 1):
            tiles, self.hit = 1, self.hit + 1
        lap, off = self.hit == TILES, abs(self.aside) > 5
        reward = -100.0 if off else 1000 / TILES * tiles - 0.1
        return Moment(self.frame(), reward, lap or off, self.steps >= 1000, tiles, {"lap_finished": lap})


class Eyes:
    """Three latents that mean something and 29 that do not."""

    def encode(self, frames: NDArray[np.uint8]) -> tuple[Floats, Floats]:
        z = np.zeros((len(frames), 32), np.float32)
        z[:, 0] = (frames[:, 0, 0, 0].astype(np.float32) - 128) / 20
        z[:, 1] = frames[:, 0, 1, 0] / 50
        z[:, 2:] = np.sin(z[:, :1] * np.arange(2, 32))
        return z, np.full_like(z, -4)


class Remembering:
    """A memory that blends what it is told into what it holds; its dream is this road without a wind."""

    def __init__(self) -> None:
        self._mix = np.random.default_rng(0).normal(0, 0.3, (35, 256)).astype(np.float32)

    def start(self, n: int) -> tuple[Floats, ...]:
        return np.zeros((n, 256), np.float32), np.zeros((n, 35), np.float32)

    def step(self, z: Floats, action: Floats, state: tuple[Floats, ...]) -> tuple[Floats, ...]:
        told = np.concatenate([z, action], 1).astype(np.float32)
        return (0.9 * state[0] + 0.1 * np.tanh(told @ self._mix)).astype(np.float32), told

    def next(
        self, state: tuple[Floats, ...], temperature: float, rng: np.random.Generator
    ) -> tuple[Floats, NDArray[Any], NDArray[Any]]:
        told = state[1]
        z = np.zeros((len(told), 32), np.float32)
        z[:, 0] = told[:, 0] + 0.5 * told[:, 32] + 0.05 * temperature * rng.normal(size=len(told))
        z[:, 1] = np.clip(told[:, 1] + 0.2 * told[:, 33] - 0.3 * told[:, 34] - 0.02, 0, 5)
        z[:, 2:] = np.sin(z[:, :1] * np.arange(2, 32))
        return z, ((np.abs(z[:, 0]) < 2) & (z[:, 1] > 1)).astype(np.float32), np.abs(z[:, 0]) > 5


class Centred:
    """Steers to the middle and gives gas up to a speed."""

    def __init__(self, speed: float) -> None:
        self.limit = 4 * speed

    def begin(self, world: StraightRoad, seed: int) -> None:
        self.world = world

    def act(self, frame: NDArray[np.uint8]) -> Floats:
        steer = np.clip(-self.world.aside - 2 * self.world.wind, -1, 1)
        return np.array([steer, float(self.world.speed < self.limit), 0.0], np.float32)


@dataclass(frozen=True)
class Made:
    """The setting of all this; with ``marks`` the first process that opens it is killed."""

    marks: Path | None = None
    name: str = "straight"

    def vision(self) -> Eyes:
        if self.marks is not None and not self.marks.exists():
            self.marks.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return Eyes()

    def memory(self) -> Remembering:
        return Remembering()

    def world(self) -> StraightRoad:
        return StraightRoad()

    def teacher(self, speed: float) -> Centred:
        return Centred(speed)

    def packed(self) -> Made:
        return Made(self.marks, "packed")

    def fingerprint(self) -> str:
        return "straight road"


class Alone:
    """Does pieces of work here; ``backwards`` from the last to the first."""

    def __init__(self, *, backwards: bool = False) -> None:
        self._backwards = backwards
        self.jobs = 0

    def evaluate(self, jobs: Any) -> Any:
        for job in reversed(jobs) if self._backwards else jobs:
            self.jobs += 1
            yield job.run(lambda: None)
