"""Between numpy and Qt nothing changes, whatever the width."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QImage

from studio.panes.paint.images import from_image, to_image
from tests.studio.panes.paint.easel import noise

SIZES = [(1, 1), (3, 2), (5, 7), (641, 3), (2, 999)]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_pixels_survive_the_way_there_and_back(width: int, height: int) -> None:
    pixels = noise(width, height)
    back = from_image(to_image(pixels))
    assert np.array_equal(back[..., :3], pixels)
    assert (back[..., 3] == 255).all()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_alpha_survives_and_leaves_the_colours_alone(width: int, height: int) -> None:
    pixels, alpha = noise(width, height), noise(width, height, seed=1)[..., 0]
    back = from_image(to_image(pixels, alpha))
    assert np.array_equal(back, np.dstack([pixels, alpha]))


def test_the_image_owns_its_memory() -> None:
    pixels = np.full((4, 4, 3), 200, np.uint8)
    image = to_image(pixels)
    pixels[:] = 0
    assert image.pixelColor(2, 2).red() == 200


def test_a_view_with_gaps_between_its_rows_is_read_rightly() -> None:
    wide = noise(9, 5)
    assert np.array_equal(from_image(to_image(wide[:, ::2]))[..., :3], wide[:, ::2])


@pytest.mark.parametrize("layout", [QImage.Format.Format_RGB32, QImage.Format.Format_RGB888])
def test_images_of_other_layouts_are_read(layout: QImage.Format) -> None:
    image = to_image(noise(5, 3)).convertToFormat(layout)
    assert np.array_equal(from_image(image)[..., :3], noise(5, 3))
