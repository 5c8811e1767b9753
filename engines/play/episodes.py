"""Episodes on disk: what was seen, done and gained, one compressed npz for each.

Arrays of an episode of T steps: ``frames`` uint8 (T + 1, 64, 64, 3), the first one before any action and the last one
after the last; ``actions`` float32 (T, 3), ``rewards`` float64 (T,), ``tiles`` int16 (T,), where entry t is the
action taken at frame t and what it led to, seen in frame t + 1. Everything else is a line of JSON beside them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engines.errors import BadInput
from engines.files import written_beside
from engines.play.world import SIZE

SUFFIX = ".npz"
_FORMAT = 1


@dataclass(frozen=True)
class About:
    """What an episode was: enough to drive it again exactly.

    ``terminated`` and ``lap_finished`` speak of the last step; an episode broken off by its collector has
    ``truncated`` True as one whose time was up. ``driver`` is a name; ``settings`` what it was built with.
    """

    seed: int
    start_tile: int
    driver: str
    gymnasium: str
    zooms_in: bool = True
    terminated: bool = False
    truncated: bool = False
    lap_finished: bool = False
    settings: str = ""
    steps: int = 0
    reward: float = 0.0


@dataclass(frozen=True, eq=False)
class Episode:
    """One episode; the arrays are described above, and their lengths agree (ValueError otherwise)."""

    frames: NDArray[np.uint8]
    actions: NDArray[np.float32]
    rewards: NDArray[np.float64]
    tiles: NDArray[np.int16]
    about: About

    def __post_init__(self) -> None:
        steps = len(self.actions)
        expected = {
            "frames": ((steps + 1, SIZE, SIZE, 3), np.uint8),
            "actions": ((steps, 3), np.float32),
            "rewards": ((steps,), np.float64),
            "tiles": ((steps,), np.int16),
        }
        for name, (shape, kind) in expected.items():
            array = getattr(self, name)
            if array.shape != shape or array.dtype != kind:
                raise ValueError(f"{name} are {array.dtype} {array.shape}, not {np.dtype(kind)} {shape}")
        if not np.isfinite(self.actions).all() or not np.isfinite(self.rewards).all():
            raise ValueError("actions or rewards hold something that is no number")

    def __len__(self) -> int:
        """Steps driven."""
        return len(self.actions)

    @property
    def reward(self) -> float:
        """What the episode gained in all."""
        return float(self.rewards.sum())


def save_episode(episode: Episode, path: Path) -> None:
    """Write an episode, beside it first; raises CannotWrite."""
    words = {**asdict(episode.about), "steps": len(episode), "reward": episode.reward, "format": _FORMAT}
    about = np.frombuffer(json.dumps(words).encode(), np.uint8)
    with written_beside(path) as beside:
        np.savez_compressed(
            beside,
            about=about,
            frames=episode.frames,
            actions=episode.actions,
            rewards=episode.rewards,
            tiles=episode.tiles,
        )


def load_episode(path: Path) -> Episode:
    """Read an episode and check it to the last byte; raises BadInput with its name when it is damaged."""
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in ("frames", "actions", "rewards", "tiles")}
            return Episode(**arrays, about=_about(stored["about"]))
    except Exception as error:  # one changed byte, and zipfile, zlib and numpy's parser raise a dozen kinds
        raise BadInput(_trouble(path, error)) from error


def read_about(path: Path) -> About:
    """What an episode was, without unpacking its frames; raises BadInput when the file is none."""
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
            return _about(stored["about"])
    except Exception as error:  # as above
        raise BadInput(_trouble(path, error)) from error


@dataclass(frozen=True)
class Damaged:
    """A file that was skipped, and a sentence that says why."""

    path: Path
    sentence: str


def episode_paths(folder: Path) -> list[Path]:
    """The files of a folder that are named as episodes, in order; half-written ones are hidden and left out.

    Raises:
        BadInput: there is no such folder.
    """
    if not folder.is_dir():
        raise BadInput(f"There is no folder “{folder}”. Collect episodes first: “reverie play collect -o DIR”.")
    return sorted(path for path in folder.glob(f"*{SUFFIX}") if not path.name.startswith("."))


def read_episodes(folder: Path) -> Iterator[Episode | Damaged]:
    """The episodes of a folder one by one, in the order of their names, and what had to be skipped among them.

    Raises:
        BadInput: there is no such folder, or there is no episode in it that can be read.
    """
    whole = False
    for path in episode_paths(folder):
        try:
            episode = load_episode(path)
        except BadInput as error:
            yield Damaged(path, str(error))
            continue
        whole = True
        yield episode
    if not whole:
        raise BadInput(f"“{folder}” holds no episode that can be read. Collect some: “reverie play collect -o DIR”.")


def list_episodes(folder: Path) -> tuple[list[tuple[Path, About]], list[Damaged]]:
    """What the episodes of a folder are, without their frames, and the files that are none; raises BadInput."""
    found: list[tuple[Path, About]] = []
    damaged: list[Damaged] = []
    for path in episode_paths(folder):
        try:
            found.append((path, read_about(path)))
        except BadInput as error:
            damaged.append(Damaged(path, str(error)))
    return found, damaged


def _about(stored: NDArray[np.uint8]) -> About:
    words: Any = json.loads(stored.tobytes())
    if not isinstance(words, dict):
        raise ValueError("it does not say what it is")
    if words.get("format") != _FORMAT:
        raise ValueError(f"its format is {words.get('format')}, and {_FORMAT} is what this version of Reverie reads")
    known = {each.name: words[each.name] for each in fields(About) if each.name in words}
    kinds = {"seed": int, "start_tile": int, "driver": str, "gymnasium": str}
    for name, kind in kinds.items():
        if not isinstance(known.get(name), kind):
            raise ValueError(f"it does not say its {name}")
    return About(**known)


def _trouble(path: Path, error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return f"There is no episode “{path}”."
    if isinstance(error, PermissionError):
        return f"“{path.name}” may not be read. Allow it, or take the file out of the folder."
    return f"“{path.name}” is damaged or no episode ({_reason(error)}): it is left out. Delete it or collect it anew."


def _reason(error: Exception) -> str:
    text = str(error).strip().strip("'\"").rstrip(".")
    return text.splitlines()[0][:120] if text else type(error).__name__
