"""A painted file is whole or not there, keeps depth, profile and transparency, and holds the settings that made it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from engines.errors import BadInput, CannotWrite
from engines.paint.looks import Look, one_style
from engines.paint.masks import Mask
from engines.paint.painting import (
    Painted,
    PaintingRequest,
    TransferWriting,
    fitted,
    paint_to_file,
    transferred_to_file,
)
from engines.paint.pictures import Picture, open_picture, save_picture
from engines.paint.recipes import Painting, Recipe, read_recipe
from engines.paint.stylecatalogue import styles
from engines.paint.transfer.request import StylePicture, Transferred, TransferSettings
from engines.steps import finish
from tests.engines.paint.picture_files import ADOBE_TO_XYZ, gradient, photo_exif, rgb_profile
from tests.engines.paint.style_runs import waves

STYLE, OTHER = styles()[:2]
LOOK = one_style(STYLE.name)
PROFILE = rgb_profile(ADOBE_TO_XYZ, 2.2)
LEFT = Mask(np.array([[255, 255, 255, 0, 0, 0]], np.uint8))


@pytest.fixture
def photo(tmp_path: Path) -> Picture:
    """A photograph of 48 x 32 that grows transparent to the right."""
    alpha = np.tile(np.linspace(255, 0, 48).astype(np.uint8), (32, 1))
    Image.fromarray(np.dstack([waves(2, 32, 48), alpha])).save(tmp_path / "photo.png")
    return open_picture(tmp_path / "photo.png")


@pytest.fixture
def deep(tmp_path: Path) -> Picture:
    """A photograph of 16 bits with transparency, a profile and a camera's EXIF."""
    down, across = np.mgrid[0:32, 0:48]
    between = (across * 37 + down * 11) % 256  # what 8 bits cannot hold
    pixels = waves(2, 32, 48).astype(np.uint16) * 256 + between[..., None].astype(np.uint16)
    alpha = (across * 1390 + 5).astype(np.uint16)
    save_picture(tmp_path / "deep.tif", pixels, alpha=alpha, exif=photo_exif(), profile=PROFILE)
    return open_picture(tmp_path / "deep.tif")


def paint(photo: Picture, path: Path, look: Look = LOOK, **changes: Any) -> Painted:
    return finish(paint_to_file(PaintingRequest(photo, look, path, "1.2.3", **changes)))


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".tif"])
def test_the_file_holds_the_settings_that_made_it(suffix: str, photo: Picture, tmp_path: Path) -> None:
    look = Look(((STYLE.name, 2.0), (OTHER.name, 1.0)), 0.4, "luminance", 0.5)
    painted = paint(photo, tmp_path / f"out{suffix}", look, outside=one_style(OTHER.name), mask=LEFT, max_size=40)
    models = {STYLE.card.name: STYLE.card.files["model.onnx"]}
    expected = Recipe("1.2.3", look, one_style(OTHER.name), LEFT, models, 40)
    assert read_recipe(painted.path) == painted.recipe == expected


def test_a_mask_that_divides_nothing_is_left_out_of_the_recipe(photo: Picture, tmp_path: Path) -> None:
    assert paint(photo, tmp_path / "a.png", outside=LOOK, mask=LEFT).recipe.mask is None
    assert paint(photo, tmp_path / "b.png", outside=one_style(OTHER.name)).recipe.outside == Look()


def test_a_recipe_makes_the_same_picture_again(photo: Picture, tmp_path: Path) -> None:
    mask = replace(LEFT, feather=0.1, inverted=True)
    first = paint(photo, tmp_path / "a.png", one_style(STYLE.name, 0.7), outside=one_style(OTHER.name), mask=mask)
    recipe = read_recipe(first.path)
    assert recipe is not None
    again = paint(photo, tmp_path / "b.png", recipe.look, outside=recipe.outside, mask=recipe.mask)
    assert np.array_equal(open_picture(first.path).pixels, open_picture(again.path).pixels)


def test_each_side_of_the_mask_has_its_own_look(photo: Picture, tmp_path: Path) -> None:
    inside = open_picture(paint(photo, tmp_path / "a.png").path).pixels
    both = open_picture(paint(photo, tmp_path / "b.png", mask=LEFT).path).pixels
    assert np.array_equal(both[:, :20], inside[:, :20])
    assert np.array_equal(both[:, 28:], photo.pixels[:, 28:])
    assert not np.array_equal(both[:, :20], photo.pixels[:, :20])


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
    painted = paint(photo, tmp_path / "out.png", one_style(STYLE.name, 0.0))
    assert np.array_equal(open_picture(painted.path).pixels, photo.pixels)


@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_sixteen_bits_in_are_sixteen_bits_out(suffix: str, deep: Picture, tmp_path: Path) -> None:
    painted = paint(deep, tmp_path / f"out{suffix}", one_style(STYLE.name, 0.0))
    written = open_picture(painted.path)
    assert painted.bits == 16
    assert written.deep is not None
    assert deep.deep is not None
    assert np.array_equal(written.deep, deep.deep)
    assert written.deep_alpha is not None
    assert deep.deep_alpha is not None
    assert np.array_equal(written.deep_alpha, deep.deep_alpha)


def test_a_painting_in_sixteen_bits_uses_them(deep: Picture, tmp_path: Path) -> None:
    written = open_picture(paint(deep, tmp_path / "out.tif").path)
    assert written.deep is not None
    assert np.count_nonzero(written.deep % 257) > 1000
    eight = open_picture(paint(deep, tmp_path / "eight.tif", sixteen_bit=False).path)
    assert not eight.sixteen_bit
    assert np.abs(written.pixels.astype(int) - eight.pixels).mean() < 2


def test_sixteen_bits_grow_smaller_with_their_transparency(deep: Picture, tmp_path: Path) -> None:
    written = open_picture(paint(deep, tmp_path / "out.png", one_style(STYLE.name, 0.0), max_size=24).path)
    assert written.deep is not None
    assert written.deep_alpha is not None
    assert written.deep.shape == (16, 24, 3)
    assert np.abs(written.deep[8, 12].astype(int) - deep.deep[16:18, 24:26].mean(axis=(0, 1))).max() < 300  # type: ignore[index]


def test_sixteen_bits_can_be_asked_for(photo: Picture, tmp_path: Path) -> None:
    painted = paint(photo, tmp_path / "out.png", sixteen_bit=True)
    assert painted.bits == 16
    assert open_picture(painted.path).sixteen_bit


@pytest.mark.parametrize("suffix", [".jpg", ".webp"])
@pytest.mark.parametrize("sixteen_bit", [None, True])
def test_formats_of_eight_bits_get_eight(sixteen_bit: bool | None, suffix: str, deep: Picture, tmp_path: Path) -> None:
    painted = paint(deep, tmp_path / f"out{suffix}", sixteen_bit=sixteen_bit)
    assert painted.bits == 8
    assert not open_picture(painted.path).sixteen_bit


def test_the_photograph_s_profile_is_kept_only_when_asked(deep: Picture, tmp_path: Path) -> None:
    kept = open_picture(paint(deep, tmp_path / "kept.tif", one_style(STYLE.name, 0.0), keep_profile=True).path)
    plain = open_picture(paint(deep, tmp_path / "plain.tif", one_style(STYLE.name, 0.0)).path)
    assert kept.icc == PROFILE != plain.icc
    assert kept.deep is not None
    assert plain.deep is not None
    assert np.abs(kept.deep.astype(int) - plain.deep).max() < 400


@pytest.mark.parametrize("keep", [True, False])
def test_the_camera_s_exif_is_kept_only_when_asked(keep: bool, deep: Picture, tmp_path: Path) -> None:
    assert (b"D850" in paint(deep, tmp_path / "out.tif", keep_exif=keep).path.read_bytes()) is keep


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
    task = paint_to_file(PaintingRequest(photo, LOOK, tmp_path / "out.png", "1.2.3"))
    while next(task).note != "Writing the file":
        pass
    task.close()
    assert [path.name for path in tmp_path.iterdir()] == ["photo.png"]


@pytest.mark.parametrize("depth", [np.uint8, np.uint16])
@pytest.mark.parametrize("shape", [(60, 90), (60, 90, 3)])
def test_a_picture_made_smaller_keeps_its_depth_and_its_grey(depth: Any, shape: tuple[int, ...]) -> None:
    white = np.iinfo(depth).max
    smaller = fitted(np.full(shape, white, depth), 30)
    assert smaller.dtype == depth
    assert smaller.shape == (20, 30, *shape[2:])
    assert smaller.min() == white


PAINTINGS = (StylePicture(gradient(), 0.5, "Irises.jpg"), StylePicture(waves(9, 20, 20), name="Wave"))
SETTINGS = TransferSettings(size=32, steps=10, seed=3)


def transferred(picture: NDArray[np.float32]) -> Transferred:
    pixels = np.rint(np.clip(picture, 0, 1) * 255).astype(np.uint8)
    return Transferred(pixels, picture, 10, 0.1, {"loss": 2.0}, {"loss": 1.0})


def small_copy(photo: Picture, side: int) -> NDArray[np.float32]:
    small = fitted(photo.pixels, side)
    return small.astype(np.float32) / np.float32(255)


def write(photo: Picture, picture: NDArray[np.float32], path: Path, **changes: Any) -> Painted:
    settings = changes.pop("settings", SETTINGS)
    writing = TransferWriting(photo, transferred(picture), settings, PAINTINGS, path, "1.2.3", **changes)
    return finish(transferred_to_file(writing))


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".tif"])
def test_a_transfer_s_file_holds_the_settings_that_made_it(suffix: str, photo: Picture, tmp_path: Path) -> None:
    painted = write(photo, small_copy(photo, 24), tmp_path / f"out{suffix}", max_size=20)
    paintings = tuple(Painting.of(each.name, each.pixels, each.weight) for each in PAINTINGS)
    expected = Recipe("1.2.3", kind="transfer", transfer=SETTINGS, paintings=paintings, max_size=20)
    assert read_recipe(painted.path) == painted.recipe == expected
    assert (painted.width, painted.height) == (20, 13)


def test_a_transfer_is_written_at_its_own_size_with_transparency(photo: Picture, tmp_path: Path) -> None:
    picture = 1 - small_copy(photo, 24)
    written = open_picture(write(photo, picture, tmp_path / "out.png").path)
    assert np.array_equal(written.pixels, transferred(picture).pixels)
    assert written.alpha is not None
    assert written.alpha.shape == (16, 24)


def test_a_transfer_of_a_deep_photograph_keeps_what_lies_between_the_steps(deep: Picture, tmp_path: Path) -> None:
    picture = small_copy(deep, 24) * np.float32(0.9)
    written = open_picture(write(deep, picture, tmp_path / "out.tif").path)
    assert written.deep is not None
    assert np.abs(written.deep / 65_535 - np.clip(picture, 0, 1)).max() < 1e-4


def test_a_transfer_that_changed_nothing_is_the_photograph_at_full_size(photo: Picture, tmp_path: Path) -> None:
    written = open_picture(write(photo, small_copy(photo, 24), tmp_path / "out.png", full_size=True).path)
    assert np.array_equal(written.pixels, photo.pixels)


@pytest.mark.parametrize("height", [700, 33])
def test_a_transfer_s_change_is_enlarged_without_seams(height: int, tmp_path: Path) -> None:
    photo = Picture(waves(5, height, 60) // 2)
    small = small_copy(photo, max(height, 60) // 4)
    picture = small + np.float32(0.25)
    written = open_picture(write(photo, picture, tmp_path / "out.png", full_size=True).path)
    assert np.abs(written.pixels.astype(float) - photo.pixels - 0.25 * 255).max() <= 0.51


def test_a_transfer_at_full_size_keeps_sixteen_bits(deep: Picture, tmp_path: Path) -> None:
    small = small_copy(deep, 24)
    written = open_picture(write(deep, small, tmp_path / "out.tif", full_size=True).path)
    assert written.deep is not None
    assert deep.deep is not None
    assert np.abs(written.deep.astype(int) - deep.deep).max() < 300
    assert np.count_nonzero(written.deep % 257) > 1000


def test_colours_that_were_treated_are_the_ones_written(photo: Picture, tmp_path: Path) -> None:
    result = replace(transferred(1 - small_copy(photo, 24)), pixels=fitted(photo.pixels, 24))
    settings = TransferSettings(size=32, colours="luminance")
    for path, full_size in ((tmp_path / "own.png", False), (tmp_path / "full.png", True)):
        writing = TransferWriting(photo, result, settings, PAINTINGS, path, "1", full_size=full_size)
        pixels = open_picture(finish(transferred_to_file(writing)).path).pixels
        assert np.array_equal(pixels, photo.pixels if full_size else result.pixels)


def test_a_transfer_never_writes_over_the_photograph(photo: Picture) -> None:
    assert photo.source is not None
    with pytest.raises(BadInput, match="original"):
        write(photo, small_copy(photo, 24), photo.source)
