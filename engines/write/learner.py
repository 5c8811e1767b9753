"""Learning words: what one training step of a ``WordNetwork`` does, in pieces short enough to stop between them."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Mapping, Sequence
from copy import deepcopy
from typing import Any

import torch
from torch import Tensor, nn

from engines.bestkept import BestKept
from engines.optimiser import AdamW
from engines.steps import Step
from engines.training import Ema, Randomness, clip
from engines.write.networks import NetworkConfig, Reading, WordNetwork
from engines.write.presets import WordRecipe
from engines.write.scoring import cut, piece_words, score
from engines.write.streams import Streams, Window, Words

#: Words learnt between two looks at the held-out documents, at most; and how many held-out words a look takes.
BETWEEN_LOOKS, LOOK = 200_000, 30_000


class WordLearner:
    """A WordNetwork, the documents it learns from and those it never sees, its optimiser and its average.

    A step that is closed between two pieces leaves the learner as it was before the step.
    """

    def __init__(
        self,
        config: NetworkConfig,
        recipe: WordRecipe,
        training: Sequence[Words],
        held_out: Sequence[Words],
        *,
        baseline: float = math.nan,
        sample: Callable[[WordNetwork, int], str] | None = None,
    ) -> None:
        self._recipe = recipe
        self._chance = Randomness(recipe.seed)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(recipe.seed)
            self.net = WordNetwork(config)
        self._held_out = cut(held_out, LOOK)
        self._streams = Streams(training, recipe.lines, self._chance.python)
        self._state = self.net.fresh_state(recipe.lines)
        self.ema = Ema(self.net, recipe.averaging)
        self._optimiser = AdamW(self.net.parameters(), decay=recipe.weight_decay)
        self.best = BestKept(recipe.halve_after, recipe.patience)
        self._baseline = baseline
        self._sample = sample
        self._done = self._read = self._since_look = 0
        self._smooth = math.log(config.words)

    def begin_with(self, weights: Mapping[str, Tensor]) -> None:
        """Start from these weights instead of from chance."""
        self.net.load_state_dict(dict(weights))
        self.ema = Ema(self.net, self._recipe.averaging)

    @property
    def finished(self) -> bool:
        """Whether the held-out documents have shown no progress for too long."""
        return self.best.finished

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
        """One training step with a report after each piece; looks at the held-out documents first when that is due."""
        words = self._streams.words
        if not self.best.looks or self._since_look >= min(words, BETWEEN_LOOKS):
            perplexity = yield from self._looked(step, steps)
            self.best.look(perplexity, step, self.ema.weights)
            self._since_look = 0
        chance, streams = self._chance.state(), self._streams.state()
        try:
            loss, window, reading = yield from self._gradients(step, steps)
        except GeneratorExit:
            self._chance.load_state(chance)
            self._streams.load_state(streams)
            raise
        rate = self._recipe.rate * 0.5**self.best.halvings
        self._go(rate * len(window.targets) / (self._recipe.lines * self._recipe.window))
        self._state = tuple(each.detach()[:, window.kept] for each in reading.state)
        self._done = step + 1
        self._read += len(window.targets)
        self._since_look += len(window.targets)
        self._smooth += (loss - self._smooth) * max(0.02, 1 / self._done)
        return {
            "loss": loss,
            "perplexity": math.exp(min(self._smooth, 50.0)),
            "held_out": self.best.latest,
            "best": self.best.best,
            "ngram": self._baseline,
            "rate": rate,
            "rounds": self._read / words,
        }

    def conclude(self) -> Generator[Step, None, None]:
        """Look once more at the end, so that what was learnt since the last look is kept if it is better."""
        if self._since_look:
            perplexity = yield from self._looked(self._done, None)
            self.best.offer(perplexity, self._done, self.ema.weights)

    def _averaged(self) -> WordNetwork:
        """A network of the averaged weights, which are not copied."""
        weights = self.ema.weights
        # What the copy would copy is what stands in ``instead``; torch's own way to do so brings its compiler along.
        instead: dict[int, Any] = {
            id(value): nn.Parameter(weights[name], requires_grad=False) for name, value in self.net.named_parameters()
        }
        return deepcopy(self.net, instead)

    def _looked(self, step: int, steps: int | None) -> Generator[Step, None, float]:
        looking = score(self._averaged(), self._held_out)
        while True:
            try:
                next(looking)
            except StopIteration as end:
                perplexity: float = end.value.perplexity
                return perplexity
            yield Step(step, steps, note="Reading the held-out texts")

    def _gradients(self, step: int, steps: int) -> Generator[Step, None, tuple[float, Window, Reading]]:
        """Read the next window and leave its gradients in the network; the loss is the mean surprise in nats."""
        recipe, net = self._recipe, self.net
        window = self._streams.window(self._length())
        noise = net.noise(window.passages.count, recipe.dropouts, self._chance.torch)
        self._optimiser.zero_grad()
        reading = net.read(window.passages, self._carried(window), noise)
        yield Step(step, steps)
        hidden = reading.hidden.detach()
        pulls: list[Tensor] = []
        loss = 0.0
        most = max(16, piece_words(net) // 2)
        for part, targets in zip(torch.split(hidden, most), torch.split(window.targets, most), strict=True):
            surprise, pull = net.pulled(part, targets, 1 / len(window.targets))
            loss += surprise
            pulls.append(pull)
            yield Step(step, steps)
        calm = self._restlessness(window, reading)
        torch.autograd.backward([reading.hidden, calm], [torch.cat(pulls), None])
        return loss, window, reading

    def _length(self) -> int:
        """Jittered, so that the cuts between windows fall elsewhere in every round (Merity et al., 4.1)."""
        base = self._recipe.window if self._chance.python.random() < 0.95 else self._recipe.window / 2
        return max(5, round(self._chance.python.gauss(base, 5)))

    def _carried(self, window: Window) -> tuple[Tensor, ...]:
        """The memory each passage begins with: its line's, or nothing where a document begins."""
        goes_on = (window.carried >= 0).float()[None, :, None]
        return tuple(each[:, window.carried.clamp(min=0)] * goes_on for each in self._state)

    def _restlessness(self, window: Window, reading: Reading) -> Tensor:
        """Activation and temporal activation regularisation (Merity et al., 4.3)."""
        raw = reading.raw
        calm = self._recipe.activation * raw.square().mean()
        before = window.passages.before()
        if len(before):
            calm = calm + self._recipe.change * (raw[window.passages.count :] - raw[before]).square().mean()
        return calm

    def _go(self, rate: float) -> None:
        clip(self.net.parameters(), self._recipe.clip)
        self._optimiser.step(rate)
        self.ema.update()

    def preview(self) -> str | None:
        """A few sentences by the averaged network."""
        if self._sample is None:
            return None
        return self._sample(self._averaged(), self._done)

    def state(self) -> dict[str, Any]:
        return {
            "net": self.net.state_dict(),
            "ema": self.ema.state(),
            "optimiser": self._optimiser.state(),
            "best": self.best.state(),
            "streams": self._streams.state(),
            "memory": list(self._state),
            "counts": [self._done, self._read, self._since_look],
            "smooth": self._smooth,
            "baseline": self._baseline,
            "chance": self._chance.state(),
        }

    def load_state(self, state: Mapping[str, Any]) -> None:
        self.net.load_state_dict(state["net"])
        self.ema.load_state(state["ema"])
        self._optimiser.load_state(state["optimiser"])
        self.best.load_state(state["best"])
        self._streams.load_state(state["streams"])
        self._state = tuple(each.clone() for each in state["memory"])
        self._done, self._read, self._since_look = state["counts"]
        self._smooth, self._baseline = state["smooth"], state["baseline"]
        self._chance.load_state(state["chance"])
