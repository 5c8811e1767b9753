"""The losses of style transfer are the formulas of Gatys et al. and of the book, number by number in float64."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engines.paint.transfer.losses import content_loss, gram_matrix, style_loss, total_variation


def test_the_gram_matrix_is_the_sum_of_products_that_the_hand_computes() -> None:
    features = torch.tensor([[[[1.0, 2.0], [3.0, 4.0]], [[0.0, 1.0], [0.0, -1.0]]]], dtype=torch.float64)
    # Products of the rows (1 2 3 4) and (0 1 0 -1), not divided by anything.
    assert torch.equal(gram_matrix(features), torch.tensor([[30.0, -2.0], [-2.0, 2.0]], dtype=torch.float64))


def test_the_style_loss_of_one_channel_is_what_the_hand_computes() -> None:
    picture = torch.tensor([[[[1.0, 2.0]]]], dtype=torch.float64)
    painting = torch.tensor([[[[3.0, 1.0]]]], dtype=torch.float64)
    # N = 1, M = 2, G = 5, A = 10: (5 - 10)^2 / (4 * 1 * 4).
    assert float(style_loss(gram_matrix(picture) / 2, gram_matrix(painting) / 2)) == pytest.approx(25 / 16, rel=1e-15)


def test_the_style_loss_is_the_squared_gram_difference_over_4_n2_m2() -> None:
    rng = np.random.default_rng(1)
    picture, painting = rng.normal(size=(2, 5, 4, 6))
    g, a = (np.einsum("ihw,jhw->ij", each, each) for each in (picture, painting))
    wanted = ((g - a) ** 2).sum() / (4 * 5**2 * 24**2)
    grams = [gram_matrix(torch.from_numpy(each)[None]) / 24 for each in (picture, painting)]
    assert float(style_loss(*grams)) == pytest.approx(wanted, rel=1e-13)


def test_the_style_loss_does_not_ask_for_paintings_of_the_same_size() -> None:
    small = torch.rand(1, 3, 4, 4, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    tiled = small.repeat(1, 1, 2, 3)
    assert float(style_loss(gram_matrix(small) / 16, gram_matrix(tiled) / 96)) == pytest.approx(0.0, abs=1e-28)


def test_the_content_loss_is_half_the_sum_of_squared_differences() -> None:
    have = torch.tensor([[[[1.0, -2.0]], [[0.5, 3.0]]]], dtype=torch.float64)
    want = torch.tensor([[[[0.0, 1.0]], [[0.5, 1.0]]]], dtype=torch.float64)
    assert float(content_loss(have, want)) == (1 + 9 + 0 + 4) / 2


def test_the_total_variation_of_a_small_picture_is_what_the_hand_computes() -> None:
    picture = torch.tensor([[[[0.0, 1.0, 9.0], [2.0, 1.0, 4.0], [7.0, 7.0, 7.0]]]], dtype=torch.float64)
    # Of the four pixels with both neighbours: (down^2, right^2) are (4, 1), (0, 64), (25, 1), (36, 9).
    wanted = sum((down + right) ** 1.25 for down, right in ((4, 1), (0, 64), (25, 1), (36, 9)))
    assert float(total_variation(picture)) == pytest.approx(wanted, rel=1e-15)


def test_the_total_variation_agrees_with_numpy_in_float64() -> None:
    x = np.random.default_rng(2).random((1, 3, 7, 9))
    a, b = (x[..., :-1, :-1] - x[..., 1:, :-1]) ** 2, (x[..., :-1, :-1] - x[..., :-1, 1:]) ** 2
    assert float(total_variation(torch.from_numpy(x))) == pytest.approx(((a + b) ** 1.25).sum(), rel=1e-13)


def test_the_gradients_are_their_finite_differences() -> None:
    chance = torch.Generator().manual_seed(3)
    features = torch.randn(1, 3, 3, 4, dtype=torch.float64, generator=chance, requires_grad=True)
    wanted = torch.randn(1, 3, 3, 4, dtype=torch.float64, generator=chance)
    gram = gram_matrix(wanted)
    assert torch.autograd.gradcheck(lambda x: style_loss(gram_matrix(x), gram), (features,))
    assert torch.autograd.gradcheck(lambda x: content_loss(x, wanted), (features,))
    assert torch.autograd.gradcheck(total_variation, (features,))


def test_one_tone_has_no_variation_and_a_finite_gradient() -> None:
    flat = torch.full((1, 3, 4, 5), 0.3, requires_grad=True)
    loss = total_variation(flat)
    (gradient,) = torch.autograd.grad(loss, flat)
    assert float(loss.detach()) == 0.0
    assert torch.equal(gradient, torch.zeros_like(gradient))
