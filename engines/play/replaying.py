"""Driving a recorded episode again: the same track, the same actions, and so the same frames to the last bit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engines.play.episodes import Episode
from engines.play.world import CarWorld, Frame, Moment, another_game
from engines.steps import Step, Task


def replay(episode: Episode, world: CarWorld | None = None) -> Iterator[tuple[Frame, Moment]]:
    """Drive an episode again, step by step: the frame that is acted upon and what the action comes to.

    ``world`` is one to use again; it must zoom in as the episode's did (ValueError). Between two steps the person
    may leave: whatever is driven then is a new episode.
    """
    about = episode.about
    if world is not None and world.zooms_in != about.zooms_in:
        raise ValueError("the world does not zoom in as the episode's did")
    own = world is None
    used = CarWorld(zooms_in=about.zooms_in) if world is None else world
    try:
        frame = used.reset(about.seed, about.start_tile or None)
        for action in episode.actions:
            moment = used.step(action)
            yield frame, moment
            frame = moment.frame
    finally:
        if own:
            used.close()


@dataclass(frozen=True)
class Comparison:
    """Whether an episode drove the same again; ``step`` is the first that did not, and ``why`` a sentence on it."""

    same: bool
    step: int | None = None
    why: str = ""


def compare(episode: Episode, world: CarWorld | None = None) -> Task[Comparison]:
    """Drive an episode again and hold every frame and reward against it; stops at the first that differs."""
    yield Step(0, len(episode))
    for number, (frame, moment) in enumerate(replay(episode, world)):
        what = _difference(episode, number, frame, moment)
        if what:
            return Comparison(False, number, _sentence(episode, number, what))
        if number % 25 == 24:
            yield Step(number + 1, len(episode), preview=moment.frame)
    return Comparison(True)


def _difference(episode: Episode, number: int, frame: Frame, moment: Moment) -> str:
    """What differs at this step, or nothing."""
    if not np.array_equal(frame, episode.frames[number]):
        return "picture"
    if moment.reward != episode.rewards[number] or moment.tiles != episode.tiles[number]:
        return "reward"
    if not np.array_equal(moment.frame, episode.frames[number + 1]):
        return "picture"
    last = number == len(episode) - 1
    return "end" if moment.terminated != (last and episode.about.terminated) else ""


def _sentence(episode: Episode, number: int, what: str) -> str:
    reason = another_game(episode.about.gymnasium)
    return f"From step {number + 1} on the {what} is another than was recorded. " + (
        reason or "It was recorded on another kind of computer, or its file was changed."
    )
