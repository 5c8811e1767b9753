"""Collecting episodes into a folder: a mixture of drivers from anywhere on the track, or the paper's random ones."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np

from engines.errors import BadInput, CannotWrite
from engines.files import trouble_writing
from engines.play.drivers import DriverChoice
from engines.play.driving import record
from engines.play.episodes import SUFFIX, load_episode, save_episode
from engines.play.workers import Evaluator, Workers
from engines.play.world import LIMIT, CarWorld
from engines.steps import Step, Task

Mix = Literal["mixed", "paper"]
#: What of a hundred mixed episodes is driven by whom, without a model and with one.
SHARES = {"scripted": 70, "hold": 15, "brownian": 10, "random": 5}
SHARES_WITH_MODEL = {"scripted": 35, "controller": 40, "hold": 13, "brownian": 8, "random": 4}
#: Of mixed episodes, those that begin as scored ones do: on the first tile and with the stock's zoom.
STOCK_BEGINNINGS = 0.25
#: A mixed episode is broken off here, so that more tracks are seen.
MIXED_STEPS = 500
#: Tracks of scores lie below; a collected track is never one of them.
_FIRST_TRACK = 1 << 20


@dataclass(frozen=True)
class CollectRequest:
    """What to collect.

    The episodes of one ``mix`` and ``seed`` are numbered, and which driver takes which track in each follows from
    these alone; those that are in ``folder`` already are left as they are, so a broken off collection goes on, and a
    larger number adds to it. ``longest`` None: 500 steps for the mixture, the whole 1000 for the paper's. ``model``
    is the folder of a model that drives its share of a mixture. ``workers`` None: one for each core but one.
    """

    folder: Path
    episodes: int = 200
    mix: Mix = "mixed"
    seed: int = 0
    longest: int | None = None
    model: Path | None = None
    workers: int | None = None


@dataclass(frozen=True)
class Collected:
    """What a collection came to; ``there`` counts the episodes that were there before."""

    folder: Path
    written: int
    there: int
    frames: int
    reward: float = field(default=0.0)


@dataclass(frozen=True)
class Outing:
    """One episode to be driven and written: a pure function of its fields."""

    path: Path
    choice: DriverChoice
    track: int
    start_tile: int | None
    zooms_in: bool
    longest: int

    def run(self, beat: Callable[[], object]) -> tuple[int, float]:
        """Drive and write it; returns the steps and the reward."""
        for half in self.path.parent.glob(f".{self.path.stem}.*{SUFFIX}"):
            half.unlink(missing_ok=True)  # of a worker that was killed while writing this very episode
        world = _world(self.zooms_in)
        episode = record(world, self.choice, self.track, self.start_tile, longest=self.longest, beat=beat)
        save_episode(episode, self.path)
        return len(episode), episode.reward


def collect(request: CollectRequest, evaluator: Evaluator | None = None) -> Task[Collected]:
    """Collect; each step tells the episodes done, and as metrics their frames and mean reward.

    Worker processes of its own drive, unless there is an ``evaluator`` to do it.

    Raises:
        BadInput: the request asks for nothing, or names a folder that is a file.
        CannotWrite: the folder cannot be made or written to.
        WorkersFailed: an episode was lost again and again; the others are in the folder.
    """
    outings = yield from _missing(request)
    there = request.episodes - len(outings)
    done, frames, gained = there, 0, 0.0
    yield Step(done, request.episodes)
    with ExitStack() as at_the_end:
        work = evaluator or at_the_end.enter_context(Workers(request.workers))
        for steps, reward in at_the_end.enter_context(closing(work.evaluate(outings))):
            done, frames, gained = done + 1, frames + steps + 1, gained + reward
            mean = gained / (done - there)
            yield Step(done, request.episodes, metrics={"frames": float(frames), "reward": mean})
    return Collected(request.folder, done - there, there, frames, gained / max(1, done - there))


def _missing(request: CollectRequest) -> Task[list[Outing]]:
    """What is still to be driven; a damaged episode is driven anew."""
    if request.episodes < 1 or (request.longest is not None and not 1 <= request.longest <= LIMIT):
        raise BadInput(f"Collect at least one episode of 1 to {LIMIT} steps.")
    folder = request.folder
    if folder.exists() and not folder.is_dir():
        raise BadInput(f"“{folder}” is a file. Name a folder for the episodes.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(trouble_writing(folder, error)) from error
    missing: list[Outing] = []
    for number in range(request.episodes):
        planned = outing(request, number)
        if planned.path.exists():
            yield Step(number - len(missing), request.episodes, "looking at what is there")
        if not _is_there(planned.path):
            missing.append(planned)
    return missing


def _is_there(path: Path) -> bool:
    if not path.exists():
        return False
    try:
        load_episode(path)
    except BadInput:
        return False
    return True


def outing(request: CollectRequest, number: int) -> Outing:
    """The episode of this number (from 0) in a collection; nothing but the request and the number decides on it."""
    dice = np.random.default_rng([request.seed, number])
    track = _FIRST_TRACK + int(dice.integers(1 << 30))
    path = request.folder / f"{request.mix}-{request.seed}-{number:05d}{SUFFIX}"
    if request.mix == "paper":
        return Outing(path, DriverChoice("random"), track, None, True, request.longest or LIMIT)
    choice = _someone(dice, request.model)
    as_scored = dice.random() < STOCK_BEGINNINGS
    tile = None if as_scored else int(dice.integers(1 << 16))
    return Outing(path, choice, track, tile, as_scored, request.longest or MIXED_STEPS)


def _someone(dice: np.random.Generator, model: Path | None) -> DriverChoice:
    """A driver of the mixture; scripted ones of every skill, for only mistakes show how to make good for one."""
    shares = SHARES if model is None else SHARES_WITH_MODEL
    weights = np.array(list(shares.values()), float)
    name = str(dice.choice(list(shares), p=weights / weights.sum()))
    if name == "scripted":
        noise = 0.0 if dice.random() < 0.2 else float(dice.uniform(0.05, 0.6))
        return DriverChoice(name, {"speed": round(float(dice.uniform(0.5, 1.0)), 3), "noise": round(noise, 3)})
    return DriverChoice(name, {"model": str(model)} if name == "controller" else {})


@lru_cache(maxsize=2)
def _world(zooms_in: bool) -> CarWorld:
    """One world of each kind a process: making one takes longer than resetting it."""
    return CarWorld(zooms_in=zooms_in)
