"""V learning: one training step, and a look at frames that it never learns from."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engines.bestkept import BestKept
from engines.optimiser import AdamW
from engines.play.vision.frames import Frames
from engines.play.vision.network import (
    LATENTS,
    VisionConfig,
    VisionNetwork,
    divergence,
    free,
    reconstruction_error,
)
from engines.steps import Step
from engines.training import Ema, Randomness, linear_decay

#: Steps between two looks at held-out frames, and how many frames a look takes.
BETWEEN_LOOKS = 250
LOOK = 500
#: Frames in a preview: a row of originals over a row of what V made of them.
SHOWN = 8


@dataclass(frozen=True)
class VisionRecipe:
    """How V is taught: ``rounds`` times through all frames, the rate falling over the second half of them.

    ``fidelity`` weighs the summed squared error against the divergence. With 1, the paper's weight, 32 latents of
    these frames stay at the ``free_bits`` that cost nothing; 5 lets them carry twice as much. A batch is read in
    ``pieces``, between which a training can be stopped.
    """

    batch: int = 100
    rate: float = 1e-3
    final_rate: float = 0.03
    pieces: int = 2
    rounds: float = 10.0
    fidelity: float = 5.0
    free_bits: float = 0.5
    averaging: float = 0.998
    seed: int = 0


class VisionLearner:
    """A VisionNetwork, the frames it learns from and those it never sees, its optimiser and its average."""

    def __init__(self, config: VisionConfig, recipe: VisionRecipe, frames: Frames) -> None:
        self._recipe, self._frames = recipe, frames
        self._chance = Randomness(recipe.seed)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(recipe.seed)
            self.net = VisionNetwork(config)
        self.ema = Ema(self.net, recipe.averaging)
        self._averaged = VisionNetwork(config)
        self._optimiser = AdamW(self.net.parameters(), decay=0.0)
        self.best = BestKept(halve_after=10**9, patience=10**9)
        self._total = max(1, round(recipe.rounds * len(frames.training) / recipe.batch))
        self._look = frames.held_out[:: max(1, len(frames.held_out) // LOOK)][:LOOK]
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
        """One training step on a batch of frames by chance, with a report after each piece of it."""
        recipe, chance = self._recipe, self._chance.state()
        try:
            error, apart = yield from self._gradients(step, steps)
        except GeneratorExit:
            self._chance.load_state(chance)
            raise
        rate = recipe.rate * linear_decay(step, self._total, final=recipe.final_rate)
        self._optimiser.step(rate)
        self.ema.update()
        self._done = step + 1
        if self._done % BETWEEN_LOOKS == 0 or self._done in (1, self._total):
            self.best.look(self.held_out_error(), self._done, self.ema.weights)
        return {
            "error": error,
            "divergence": apart,
            "held_out": self.best.latest,
            "best": self.best.best,
            "rate": rate,
            "rounds": self._done * recipe.batch / len(self._frames.training),
        }

    def _gradients(self, step: int, steps: int) -> Generator[Step, None, tuple[float, float]]:
        """Leave the gradients of the next batch; its squared error per pixel and its divergence in nats."""
        recipe, pixels = self._recipe, self._frames.training[0].size
        chosen = torch.randint(len(self._frames.training), (recipe.batch,), generator=self._chance.torch)
        noise = torch.randn(recipe.batch, LATENTS, generator=self._chance.torch)
        self._optimiser.zero_grad()
        error = nats = 0.0
        for places, drawn in zip(chosen.chunk(recipe.pieces), noise.chunk(recipe.pieces), strict=True):
            frames, share = as_input(self._frames.training[places.numpy()]), len(places) / recipe.batch
            painted, mean, log_variance = self.net(frames, drawn)
            wrong, apart = reconstruction_error(painted, frames), divergence(mean, log_variance)
            (share * (recipe.fidelity * wrong + free(apart, recipe.free_bits))).backward()  # type: ignore[no-untyped-call]
            error += share * float(wrong.detach()) / pixels
            nats += share * float(apart.detach().sum())
            yield Step(step, steps)
        return error, nats

    def conclude(self) -> Generator[Step, None, None]:
        """Look once more at the end, so that what was learnt since the last look is kept if it is better."""
        yield Step(self._done, self._total, note="Looking at held-out frames")
        self.best.offer(self.held_out_error(), self._done, self.ema.weights)

    def held_out_error(self) -> float:
        """Mean squared error per pixel of held-out frames through the averaged network, see ``pixel_error``."""
        return pixel_error(self.averaged(), self._look)

    def averaged(self) -> VisionNetwork:
        """The network with its averaged weights; the same object each time."""
        self._averaged.load_state_dict(self.ema.weights)
        return self._averaged.eval()

    def preview(self) -> NDArray[np.uint8]:
        """A picture: held-out frames above, what V makes of them below."""
        return side_by_side(self.averaged(), self._look[:: max(1, len(self._look) // SHOWN)][:SHOWN])

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


def in_one_go(pieces: Generator[Step, None, Mapping[str, float]]) -> Mapping[str, float]:
    """The losses of a training step that is told of in pieces."""
    while True:
        try:
            next(pieces)
        except StopIteration as end:
            losses: Mapping[str, float] = end.value
            return losses


def as_input(frames: NDArray[np.uint8]) -> Tensor:
    """Frames uint8 (n, 64, 64, 3) as the network takes them: float32 (n, 3, 64, 64) in 0 to 1."""
    # Seen with the channels first they are channels_last already, which is what the network likes.
    return torch.from_numpy(np.ascontiguousarray(frames)).permute(0, 3, 1, 2).to(torch.float32) / 255


@torch.no_grad()
def painted_again(net: VisionNetwork, frames: NDArray[np.uint8], batch: int = 100) -> NDArray[np.float32]:
    """What the network makes of frames, latents at their mean: float32 (n, 64, 64, 3) in 0 to 1."""
    parts = [
        net.decode(net.encode(as_input(frames[first : first + batch]))[0]) for first in range(0, len(frames), batch)
    ]
    again: NDArray[np.float32] = torch.cat(parts).permute(0, 2, 3, 1).numpy()
    return again


def pixel_error(net: VisionNetwork, frames: NDArray[np.uint8]) -> float:
    """Mean squared error per pixel, colours from 0 to 1."""
    return float(np.mean((painted_again(net, frames) - frames.astype(np.float32) / 255) ** 2))


def side_by_side(net: VisionNetwork, frames: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A picture uint8 (128, 64 n, 3): n frames, and below what the network makes of them."""
    below = np.rint(painted_again(net, frames) * 255).astype(np.uint8)
    return np.concatenate([np.concatenate(list(frames), 1), np.concatenate(list(below), 1)])
