"""Episodes that nobody drove: a dark side that grows and shrinks as it is steered, small enough for tests."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engines.play.episodes import About, Episode, save_episode


def bar_episode(seed: int, steps: int = 24) -> Episode:
    """Dark at the left of a place that goes right with steer above 0 and left below, green at its right."""
    dice = np.random.default_rng(seed)
    actions = np.stack([dice.uniform(-1, 1, steps), dice.random(steps), dice.random(steps)], 1).astype(np.float32)
    place = 32.0
    frames = [_frame(place)]
    for steer in actions[:, 0]:
        place = float(np.clip(place + 6 * steer, 4, 60))
        frames.append(_frame(place))
    tiles = (dice.random(steps) < 0.3).astype(np.int16)
    about = About(seed, 0, "scripted", "1.4.0", terminated=seed % 2 == 0, truncated=seed % 2 == 1)
    return Episode(np.stack(frames), actions, np.full(steps, -0.1), tiles, about)


def bar_folder(folder: Path, episodes: int = 3, steps: int = 24) -> Path:
    """A folder of them."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed in range(episodes):
        save_episode(bar_episode(seed, steps), folder / f"bars-{seed}.npz")
    return folder


def _frame(place: float) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    frame = np.full((64, 64, 3), (100, 200, 100), np.uint8)
    frame[:, : int(place)] = 30
    return frame
