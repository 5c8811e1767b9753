"""Learning words as the book does it, one word from the twenty before it, so that both ways can be compared.

After “Generative Deep Learning” (Foster, 2019), chapter 6; written anew. Kept as it was: windows that overlap by all
but one word, an empty memory at each, RMSprop, no dropout. Ours: held-out documents are looked at, and it ends in time.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Mapping, Sequence
from copy import deepcopy
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from engines.bestkept import BestKept
from engines.steps import Step
from engines.training import Randomness
from engines.write.learner import BETWEEN_LOOKS, LOOK
from engines.write.networks import BookNetwork
from engines.write.presets import BookRecipe
from engines.write.scoring import Score, cut
from engines.write.streams import Words

READ_AT_ONCE = 64
#: The book never lowers its rate.
NEVER = 1_000_000


class Windows:
    """Every word of some documents with the ``length`` words before it; a beginning is filled up with its STORY."""

    def __init__(self, documents: Sequence[Words], length: int) -> None:
        filled = [np.concatenate([np.full(length - 1, one[0]), one]) for one in documents if len(one) > 1]
        self._words = torch.from_numpy(np.concatenate(filled).astype(np.int64))
        ends = np.cumsum([len(one) for one in filled])
        starts = [np.arange(end - len(one), end - length) for one, end in zip(filled, ends, strict=True)]
        self._starts = torch.from_numpy(np.concatenate(starts))
        self._reach = torch.arange(length)

    def __len__(self) -> int:
        return len(self._starts)

    def take(self, which: Tensor) -> tuple[Tensor, Tensor]:
        """Windows (batch, length) and the word after each (batch,)."""
        starts = self._starts[which]
        return self._words[starts[:, None] + self._reach], self._words[starts + len(self._reach)]


def score_windows(network: BookNetwork, documents: Sequence[Words], length: int = 20) -> Generator[None, None, Score]:
    """How surprising the book's model finds ``documents`` (ids, STORY first and last), read as it was taught."""
    windows = Windows(documents, length)
    surprise = 0.0
    for which in torch.split(torch.arange(len(windows)), READ_AT_ONCE):
        words, targets = windows.take(which)
        with torch.no_grad():
            surprise += float(F.cross_entropy(network.last(words), targets, reduction="none").double().sum())
        yield
    return Score(surprise, len(windows))


class BookLearner:
    """The book's model and its optimiser, as the training loop sees it."""

    def __init__(
        self,
        words: int,
        recipe: BookRecipe,
        training: Sequence[Words],
        held_out: Sequence[Words],
        *,
        baseline: float = math.nan,
        sample: Callable[[BookNetwork, int], str] | None = None,
    ) -> None:
        self._recipe = recipe
        self._chance = Randomness(recipe.seed)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(recipe.seed)
            self.net = BookNetwork(words)
        self._windows = Windows(training, recipe.window)
        self._held_out = cut(held_out, LOOK)
        self._optimiser = torch.optim.RMSprop(self.net.parameters(), lr=recipe.rate, alpha=0.9, eps=1e-7)
        self.best = BestKept(NEVER, recipe.patience)
        self._baseline = baseline
        self._sample = sample
        self._order = self._shuffled()
        self._place = self._done = self._read = self._since_look = 0
        self._smooth = math.log(words)

    def _shuffled(self) -> Tensor:
        return torch.randperm(len(self._windows), generator=self._chance.torch)

    @property
    def finished(self) -> bool:
        """Whether the held-out documents have shown no progress for too long."""
        return self.best.finished

    def pieces(self, step: int, steps: int) -> Generator[Step, None, Mapping[str, float]]:
        """One batch of windows; looks at the held-out documents first when that is due."""
        if not self.best.looks or self._since_look >= min(len(self._windows), BETWEEN_LOOKS):
            perplexity = yield from self._looked(step, steps)
            self.best.look(perplexity, step, self.net.state_dict())
            self._since_look = 0
        return self.update(step, steps)

    def update(self, step: int, steps: int) -> Mapping[str, float]:
        """One batch of windows."""
        del steps
        which = self._order[self._place : self._place + self._recipe.batch]
        words, targets = self._windows.take(which)
        loss = F.cross_entropy(self.net.last(words), targets)
        self._optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        self._optimiser.step()
        self._place += len(which)
        if self._place >= len(self._order):
            self._order, self._place = self._shuffled(), 0
        self._done = step + 1
        self._read += len(which)
        self._since_look += len(which)
        nats = float(loss.detach())
        self._smooth += (nats - self._smooth) * max(0.005, 1 / self._done)
        return {
            "loss": nats,
            "perplexity": math.exp(min(self._smooth, 50.0)),
            "held_out": self.best.latest,
            "best": self.best.best,
            "ngram": self._baseline,
            "rate": self._recipe.rate,
            "rounds": self._read / len(self._windows),
        }

    def conclude(self) -> Generator[Step, None, None]:
        """Look once more at the end, so that what was learnt since the last look is kept if it is better."""
        if self._since_look:
            perplexity = yield from self._looked(self._done, None)
            self.best.offer(perplexity, self._done, self.net.state_dict())

    def _looked(self, step: int, steps: int | None) -> Generator[Step, None, float]:
        looking = score_windows(self.net, self._held_out, self._recipe.window)
        while True:
            try:
                next(looking)
            except StopIteration as end:
                perplexity: float = end.value.perplexity
                return perplexity
            yield Step(step, steps, note="Reading the held-out texts")

    def preview(self) -> str | None:
        """A few sentences by the network as it is."""
        return None if self._sample is None else self._sample(self.net, self._done)

    def state(self) -> dict[str, Any]:
        return {
            "net": self.net.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "best": self.best.state(),
            "order": self._order,
            "counts": [self._place, self._done, self._read, self._since_look],
            "smooth": self._smooth,
            "baseline": self._baseline,
            "chance": self._chance.state(),
        }

    def load_state(self, state: Mapping[str, Any]) -> None:
        self.net.load_state_dict(state["net"])
        self._optimiser.load_state_dict(deepcopy(state["optimiser"]))
        self.best.load_state(state["best"])
        self._order = state["order"].clone()
        self._place, self._done, self._read, self._since_look = state["counts"]
        self._smooth, self._baseline = state["smooth"], state["baseline"]
        self._chance.load_state(state["chance"])
