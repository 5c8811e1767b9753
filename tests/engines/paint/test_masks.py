"""A mask fits any photograph, is the same in pieces as whole, and becomes small enough to travel."""

from __future__ import annotations

import base64
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from engines.errors import BadInput
from engines.paint.masks import LARGEST_SIDE, Mask, read_mask
from tests.engines.paint.picture_files import encoded, png, tiff

LEFT_HALF = np.repeat(np.array([[255, 0]], np.uint8), 2, axis=0).repeat(20, axis=0).repeat(20, axis=1)
NOISE = np.random.default_rng(1).integers(0, 256, (700, 900), dtype=np.uint8)


def whole(mask: Mask, width: int, height: int) -> NDArray[np.float32]:
    return mask.share((width, height), (0, 0, width, height))


SIDES = st.integers(1, 3000)


@given(SIDES, SIDES, st.sampled_from([0.0, 0.004, 0.03, 0.25]), st.booleans(), st.data())
@settings(max_examples=30)
def test_any_box_is_exactly_its_part_of_the_whole(
    width: int, height: int, feather: float, inverted: bool, data: st.DataObject
) -> None:
    width, height = (width, min(height, 40)) if width > height else (min(width, 40), height)
    mask = Mask(NOISE[:11, :17], feather, inverted)
    left, top = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    right, bottom = data.draw(st.integers(left + 1, width)), data.draw(st.integers(top + 1, height))
    share = mask.share((width, height), (left, top, right, bottom))
    assert share.dtype == np.float32
    assert share.shape == (bottom - top, right - left)
    assert 0.0 <= share.min() <= share.max() <= 1.0
    assert np.array_equal(share, whole(mask, width, height)[top:bottom, left:right])


def test_a_mask_of_the_photograph_s_size_is_taken_as_it_is() -> None:
    assert np.array_equal(np.rint(whole(Mask(NOISE), 900, 700) * 255), NOISE)


@pytest.mark.parametrize("size", [(40, 40), (80, 40), (400, 300), (3000, 10), (7, 5)])
def test_a_mask_is_stretched_over_the_whole_photograph(size: tuple[int, int]) -> None:
    share = whole(Mask(LEFT_HALF), *size)
    middle = size[0] // 2
    edge = max(1, size[0] // 20)
    assert np.all(share[:, : middle - edge] > 0.99999)
    assert np.all(share[:, -(middle - edge) :] == 0.0)


def test_inverted_exchanges_inside_and_outside() -> None:
    straight, inverted = whole(Mask(NOISE, 0.01), 90, 70), whole(Mask(NOISE, 0.01, inverted=True), 90, 70)
    assert np.allclose(straight + inverted, 1.0, atol=1e-6)


@pytest.mark.parametrize("width", [100, 1000, 2600])
@pytest.mark.parametrize("feather", [0.05, 0.2])
def test_the_edge_is_a_gaussian_of_half_the_feather_at_any_size(width: int, feather: float) -> None:
    edge = np.zeros((4, 2048), np.uint8)
    edge[:, 1024:] = 255
    share = whole(Mask(edge, feather), width, 4)[2]
    places = (np.arange(width) + 0.5) / width - 0.5
    below = 0.5 - feather / 2, 0.5 + feather / 2  # one standard deviation to each side
    low, high = (np.interp(place - 0.5, places, share) for place in below)
    assert low == pytest.approx(0.1587, abs=0.01)
    assert high == pytest.approx(0.8413, abs=0.01)


def test_a_preview_and_an_export_see_the_same_soft_edge() -> None:
    mask = Mask(NOISE[:30, :40], 0.08)
    small, large = whole(mask, 400, 300), whole(mask, 3200, 2400)
    reduced = np.asarray(Image.fromarray(large).resize((400, 300), Image.Resampling.BOX))
    assert np.abs(small - reduced).max() < 0.01


def test_a_huge_photograph_costs_no_more_than_its_box() -> None:
    share = Mask(NOISE, 0.01).share((12_000, 9_000), (5_000, 4_000, 5_300, 4_200))
    assert share.shape == (200, 300)
    assert share.std() > 0


@pytest.mark.parametrize("box", [(0, 0, 0, 5), (0, 0, 11, 5), (-1, 0, 5, 5), (3, 3, 2, 5)])
def test_a_box_beyond_the_photograph_is_refused(box: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="not inside"):
        Mask(NOISE).share((10, 10), box)


@pytest.mark.parametrize("feather", [-0.01, 0.26, float("nan"), True, "soft", None])
def test_a_feather_that_is_none_is_a_sentence(feather: float) -> None:
    with pytest.raises(BadInput, match="feather"):
        Mask(NOISE, feather)


@pytest.mark.parametrize("values", [NOISE.astype(np.float32), NOISE[..., None], NOISE[:0]])
def test_values_that_are_no_mask_are_refused(values: NDArray[np.uint8]) -> None:
    with pytest.raises(ValueError, match="uint8"):
        Mask(values)


@pytest.mark.parametrize("shape", [(700, 900), (1, 2048), (2048, 1), (1, 1), (2000, 2000), (65, 130)])
def test_the_small_form_of_pure_noise_fits_and_stays_as_it_is(shape: tuple[int, int]) -> None:
    mask = Mask(np.random.default_rng(3).integers(0, 256, shape, dtype=np.uint8), 0.1, inverted=True)
    data = mask.to_png()
    assert len(base64.b64encode(data)) <= 24_000
    small = Mask.from_png(data, mask.feather, mask.inverted)
    assert max(small.values.shape) <= 512
    assert small.to_png() == data
    assert np.array_equal(mask.reduced().values, small.values)
    assert small.reduced() is small


def test_the_small_form_of_a_drawn_mask_keeps_its_shape() -> None:
    down, across = np.mgrid[0:1500, 0:2000]
    circle = (((down - 700) ** 2 + (across - 900) ** 2) < 500**2).astype(np.uint8) * 255
    small = Mask.from_png(Mask(circle).to_png())
    assert small.values.shape == (384, 512)
    assert np.abs(whole(small, 500, 375) - whole(Mask(circle), 500, 375)).mean() < 0.005


@pytest.mark.parametrize("data", [b"", b"rubbish", encoded(Image.new("L", (5000, 5000)), "PNG")])
def test_a_small_form_that_is_none_is_a_sentence(data: bytes) -> None:
    with pytest.raises(BadInput, match="the mask"):
        Mask.from_png(data)


def mask_file(folder: Path, image: Image.Image, kind: str = "PNG", **options: object) -> Path:
    path = folder / f"mask.{kind.lower()}"
    path.write_bytes(encoded(image, kind, **options))
    return path


def read(folder: Path, image: Image.Image, kind: str = "PNG", **options: object) -> NDArray[np.uint8]:
    return read_mask(mask_file(folder, image, kind, **options)).values


def test_transparency_that_varies_is_the_mask(tmp_path: Path) -> None:
    colour = np.full((*LEFT_HALF.shape, 3), 200, np.uint8)
    assert np.array_equal(read(tmp_path, Image.fromarray(np.dstack([colour, LEFT_HALF]))), LEFT_HALF)


@pytest.mark.parametrize("opacity", [255, 90, 0])
def test_transparency_that_is_everywhere_the_same_is_none(opacity: int, tmp_path: Path) -> None:
    grey = np.dstack([LEFT_HALF, np.full_like(LEFT_HALF, opacity)])
    assert np.array_equal(read(tmp_path, Image.fromarray(grey, "LA")), LEFT_HALF)


def test_one_bit_is_a_mask(tmp_path: Path) -> None:
    assert np.array_equal(read(tmp_path, Image.fromarray(LEFT_HALF).convert("1")), LEFT_HALF)


def test_an_indexed_picture_is_a_mask(tmp_path: Path) -> None:
    assert np.array_equal(read(tmp_path, Image.fromarray(LEFT_HALF).convert("P")), LEFT_HALF)


def test_a_transparent_colour_of_an_indexed_picture_is_outside(tmp_path: Path) -> None:
    indexed = Image.fromarray((LEFT_HALF == 255).astype(np.uint8), "P")
    indexed.putpalette([10, 20, 30, 10, 20, 30])
    assert np.array_equal(read(tmp_path, indexed, transparency=0), LEFT_HALF)


def test_sixteen_bits_of_grey_are_a_mask(tmp_path: Path) -> None:
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in LEFT_HALF.astype(np.uint16) * 257)
    path = tmp_path / "mask.png"
    path.write_bytes(png(40, 40, 16, 0, rows))
    assert np.array_equal(read_mask(path).values, LEFT_HALF)


def test_sixteen_bits_of_colour_are_a_mask(tmp_path: Path) -> None:
    path = tmp_path / "mask.tif"
    path.write_bytes(tiff(np.dstack([LEFT_HALF.astype(np.uint16) * 257] * 3)))
    assert np.abs(read_mask(path).values.astype(int) - LEFT_HALF).max() <= 1


def test_ink_is_outside(tmp_path: Path) -> None:
    ink = Image.fromarray(np.dstack([np.zeros((*LEFT_HALF.shape, 3), np.uint8), 255 - LEFT_HALF]), "CMYK")
    assert np.abs(read(tmp_path, ink, "TIFF").astype(int) - LEFT_HALF).max() <= 3


def test_green_is_lighter_than_blue(tmp_path: Path) -> None:
    values = read(tmp_path, Image.fromarray(np.array([[[0, 255, 0], [0, 0, 255]]], np.uint8)))
    assert values[0, 0] > 3 * values[0, 1] > 0


@pytest.mark.parametrize("size", [(1, 1), (3000, 1), (4100, 3)])
def test_a_mask_of_any_shape_is_read(size: tuple[int, int], tmp_path: Path) -> None:
    values = read(tmp_path, Image.new("L", size, 255))
    assert max(values.shape) <= LARGEST_SIDE
    assert whole(Mask(values), 30, 20).min() == 1.0


@pytest.mark.parametrize("name", ["gone.png", "text.png"])
def test_a_file_that_is_no_mask_is_a_sentence(name: str, tmp_path: Path) -> None:
    (tmp_path / "text.png").write_text("a mask")
    with pytest.raises(BadInput, match=name):
        read_mask(tmp_path / name)


def test_a_mask_of_another_shape_is_warned_about() -> None:
    square = Mask(LEFT_HALF)
    assert square.stretch_warning((400, 390)) is None
    for size in ((600, 400), (400, 600)):
        warning = square.stretch_warning(size)
        assert warning is not None
        assert "40 × 40" in warning
        assert warning.endswith(".")
