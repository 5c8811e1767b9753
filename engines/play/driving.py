"""One driver through one episode: with everything kept, or only what it came to."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np

from engines.play.drivers import Driver, DriverChoice
from engines.play.episodes import About, Episode
from engines.play.world import LIMIT, Action, CarWorld, Frame, Moment, gymnasium_version


def drive(
    world: CarWorld,
    driver: Driver,
    seed: int,
    start_tile: int | None = None,
    *,
    longest: int = LIMIT,
    on_step: Callable[[Frame, Action, Moment], object],
) -> Moment:
    """Drive from the reset to the end of the episode or ``longest`` steps (at least 1); returns the last moment.

    ``on_step`` is given the frame that was acted upon, the action, and what came of it.
    """
    frame = world.reset(seed, start_tile)
    driver.begin(world, seed)
    for _ in range(longest):
        action = np.asarray(driver.act(frame), np.float32)
        moment = world.step(action)
        on_step(frame, action, moment)
        if moment.over:
            break
        frame = moment.frame
    return moment


class Recording:
    """An episode in the making, whoever drives it: begin with the first frame, add each step, take the episode."""

    def __init__(self, world: CarWorld, seed: int, frame: Frame, driver: str, settings: str = "") -> None:
        self._world, self._start_tile = world, world.start_tile
        self._seed, self._driver, self._settings = seed, driver, settings
        self._frames = [frame]
        self._actions: list[Action] = []
        self._moments: list[Moment] = []

    def __len__(self) -> int:
        """Steps so far."""
        return len(self._actions)

    def add(self, action: Action, moment: Moment) -> None:
        """Keep one more step."""
        self._actions.append(np.array(action, np.float32))
        self._frames.append(moment.frame)
        self._moments.append(moment)

    def episode(self) -> Episode:
        """All of it so far, at least one step; ``truncated`` unless the world itself ended it."""
        last, rewards = self._moments[-1], np.array([moment.reward for moment in self._moments], np.float64)
        about = About(
            seed=self._seed,
            start_tile=self._start_tile,
            driver=self._driver,
            gymnasium=gymnasium_version(),
            zooms_in=self._world.zooms_in,
            terminated=last.terminated,
            truncated=not last.terminated,
            lap_finished=bool(last.info.get("lap_finished", False)),
            settings=self._settings,
            steps=len(self),
            reward=float(rewards.sum()),
        )
        tiles = np.array([moment.tiles for moment in self._moments], np.int16)
        return Episode(np.stack(self._frames), np.stack(self._actions), rewards, tiles, about)


def record(
    world: CarWorld,
    choice: DriverChoice,
    seed: int,
    start_tile: int | None = None,
    *,
    longest: int = LIMIT,
    beat: Callable[[], object] = lambda: None,
) -> Episode:
    """Drive one episode of 1 to ``longest`` steps and keep all of it; ``beat`` is called after each step."""
    recording: Recording | None = None
    settings = json.dumps(dict(choice.settings)) if choice.settings else ""

    def keep(frame: Frame, action: Action, moment: Moment) -> None:
        nonlocal recording
        if recording is None:
            recording = Recording(world, seed, frame, choice.name, settings)
        recording.add(action, moment)
        beat()

    drive(world, choice.build(), seed, start_tile, longest=longest, on_step=keep)
    assert recording is not None
    return recording.episode()
