"""Learning to tag answers and to ask, with teacher forcing: both losses in one, as in the book."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from engines.bestkept import BestKept
from engines.steps import Step
from engines.training import clip
from engines.write.questions.features import Example, padded
from engines.write.questions.networks import (
    PAD,
    UNKNOWN,
    QuestionConfig,
    QuestionNetwork,
    answer_loss,
    question_loss,
)


@dataclass(frozen=True)
class QuestionRecipe:
    """How to learn: rows a batch, the length of a step, the weight of answer tags against none, and patience."""

    rows: int = 32
    rate: float = 1e-3
    answer_weight: float = 3.0
    limit: float = 5.0
    look_every: int = 250
    halve_after: int = 2
    patience: int = 6
    seed: int = 0


class QuestionLearner:
    """A ``QuestionNetwork`` that learns from ``training`` and is watched on ``held_out``, which are other articles."""

    def __init__(
        self,
        config: QuestionConfig,
        recipe: QuestionRecipe,
        training: Sequence[Example],
        held_out: Sequence[Example],
        vectors: Tensor,
    ) -> None:
        self._recipe, self._training, self._held_out = recipe, training, held_out
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(recipe.seed)
            self.net = QuestionNetwork(config, vectors)
        self._optimiser = torch.optim.AdamW(self.net.parameters(), lr=recipe.rate)
        self._weights = torch.tensor([1.0] + [recipe.answer_weight] * (config.tags - 1))
        self.best = BestKept(recipe.halve_after, recipe.patience)

    @property
    def finished(self) -> bool:
        """Whether the held-out articles have shown no progress for long enough."""
        return self.best.finished

    def pieces(self, step: int, steps: int) -> Generator[Step, None, Mapping[str, float]]:
        """One update; it is short enough to be one piece."""
        yield from ()
        return self.update(step, steps)

    def conclude(self) -> Generator[Step, None, None]:
        """Nothing is left to do at the end."""
        yield from ()

    def update(self, step: int, steps: int) -> Mapping[str, float]:  # noqa: ARG002  the loop's word
        """One batch of teacher forcing and, now and then, a look at the held-out articles."""
        with torch.random.fork_rng(devices=[]):
            # Chance comes from the step alone, so that a resumed run draws what an uninterrupted one draws.
            torch.manual_seed(self._recipe.seed * 1_000_003 + step)
            self.net.train()
            answer, question = self.losses([self._training[at] for at in self._rows(step)])
        loss = (answer + question) / 2
        for group in self._optimiser.param_groups:
            group["lr"] = self._recipe.rate * 0.5**self.best.halvings
        self._optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        clip(self.net.parameters(), self._recipe.limit)
        self._optimiser.step()
        if (step + 1) % self._recipe.look_every == 0:
            self.best.look(self.held_out_loss(), step + 1, self.net.state_dict())
        told = {"answer": answer.item(), "question": question.item(), "loss": loss.item()}
        return told | {"held_out": self.best.latest, "best": self.best.kept}

    def _rows(self, step: int) -> list[int]:
        """Which examples step ``step`` takes: all in a new order each round."""
        count, rows = len(self._training), min(self._recipe.rows, len(self._training))
        turn, place = divmod(step, count // rows)
        order = np.random.default_rng([self._recipe.seed, turn]).permutation(count)
        return [int(at) for at in order[place * rows : (place + 1) * rows]]

    def losses(self, examples: Sequence[Example]) -> tuple[Tensor, Tensor]:
        """The loss of the tags and that of the questions of some examples."""
        net = self.net
        lengths = torch.tensor([len(one.passage) for one in examples])
        passage = torch.from_numpy(padded([one.passage for one in examples]))
        mask = torch.from_numpy(padded([one.mask for one in examples]))
        tags = torch.from_numpy(padded([one.tags for one in examples])).clamp(max=net.config.tags - 1)
        heard = torch.from_numpy(padded([one.heard for one in examples]))
        said = torch.from_numpy(padded([one.said for one in examples]))
        source = torch.from_numpy(padded([one.source for one in examples]))
        states, logits = net.read(passage, lengths)
        first = net.encode(states, mask, lengths)
        # A word that can be neither said nor copied teaches the pointer nothing; the book says <UNK> for all such.
        kept, instead = (said != UNKNOWN, PAD) if net.config.attention else (said < net.config.words, UNKNOWN)
        said = said.where(kept, instead)
        extra = max(len(one.own_words) for one in examples)
        chances, _ = net.decode(heard, first, states, mask, source, extra)
        return answer_loss(logits, tags, lengths, self._weights), question_loss(chances, said)

    @torch.no_grad()
    def held_out_loss(self) -> float:
        """The average of both losses on the held-out articles."""
        self.net.eval()
        rows = self._recipe.rows
        batches = [self._held_out[at : at + rows] for at in range(0, len(self._held_out), rows)]
        found = [torch.stack(self.losses(batch)).mean().item() * len(batch) for batch in batches]
        return float(sum(found) / len(self._held_out))

    def preview(self) -> None:
        """There is nothing to show but the curves."""

    def state(self) -> dict[str, Any]:
        """Weights, optimiser and the best weights so far."""
        return {"net": self.net.state_dict(), "optimiser": self._optimiser.state_dict(), "best": self.best.state()}

    def load_state(self, state: Mapping[str, Any]) -> None:
        """Go back to what ``state`` returned."""
        self.net.load_state_dict(state["net"])
        self._optimiser.load_state_dict(state["optimiser"])
        self.best.load_state(state["best"])
