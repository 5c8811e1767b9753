"""Hands on the keys, and on a gamepad."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engines.play.gamepad import Gamepad
from engines.play.hands import Hands


def test_a_held_key_grows_by_a_tenth_a_frame() -> None:
    hands = Hands()
    hands.press("left")
    hands.press("gas")
    for _ in range(3):
        action = hands.tick()
    assert action == pytest.approx([-0.3, 0.3, 0.0])
    for _ in range(20):
        action = hands.tick()
    assert action == pytest.approx([-1, 1, 0])


def test_let_go_nine_tenths_are_left_until_nothing_is() -> None:
    hands = Hands()
    hands.press("brake")
    for _ in range(10):
        hands.tick()
    hands.release("brake")
    assert hands.tick()[2] == pytest.approx(0.9)
    assert hands.tick()[2] == pytest.approx(0.81)
    for _ in range(40):
        hands.tick()
    assert not hands.driving


def test_a_key_that_drives_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="horn"):
        Hands().press("horn")


class Stick:
    """A joystick as pygame has it."""

    def __init__(self, axes: list[float], buttons: list[int]) -> None:
        self.axes, self.buttons = axes, buttons

    def get_name(self) -> str:
        return "Pad"

    def get_numaxes(self) -> int:
        return len(self.axes)

    def get_numbuttons(self) -> int:
        return len(self.buttons)

    def get_axis(self, number: int) -> float:
        return self.axes[number]

    def get_button(self, number: int) -> int:
        return self.buttons[number]


def test_a_gamepad_at_rest_drives_nothing_and_triggers_count_once_seen_at_rest() -> None:
    stick: Any = Stick([0.05, 0, 0, 0, 0, 0], [0, 0])
    pad = Gamepad(stick)
    assert pad.read() is None
    stick.axes[2] = stick.axes[5] = -1.0
    assert pad.read() is None
    stick.axes[0], stick.axes[5] = -0.5, 0.0
    assert np.allclose(pad.read(), [-0.5, 0.5, 0])  # type: ignore[arg-type]


def test_a_gamepad_that_was_unplugged_is_told() -> None:
    stick: Any = Stick([0.0], [])
    pad = Gamepad(stick)

    def gone(_number: int) -> float:
        raise RuntimeError("Joystick not initialized")

    stick.get_axis = gone
    with pytest.raises(OSError, match="gone"):
        pad.read()
