"""A gamepad through pygame: the left stick steers, the triggers (or two buttons) are gas and brake."""

from __future__ import annotations

import os
from typing import Any

import numpy as np

from engines.play.world import Action

#: A stick at rest is never quite in the middle.
DEAD = 0.12
_STEER, _BRAKE_TRIGGER, _GAS_TRIGGER = 0, 2, 5
_GAS_BUTTON, _BRAKE_BUTTON = 0, 1


class Gamepad:
    """The first gamepad there is. Everything is asked on one thread."""

    def __init__(self, joystick: Any) -> None:
        self._joystick = joystick
        self.name = str(joystick.get_name())
        # A trigger that was never moved says 0, half pressed: it counts once it has been seen at rest.
        self._rested: set[int] = set()

    def read(self) -> Action | None:
        """The action, or None while nobody moves anything; raises OSError when it was unplugged."""
        _pump()
        pad = self._joystick
        try:
            steer = pad.get_axis(_STEER) if pad.get_numaxes() > _STEER else 0.0
            gas = max(self._trigger(_GAS_TRIGGER), float(self._pressed(_GAS_BUTTON)))
            brake = max(self._trigger(_BRAKE_TRIGGER), float(self._pressed(_BRAKE_BUTTON)))
        except Exception as error:  # pygame's own error, which is not to be imported for this
            raise OSError("The gamepad is gone.") from error
        if abs(steer) < DEAD and gas < DEAD and brake < DEAD:
            return None
        steer = 0.0 if abs(steer) < DEAD else steer
        return np.array([steer, gas, brake], np.float32)

    def _pressed(self, button: int) -> bool:
        return button < self._joystick.get_numbuttons() and bool(self._joystick.get_button(button))

    def _trigger(self, axis: int) -> float:
        if axis >= self._joystick.get_numaxes():
            return 0.0
        place = float(self._joystick.get_axis(axis))
        if place < -0.9:
            self._rested.add(axis)
        return (place + 1) / 2 if axis in self._rested else 0.0


def find_gamepad() -> Gamepad | None:
    """The first gamepad that is plugged in, or None. No window is opened for it."""
    os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
    os.environ.setdefault("SDL_JOYSTICK_ALLOW_BACKGROUND_EVENTS", "1")
    from engines.play.stock import pygame

    try:
        # Made anew, so that one plugged in since is found.
        pygame.joystick.quit()
        pygame.display.init()
        pygame.joystick.init()
        return Gamepad(pygame.joystick.Joystick(0)) if pygame.joystick.get_count() else None
    except pygame.error:
        return None


def _pump() -> None:
    from engines.play.stock import pygame

    if pygame.display.get_init():
        pygame.event.pump()
