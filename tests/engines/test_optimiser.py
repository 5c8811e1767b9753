"""Our AdamW moves as torch's does, and goes on where it was."""

from __future__ import annotations

import torch
from torch import nn

from engines.optimiser import AdamW


def parameters() -> list[nn.Parameter]:
    chance = torch.Generator().manual_seed(0)
    return [nn.Parameter(torch.randn(shape, generator=chance)) for shape in ((5, 3), (4,), (2, 2))]


def pull(values: list[nn.Parameter], step: int) -> None:
    """Gradients that are another at each step; the last parameter has none at first."""
    chance = torch.Generator().manual_seed(step)
    for place, value in enumerate(values):
        gradient = torch.randn(value.shape, generator=chance)
        value.grad = gradient if place < 2 or step > 2 else None


def test_it_moves_as_torchs_own_does() -> None:
    ours, theirs = parameters(), parameters()
    mine, other = AdamW(ours, decay=0.1), torch.optim.AdamW(theirs, lr=0.02, weight_decay=0.1)
    for step in range(8):
        rate = 0.02 / (1 + step)
        for group in other.param_groups:
            group["lr"] = rate
        pull(ours, step)
        pull(theirs, step)
        mine.step(rate)
        other.step()
        for one, two in zip(ours, theirs, strict=True):
            torch.testing.assert_close(one, two)


def test_it_goes_on_where_it_was() -> None:
    ours, theirs = parameters(), parameters()
    mine, other = AdamW(ours, decay=0.1), AdamW(theirs, decay=0.1)
    for step in range(6):
        if step == 3:
            other = AdamW(theirs, decay=0.1)
            other.load_state(mine.state())
        for values, one in ((ours, mine), (theirs, other)):
            if values is theirs and step < 3:
                continue
            pull(values, step)
            one.step(0.02)
        if step < 3:
            for value, source in zip(theirs, ours, strict=True):
                value.data.copy_(source.data)
    assert all(torch.equal(one, two) for one, two in zip(ours, theirs, strict=True))


def test_gradients_are_forgotten() -> None:
    values = parameters()
    pull(values, 5)
    AdamW(values, decay=0.0).zero_grad()
    assert all(value.grad is None for value in values)
