"""What a driver is worth: the reward of whole episodes on tracks that are the same for everybody.

As in the paper: CarRacing's own rules and its limit of 1000 steps, the undiscounted reward of each episode, mean and
standard deviation over the tracks (Ha and Schmidhuber 2018 take 100). Seeds from 0 up are for scores; what is learnt
from lies above `engines.play.collecting`'s first track.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from statistics import fmean, pstdev
from typing import Literal

from engines.errors import BadInput
from engines.play.drivers import DriverChoice
from engines.play.driving import drive
from engines.play.workers import Evaluator, Workers
from engines.play.world import Action, CarWorld, Frame, Moment, another_game, gymnasium_version
from engines.steps import Step, Task

#: Tracks of an honest score, and the first of them.
EPISODES = 100
FIRST_SEED = 100_000
#: Seeds of scores end here.
_END = 1 << 20

Ending = Literal["lap", "time", "field"]


@dataclass(frozen=True)
class ScoreRequest:
    """Which driver on which tracks: those of ``seed``, ``seed`` + 1 and so on.

    ``stock`` shows it gymnasium's own pictures, cropped and resized as in the paper: twenty times as slow, and the
    proof that a driver needs none of ours.
    """

    driver: DriverChoice
    episodes: int = EPISODES
    seed: int = FIRST_SEED
    workers: int | None = None
    stock: bool = False


@dataclass(frozen=True, order=True)
class TrackScore:
    """One episode: the reward, the steps it took, the tiles touched of those there are, and why it ended."""

    seed: int
    score: float
    frames: int
    tiles: int
    track: int
    ended: Ending


@dataclass(frozen=True)
class Score:
    """A driver's episodes in the order of their seeds, and the rules they were driven by."""

    driver: str
    per_seed: tuple[TrackScore, ...]
    gymnasium: str = field(default_factory=gymnasium_version)
    stock: bool = False

    @property
    def mean(self) -> float:
        """Mean reward of an episode."""
        return fmean(each.score for each in self.per_seed)

    @property
    def deviation(self) -> float:
        """Standard deviation of the episodes' rewards, as the paper gives it: of these episodes, not of their mean."""
        return pstdev(each.score for each in self.per_seed)

    @property
    def least(self) -> float:
        """The worst episode's reward."""
        return min(each.score for each in self.per_seed)

    @property
    def frames(self) -> int:
        """Steps driven in all."""
        return sum(each.frames for each in self.per_seed)

    def to_dict(self) -> dict[str, object]:
        """All of it as JSON has it."""
        return {
            "driver": self.driver,
            "mean": self.mean,
            "deviation": self.deviation,
            "least": self.least,
            "episodes": len(self.per_seed),
            "frames": self.frames,
            "gymnasium": self.gymnasium,
            "pictures": "stock" if self.stock else "Reverie",
            "per_seed": [asdict(each) for each in self.per_seed],
        }


@dataclass(frozen=True)
class Lap:
    """One driver on one track, to be scored: a pure function of its fields."""

    choice: DriverChoice
    seed: int
    stock: bool = False

    def run(self, beat: Callable[[], object]) -> TrackScore:
        """Drive the whole episode."""
        driver = self.choice.build()
        world = _world(self.stock)
        world.drawn = driver.looks
        score, frames, tiles = 0.0, 0, 0

        def count(_frame: Frame, _action: Action, moment: Moment) -> None:
            nonlocal score, frames, tiles
            score, frames, tiles = score + moment.reward, frames + 1, tiles + moment.tiles
            beat()

        last = drive(world, driver, self.seed, on_step=count)
        return TrackScore(self.seed, score, frames, tiles, len(world.env.track), _ending(last))


def score(request: ScoreRequest, evaluator: Evaluator | None = None) -> Task[Score]:
    """Score a driver; each step counts episodes and tells the mean and the least reward so far.

    Worker processes of its own drive, unless there is an ``evaluator`` to do it; the answer is the same.

    Raises:
        BadInput: no episodes, seeds that are no scores', or a driver's settings that do not exist.
        MissingWeights: the driver's model is not there.
    """
    if request.episodes < 1 or not 0 <= request.seed <= _END - request.episodes:
        raise BadInput(f"A score takes at least one episode, with seeds from 0 to {_END - 1}.")
    request.driver.build()  # what is wrong with it is said before a worker begins
    laps = [Lap(request.driver, request.seed + number, request.stock) for number in range(request.episodes)]
    done: list[TrackScore] = []
    yield Step(0, len(laps))
    with ExitStack() as at_the_end:
        work = evaluator or at_the_end.enter_context(Workers(request.workers))
        for each in at_the_end.enter_context(closing(work.evaluate(laps))):
            done.append(each)
            scores = [one.score for one in done]
            yield Step(len(done), len(laps), metrics={"mean": fmean(scores), "least": min(scores)})
    return Score(request.driver.name, tuple(sorted(done)), stock=request.stock)


def require_same_game(gymnasium: str) -> None:
    """Before two scores are compared: raises BadInput when one was made by other rules than those here."""
    sentence = another_game(gymnasium)
    if sentence is not None:
        raise BadInput(sentence)


def _ending(last: Moment) -> Ending:
    if not last.terminated:
        return "time"
    return "lap" if last.info.get("lap_finished") else "field"


@lru_cache(maxsize=2)
def _world(stock: bool) -> CarWorld:
    """One world of each kind a process: making one takes longer than resetting it."""
    return CarWorld(stock=stock)
