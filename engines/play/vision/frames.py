"""The frames V learns from, out of a folder of episodes: all of some for learning, all of others held out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engines.errors import BadInput
from engines.play.episodes import Damaged, Episode, read_episodes
from engines.steps import Step, Task

#: Frames kept in memory at most (12 KB each); of longer collections every second, third … frame is taken.
MOST_FRAMES = 120_000
#: One of so many episodes is held out: the last of each ten.
HELD_OUT = 10


@dataclass(frozen=True, eq=False)
class Frames:
    """uint8 (n, 64, 64, 3) each; ``skipped`` are sentences about files that could not be read."""

    training: NDArray[np.uint8]
    held_out: NDArray[np.uint8]
    fingerprint: str
    skipped: tuple[str, ...] = ()


def is_held_out(place: int, episodes: int) -> bool:
    """Whether the episode at ``place`` of so many is never learnt from: the last of each ten, or the last of fewer."""
    return place % HELD_OUT == HELD_OUT - 1 if episodes >= HELD_OUT else place == episodes - 1


def gather_frames(folder: Path, most: int = MOST_FRAMES) -> Task[Frames]:
    """Read the frames of a folder of episodes.

    Raises:
        BadInput: no such folder, or fewer than two episodes in it that can be read.
    """
    episodes, skipped = yield from gather_episodes(folder)
    every = -(-sum(len(episode.frames) for episode in episodes) // most)
    parts: tuple[list[NDArray[np.uint8]], list[NDArray[np.uint8]]] = ([], [])
    for place, episode in enumerate(episodes):
        parts[is_held_out(place, len(episodes))].append(episode.frames[::every])
    return Frames(np.concatenate(parts[0]), np.concatenate(parts[1]), fingerprint(episodes), skipped)


def gather_episodes(folder: Path) -> Task[tuple[list[Episode], tuple[str, ...]]]:
    """All episodes of a folder that can be read, and a sentence about each that cannot; raises BadInput."""
    found: list[Episode] = []
    skipped: list[str] = []
    for episode in read_episodes(folder):
        if isinstance(episode, Damaged):
            skipped.append(episode.sentence)
            yield Step(len(found), note=episode.sentence)
            continue
        found.append(episode)
        yield Step(len(found), note="Reading episodes")
    if len(found) < 2:
        raise BadInput(f"“{folder}” holds one episode only; one more is needed to be held out. Collect some more.")
    return found, tuple(skipped)


def fingerprint(episodes: list[Episode]) -> str:
    """What tells these episodes from others."""
    told = hashlib.sha256()
    for episode in episodes:
        told.update(episode.actions.tobytes())
        told.update(episode.frames[-1].tobytes())
    return told.hexdigest()[:16]
