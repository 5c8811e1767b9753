"""How fast worlds run on one core: the stock CarRacing-v3, ours with its picture, and ours without."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engines.play.drivers import DriverChoice
from engines.play.world import CarWorld
from engines.steps import Step, Task

#: The track that is driven, and the steps of it that are timed: the first second is zoomed and left out.
_SEED, _FROM, _TO = 7, 50, 170
#: How often each world drives it in a round; the stock takes as long for one as the others for these.
_TIMES = {"stock": 1, "lean": 6, "blind": 12}


@dataclass(frozen=True)
class WorldSpeeds:
    """Steps in a second of one core's time: ``stock`` and ``lean`` with a picture each, ``blind`` without."""

    stock: float
    lean: float
    blind: float

    @property
    def times(self) -> float:
        """How many steps ours takes with a picture while the stock takes one."""
        return self.lean / self.stock


def time_worlds(rounds: int = 3) -> Task[WorldSpeeds]:
    """Time the worlds by turns on the same track with the same actions, in processor time of this process.

    By turns, so that whatever else the computer does slows them alike; the median round counts.
    """
    from engines.play.stock import car_racing

    actions = _a_drive()
    spent: dict[str, list[float]] = {name: [] for name in _TIMES}
    with CarWorld() as lean, CarWorld(drawn=False) as blind:
        worlds: dict[str, Any] = {"stock": car_racing.CarRacing(), "lean": lean.env, "blind": blind.env}
        for number in range(rounds):
            for name, env in worlds.items():
                yield Step(number, rounds, name)
                spent[name] += [_seconds(env, actions) for _ in range(_TIMES[name])]
        worlds["stock"].close()
    yield Step(rounds, rounds)
    return WorldSpeeds(**{name: float((_TO - _FROM) / np.median(times)) for name, times in spent.items()})


def _a_drive() -> NDArray[np.float32]:
    """What the scripted driver does on the track."""
    with CarWorld(drawn=False) as world:
        driver = DriverChoice("scripted").build()
        frame, actions = world.reset(_SEED), []
        driver.begin(world, _SEED)
        for _ in range(_TO):
            actions.append(driver.act(frame))
            frame = world.step(actions[-1]).frame
    return np.stack(actions)


def _seconds(env: Any, actions: NDArray[np.float32]) -> float:
    """Processor time of the steps that count."""
    env.reset(seed=_SEED)
    for action in actions[:_FROM]:
        env.step(action)
    began = time.process_time()
    for action in actions[_FROM:]:
        env.step(action)
    return time.process_time() - began
