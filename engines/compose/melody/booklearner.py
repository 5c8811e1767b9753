"""Learning melodies as the book does it, one sound from the 32 before it, so that both ways can be compared.

Kept as it was: windows that overlap by all but one sound, an empty memory at each, RMSprop, no dropout. Ours:
held-out pieces are looked at, and it ends in time.
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
from engines.compose.melody.booknetwork import BookNetwork
from engines.compose.melody.features import Encoded
from engines.compose.melody.learner import BETWEEN_LOOKS, LOOK, some
from engines.compose.melody.presets import BookRecipe
from engines.compose.melody.scoring import Nats
from engines.compose.melody.vocabulary import END, START, Vocabulary
from engines.steps import Step
from engines.training import Randomness

READ_AT_ONCE = 128
#: The book never lowers its rate.
NEVER = 1_000_000


class Windows:
    """Every sound of some lines with the ``length`` before it; a beginning is filled up with START."""

    def __init__(self, lines: Sequence[Encoded], length: int) -> None:
        sounds, durations, starts, place = [], [], [], 0
        for line in lines:
            if not len(line):
                continue
            sounds.append(np.concatenate([np.full(length - 1, START), line.sounds]))
            durations.append(np.concatenate([np.full(length - 1, END), line.durations]))
            starts.append(np.arange(place, place + len(line)))
            place += len(sounds[-1])
        self._sounds = torch.from_numpy(np.concatenate(sounds).astype(np.int64))
        self._durations = torch.from_numpy(np.concatenate(durations).astype(np.int64))
        self._starts = torch.from_numpy(np.concatenate(starts))
        self._reach = torch.arange(length)

    def __len__(self) -> int:
        return len(self._starts)

    def take(self, which: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Sounds and durations of windows (batch, length), and the duration and sound after each (batch,)."""
        starts = self._starts[which]
        inside, after = starts[:, None] + self._reach, starts + len(self._reach)
        return self._sounds[inside], self._durations[inside], self._durations[after], self._sounds[after]


def score_windows(network: BookNetwork, lines: Sequence[Encoded], length: int) -> Generator[None, None, Nats]:
    """How surprising the book's model finds every sound of ``lines``, read as it was taught."""
    windows = Windows(lines, length)
    found = Nats()
    for which in torch.split(torch.arange(len(windows)), READ_AT_ONCE):
        sounds, durations, how_long, sound = windows.take(which)
        with torch.no_grad():
            lengths, pitches, _ = network(sounds, durations)
            found += Nats(
                pitch=float(F.cross_entropy(pitches, sound, reduction="none").double().sum()),
                duration=float(F.cross_entropy(lengths, how_long, reduction="none").double().sum()),
                notes=len(which),
                pitches_right=int((pitches.argmax(-1) == sound).sum()),
                durations_right=int((lengths.argmax(-1) == how_long).sum()),
            )
        yield
    return found


class BookLearner:
    """The book's model and its optimiser, as the training loop sees it."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        recipe: BookRecipe,
        training: Sequence[Encoded],
        held_out: Sequence[Encoded],
        *,
        sample: Callable[[BookNetwork, int], Any] | None = None,
    ) -> None:
        self._recipe = recipe
        self._chance = Randomness(recipe.seed)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(recipe.seed)
            self.net = BookNetwork(vocabulary.sounds, vocabulary.lengths)
        self._windows = Windows(training, recipe.window)
        self._held_out = some(held_out, LOOK)
        self._optimiser = torch.optim.RMSprop(self.net.parameters(), lr=recipe.rate, alpha=0.9, eps=1e-7)
        self.best = BestKept(NEVER, recipe.patience)
        self._sample = sample
        self._order = self._shuffled()
        self._place = self._done = self._read = self._since_look = 0
        self._smooth = math.log(vocabulary.sounds * vocabulary.lengths)

    def _shuffled(self) -> Tensor:
        return torch.randperm(len(self._windows), generator=self._chance.torch)

    @property
    def finished(self) -> bool:
        """Whether the held-out lines have shown no progress for too long."""
        return self.best.finished

    def pieces(self, step: int, steps: int) -> Generator[Step, None, Mapping[str, float]]:
        """One batch of windows; looks at the held-out lines first when that is due."""
        if not self.best.looks or self._since_look >= min(len(self._windows), BETWEEN_LOOKS):
            perplexity = yield from self._looked(step, steps)
            self.best.look(perplexity, step, self.net.state_dict())
            self._since_look = 0
        return self.update(step, steps)

    def update(self, step: int, steps: int) -> Mapping[str, float]:
        """One batch of windows."""
        del steps
        which = self._order[self._place : self._place + self._recipe.batch]
        sounds, durations, how_long, sound = self._windows.take(which)
        lengths, pitches, _ = self.net(sounds, durations)
        pitch, duration = F.cross_entropy(pitches, sound), F.cross_entropy(lengths, how_long)
        self._optimiser.zero_grad()
        (pitch + duration).backward()  # type: ignore[no-untyped-call]
        self._optimiser.step()
        self._place += len(which)
        if self._place >= len(self._order):
            self._order, self._place = self._shuffled(), 0
        self._done = step + 1
        self._read += len(which)
        self._since_look += len(which)
        nats = float((pitch + duration).detach())
        self._smooth += (nats - self._smooth) * max(0.005, 1 / self._done)
        return {
            "loss": nats,
            "pitch": float(pitch.detach()),
            "duration": float(duration.detach()),
            "smooth": self._smooth,
            "held_out": math.log(self.best.latest),
            "best": math.log(self.best.best),
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
                return math.exp(min(end.value.a_note, 50.0))
            yield Step(step, steps, note="Reading the held-out pieces")

    def preview(self) -> Any:
        """A melody by the network as it is, as ``sample`` gives it."""
        return None if self._sample is None else self._sample(self.net, self._done)

    def state(self) -> dict[str, Any]:
        return {
            "net": self.net.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "best": self.best.state(),
            "order": self._order,
            "counts": [self._place, self._done, self._read, self._since_look],
            "smooth": self._smooth,
            "chance": self._chance.state(),
        }

    def load_state(self, state: Mapping[str, Any]) -> None:
        self.net.load_state_dict(state["net"])
        self._optimiser.load_state_dict(deepcopy(state["optimiser"]))
        self.best.load_state(state["best"])
        self._order = state["order"].clone()
        self._place, self._done, self._read, self._since_look = state["counts"]
        self._smooth = state["smooth"]
        self._chance.load_state(state["chance"])
