"""What candidates are worth: every one of them on the same tracks, spread over whoever does pieces of work."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engines.play.controller.controller import ACTIONS, FEATURES, Controller, act_each
from engines.play.controller.lockstep import Drive, Road, Rules, Seat, drive_all, features_of
from engines.play.controller.setting import Floats, Setting, State, opened
from engines.play.serving import Beat
from engines.play.workers import Evaluator
from engines.steps import Step

#: Drives of one piece of work. It must not follow the number of workers: those driven side by side would change.
#: Twelve side by side are 8 % quicker than eight, and a few workers share pieces of eight more evenly.
DRIVES_A_PIECE = 8


@dataclass(frozen=True, eq=False)
class Trial:
    """A piece of work: some drives of some candidates, (k, 3, 289) float32 for features as they come."""

    setting: Setting
    candidates: Floats
    roads: tuple[Road, ...]
    rules: Rules

    def run(self, beat: Beat) -> list[Drive]:
        """Drive them."""
        return drive_all(opened(self.setting), self.roads, _Candidates(self.candidates), self.rules, beat)


class _Candidates:
    """Every drive by its own candidate."""

    def __init__(self, candidates: Floats) -> None:
        self._candidates = candidates

    def begin(self, place: int, seat: Seat) -> None:
        """A candidate keeps nothing from one drive to the next."""

    def act(self, places: Sequence[int], seats: Sequence[Seat], z: Floats, state: State) -> Floats:  # noqa: ARG002
        """The action of each."""
        return act_each(self._candidates[[seat.road.candidate for seat in seats]], features_of(z, state))


@dataclass(frozen=True, eq=False)
class Scores:
    """What k candidates came to on t tracks: ``reward`` and ``tiles`` (k, t), all ``frames``, and how drives ended."""

    reward: NDArray[np.float64]
    tiles: NDArray[np.int64]
    frames: int
    ended: dict[str, int] = field(default_factory=dict)

    @property
    def means(self) -> NDArray[np.float64]:
        """Each candidate's mean reward (k,)."""
        means: NDArray[np.float64] = self.reward.mean(1)
        return means


def trials(setting: Setting, controllers: Sequence[Controller], tracks: Sequence[int], rules: Rules) -> list[Trial]:
    """The pieces of work in which every controller drives every track; cut the same whoever does them."""
    tables = np.stack([each.folded().to_vector().reshape(ACTIONS, FEATURES + 1) for each in controllers])
    pairs = [(candidate, track) for candidate in range(len(controllers)) for track in tracks]
    found = []
    for first in range(0, len(pairs), DRIVES_A_PIECE):
        piece = pairs[first : first + DRIVES_A_PIECE]
        lowest, highest = piece[0][0], piece[-1][0]
        roads = tuple(Road(first + place, track, candidate - lowest) for place, (candidate, track) in enumerate(piece))
        found.append(Trial(setting, tables[lowest : highest + 1], roads, rules))
    return found


def scored(
    evaluator: Evaluator, setting: Setting, controllers: Sequence[Controller], tracks: Sequence[int], rules: Rules
) -> Generator[Step, None, Scores]:
    """Let every controller drive every track; a Step after each piece of work counts the drives done.

    Raises what the evaluator raises: WorkersFailed when a piece was lost again and again.
    """
    shape = (len(controllers), len(tracks))
    reward, tiles = np.zeros(shape), np.zeros(shape, np.int64)
    frames, ended, done = 0, dict[str, int](), 0
    with closing(evaluator.evaluate(trials(setting, controllers, tracks, rules))) as results:
        for drives in results:
            for drive in drives:
                place = divmod(drive.number, len(tracks))
                reward[place], tiles[place] = drive.reward, drive.tiles
                frames += drive.frames
                ended[drive.ended] = ended.get(drive.ended, 0) + 1
            done += len(drives)
            yield Step(done, reward.size, "drives")
    return Scores(reward, tiles, frames, dict(sorted(ended.items())))
