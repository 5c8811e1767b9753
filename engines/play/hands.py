"""A person's hands on the keys: the wheel and the pedals move as if they had weight.

While a key is held its control grows by a tenth a frame; let go, nine tenths of it are left in each next frame, as in
the demonstration of Ha and Schmidhuber (worldmodels.github.io).
"""

from __future__ import annotations

import numpy as np

from engines.play.world import Action

RAMP, DECAY = 0.1, 0.9
#: What is left of a control is let go below this.
NOTHING = 0.05
KEYS = ("left", "right", "gas", "brake")


class Hands:
    """Which keys are held, and where wheel and pedals stand."""

    def __init__(self) -> None:
        self._held: set[str] = set()
        self._pointing = False
        self._steer = self._gas = self._brake = 0.0

    @property
    def held(self) -> frozenset[str]:
        """The keys that are down."""
        return frozenset(self._held)

    def press(self, key: str) -> None:
        """Hold a key, one of KEYS (ValueError otherwise)."""
        if key not in KEYS:
            raise ValueError(f"no key “{key}”: one of {KEYS}")
        self._held.add(key)

    def release(self, key: str) -> None:
        """Let go of a key."""
        self._held.discard(key)

    def point(self, right: float, up: float) -> None:
        """Drive by pointing: the wheel follows at once, gas above the middle and brake below; 1 is a picture's edge."""
        self._pointing = True
        self._steer = float(np.tanh(2 * right))
        self._gas, self._brake = min(1.0, max(0.0, up)), min(1.0, max(0.0, -up))

    def lift(self) -> None:
        """Point no more; what is left falls back as after a key."""
        self._pointing = False

    def let_go(self) -> None:
        """Both hands off: nothing is held and nothing is left."""
        self._pointing = False
        self._held.clear()
        self._steer = self._gas = self._brake = 0.0

    @property
    def driving(self) -> bool:
        """Whether a key is held, or something is left of one."""
        return self._pointing or bool(self._held) or max(abs(self._steer), self._gas, self._brake) > 0

    def tick(self) -> Action:
        """One frame on; the action float32 (3,)."""
        if self._pointing:
            return np.array([self._steer, self._gas, self._brake], np.float32)
        way = ("right" in self._held) - ("left" in self._held)
        if way:
            # Against the wheel's way it also falls back by itself.
            before = self._steer if self._steer * way >= 0 else self._steer * DECAY
            self._steer = min(1.0, max(-1.0, before + RAMP * way))
        else:
            self._steer = _less(self._steer)
        self._gas = min(1.0, self._gas + RAMP) if "gas" in self._held else _less(self._gas)
        self._brake = min(1.0, self._brake + RAMP) if "brake" in self._held else _less(self._brake)
        return np.array([self._steer, self._gas, self._brake], np.float32)


def _less(value: float) -> float:
    left = value * DECAY
    return left if abs(left) >= NOTHING else 0.0
