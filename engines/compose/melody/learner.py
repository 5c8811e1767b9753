"""Learning melodies: one training step of a ``MelodyNetwork``, in pieces short enough to stop between them."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Mapping, Sequence
from copy import deepcopy
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engines.bestkept import BestKept
from engines.compose.melody.batches import PADDING, Batches, batch_of
from engines.compose.melody.features import Encoded
from engines.compose.melody.network import MelodyConfig, MelodyNetwork
from engines.compose.melody.presets import MelodyRecipe
from engines.compose.melody.scoring import Nats, score
from engines.compose.melody.vocabulary import Vocabulary
from engines.optimiser import AdamW
from engines.steps import Step
from engines.training import Ema, Randomness, clip, linear_decay

#: Sounds learnt between two looks at the held-out lines: as many as there are, within these limits.
FEWEST_BETWEEN, BETWEEN_LOOKS = 8_000, 100_000
#: How many held-out sounds a look takes.
LOOK = 10_000


class MelodyLearner:
    """A MelodyNetwork, the lines it learns from and those it never sees, its optimiser and its average.

    A step that is closed between two pieces leaves the learner as it was before the step.
    """

    def __init__(
        self,
        config: MelodyConfig,
        recipe: MelodyRecipe,
        vocabulary: Vocabulary,
        training: Sequence[Encoded],
        held_out: Sequence[Encoded],
        *,
        sample: Callable[[MelodyNetwork, int], Any] | None = None,
    ) -> None:
        self._recipe = recipe
        self._chance = Randomness(recipe.seed)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(recipe.seed)
            self.net = MelodyNetwork(config, torch.from_numpy(vocabulary.pitches))
        sounds = sum(map(len, training))
        self._batches = Batches(
            training,
            vocabulary,
            self._chance,
            notes=recipe.notes,
            longest=recipe.longest,
            transpose=recipe.transposes(sounds),
            hide_key=recipe.hide_key,
        )
        self._rounds = recipe.rounds_of(sounds)
        self._between = min(max(sounds, FEWEST_BETWEEN), BETWEEN_LOOKS)
        self._held_out = some(held_out, LOOK)
        self.ema = Ema(self.net, recipe.averaging)
        self._optimiser = AdamW(self.net.parameters(), decay=recipe.weight_decay)
        self.best = BestKept(recipe.halve_after, recipe.patience)
        self._sample = sample
        self._done = self._read = self._since_look = 0
        self._smooth = math.log(config.sounds * config.durations)
        self._latest = Nats()

    def begin_with(self, weights: Mapping[str, Tensor]) -> None:
        """Start from these weights instead of from chance."""
        self.net.load_state_dict(dict(weights))
        self.ema = Ema(self.net, self._recipe.averaging)

    @property
    def finished(self) -> bool:
        """Whether the held-out lines have shown no progress for too long, or all rounds are done."""
        return self.best.finished or self.rounds >= self._rounds

    @property
    def rounds(self) -> float:
        """How often all lines have been read."""
        return self._read / max(1, self._batches.sounds)

    def update(self, step: int, steps: int) -> Mapping[str, float]:
        """One training step in one go."""
        pieces = self.pieces(step, steps)
        while True:
            try:
                next(pieces)
            except StopIteration as end:
                losses: Mapping[str, float] = end.value
                return losses

    def pieces(self, step: int, steps: int) -> Generator[Step, None, Mapping[str, float]]:
        """One training step with a report after each piece; looks at the held-out lines first when that is due."""
        if not self.best.looks or self._since_look >= self._between:
            perplexity = yield from self._looked(step, steps)
            self.best.look(perplexity, step, self.ema.weights)
            self._since_look = 0
        chance, order = self._chance.state(), self._batches.state()
        try:
            pitch, duration, notes = yield from self._gradients(step, steps)
        except GeneratorExit:
            self._chance.load_state(chance)
            self._batches.load_state(order)
            raise
        rate = self._rate(step)
        clip(self.net.parameters(), self._recipe.clip)
        self._optimiser.step(rate)
        self.ema.update()
        self._done = step + 1
        self._read += notes
        self._since_look += notes
        loss = pitch + duration
        self._smooth += (loss - self._smooth) * max(0.02, 1 / self._done)
        return {
            "loss": loss,
            "pitch": pitch,
            "duration": duration,
            "smooth": self._smooth,
            "held_out": math.log(self.best.latest),
            "best": math.log(self.best.best),
            "rate": rate,
            "rounds": self.rounds,
        }

    def _rate(self, step: int) -> float:
        recipe = self._recipe
        warm = min(1.0, (step + 1) / recipe.warm_up)
        decay = linear_decay(min(self._read, 10**12), self._rounds * self._batches.sounds, hold=0.0)
        return float(recipe.rate * warm * decay * 0.5**self.best.halvings)

    def _gradients(self, step: int, steps: int) -> Generator[Step, None, tuple[float, float, int]]:
        """Read the next batch in pieces and leave its gradients; nats per note of pitch and duration, and the notes."""
        lines = self._batches.next()
        notes = max(1, sum(len(line.sounds) - 1 for line in lines))
        self._optimiser.zero_grad()
        pitch = duration = 0.0
        for first in range(0, len(lines), -(-len(lines) // self._recipe.pieces)):
            piece = batch_of(lines[first : first + -(-len(lines) // self._recipe.pieces)])
            masks = self.net.masks(len(piece.sounds), self._recipe.dropouts, self._chance.torch)
            durations, sounds = self.net(piece.heard, piece.durations.clamp(min=0), masks)
            how_long = F.cross_entropy(
                durations.flatten(0, 1), piece.durations.reshape(-1), reduction="sum", ignore_index=PADDING
            )
            which = F.cross_entropy(
                sounds.flatten(0, 1), piece.sounds.reshape(-1), reduction="sum", ignore_index=PADDING
            )
            ((how_long + which) / notes).backward()  # type: ignore[no-untyped-call]
            pitch += float(which.detach()) / notes
            duration += float(how_long.detach()) / notes
            yield Step(step, steps)
        return pitch, duration, notes

    def conclude(self) -> Generator[Step, None, None]:
        """Look once more at the end, so that what was learnt since the last look is kept if it is better."""
        if self._since_look:
            perplexity = yield from self._looked(self._done, None)
            self.best.offer(perplexity, self._done, self.ema.weights)

    def averaged(self) -> MelodyNetwork:
        """A network of the averaged weights, which are not copied."""
        weights = self.ema.weights
        # What the copy would copy is what stands in ``instead``; torch's own way to do so brings its compiler along.
        instead: dict[int, Any] = {
            id(value): nn.Parameter(weights[name], requires_grad=False) for name, value in self.net.named_parameters()
        }
        return deepcopy(self.net, instead)

    def _looked(self, step: int, steps: int | None) -> Generator[Step, None, float]:
        looking = score(self.averaged(), self._held_out)
        while True:
            try:
                next(looking)
            except StopIteration as end:
                self._latest = end.value
                return math.exp(min(self._latest.a_note, 50.0))
            yield Step(step, steps, note="Reading the held-out pieces")

    def preview(self) -> Any:
        """A melody by the averaged network, as ``sample`` gives it."""
        return None if self._sample is None else self._sample(self.averaged(), self._done)

    def state(self) -> dict[str, Any]:
        return {
            "net": self.net.state_dict(),
            "ema": self.ema.state(),
            "optimiser": self._optimiser.state(),
            "best": self.best.state(),
            "batches": self._batches.state(),
            "counts": [self._done, self._read, self._since_look],
            "smooth": self._smooth,
            "chance": self._chance.state(),
        }

    def load_state(self, state: Mapping[str, Any]) -> None:
        self.net.load_state_dict(state["net"])
        self.ema.load_state(state["ema"])
        self._optimiser.load_state(state["optimiser"])
        self.best.load_state(state["best"])
        self._batches.load_state(state["batches"])
        self._done, self._read, self._since_look = state["counts"]
        self._smooth = state["smooth"]
        self._chance.load_state(state["chance"])


def some(lines: Sequence[Encoded], most: int) -> list[Encoded]:
    """The first lines up to about ``most`` sounds: enough to see progress, and quick to look at."""
    kept: list[Encoded] = []
    left = most
    for line in lines:
        if left < 2:
            break
        size = len(line.sounds)
        kept.append(line.part(0, min(size, left + 1)))
        left -= size
    return kept
