"""A painted file is whole or not there, keeps its transparency, and holds the settings that made it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from engines.errors import BadInput, CannotWrite
from engines.paint.painting import Painted, PaintingRequest, paint_to_file, recipe_of
from engines.paint.pictures import Picture, open_picture
from engines.paint.recipes import read_recipe
from engines.paint.stylecatalogue import styles
from engines.steps import finish
from tests.engines.paint.style_runs import waves

STYLE = styles()[0]


@pytest.fixture
def photo(tmp_path: Path) -> Picture:
    """A photograph of 48 x 32 that grows transparent to the right."""
    alpha = np.tile(np.linspace(255, 0, 48).astype(np.uint8), (32, 1))
    Image.fromarray(np.dstack([waves(2, 32, 48), alpha])).save(tmp_path / "photo.png")
    return open_picture(tmp_path / "photo.png")


def paint(photo: Picture, path: Path, **changes: Any) -> Painted:
    return finish(paint_to_file(PaintingRequest(photo, STYLE.name, path, "1.2.3", **changes)))


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".tif"])
def test_the_file_holds_the_settings_that_made_it(suffix: str, photo: Picture, tmp_path: Path) -> None:
    painted = paint(photo, tmp_path / f"out{suffix}", strength=0.4, max_size=40)
    assert read_recipe(painted.path) == painted.recipe == recipe_of(STYLE, 0.4, "1.2.3", 40)
    assert painted.recipe.model_sha256 == STYLE.card.files["model.onnx"]


def test_transparency_is_kept_in_a_png(photo: Picture, tmp_path: Path) -> None:
    written = open_picture(paint(photo, tmp_path / "out.png").path)
    assert written.alpha is not None
    assert photo.alpha is not None
    assert np.array_equal(written.alpha, photo.alpha)
    assert not np.array_equal(written.pixels, photo.pixels)


def test_the_longest_side_is_obeyed_with_its_transparency(photo: Picture, tmp_path: Path) -> None:
    painted = paint(photo, tmp_path / "out.png", max_size=24)
    written = open_picture(painted.path)
    assert (painted.width, painted.height) == (written.width, written.height) == (24, 16)
    assert written.alpha is not None
    assert written.alpha.shape == (16, 24)
    assert written.alpha[8, 1] > 200 > 60 > written.alpha[8, -2]


def test_a_photograph_below_the_longest_side_is_not_enlarged(photo: Picture, tmp_path: Path) -> None:
    painted = paint(photo, tmp_path / "out.png", max_size=4000)
    assert (painted.width, painted.height) == (48, 32)


def test_strength_0_writes_the_photograph(photo: Picture, tmp_path: Path) -> None:
    assert np.array_equal(open_picture(paint(photo, tmp_path / "out.png", strength=0.0).path).pixels, photo.pixels)


def test_the_photograph_itself_is_never_written_over(photo: Picture) -> None:
    assert photo.source is not None
    before = photo.source.read_bytes()
    with pytest.raises((BadInput, CannotWrite), match=r"photo\.png"):
        paint(photo, photo.source)
    assert photo.source.read_bytes() == before


def test_a_folder_that_is_not_there_leaves_nothing(photo: Picture, tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="does not exist"):
        paint(photo, tmp_path / "nowhere" / "out.png")
    assert [path.name for path in tmp_path.iterdir()] == ["photo.png"]


def test_a_cancel_leaves_nothing(photo: Picture, tmp_path: Path) -> None:
    task = paint_to_file(PaintingRequest(photo, STYLE.name, tmp_path / "out.png", "1.2.3"))
    while next(task).note != "Writing the file":
        pass
    task.close()
    assert [path.name for path in tmp_path.iterdir()] == ["photo.png"]
