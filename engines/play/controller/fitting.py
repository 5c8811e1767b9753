"""Fitting a controller to what a teacher said: weighted squares through the squashing, by L-BFGS on all there is."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from engines.play.controller.controller import Controller, Floats, Standard
from engines.steps import Step

#: How steep the brake's answer is below zero while learning, where the squashing itself would be flat and teach
#: nothing.
LEAK = 0.05


@dataclass(frozen=True)
class Fitting:
    """How to fit: what errors of steer, gas and brake count, how all weights are pulled to zero, and for how long."""

    steer: float = 1.0
    gas: float = 0.5
    brake: float = 0.5
    pull: float = 1e-4
    iterations: int = 60


def fitted(
    features: Floats, answers: Floats, before: Controller, fitting: Fitting | None = None
) -> Generator[Step, None, tuple[Controller, float]]:
    """The controller that answers features (n, 288) as nearly as it can with answers (n, 3), and the loss it reached.

    It begins with ``before`` and has the standard of these features. A Step after each iteration.
    """
    fitting = fitting or Fitting()
    standard = Standard.of(features)
    inputs = torch.from_numpy((features - standard.mean) / standard.deviation)
    targets = torch.from_numpy(answers)
    weights, bias = (torch.from_numpy(each).requires_grad_() for each in _restandardised(before, standard))
    optimiser = torch.optim.LBFGS([weights, bias], max_iter=1, history_size=20, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimiser.zero_grad()
        loss = _loss(inputs @ weights.T + bias, targets, weights, fitting)
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    for iteration in range(fitting.iterations):
        optimiser.step(closure)  # type: ignore[no-untyped-call]
        yield Step(iteration + 1, fitting.iterations, "Fitting to the teacher")
    with torch.no_grad():
        loss = float(_loss(inputs @ weights.T + bias, targets, weights, fitting))
    return Controller(weights.detach().numpy().copy(), bias.detach().numpy().copy(), standard), loss


def _restandardised(controller: Controller, standard: Standard) -> tuple[Floats, Floats]:
    """The same controller for features of another standard."""
    folded = controller.folded()
    weights = folded.weights.astype(np.float64) * standard.deviation
    bias = folded.bias + folded.weights.astype(np.float64) @ standard.mean
    return weights.astype(np.float32), bias.astype(np.float32)


def _loss(raw: Tensor, targets: Tensor, weights: Tensor, fitting: Fitting) -> Tensor:
    """Mean weighted squared error of actions (n, 3); not braking at all is right however strongly it is meant."""
    steer = torch.tanh(raw[:, 0]) - targets[:, 0]
    gas = torch.sigmoid(raw[:, 1]) - targets[:, 1]
    brake = torch.where(raw[:, 2] > 0, torch.tanh(raw[:, 2]), LEAK * raw[:, 2]) - targets[:, 2]
    brake = torch.where((targets[:, 2] <= 0) & (raw[:, 2] < 0), torch.zeros_like(brake), brake)
    squares = fitting.steer * steer**2 + fitting.gas * gas**2 + fitting.brake * brake**2
    return squares.mean() / 3 + fitting.pull * (weights**2).mean()
