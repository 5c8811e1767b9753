"""M learning: one training step over pieces of episodes, and a look at episodes that it never learns from."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from engines.bestkept import BestKept
from engines.optimiser import AdamW
from engines.play.memory.latents import Latents, Seen, long_enough
from engines.play.memory.network import ACTIONS, LATENTS, Expected, MemoryConfig, MemoryNetwork, hidden_inputs, losses
from engines.play.vision.learner import in_one_go
from engines.steps import Step
from engines.training import Ema, Randomness, clip, linear_decay

#: Steps between two looks at held-out episodes, and how many pieces a look takes.
BETWEEN_LOOKS = 50
LOOK = 48


@dataclass(frozen=True)
class MemoryRecipe:
    """How M is taught: ``rounds`` times through all steps in pieces of ``length``, latents drawn anew each time.

    The rate falls over the second half; ``hide`` is the share of inputs hidden from it by chance. A batch is read in
    so many ``halves``, between which a training can be stopped.
    """

    batch: int = 32
    length: int = 100
    rate: float = 1e-3
    final_rate: float = 0.03
    halves: int = 2
    rounds: float = 60.0
    hide: float = 0.05
    clip: float = 1.0
    averaging: float = 0.99
    seed: int = 0


@dataclass(frozen=True, eq=False)
class Pieces:
    """Pieces of episodes: latents (n, length + 1, 32), what was done and came of it (n, length, …)."""

    latents: Tensor
    actions: Tensor
    tiles: Tensor
    over: Tensor


class MemoryLearner:
    """A MemoryNetwork, the episodes it learns from and those it never sees, its optimiser and its average."""

    def __init__(self, config: MemoryConfig, recipe: MemoryRecipe, latents: Latents) -> None:
        self._recipe = recipe
        self._chance = Randomness(recipe.seed)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(recipe.seed)
            self.net = MemoryNetwork(config)
        self.ema = Ema(self.net, recipe.averaging)
        self._averaged = MemoryNetwork(config)
        self._optimiser = AdamW(self.net.parameters(), decay=0.0)
        self.best = BestKept(halve_after=10**9, patience=10**9)
        # Of episodes shorter than a piece nothing would be learnt.
        length = min(recipe.length, max(map(len, latents.training)), max(map(len, latents.held_out)))
        self._length = length
        self._episodes = long_enough(latents.training, length)
        steps = sum(map(len, self._episodes))
        self._total = max(1, round(recipe.rounds * steps / (recipe.batch * length)))
        self._steps = steps
        self._look = pieces(long_enough(latents.held_out, length), LOOK, length, Randomness(1).torch)
        self._done = 0

    @property
    def steps(self) -> int:
        """How many steps the recipe takes in all."""
        return self._total

    @property
    def finished(self) -> bool:
        """Whether the recipe has come to its end."""
        return self._done >= self._total

    def begin_with(self, weights: Mapping[str, Tensor]) -> None:
        """Start from these weights instead of from chance."""
        self.net.load_state_dict(dict(weights))
        self.ema = Ema(self.net, self._recipe.averaging)

    def update(self, step: int, steps: int) -> Mapping[str, float]:
        """One training step in one go."""
        return in_one_go(self.pieces(step, steps))

    def pieces(self, step: int, steps: int) -> Generator[Step, None, Mapping[str, float]]:
        """One training step over a batch by chance, with a report after each half of it."""
        recipe, chance = self._recipe, self._chance.state()
        try:
            nats, tile, over = yield from self._gradients(step, steps)
        except GeneratorExit:
            self._chance.load_state(chance)
            raise
        clip(self.net.parameters(), recipe.clip)
        rate = recipe.rate * linear_decay(step, self._total, final=recipe.final_rate)
        self._optimiser.step(rate)
        self.ema.update()
        self._done = step + 1
        if self._done % BETWEEN_LOOKS == 0 or self._done in (1, self._total):
            self.best.look(self.held_out(), self._done, self.ema.weights)
        return {
            "nats": nats,
            "tile": tile,
            "over": over,
            "held_out": self.best.latest,
            "best": self.best.best,
            "rate": rate,
            "rounds": self._done * recipe.batch * self._length / self._steps,
        }

    def _gradients(self, step: int, steps: int) -> Generator[Step, None, tuple[float, float, float]]:
        """Leave the gradients of the next batch; its three losses."""
        recipe, chance = self._recipe, self._chance.torch
        self._optimiser.zero_grad()
        found = [0.0, 0.0, 0.0]
        for count in map(len, torch.arange(recipe.batch).chunk(recipe.halves)):
            batch = pieces(self._episodes, count, self._length, chance)
            keep = hidden_inputs((count, self._length, LATENTS + ACTIONS), recipe.hide, chance)
            nats, tile, over = losses(*_asked(self.net, batch, keep))
            share = count / recipe.batch
            # A latent weighs as much as the tile; all of them would drown it.
            (share * (nats / LATENTS + tile + over)).backward()  # type: ignore[no-untyped-call]
            found = [
                value + share * float(loss.detach()) for value, loss in zip(found, (nats, tile, over), strict=True)
            ]
            yield Step(step, steps)
        return found[0], found[1], found[2]

    def conclude(self) -> Generator[Step, None, None]:
        """Look once more at the end, so that what was learnt since the last look is kept if it is better."""
        yield Step(self._done, self._total, note="Looking at held-out episodes")
        self.best.offer(self.held_out(), self._done, self.ema.weights)

    @torch.no_grad()
    def held_out(self) -> float:
        """Nats per step of held-out latents (drawn once) under the averaged network."""
        return float(losses(*_asked(self.averaged(), self._look, None))[0])

    def averaged(self) -> MemoryNetwork:
        """The network with its averaged weights; the same object each time."""
        self._averaged.load_state_dict(self.ema.weights)
        return self._averaged.eval()

    def preview(self) -> None:
        """Numbers say more: the curves are what there is to see."""

    def state(self) -> dict[str, Any]:
        return {
            "net": self.net.state_dict(),
            "ema": self.ema.state(),
            "optimiser": self._optimiser.state(),
            "best": self.best.state(),
            "chance": self._chance.state(),
            "done": self._done,
        }

    def load_state(self, state: Mapping[str, Any]) -> None:
        self.net.load_state_dict(state["net"])
        self.ema.load_state(state["ema"])
        self._optimiser.load_state(state["optimiser"])
        self.best.load_state(state["best"])
        self._chance.load_state(state["chance"])
        self._done = state["done"]


def pieces(episodes: Sequence[Seen], count: int, length: int, chance: torch.Generator) -> Pieces:
    """Pieces by chance, each step of all episodes as likely as any other; latents drawn as V names them."""
    room = np.array([len(each) - length + 1 for each in episodes])
    ends = np.cumsum(room)
    places = torch.randint(int(ends[-1]), (count,), generator=chance).numpy()
    which = np.searchsorted(ends, places, side="right")
    found = [(episodes[at], int(place - ends[at] + room[at])) for at, place in zip(which, places, strict=True)]

    def cut(name: str, steps: int) -> Tensor:
        parts = [getattr(each, name)[first : first + steps] for each, first in found]
        return torch.from_numpy(np.stack(parts))

    mean, log_variance = cut("mean", length + 1), cut("log_variance", length + 1)
    noise = torch.randn(mean.shape, generator=chance)
    drawn = mean + noise * torch.exp(log_variance / 2)
    return Pieces(drawn, cut("actions", length), cut("tiles", length), cut("over", length))


def _asked(net: MemoryNetwork, batch: Pieces, keep: Tensor | None) -> tuple[Expected, Tensor, Tensor, Tensor]:
    """What the network expects of a batch, and what came."""
    return net(batch.latents[:, :-1], batch.actions, keep), batch.latents[:, 1:], batch.tiles, batch.over
