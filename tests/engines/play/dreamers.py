"""Small stand-ins for V, M and C whose every number can be worked out by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from engines.play.mind import Floats, Mind
from engines.play.world import Action, Frame, Moment


class Eyes:
    """z is the mean brightness in every place; a picture of z is one grey."""

    def encode(self, frames: Any) -> tuple[Floats, Floats]:
        bright = frames.reshape(len(frames), -1).mean(1, dtype=np.float32)[:, None] / 255
        z = np.repeat(bright, 32, 1)
        return z, np.zeros_like(z)

    def decode(self, latents: Floats) -> Any:
        grey = np.clip(latents[:, :1] * 255, 0, 255).astype(np.uint8)
        return np.broadcast_to(grey[:, :, None, None], (len(latents), 64, 64, 3)).copy()


class Recall:
    """h adds up the steer; the next z is the last one plus the temperature times chance."""

    def start(self, n: int) -> Any:
        return np.zeros((n, 256), np.float32), np.zeros((n, 32), np.float32)

    def step(self, z: Floats, action: Floats, state: Any) -> Any:
        return state[0] + action[:, :1], z.copy()

    def next(self, state: Any, temperature: float, rng: np.random.Generator) -> tuple[Floats, Any, Any]:
        z = state[1] + 0.01 * temperature * rng.standard_normal(state[1].shape).astype(np.float32)
        return z.astype(np.float32), np.ones(len(z), int), np.abs(state[0][:, 0]) > 50

    def mixture(self, state: Any) -> Any:
        n = len(state[0])
        logits = np.log(np.tile(np.float32([0.5, 0.2, 0.1, 0.1, 0.1]), (n, 32, 1)))
        means = np.tile(np.arange(5, dtype=np.float32) - 2, (n, 32, 1))
        return SimpleNamespace(log_weight=logits, mean=means, log_sigma=np.full((n, 32, 5), -1, np.float32))


class Steady:
    """Steers by the first number of z and gives a little gas."""

    def act(self, features: Any) -> Floats:
        return np.stack([features[:, 0], np.full(len(features), 0.2), np.zeros(len(features))], 1).astype(np.float32)


def small_mind() -> Mind:
    return Mind("small", Eyes(), Recall(), Steady())


class PaperWorld:
    """A road of one grey that grows lighter with the gas; over after ``length`` steps."""

    def __init__(self, length: int = 1000) -> None:
        self.length, self.drawn = length, True
        self.resets: list[tuple[int, int | None]] = []

    def reset(self, seed: int, start_tile: int | None = None) -> Frame:
        self.resets.append((seed, start_tile))
        self.level, self.steps = 10.0 + seed, 0
        return self._frame()

    def step(self, action: Action) -> Moment:
        self.level += float(action[1])
        self.steps += 1
        over = self.steps >= self.length
        return Moment(self._frame(), 1.0, over, False, 1, {"lap_finished": True} if over else {})

    def close(self) -> None:
        pass

    def _frame(self) -> Frame:
        return np.full((64, 64, 3), min(255, int(self.level)), np.uint8)
