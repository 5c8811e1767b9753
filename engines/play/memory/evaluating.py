"""How well M foresees episodes that neither it nor V ever learnt from: in nats, and in pixels against a still one.

In pixels the question is what one sees in a dream: M goes on alone from a frame, told only what is done, and what V
paints of its expectation is held against the frame that really came. Whoever cannot beat the last frame, copied, has
dreamed nothing. V paints no frame without an error of its own, which is the least that any M could reach and which the
copied frame does not have: so the same is asked once more of V's pictures alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engines.errors import BadInput
from engines.play.episodes import Episode
from engines.play.memory.latents import Seen, seen_by
from engines.play.memory.memory import Memory, Mixture, State
from engines.play.vision.frames import gather_episodes, is_held_out
from engines.play.vision.vision import Vision
from engines.steps import Step, Task

#: How many steps ahead M is asked, the frames it sees before, and the frames between two questions.
HORIZONS = (1, 15)
BURN_IN = 40
BETWEEN = 15
_ERRORS = 5

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Horizon:
    """Mean squared errors per pixel (colours 0 to 1) of the frame ``steps`` ahead.

    ``dreamed`` is V's picture of what M expects, ``copied`` the last frame that was seen, ``seen`` V's picture of the
    very frame. ``dreamed_seen`` and ``copied_seen`` are against V's picture of what came instead: of the dream, and of
    V's picture of the last frame.
    """

    steps: int
    dreamed: float
    copied: float
    seen: float
    dreamed_seen: float
    copied_seen: float

    @property
    def won(self) -> bool:
        """Whether the dream is nearer than the last frame to what really came."""
        return self.dreamed < self.copied

    @property
    def won_seen(self) -> bool:
        """Whether it is so among V's pictures."""
        return self.dreamed_seen < self.copied_seen


@dataclass(frozen=True)
class Foresight:
    """What M foresaw of held-out episodes.

    ``nats`` a step of the next 32 latents, drawn once as V names them; ``tile`` and ``over`` nats a step of whether
    tiles are hit and whether it ends. ``frames`` were foreseen one by one; at ``questions`` of them M went on alone.
    """

    nats: float
    tile: float
    over: float
    horizons: tuple[Horizon, ...]
    episodes: int
    frames: int
    questions: int


def foresee(
    folder: Path, vision: Path, memory: Path, horizons: Sequence[int] = HORIZONS, seed: int = 0
) -> Task[Foresight]:
    """Measure the M in folder ``memory`` on the held-out episodes of ``folder``, as the V in ``vision`` sees them.

    Yields a Step for each episode.

    Raises:
        BadInput: no episodes, or none that is held out is long enough to ask anything.
        MissingWeights: no V or no M.
    """
    episodes, _ = yield from gather_episodes(folder)
    chosen = [each for place, each in enumerate(episodes) if is_held_out(place, len(episodes))]
    return (yield from foresee_episodes(chosen, Vision(vision), Memory(memory), horizons, seed))


def foresee_episodes(
    episodes: Sequence[Episode], vision: Vision, memory: Memory, horizons: Sequence[int] = HORIZONS, seed: int = 0
) -> Task[Foresight]:
    """As ``foresee``, for episodes at hand."""
    dice = np.random.default_rng(seed)
    nats: list[Floats] = []
    errors: list[NDArray[np.float64]] = []
    for done, episode in enumerate(episodes):
        yield Step(done, len(episodes), note="Foreseeing held-out episodes")
        seen = seen_by(vision, episode)
        nats.append(_nats(memory, seen, dice))
        errors.append(_errors(memory, vision, episode, seen, horizons))
    asked = np.concatenate(errors) if errors else np.zeros((0, len(horizons), _ERRORS))
    if not len(asked):
        least = BURN_IN + max(horizons)
        raise BadInput(f"No held-out episode is {least} steps long, so M cannot be measured. Collect longer ones.")
    every = np.concatenate(nats).mean(0, dtype=np.float64)
    means = asked.mean(0)
    return Foresight(
        float(every[0]),
        float(every[1]),
        float(every[2]),
        tuple(Horizon(steps, *map(float, row)) for steps, row in zip(horizons, means, strict=True)),
        episodes=len(episodes),
        frames=sum(map(len, episodes)),
        questions=len(asked),
    )


def surprise(mixture: Mixture, latents: Floats) -> NDArray[np.float64]:
    """Nats (n,) of latents (n, 32) under a mixture, summed over the latents; reckoned in float64."""
    weight, mean, log_sigma = (
        part.astype(np.float64) for part in (mixture.log_weight, mixture.mean, mixture.log_sigma)
    )
    away = (latents[..., None] - mean) * np.exp(-log_sigma)
    each = weight - log_sigma - 0.5 * away**2 - 0.5 * np.log(2 * np.pi)
    total: NDArray[np.float64] = -np.logaddexp.reduce(each, -1).sum(-1)
    return total


def _nats(memory: Memory, seen: Seen, dice: np.random.Generator) -> Floats:
    """Nats (T, 3) of each moment of an episode: the latents, tile or no tile, over or not."""
    noise = dice.standard_normal(seen.mean.shape, np.float32)
    drawn = seen.mean + noise * np.exp(seen.log_variance / 2)
    state, hidden = memory.start(1), []
    for z, action in zip(drawn[:-1], seen.actions, strict=True):
        state = memory.step(z[None], action[None], state)
        hidden.append(state[0])
    told = memory.mixture((np.concatenate(hidden), np.zeros(0, np.float32)))
    found = [surprise(told, drawn[1:]), _of_two(told.tile, seen.tiles), _of_two(told.over, seen.over)]
    return np.stack(found, 1).astype(np.float32)


def _of_two(chance: Floats, came: Floats) -> NDArray[np.float64]:
    """Nats of what came of two."""
    likely = np.where(came > 0.5, chance, 1 - chance.astype(np.float64))
    nats: NDArray[np.float64] = -np.log(np.maximum(likely, 1e-12))
    return nats


def _errors(
    memory: Memory, vision: Vision, episode: Episode, seen: Seen, horizons: Sequence[int]
) -> NDArray[np.float64]:
    """Errors (n, horizons, 5) at n places of an episode, as a Horizon names them; n may be 0."""
    places = np.arange(BURN_IN, len(episode) - max(horizons) + 1, BETWEEN)
    found = np.zeros((len(places), len(horizons), _ERRORS))
    if not len(places):
        return found
    last, still = episode.frames[places] / np.float32(255), vision.paint(seen.mean[places])
    state, z = _states_at(memory, seen, places), seen.mean[places]
    for ahead in range(1, max(horizons) + 1):
        state = memory.step(z, seen.actions[places + ahead - 1], state)
        z = memory.mixture(state).expectation
        if ahead in horizons:
            came = episode.frames[places + ahead] / np.float32(255)
            dreamed, painted = vision.paint(z), vision.paint(seen.mean[places + ahead])
            pairs = ((dreamed, came), (last, came), (painted, came), (dreamed, painted), (still, painted))
            found[:, list(horizons).index(ahead)] = np.stack([_apart(*pair) for pair in pairs], 1)
    return found


def _apart(pictures: Floats, others: Floats) -> NDArray[np.float64]:
    """Mean squared error per pixel (n,) of pictures (n, 64, 64, 3)."""
    found: NDArray[np.float64] = ((pictures - others) ** 2).mean((1, 2, 3), dtype=np.float64)
    return found


def _states_at(memory: Memory, seen: Seen, places: NDArray[np.int64]) -> State:
    """What M holds before it sees each of these frames, having seen all before."""
    state, wanted = memory.start(1), set(places.tolist())
    kept: list[State] = []
    for place in range(int(places[-1]) + 1):
        if place in wanted:
            kept.append(state)
        state = memory.step(seen.mean[place][None], seen.actions[place][None], state)
    return np.concatenate([hidden for hidden, _ in kept]), np.concatenate([cell for _, cell in kept])
