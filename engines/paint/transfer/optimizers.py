"""What changes the picture: L-BFGS and Adam, one gradient a step, so that a step can be watched and stopped."""

from __future__ import annotations

from collections import deque
from typing import Protocol

import torch
import torch.nn.functional as F
from torch import Tensor

from engines.paint.transfer.pyramid import enlarged


class Optimizer(Protocol):
    """Holds a picture (1, 3, height, width) and moves it against the gradients it is told."""

    picture: Tensor
    #: How many times its lowest value the loss may be before the optimiser counts as lost.
    leeway: float

    @property
    def shown(self) -> Tensor:
        """The picture to show and to keep."""

    def step(self, gradient: Tensor) -> None:
        """Move ``picture``, at which ``gradient`` was taken."""

    def restart(self, picture: Tensor, caution: int = 0) -> None:
        """Go on from ``picture``, of the same or of another size; with smaller steps the more ``caution``."""


def optimizer(name: str, picture: Tensor, caution: int = 0) -> Optimizer:
    """The optimiser of that name; with ``caution`` for a picture that is good already."""
    made: Optimizer = Adam(picture) if name == "adam" else Lbfgs(picture)
    made.restart(picture, caution)
    return made


#: What L-BFGS changes a pixel by with its first step, on average.
FIRST_MOVE = 0.003


class Lbfgs:
    """Limited-memory BFGS (Nocedal 1980; Nocedal and Wright 2006, algorithm 7.4) without line search.

    The same as torch.optim.LBFGS with lr 1 and max_iter 1 called once a step, except that it asks for no closure:
    whoever computes the gradient may pause halfway. ``first_move`` is the mean change of a pixel by the first step,
    for which no curvature is known; None: torch's rule, so small in a picture that rounding spoils the curvature.
    """

    leeway = 2.0

    def __init__(self, picture: Tensor, history: int = 10, first_move: float | None = FIRST_MOVE) -> None:
        self._history = history
        self._usual_move = first_move
        self.restart(picture)

    @property
    def shown(self) -> Tensor:
        """The picture itself."""
        return self.picture

    def restart(self, picture: Tensor, caution: int = 0) -> None:
        """Forget all curvature and go on from ``picture``, each time of ``caution`` a tenth as far at first."""
        self.picture = picture
        self._first_move: float | None = None if self._usual_move is None else self._usual_move / 10**caution
        self._moves: deque[tuple[Tensor, Tensor, Tensor]] = deque(maxlen=self._history)
        self._before: tuple[Tensor, Tensor] | None = None

    @torch.no_grad()
    def step(self, gradient: Tensor) -> None:
        """One quasi-Newton step; a change that curves the wrong way is not remembered."""
        if self._before is None:
            move = -gradient * self._first_length(gradient)
        else:
            step, old = self._before
            change = gradient - old
            curvature = (change * step).sum()
            if curvature > 1e-10:
                self._moves.append((step, change, 1 / curvature))
            move = self._direction(gradient)
        self.picture = self.picture + move
        self._before = move, gradient

    def _first_length(self, gradient: Tensor) -> Tensor:
        inverse = gradient.abs().sum().clamp_min(1e-30).reciprocal()
        if self._first_move is None:
            return inverse.clamp_max(1.0)
        return inverse * (self._first_move * gradient.numel())

    def _direction(self, gradient: Tensor) -> Tensor:
        direction = -gradient
        if not self._moves:
            return direction * self._first_length(gradient)
        shares = []
        for step, change, inverse in reversed(self._moves):
            shares.append(inverse * (step * direction).sum())
            direction = direction - shares[-1] * change
        _, change, inverse = self._moves[-1]
        direction = direction / (inverse * change.pow(2).sum())
        for (step, change, inverse), share in zip(self._moves, reversed(shares), strict=True):
            direction = direction + step * (share - inverse * (change * direction).sum())
        return direction


class Adam:
    """Adam (Kingma and Ba 2015) that keeps its moments, enlarged, from level to level, and shows a moving average."""

    #: Its first steps move every pixel by the whole rate, however good the picture is already.
    leeway = 20.0

    def __init__(
        self,
        picture: Tensor,
        rate: float = 0.02,
        betas: tuple[float, float] = (0.9, 0.99),
        decay: float = 0.9,
        half_life: float = 15.0,
    ) -> None:
        self._usual_rate = self._rate = rate
        self._betas, self._decay, self._half_life = betas, decay, half_life
        self.picture = picture
        self._mean = torch.zeros_like(picture)
        self._square = torch.zeros_like(picture)
        self._average = picture
        self._steps = self._steps_here = 0

    @property
    def shown(self) -> Tensor:
        """The average of the last ten pictures or so: each alone still trembles by the rate."""
        return self._average

    @torch.no_grad()
    def step(self, gradient: Tensor) -> None:
        """One step, kept within black and white."""
        first, second = self._betas
        self._steps += 1
        self._mean = self._mean.lerp(gradient, 1 - first)
        self._square = self._square.lerp(gradient.pow(2), 1 - second)
        mean = self._mean / (1 - first**self._steps)
        deviation = (self._square / (1 - second**self._steps)).sqrt() + 1e-8
        # Smaller and smaller steps within a level, or the picture would tremble about its best for ever.
        rate = self._rate / (1 + self._steps_here / self._half_life)
        self._steps_here += 1
        self.picture = (self.picture - rate * mean / deviation).clamp(0, 1)
        self._average = self._average.lerp(self.picture, 1 - self._decay)

    def restart(self, picture: Tensor, caution: int = 0) -> None:
        """Go on from ``picture``; at another size with the moments of the old one enlarged."""
        height, width = picture.shape[-2:]
        self._rate, self._steps_here = self._usual_rate / 2**caution, 0
        if picture.shape != self.picture.shape:
            self._mean = enlarged(self._mean, height, width)
            self._square = F.interpolate(self._square, (height, width), mode="bilinear", align_corners=False).relu()
        self.picture = self._average = picture
