"""L-BFGS and Adam move a picture as torch's own do, but one gradient at a time."""

from __future__ import annotations

from itertools import pairwise

import pytest
import torch
from torch import Tensor

from engines.paint.transfer.optimizers import Adam, Lbfgs, Optimizer, optimizer

SHAPE = (1, 3, 4, 5)


def bowl(picture: Tensor) -> Tensor:
    """A lopsided bowl with its lowest point at 0.4 and a slight ripple."""
    slopes = torch.linspace(0.5, 3, picture.numel(), dtype=picture.dtype).view(picture.shape)
    away = picture - 0.4
    return (slopes * away.pow(2)).sum() + 0.1 * away.pow(4).sum()


def slope(picture: Tensor) -> Tensor:
    leaf = picture.detach().requires_grad_(True)
    return torch.autograd.grad(bowl(leaf), leaf)[0]


def start() -> Tensor:
    return torch.rand(SHAPE, dtype=torch.float64, generator=torch.Generator().manual_seed(0))


def walked(hand: Optimizer, steps: int) -> Tensor:
    for _ in range(steps):
        hand.step(slope(hand.picture))
    return hand.picture


def test_lbfgs_walks_exactly_as_torch_does() -> None:
    theirs = start().requires_grad_(True)
    torchs = torch.optim.LBFGS(
        [theirs], lr=1, max_iter=1, history_size=3, tolerance_grad=-1, tolerance_change=-1, line_search_fn=None
    )

    def closure() -> Tensor:
        torchs.zero_grad()
        loss = bowl(theirs)
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    ours = Lbfgs(start(), history=3, first_move=None)
    for _ in range(8):
        torchs.step(closure)  # type: ignore[no-untyped-call]
        ours.step(slope(ours.picture))
        assert torch.allclose(ours.picture, theirs.detach(), rtol=0, atol=1e-12)


@pytest.mark.parametrize(("caution", "wanted"), [(0, 3e-3), (2, 3e-5)])
def test_the_first_step_of_lbfgs_is_short_and_shorter_with_caution(caution: int, wanted: float) -> None:
    moved = walked(optimizer("lbfgs", start(), caution), 1) - start()
    assert float(moved.abs().mean()) == pytest.approx(wanted)


def test_the_first_step_of_adam_is_halved_for_each_caution() -> None:
    bold, careful = (walked(optimizer("adam", start(), caution), 1) - start() for caution in (0, 2))
    inside = (bold + start() > 0) & (bold + start() < 1)
    assert torch.allclose(careful[inside], bold[inside] / 4)


def test_the_steps_of_adam_become_smaller_within_a_level() -> None:
    hand = Adam(torch.zeros(SHAPE))
    places = [float(hand.picture.mean()) for _ in range(17) if hand.step(torch.full(SHAPE, -1.0)) is None]
    moves = [late - early for early, late in pairwise(places)]
    assert moves[-1] == pytest.approx(0.02 / (1 + 16 / 15), rel=1e-3)
    assert all(late < early for early, late in pairwise(moves))


def test_lbfgs_without_any_slope_stays() -> None:
    hand = Lbfgs(start())
    for _ in range(3):
        hand.step(torch.zeros(SHAPE, dtype=torch.float64))
    assert torch.equal(hand.picture, start())


def test_lbfgs_forgets_its_curvature_on_a_restart() -> None:
    hand, fresh = Lbfgs(start()), Lbfgs(start())
    walked(hand, 5)
    hand.restart(start())
    assert torch.equal(walked(hand, 3), walked(fresh, 3))


def test_adam_walks_exactly_as_torch_does_within_black_and_white() -> None:
    theirs = (start() * 0.1 + 0.6).requires_grad_(True)
    torchs = torch.optim.Adam([theirs], lr=0.02, betas=(0.9, 0.99))
    ours = Adam(theirs.detach().clone(), half_life=float("inf"))
    for _ in range(8):
        torchs.zero_grad()
        bowl(theirs).backward()  # type: ignore[no-untyped-call]
        torchs.step()
        ours.step(slope(ours.picture))
        assert torch.allclose(ours.picture, theirs.detach(), rtol=0, atol=1e-12)


def test_adam_never_leaves_black_and_white() -> None:
    hand = Adam(torch.full(SHAPE, 0.99))
    for _ in range(5):
        hand.step(torch.full(SHAPE, -1.0))
    assert float(hand.picture.max()) == 1.0


def test_adam_takes_its_moments_along_to_a_finer_level() -> None:
    warm = Adam(start().float())
    walked(warm, 5)
    finer = torch.full((1, 3, 8, 10), 0.5)
    warm.restart(finer)
    warm.step(torch.zeros(finer.shape))
    # Without a slope only what was learnt at the coarser level can move the picture.
    assert float((warm.picture - finer).abs().max()) > 1e-3
    assert bool(warm.picture.isfinite().all())


def test_adam_shows_an_average_that_trembles_less_than_the_picture() -> None:
    hand = optimizer("adam", torch.full(SHAPE, 0.5))
    seen: list[Tensor] = []
    shown: list[Tensor] = []
    for step in range(60):
        hand.step(torch.full(SHAPE, 1.0 if step % 2 else -1.0))
        seen.append(hand.picture)
        shown.append(hand.shown)
    change = [(one - other).abs().max() for one, other in zip(seen[-9:], seen[-10:-1], strict=True)]
    calmer = [(one - other).abs().max() for one, other in zip(shown[-9:], shown[-10:-1], strict=True)]
    assert max(calmer) < 0.5 * max(change)
