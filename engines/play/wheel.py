"""Who is at the wheel of a session: a person, a driver by chance or by the map, or C by what it sees and remembers."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.errors import BadInput
from engines.play.drivers import CONTROLLER, Driver, DriverChoice
from engines.play.instants import STILL, Instant
from engines.play.mind import Mind
from engines.play.world import Action, CarWorld

#: Who drives when nobody of DRIVERS does.
PERSON = "person"


class Wheel:
    """Gives the action of each frame; a person's hand goes before whoever was chosen."""

    def __init__(self, world: CarWorld, mind: Mind | None) -> None:
        self._world, self._mind = world, mind
        self._choice: DriverChoice | None = DriverChoice("scripted")
        self._driver: Driver | None = None
        self._seed = 0

    @property
    def driver(self) -> str:
        """Who was chosen to drive."""
        return PERSON if self._choice is None else self._choice.name

    def give_to(self, name: str, **settings: Any) -> None:
        """Choose who drives: PERSON or a driver's name; raises BadInput for one there is not or cannot be."""
        if name == CONTROLLER and (self._mind is None or self._mind.controller is None):
            raise BadInput("There is no controller: no model of this game is installed. Choose another driver.")
        choice = None if name == PERSON else DriverChoice(name, settings)
        if choice is not None and name != CONTROLLER:
            choice.build()
        self._choice, self._driver = choice, None

    def begin(self, seed: int) -> None:
        """The car stands somewhere else than a moment ago."""
        self._seed, self._driver = seed, None

    def turn(self, before: Instant, hand: Action | None, alone: bool) -> tuple[Action, bool]:
        """The action for the frame ``before``, and whether a person's; ``alone``: only the first dream is seen."""
        if hand is not None:
            return np.clip(np.asarray(hand, np.float32), (-1, 0, 0), 1).astype(np.float32), True
        if self._choice is None:
            return STILL.copy(), True
        if self._choice.name == CONTROLLER:
            return self._controlled(before, alone), False
        if alone and self._choice.name == "scripted":
            return STILL.copy(), False  # the map says nothing about a dream
        if self._driver is None:
            self._driver = self._choice.build()
            self._driver.begin(self._world, self._seed)
        return np.asarray(self._driver.act(before.frame), np.float32), False

    def _controlled(self, before: Instant, alone: bool) -> Action:
        assert self._mind is not None
        assert self._mind.controller is not None
        z, state = (before.branches[0].z, before.branches[0].state) if alone else (before.z, before.state)
        features = np.concatenate([np.asarray(z)[None], np.asarray(state[0]).reshape(1, -1)], 1)
        action: Action = np.clip(self._mind.controller.act(features)[0], (-1, 0, 0), 1).astype(np.float32)
        return action
