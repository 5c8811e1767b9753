"""The perceptual losses are the formulas of their papers, number by number."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engines.paint.losses import Palette, content_loss, gram_distance, gram_matrix, total_variation


def test_the_gram_matrix_of_two_channels_is_what_the_hand_computes() -> None:
    features = torch.tensor([[[[1.0, 2.0], [3.0, 4.0]], [[0.0, 1.0], [0.0, -1.0]]]])
    # Products of the rows (1 2 3 4) and (0 1 0 -1): 30, -2 and 2, over 2 channels * 4 places.
    assert torch.equal(gram_matrix(features), torch.tensor([[[30.0, -2.0], [-2.0, 2.0]]]) / 8)


def test_the_gram_matrix_of_a_batch_agrees_with_numpy_in_float64() -> None:
    features = np.random.default_rng(1).normal(size=(3, 5, 4, 6))
    wanted = np.einsum("bihw,bjhw->bij", features, features) / (5 * 4 * 6)
    assert np.allclose(gram_matrix(torch.from_numpy(features)).numpy(), wanted, rtol=0, atol=1e-14)


def test_the_gram_matrix_forgets_where_things_are() -> None:
    features = torch.randn(1, 4, 3, 5, dtype=torch.float64, generator=torch.Generator().manual_seed(2))
    assert torch.allclose(gram_matrix(features), gram_matrix(features.flip(3).roll(1, 2)), rtol=0, atol=1e-14)


def test_the_gram_distance_is_one_squared_frobenius_norm_a_picture() -> None:
    rng = np.random.default_rng(3)
    have, want = rng.normal(size=(2, 4, 4)), rng.normal(size=(2, 4, 4))
    wanted = [np.linalg.norm(one - other, "fro") ** 2 for one, other in zip(have, want, strict=True)]
    assert np.allclose(gram_distance(torch.from_numpy(have), torch.from_numpy(want)).numpy(), wanted, rtol=1e-13)


def test_the_gradient_of_the_gram_distance_is_its_finite_difference() -> None:
    chance = torch.Generator().manual_seed(4)
    features = torch.randn(2, 3, 3, 4, dtype=torch.float64, generator=chance, requires_grad=True)
    target = torch.randn(2, 3, 3, dtype=torch.float64, generator=chance)

    def distance(x: torch.Tensor) -> torch.Tensor:
        return gram_distance(gram_matrix(x), target)

    assert torch.autograd.gradcheck(distance, (features,))


def test_the_content_loss_is_the_relative_squared_difference_averaged_over_layers() -> None:
    rng = np.random.default_rng(5)
    have = [rng.normal(size=(2, 3, 4, 4)), rng.normal(size=(2, 5, 2, 2))]
    want = [rng.normal(size=(2, 3, 4, 4)), rng.normal(size=(2, 5, 2, 2))]
    each = [
        ((one - other) ** 2).mean((1, 2, 3)) / (other**2).mean((1, 2, 3)) for one, other in zip(have, want, strict=True)
    ]
    found = content_loss([torch.from_numpy(x) for x in have], [torch.from_numpy(x) for x in want])
    assert np.allclose(found.numpy(), np.mean(each, axis=0), rtol=1e-13)


def test_the_content_loss_of_the_photograph_itself_is_nothing() -> None:
    features = torch.rand(2, 3, 4, 4)
    assert torch.equal(content_loss([features], [features]), torch.zeros(2))


def test_the_content_loss_of_an_empty_layer_stays_finite() -> None:
    assert content_loss([torch.ones(1, 2, 2, 2)], [torch.zeros(1, 2, 2, 2)]).isfinite().all()


def test_the_total_variation_of_a_small_picture_is_what_the_hand_computes() -> None:
    picture = torch.tensor([[[[0.0, 1.0, 1.0], [2.0, 1.0, 4.0]]]])
    # Down: 4, 0, 9 over 3 places; across: 1, 0, 1, 9 over 4 places.
    assert float(total_variation(picture)) == pytest.approx(13 / 3 + 11 / 4)


def test_the_total_variation_of_one_tone_is_nothing() -> None:
    assert float(total_variation(torch.full((2, 3, 5, 7), 0.3))) == 0.0


def test_a_painting_is_at_home_in_its_own_palette_and_white_is_not() -> None:
    chance = torch.Generator().manual_seed(5)
    blue = torch.tensor([0.1, 0.2, 0.6])[None, :, None, None] + 0.05 * torch.randn(1, 3, 32, 32, generator=chance)
    palette = Palette([blue])
    style = torch.tensor([0])
    assert float(palette.loss(blue, style)) < 1e-3
    assert float(palette.loss(torch.ones(1, 3, 32, 32), style)) > 10


def test_the_palette_loss_is_the_squared_excess_of_the_mahalanobis_distance() -> None:
    rng = np.random.default_rng(6)
    painting, picture = rng.random((3, 40, 40)), rng.random((3, 4, 4)) * 2
    mean = painting.reshape(3, -1).mean(1)
    inverse = np.linalg.inv(np.cov(painting.reshape(3, -1)) + 2e-3 * np.eye(3))
    away = picture.mean((1, 2)) - mean  # one patch of 4 x 4
    wanted = max(0.0, np.sqrt(away @ inverse @ away + 1e-6) - 2.2) ** 2
    palette = Palette([torch.from_numpy(painting)[None].float()])
    found = palette.loss(torch.from_numpy(picture)[None].float(), torch.tensor([0]))
    assert float(found) == pytest.approx(wanted, rel=1e-3, abs=1e-5)
