"""The pyramid goes from coarse to fine, keeps the photograph's shape, and spends the steps where they are cheap."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import torch

from engines.paint.transfer.pyramid import at_size, levels, shared


def sides(photo: tuple[int, int], size: int, steps: int = 200) -> list[int]:
    return [level.side for level in levels(photo, size, steps)]


@pytest.mark.parametrize(
    ("size", "wanted"),
    [
        (512, [128, 181, 256, 362, 512]),
        (256, [128, 181, 256]),
        (384, [136, 192, 272, 384]),
        (128, [128]),
        (40, [40]),
        (1024, [128, 181, 256, 362, 512, 724, 1024]),
    ],
)
def test_levels_are_a_factor_of_the_square_root_of_two_apart(size: int, wanted: list[int]) -> None:
    assert sides((3000, 2000), size) == wanted


def test_no_level_is_larger_than_the_photograph() -> None:
    assert sides((200, 150), 512) == [141, 200]
    assert sides((20, 20), 512) == [20]


def test_the_last_level_has_the_photographs_shape() -> None:
    last = levels((400, 300), 300, 10)[-1]
    assert (last.height, last.width) == (300, 225)
    wide = levels((300, 30_000), 512, 10)[-1]
    assert (wide.height, wide.width) == (5, 512)


@pytest.mark.parametrize(("steps", "count"), [(200, 5), (5, 5), (6, 4), (1, 1), (1000, 7)])
def test_all_steps_are_given_out_and_coarse_levels_get_more(steps: int, count: int) -> None:
    shares = shared(steps, count)
    assert sum(shares) == steps
    assert min(shares) >= 1
    assert all(coarse >= fine - 1 for coarse, fine in pairwise(shares))


def test_most_steps_are_done_at_the_coarser_half_of_the_levels() -> None:
    steps = [level.steps for level in levels((600, 800), 512, 200)]
    assert sum(steps[:2]) > 0.5 * sum(steps)


def test_too_few_steps_leave_out_the_coarsest_levels() -> None:
    assert sides((800, 800), 512, steps=2) == [362, 512]


def test_pixels_keep_their_values_at_their_own_size_and_their_mean_at_others() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (40, 60, 3), dtype=np.uint8)
    same = at_size(pixels, 40, 60)
    assert torch.equal((same * 255).round(), torch.from_numpy(pixels.astype(np.float32)).permute(2, 0, 1)[None])
    for height, width in ((10, 15), (80, 120)):
        other = at_size(pixels, height, width)
        assert other.shape == (1, 3, height, width)
        assert abs(float(other.mean()) - float(same.mean())) < 0.01


def test_a_single_pixel_becomes_a_picture_of_its_colour() -> None:
    pixel = np.array([[[255, 0, 51]]], np.uint8)
    assert torch.allclose(at_size(pixel, 8, 9), torch.tensor([1.0, 0.0, 0.2]).view(1, 3, 1, 1).expand(1, 3, 8, 9))


@pytest.mark.parametrize(
    ("since", "size", "steps", "wanted"),
    [
        (181, 512, 100, [181, 256, 362, 512]),
        (512, 512, 100, [512]),
        (512, 256, 100, [512]),
        (500, 512, 100, [500]),
        (128, 512, 2, [362, 512]),
    ],
)
def test_a_continued_picture_keeps_its_size_and_grows_to_a_larger_one(
    since: int, size: int, steps: int, wanted: list[int]
) -> None:
    plan = levels((3000, 2000), size, steps, since)
    assert [level.side for level in plan] == wanted
    assert sum(level.steps for level in plan) == steps
