"""What a learning of controllers keeps: the best one so far, by its score on held-out tracks."""

from __future__ import annotations

import math
from collections.abc import Generator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

import torch

from engines.play.controller.controller import Controller, Standard
from engines.play.controller.evaluating import Scores
from engines.steps import Step

R = TypeVar("R")


class Kept:
    """The best controller by its mean score on held-out tracks, and what is known of it; ``how`` it was learnt."""

    def __init__(self, how: str) -> None:
        self._how = how
        self.score = -math.inf
        self.controller = Controller.blank()

    def offer(self, controller: Controller, found: Scores, step: int, frames: int) -> bool:
        """Keep the one controller of ``found`` if it is the best; returns whether it is."""
        score = float(found.means[0])
        if not score > self.score:
            return False
        about = {
            "how": self._how,
            "step": step,
            "frames": frames,
            "score": score,
            "deviation": float(found.reward[0].std()),
            "least": float(found.reward[0].min()),
            "tracks": found.reward.shape[1],
        }
        self.score = score
        self.controller = Controller(controller.weights, controller.bias, controller.standard, about)
        return True

    def save(self, path: Path) -> None:
        """Write the controller; raises CannotWrite."""
        self.controller.save(path)

    def state(self) -> dict[str, Any]:
        """All of it."""
        return {"score": self.score, "controller": tensors_of(self.controller)}

    def load_state(self, state: Mapping[str, Any]) -> None:
        """Go back to what ``state`` returned."""
        self.score, self.controller = state["score"], controller_of(state["controller"])


def tensors_of(controller: Controller) -> dict[str, Any]:
    """A controller as a checkpoint holds it."""
    parts = (controller.weights, controller.bias, controller.standard.mean, controller.standard.deviation)
    return {"parts": [torch.from_numpy(part.copy()) for part in parts], "about": dict(controller.about)}


def controller_of(tree: Mapping[str, Any]) -> Controller:
    """The controller that ``tensors_of`` took apart."""
    weights, bias, mean, deviation = (part.numpy().copy() for part in tree["parts"])
    return Controller(weights, bias, Standard(mean, deviation), dict(tree["about"]))


def in_one_go(pieces: Generator[Step, None, Mapping[str, float]]) -> Mapping[str, float]:
    """What the pieces come to."""
    while True:
        try:
            next(pieces)
        except StopIteration as end:
            metrics: Mapping[str, float] = end.value
            return metrics


def pieces_of(task: Generator[Step, None, R], step: int, steps: int, note: str = "") -> Generator[Step, None, R]:
    """The steps of ``task`` as pieces of training step ``step``, and what it returns."""
    with closing(task):
        while True:
            try:
                piece = next(task)
            except StopIteration as end:
                found: R = end.value
                return found
            yield Step(step, steps, note or piece.note)
