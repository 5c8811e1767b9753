"""Who drives: by chance, by habit, by the map, or by a model; each is built anew from a description that travels."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from engines.errors import BadInput, MissingWeights
from engines.play.world import Action, Frame, World

#: Seconds in a step.
STEP_S = 1 / 50


class Driver(Protocol):
    """Somebody at the wheel, for one world and one episode at a time."""

    #: Whether frames are looked at; a driver without eyes needs none drawn.
    looks: bool

    def begin(self, world: World, seed: int) -> None:
        """Get ready for the episode that ``world`` has just been reset to; what is drawn by chance follows ``seed``."""
        ...

    def act(self, frame: Frame) -> Action:
        """Steer, gas and brake for what is seen."""
        ...


class RandomDriver:
    """Every action drawn anew and evenly, as for the paper's first rollouts (Ha and Schmidhuber 2018)."""

    looks = False

    def begin(self, world: World, seed: int) -> None:  # noqa: ARG002
        """Seed the dice."""
        self._dice = np.random.default_rng(seed)

    def act(self, frame: Frame) -> Action:  # noqa: ARG002
        """Any action."""
        return _any_action(self._dice)


class BrownianDriver:
    """An action that wanders: ``spread`` is its standard deviation after a second."""

    looks = False

    def __init__(self, spread: float = 1.0) -> None:
        self.spread = spread

    def begin(self, world: World, seed: int) -> None:  # noqa: ARG002
        """Begin anywhere."""
        self._dice = np.random.default_rng(seed)
        self._now = _any_action(self._dice)

    def act(self, frame: Frame) -> Action:  # noqa: ARG002
        """A little beside the last action."""
        step = self._dice.normal(0.0, self.spread * math.sqrt(STEP_S), 3)
        self._now = np.clip(self._now + step, (-1, 0, 0), 1).astype(np.float32)
        return self._now.copy()


class HoldDriver:
    """An action drawn by chance, gas more often than the brake, and held for 3 to 20 steps."""

    looks = False

    def begin(self, world: World, seed: int) -> None:  # noqa: ARG002
        """Seed the dice."""
        self._dice = np.random.default_rng(seed)
        self._left = 0

    def act(self, frame: Frame) -> Action:  # noqa: ARG002
        """The action at hand, or the next one."""
        if self._left == 0:
            dice = self._dice
            self._left = int(dice.integers(3, 21))
            steer = np.clip(dice.normal(0.0, 0.5), -1, 1)
            brake = dice.uniform(0, 0.8) if dice.random() < 0.15 else 0.0
            self._held = np.array([steer, 0.0 if brake else dice.uniform(0, 1), brake], np.float32)
        self._left -= 1
        return self._held.copy()


@dataclass(frozen=True)
class Skill:
    """What the scripted driver knows of its car; found by CMA-ES on the mean score of fresh tracks."""

    #: Tiles that it looks ahead at rest, and for each unit of speed.
    look: float = 2.3364
    look_by_speed: float = 0.08319
    #: Steering for each radian that the target lies aside, and for each radian a second that the car turns.
    aim: float = 1.5158
    calm: float = 0.1236
    #: The fastest it drives, and the sideways acceleration and braking it trusts its tyres with.
    top_speed: float = 88.93
    grip: float = 210.9
    braking: float = 35.61
    #: How much gas a turned wheel costs.
    easing: float = 1.397


#: One that looks less far and trusts its tyres less: slower by a hundredth, and easier to learn from.
GENTLE = Skill(
    look=3.392,
    look_by_speed=0.0428,
    aim=1.663,
    calm=0.0769,
    top_speed=101.9,
    grip=154.7,
    braking=28.15,
    easing=0.968,
)


class ScriptedDriver:
    """Pure pursuit of the road's middle, no faster than the coming bends allow: a teacher and a yardstick.

    It reads the track instead of the frames, which no learnt driver can. ``speed`` (0.5 to 1) is the part of its own
    limit that it drives; ``noise`` (0 to 1) the standard deviation of a trembling hand, an Ornstein-Uhlenbeck
    process that forgets in a third of a second.
    """

    looks = False
    _FORGETTING = 3 * STEP_S

    def __init__(self, speed: float = 1.0, noise: float = 0.0, skill: Skill | None = None) -> None:
        if not (0.0 < speed <= 1.0 and 0.0 <= noise <= 1.0):
            raise BadInput(
                f"The scripted driver takes speed above 0 and noise from 0, both to 1: not {speed}, {noise}."
            )
        self.speed, self.noise, self.skill = speed, noise, skill or Skill()

    def begin(self, world: World, seed: int) -> None:
        """Learn the track by heart; raises BadInput in a world that has none, such as a dream."""
        env: Any = getattr(world, "env", None)
        track = getattr(env, "track", None)
        if track is None:
            raise BadInput("The scripted driver reads the track, and a dream has none. Choose another driver.")
        from engines.play.stock import car_racing

        self._env = env
        self._spacing = car_racing.TRACK_DETAIL_STEP
        road = np.array(track)
        self._middle = road[:, 2:4]
        heading = np.unwrap(road[:, 1])
        around = 2 * np.pi if heading[-1] > heading[0] + 1 else 0.0
        bends = np.abs(np.diff(np.append(heading, heading[0] + around))) / self._spacing
        # Of three tiles in a row, counted round, so that one crooked tile is no bend.
        self._bends = (np.roll(bends, 1) + bends + np.roll(bends, -1)) / 3
        self._tile = int(np.argmin(((self._middle - env.car.hull.position) ** 2).sum(1)))
        self._dice = np.random.default_rng(seed)
        self._tremble = 0.0

    def act(self, frame: Frame) -> Action:  # noqa: ARG002
        """Steer at a point ahead, and drive as fast as the road until there allows."""
        hull, skill = self._env.car.hull, self.skill
        place, angle = np.array(hull.position), hull.angle
        window = (self._tile + np.arange(-3, 12)) % len(self._middle)
        self._tile = int(window[np.argmin(((self._middle[window] - place) ** 2).sum(1))])
        speed = math.hypot(*hull.linearVelocity)
        ahead = self._tile + int(skill.look + speed * skill.look_by_speed)
        east, north = self._middle[ahead % len(self._middle)] - place
        cos, sin = math.cos(angle), math.sin(angle)
        aside = math.atan2(east * cos + north * sin, north * cos - east * sin)
        steer = skill.aim * aside + skill.calm * hull.angularVelocity
        limit = self._limit(speed)
        gas = min(max((limit - speed) * 0.2, 0.0), 1.0) * max(0.0, 1 - skill.easing * min(abs(steer), 1.0))
        brake = min(max((speed - limit - 2) * 0.05, 0.0), 0.8)
        steer = min(max(steer + self._trembling(), -1.0), 1.0)
        return np.array([steer, gas, brake], np.float32)

    def _limit(self, speed: float) -> float:
        """The speed from which every bend in sight can still be braked for."""
        skill = self.skill
        count = int(8 + speed * speed / (2 * skill.braking) / self._spacing)
        ahead = np.arange(1, count)
        bends = np.maximum(self._bends[(self._tile + ahead) % len(self._bends)], 1e-3)
        # Only bends are taken slower: whoever braked less hard as well would have to look further.
        grip = self.speed * self.speed * skill.grip
        allowed = np.sqrt(grip / bends + 2 * skill.braking * self._spacing * ahead).min()
        return min(float(allowed), self.speed * skill.top_speed)

    def _trembling(self) -> float:
        if self.noise:
            kept = math.exp(-self._FORGETTING)
            self._tremble = kept * self._tremble + self._dice.normal(0.0, self.noise * math.sqrt(1 - kept * kept))
        return self._tremble


@dataclass(frozen=True)
class DriverChoice:
    """A driver by its name and settings: small, comparable, and built where it is needed.

    ``name`` is one of DRIVERS, or “controller” with ``settings["model"]``, the folder of a model as text (None: the
    shipped one).
    """

    name: str
    settings: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.name not in (*DRIVERS, CONTROLLER):
            known = ", ".join([*DRIVERS, CONTROLLER])
            raise BadInput(f"There is no driver “{self.name}”. Choose one of {known}.")

    def build(self) -> Driver:
        """The driver; raises BadInput for settings it does not have, MissingWeights without its model."""
        if self.name == CONTROLLER:
            return _controller(**self.settings)
        try:
            driver: Driver = DRIVERS[self.name](**self.settings)
        except TypeError:
            settings = ", ".join(self.settings)
            raise BadInput(f"The driver “{self.name}” has no such settings: {settings}. Leave them out.") from None
        return driver


CONTROLLER = "controller"
#: Drivers that need no model, by name.
DRIVERS: dict[str, Any] = {
    "random": RandomDriver,
    "brownian": BrownianDriver,
    "hold": HoldDriver,
    "scripted": ScriptedDriver,
}


def _any_action(dice: np.random.Generator) -> Action:
    return dice.uniform((-1, 0, 0), 1, 3).astype(np.float32)


def _controller(model: str | None = None) -> Driver:
    """The agent of a model's folder; it is imported here, for it brings its networks along."""
    try:
        from engines.play.agent import agent_of  # type: ignore[import-not-found, unused-ignore]
    except ImportError as error:
        raise MissingWeights("There is no model that drives yet. Choose the driver “scripted”.") from error
    agent: Driver = agent_of(None if model is None else Path(model))
    return agent
