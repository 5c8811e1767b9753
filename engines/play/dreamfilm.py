"""A film of nothing but the dream: C drives by what M makes up, and V paints it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engines.errors import BadInput
from engines.play.agent import Agent, agent_of
from engines.play.branches import COOLEST, HOTTEST, MOST
from engines.play.controller.dreams import Beginnings
from engines.play.controller.lockstep import rows_of
from engines.play.dreaming import Dreams, stored_beginnings
from engines.play.film import GAME_FPS, Clip, Picture, check_film, write_film
from engines.play.montage import montage
from engines.play.world import LIMIT, Frame
from engines.steps import Step, Task


@dataclass(frozen=True)
class DreamRequest:
    """``seconds`` of a dream that begins on a real road chosen by ``seed``, one for each of ``temperatures``.

    ``scale``: pixels of the film for one of the game. ``model``: the folder of a model, the shipped one by default.
    """

    output: Path
    seconds: float = 10.0
    temperatures: tuple[float, ...] = (1.0,)
    seed: int = 0
    scale: int = 4
    model: Path | None = None

    def __post_init__(self) -> None:
        if not 1 <= len(self.temperatures) <= MOST:
            raise BadInput(f"One to {MOST} dreams go side by side, not {len(self.temperatures)}.")
        if not all(COOLEST <= each <= HOTTEST for each in self.temperatures):
            raise BadInput(f"The temperature of a dream is {COOLEST} to {HOTTEST}.")
        if not 0 < self.seconds <= LIMIT / GAME_FPS or not 1 <= self.scale <= 16:
            raise BadInput(f"A dream lasts up to {LIMIT // GAME_FPS} seconds, with 1 to 16 pixels for one of the game.")
        check_film(self.output)


@dataclass(frozen=True)
class DreamClip:
    """The film, and what each dream was worth: dreamed score and frames until M expected its end."""

    clip: Clip
    scores: tuple[float, ...]
    frames: tuple[int, ...]

    def to_dict(self) -> dict[str, object]:
        """All of it as JSON has it."""
        return {
            "path": str(self.clip.path),
            "seconds": self.clip.seconds,
            "scores": list(self.scores),
            "frames": list(self.frames),
        }


def film_dream(
    request: DreamRequest, agent: Agent | None = None, beginnings: Beginnings | None = None
) -> Task[DreamClip]:
    """Dream and write the film; all dreams begin alike. It ends when every dream is over.

    Raises:
        MissingWeights: there is no such model, or it has no beginnings.
        CannotWrite: the film could not be written.
    """
    if agent is None or beginnings is None:
        agent, beginnings = _opened(request.model)
    place = int(np.random.default_rng(request.seed).integers(len(beginnings)))
    rows = [place] * len(request.temperatures)
    heat = np.array(request.temperatures, np.float32)
    dice = np.random.default_rng((request.seed, 1))
    dreams = Dreams(agent.memory, Beginnings(beginnings.z[rows], rows_of(beginnings.state, rows)), heat, dice)
    seen, frames = yield from _dreamed(dreams, agent, max(1, round(request.seconds * GAME_FPS)))
    words = tuple(f"Dream at {each:.2f}" for each in request.temperatures)

    def picture(at: int) -> Picture:
        assert agent is not None
        painted: Sequence[Frame] = list(agent.vision.decode(seen[at]))
        return montage(painted, words, request.scale)

    clip = yield from write_film(request.output, len(seen), picture)
    return DreamClip(clip, tuple(dreams.score.tolist()), frames)


def _dreamed(dreams: Dreams, agent: Agent, wanted: int) -> Task[tuple[list[NDArray[np.float32]], tuple[int, ...]]]:
    """z (n, 32) of every frame, and how many frames each dream lasted."""
    seen, lasted = [dreams.z], np.zeros(len(dreams.z), int)
    while len(seen) < wanted and dreams.goes_on.any():
        lasted += dreams.goes_on
        dreams.step(agent.controller.act(dreams.features))
        seen.append(dreams.z)
        yield Step(len(seen), wanted, "Dreaming")
    return seen, tuple(lasted.tolist())


def _opened(model: Path | None) -> tuple[Agent, Beginnings]:
    from engines.play.catalogue import model_folder

    where = model_folder() if model is None else model
    return agent_of(where), stored_beginnings(where)
