"""Episodes as V sees them: encoded once, kept beside the run, and cut into pieces to learn from."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engines.errors import BadCheckpoint, BadInput
from engines.files import sha256_of, written_beside
from engines.play.episodes import Episode
from engines.play.vision.frames import fingerprint, gather_episodes, is_held_out
from engines.play.vision.vision import ENCODER, Vision
from engines.steps import Step, Task

FILE = "latents.npz"
_BATCH = 64

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Seen:
    """An episode of T steps as V saw it.

    ``mean`` and ``log_variance`` (T + 1, 32), ``actions`` (T, 3), ``tiles`` (T,) 1 where new tiles were hit by the
    step, ``over`` (T,) 1 where the step ended the lap or left the field; all float32.
    """

    mean: Floats
    log_variance: Floats
    actions: Floats
    tiles: Floats
    over: Floats

    def __len__(self) -> int:
        return len(self.actions)


@dataclass(frozen=True, eq=False)
class Latents:
    """All episodes of a folder as V saw them; ``told`` is what tells them from others, V included."""

    episodes: tuple[Seen, ...]
    told: str
    skipped: tuple[str, ...] = ()

    @property
    def training(self) -> list[Seen]:
        """Those to learn from."""
        return [each for place, each in enumerate(self.episodes) if not is_held_out(place, len(self.episodes))]

    @property
    def held_out(self) -> list[Seen]:
        """Those never learnt from: the same that V never learnt from."""
        return [each for place, each in enumerate(self.episodes) if is_held_out(place, len(self.episodes))]

    def save(self, path: Path) -> None:
        """Write them, beside first; raises CannotWrite."""
        arrays: dict[str, Any] = {
            name: np.concatenate([getattr(each, name) for each in self.episodes])
            for name in ("mean", "log_variance", "actions", "tiles", "over")
        }
        lengths = np.array([len(each) for each in self.episodes])
        with written_beside(path) as beside:
            np.savez(beside, lengths=lengths, told=np.frombuffer(self.told.encode(), np.uint8), **arrays)

    @classmethod
    def load(cls, path: Path) -> Latents:
        """Read what ``save`` wrote; raises BadCheckpoint."""
        try:
            with path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in stored.files}
            told = arrays.pop("told").tobytes().decode()
            lengths = arrays.pop("lengths")
            frames, steps = np.cumsum(lengths + 1)[:-1], np.cumsum(lengths)[:-1]
            parts = {
                name: np.split(values, frames if name in ("mean", "log_variance") else steps)
                for name, values in arrays.items()
            }
            each = [Seen(**{name: found[place] for name, found in parts.items()}) for place in range(len(lengths))]
        except Exception as error:  # numpy's and zipfile's parsers raise a dozen kinds
            raise BadCheckpoint(f"“{path}” is missing or damaged. Train the memory again from its episodes.") from error
        return cls(tuple(each), told)


def see(folder: Path, vision: Path) -> Task[Latents]:
    """Encode all episodes in ``folder`` with the V in ``vision``; yields a Step for each.

    Raises BadInput (no episodes) or MissingWeights (no V).
    """
    episodes, skipped = yield from gather_episodes(folder)
    eyes = Vision(vision)
    found = []
    for done, episode in enumerate(episodes):
        yield Step(done, len(episodes), note="Looking at episodes")
        found.append(seen_by(eyes, episode))
    told = hashlib.sha256((fingerprint(episodes) + sha256_of(vision / ENCODER)).encode()).hexdigest()[:16]
    return Latents(tuple(found), told, skipped)


def seen_by(eyes: Vision, episode: Episode) -> Seen:
    """An episode as V sees it."""
    parts = [eyes.encode(episode.frames[first : first + _BATCH]) for first in range(0, len(episode.frames), _BATCH)]
    over = np.zeros(len(episode), np.float32)
    over[-1] = episode.about.terminated
    return Seen(
        np.concatenate([mean for mean, _ in parts]),
        np.concatenate([log_variance for _, log_variance in parts]),
        episode.actions,
        (episode.tiles > 0).astype(np.float32),
        over,
    )


def long_enough(episodes: Sequence[Seen], steps: int) -> list[Seen]:
    """Those of at least so many steps; raises BadInput when there are none."""
    found = [each for each in episodes if len(each) >= steps]
    if not found:
        raise BadInput(f"No episode is {steps} steps long. Collect longer ones.")
    return found
