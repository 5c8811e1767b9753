"""Fitting a controller to what a teacher said: least squares through the squashing, by Levenberg and Marquardt.

Each action has 289 numbers of its own, so a step solves three small systems exactly (Marquardt 1963). Quasi-Newton
steps stopped well above this minimum, and what was left of the error drove off the road.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engines.play.controller.controller import ACTIONS, FEATURES, Controller, Floats, Standard
from engines.steps import Step

#: How steep the brake's answer is below zero while learning, where the squashing itself would be flat and teach
#: nothing.
LEAK = 0.05
#: Rows read in one piece of work.
_ROWS = 8_192
#: Damping at the start, and beyond which no step is better than none.
_DAMPING, _MOST_DAMPING = 1e-3, 1e3

Doubles = NDArray[np.float64]
#: What is answered to raw numbers (n,) when it should have been targets (n,), as errors, and their slopes.
Answer = Callable[[Floats, Floats], tuple[Floats, Floats]]


@dataclass(frozen=True)
class Fitting:
    """How to fit: how all weights are pulled to zero, for how long at most, and how little gain is none."""

    pull: float = 1e-5
    iterations: int = 12
    enough: float = 1e-5


def fitted(
    features: Floats, answers: Floats, before: Controller, fitting: Fitting | None = None
) -> Generator[Step, None, tuple[Controller, float]]:
    """The controller that answers features (n, 288) as nearly as it can with answers (n, 3), and its squared error.

    It begins with ``before`` and has the standard of these features. A Step after each piece of work.
    """
    fitting = fitting or Fitting()
    standard = Standard.of(features)
    weights = _restandardised(before, standard)
    error = 0.0
    for action, answer in enumerate((_steer, _gas, _brake)):
        problem = _Problem(features, answers[:, action], standard, answer)
        weights[action], loss = yield from _solved(problem, weights[action], fitting)
        error += loss / ACTIONS
    table = weights.astype(np.float32)
    return Controller(table[:, :-1].copy(), table[:, -1].copy(), standard), error


@dataclass(frozen=True, eq=False)
class _Problem:
    """One action: what was seen, what should have been answered, and how raw numbers become answers."""

    features: Floats
    targets: Floats
    standard: Standard
    answer: Answer

    def look(self, weights: Doubles) -> Generator[Step, None, tuple[float, Doubles, Doubles]]:
        """Mean squared error, its half gradient (289,) and Gauss and Newton's half of its curvature (289, 289)."""
        error, slope = 0.0, np.zeros(FEATURES + 1)
        curvature = np.zeros((FEATURES + 1, FEATURES + 1))
        for first in range(0, len(self.targets), _ROWS):
            seen = (self.features[first : first + _ROWS] - self.standard.mean) / self.standard.deviation
            rows = np.concatenate([seen, np.ones((len(seen), 1), np.float32)], 1)
            wrong, steep = self.answer(rows @ weights.astype(np.float32), self.targets[first : first + _ROWS])
            moved = rows * steep[:, None]
            error += float(wrong @ wrong)
            slope += moved.T @ wrong
            curvature += moved.T @ moved
            yield Step(0, note="Fitting to the teacher")
        count = max(1, len(self.targets))
        return error / count, slope / count, curvature / count


def _solved(problem: _Problem, weights: Doubles, fitting: Fitting) -> Generator[Step, None, tuple[Doubles, float]]:
    """The weights (289,) of least error that were found, and that error."""
    damping = _DAMPING
    error, slope, curvature = yield from problem.look(weights)
    for _ in range(fitting.iterations):
        aside = curvature + (fitting.pull + damping) * np.eye(FEATURES + 1)
        tried = weights - np.linalg.solve(aside, slope + fitting.pull * weights)
        found = yield from problem.look(tried)
        better = _total(found[0], tried, fitting) < _total(error, weights, fitting)
        gain = error - found[0]
        if better:
            weights, (error, slope, curvature) = tried, found
            damping = max(damping / 4, 1e-6)
            if gain < fitting.enough:
                break
        elif damping < _MOST_DAMPING:
            damping *= 16
        else:
            break
    return weights, error


def _total(error: float, weights: Doubles, fitting: Fitting) -> float:
    return error + fitting.pull * float(weights @ weights)


def _restandardised(controller: Controller, standard: Standard) -> Doubles:
    """The same controller for features of another standard, (3, 289)."""
    folded = controller.folded()
    weights = folded.weights.astype(np.float64)
    bias = folded.bias + weights @ standard.mean
    return np.concatenate([weights * standard.deviation, bias[:, None]], 1)


def _steer(raw: Floats, targets: Floats) -> tuple[Floats, Floats]:
    said = np.tanh(raw)
    return said - targets, 1 - said * said


def _gas(raw: Floats, targets: Floats) -> tuple[Floats, Floats]:
    said = 0.5 + 0.5 * np.tanh(0.5 * raw)
    return said - targets, said * (1 - said)


def _brake(raw: Floats, targets: Floats) -> tuple[Floats, Floats]:
    """Not braking at all is right however strongly it is meant."""
    said = np.tanh(raw)
    wrong = np.where(raw > 0, said, LEAK * raw) - targets
    steep = np.where(raw > 0, 1 - said * said, LEAK)
    meant: NDArray[Any] = (targets <= 0) & (raw < 0)
    none = np.zeros_like(wrong)
    return np.where(meant, none, wrong), np.where(meant, none, steep)
