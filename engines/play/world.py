"""Worlds to drive in: one interface for CarRacing-v3 and for the dream of it.

A frame is a uint8 RGB array (64, 64, 3). An action is a float32 array (3,): steer -1 (left) to 1, gas 0 to 1,
brake 0 to 1. This module imports gymnasium only when a real world is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import metadata
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Frame = NDArray[np.uint8]
Action = NDArray[np.float32]

SIZE = 64
#: Steps after which an episode is broken off, as `gymnasium.make("CarRacing-v3")` does.
LIMIT = 1000
#: The version of gymnasium whose rules Reverie's own scores and episodes were made with.
KNOWN_GYMNASIUM = "1.4.0"


@dataclass(frozen=True, slots=True)
class Moment:
    """What one step came to.

    ``tiles`` counts the tiles of the road touched for the first time in this step; in the first step of an
    episode also those that the car stood on. ``terminated``: the lap is done (``info["lap_finished"]`` True) or the
    car left the field (False). ``truncated``: the time is up.
    """

    frame: Frame
    reward: float
    terminated: bool
    truncated: bool
    tiles: int
    info: Mapping[str, Any] = field(default_factory=dict)

    @property
    def over(self) -> bool:
        """Whether the episode ends here."""
        return self.terminated or self.truncated


class World(Protocol):
    """Something to drive in, real or dreamed."""

    def reset(self, seed: int, start_tile: int | None = None) -> Frame:
        """Begin an episode and show its first frame."""
        ...

    def step(self, action: Action) -> Moment:
        """Drive one fiftieth of a second."""
        ...


class CarWorld:
    """Gymnasium's CarRacing-v3 with its own physics, track and rewards, seen in frames of 64x64.

    The frames are drawn by `engines.play.lean`; where gymnasium lacks the parts that this needs, the stock picture
    is cropped to its 84 rows above the indicators and resized (``lean`` is False then, and steps take twenty times
    as long; ``stock`` True asks for that). Make one world and reset it often: a reset costs less than a new world.

    ``zooms_in`` False leaves out the stock's zoom in the first second. ``drawn`` may be changed at any time; while
    it is False the frames are black, must not be written to, and a step takes a quarter of the time.
    """

    def __init__(self, *, drawn: bool = True, zooms_in: bool = True, stock: bool = False) -> None:
        self.env, self.lean = _stock_env() if stock else _make_env(drawn, zooms_in)
        #: Whether the first second is drawn as the stock draws it; the stock's own picture always is.
        self.zooms_in = zooms_in or not self.lean
        #: The tile that this episode began on.
        self.start_tile = 0
        self._steps = 0
        self._tiles = 0

    @property
    def drawn(self) -> bool:
        """Whether frames are drawn."""
        return bool(getattr(self.env, "drawn", True))

    @drawn.setter
    def drawn(self, drawn: bool) -> None:
        self.env.drawn = drawn

    def reset(self, seed: int, start_tile: int | None = None) -> Frame:
        """Begin an episode on the track of ``seed`` (from 0 up) and return its first frame.

        The car stands on ``start_tile`` (modulo the number of tiles), with nothing visited yet; None is the stock's
        own beginning.
        """
        state, _ = self.env.reset(seed=seed)
        self._steps = self._tiles = self.start_tile = 0
        if start_tile is not None and start_tile % len(self.env.track):
            self.start_tile = start_tile % len(self.env.track)
            state = _put_on(self.env, self.start_tile)
        return self._seen(state)

    def step(self, action: Action) -> Moment:
        """Drive one fiftieth of a second; raises ValueError for an action that holds no number."""
        if not np.isfinite(action).all():
            raise ValueError(f"an action is three finite numbers, not {action}")
        state, reward, terminated, _, info = self.env.step(action)
        self._steps += 1
        visited = int(getattr(self.env, "tile_visited_count", self._tiles + (reward > 0)))
        tiles, self._tiles = visited - self._tiles, visited
        truncated = self._steps >= LIMIT
        return Moment(self._seen(state), float(reward), bool(terminated), truncated, tiles, info)

    def close(self) -> None:
        """Let go of what the environment holds; a second time does nothing."""
        self.env.close()

    def __enter__(self) -> CarWorld:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _seen(self, state: NDArray[np.uint8]) -> Frame:
        return state if self.lean else shrunk(state)


def shrunk(state: NDArray[np.uint8]) -> Frame:
    """The stock's picture (96, 96, 3) without its indicators, as a frame (64, 64, 3): each pixel a mean of areas."""
    from PIL import Image

    rows = state.shape[0] * 7 // 8
    small = Image.fromarray(state[:rows]).resize((SIZE, SIZE), Image.Resampling.BOX)
    return np.asarray(small, np.uint8)


def gymnasium_version() -> str:
    """The version of gymnasium that is installed, such as “1.4.0”."""
    return metadata.version("gymnasium")


def another_game(version: str) -> str | None:
    """A sentence for a person when scores or episodes made with this version of gymnasium do not compare with ours."""
    here = gymnasium_version()
    if version == here:
        return None
    return (
        f"This was driven with gymnasium {version}, and here is {here}: the rules of CarRacing may differ, "
        "so drive and score it anew before comparing."
    )


def _make_env(drawn: bool, zooms_in: bool) -> tuple[Any, bool]:
    """The environment and whether it is the lean one."""
    try:
        from engines.play.lean import LeanCarRacing

        env = LeanCarRacing(drawn=True, zooms_in=zooms_in)
        if env.reset(seed=0)[0].shape == (SIZE, SIZE, 3):
            env.drawn = drawn
            return env, True
    except (ImportError, AttributeError, TypeError, KeyError, ValueError):
        pass
    return _stock_env()


def _stock_env() -> tuple[Any, bool]:
    """Gymnasium's environment as it is, which is not the lean one."""
    from engines.play.stock import car_racing

    return car_racing.CarRacing(), False


def _put_on(env: Any, tile: int) -> NDArray[np.uint8]:
    """Take the car away and put a new one on a tile, with nothing visited; returns the first picture."""
    car = env.car
    car.destroy()
    for each in env.road:
        each.road_visited = False
    env.tile_visited_count, env.reward, env.prev_reward, env.t, env.new_lap = 0, 0.0, 0.0, 0.0, False
    env.car = type(car)(env.world, *env.track[tile][1:4])
    state: NDArray[np.uint8] = env.step(None)[0]
    return state
