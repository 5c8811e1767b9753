"""AdamW (Loshchilov and Hutter, “Decoupled Weight Decay Regularization”, 2019, algorithm 2) without its class in torch.

That class brings torch's compiler along: 72 MB, and more than a second in which nothing can be told of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import torch
from torch import Tensor, nn


class AdamW:
    """Moves parameters against their gradients; what it remembers goes into checkpoints as ``state`` gives it."""

    def __init__(
        self, parameters: Iterable[nn.Parameter], *, decay: float, first: float = 0.9, second: float = 0.999
    ) -> None:
        self._parameters = list(parameters)
        self._decay, self._first, self._second = decay, first, second
        self._means = [torch.zeros_like(parameter) for parameter in self._parameters]
        self._squares = [torch.zeros_like(parameter) for parameter in self._parameters]
        self._steps = [torch.zeros(()) for _ in self._parameters]

    def zero_grad(self) -> None:
        """Forget all gradients."""
        for parameter in self._parameters:
            parameter.grad = None

    @torch.no_grad()
    def step(self, rate: float) -> None:
        """One step of length ``rate``; parameters without a gradient stay as they are."""
        moved = [place for place, parameter in enumerate(self._parameters) if parameter.grad is not None]

        def of(values: list[Any]) -> list[Tensor]:
            return [values[place] for place in moved]

        steps = of(self._steps)
        for count in steps:
            count += 1
        torch.ops.aten._fused_adamw_(
            of(self._parameters),
            [self._parameters[place].grad for place in moved],
            of(self._means),
            of(self._squares),
            [],
            steps,
            lr=rate,
            beta1=self._first,
            beta2=self._second,
            weight_decay=self._decay,
            eps=1e-8,
            amsgrad=False,
            maximize=False,
        )

    def state(self) -> dict[str, Any]:
        return {"steps": self._steps, "means": self._means, "squares": self._squares}

    def load_state(self, state: Mapping[str, Any]) -> None:
        for name in ("steps", "means", "squares"):
            for own, value in zip(getattr(self, f"_{name}"), state[name], strict=True):
                # Copied into what is there: the fused step goes through memory, and a parameter that lies in another
                # order (channels last) than its own mean would be moved by the mean of others.
                own.copy_(value)
