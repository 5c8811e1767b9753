"""Every kind of picture file opens upright, in sRGB, in 8 bits, with its transparency."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from engines.paint.pictures import Picture, fit_within, open_picture, open_picture_bytes, resized
from tests.engines.paint.picture_files import (
    encoded,
    gradient,
    photo_exif,
    png,
    png_chunk,
    tiff,
    with_thumbnail,
)

LOSSLESS = {"PNG": {}, "TIFF": {}, "WEBP": {"lossless": True}, "BMP": {}}


def opened(data: bytes) -> Picture:
    return open_picture_bytes(data, "photo")


def colour_of(data: bytes) -> list[int]:
    pixels = opened(data).pixels
    return [int(value) for value in pixels[pixels.shape[0] // 2, pixels.shape[1] // 2]]


@pytest.mark.parametrize("kind", LOSSLESS)
def test_lossless_pictures_open_exactly(kind: str) -> None:
    picture = opened(encoded(Image.fromarray(gradient()), kind, **LOSSLESS[kind]))
    assert np.array_equal(picture.pixels, gradient())
    assert picture.pixels.dtype == np.uint8
    assert (picture.width, picture.height) == (40, 24)
    assert picture.alpha is None
    assert not picture.sixteen_bit


def test_a_jpeg_opens_closely() -> None:
    picture = opened(encoded(Image.fromarray(gradient()), "JPEG", quality=95, subsampling=0))
    assert np.abs(picture.pixels.astype(int) - gradient()).max() < 12


def test_the_content_counts_and_not_the_suffix(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(encoded(Image.fromarray(gradient()), "PNG"))
    picture = open_picture(path)
    assert np.array_equal(picture.pixels, gradient())
    assert picture.source == path


@pytest.mark.parametrize("size", [(1, 1), (1, 10_000), (10_000, 1)])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP"])
def test_the_thinnest_pictures_open(kind: str, size: tuple[int, int]) -> None:
    assert opened(encoded(Image.new("RGB", size, (9, 9, 9)), kind)).pixels.shape == (size[1], size[0], 3)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_comes_upright(kind: str, orientation: int) -> None:
    upright = gradient(16, 32)
    stored = {
        1: upright,
        2: upright[:, ::-1],
        3: upright[::-1, ::-1],
        4: upright[::-1],
        5: upright.transpose(1, 0, 2),
        6: upright.transpose(1, 0, 2)[::-1],
        7: upright[::-1, ::-1].transpose(1, 0, 2),
        8: upright.transpose(1, 0, 2)[:, ::-1],
    }[orientation]
    image = Image.fromarray(np.ascontiguousarray(stored))
    options = {"JPEG": {"quality": 95, "subsampling": 0}}.get(kind, LOSSLESS.get(kind, {}))
    picture = opened(encoded(image, kind, exif=photo_exif(orientation), **options))
    assert picture.pixels.shape == upright.shape
    assert np.abs(picture.pixels.astype(int) - upright).max() < 20
    assert exif_of(picture)[0x0112] == 1


def exif_of(picture: Picture) -> Image.Exif:
    exif = Image.Exif()
    exif.load(picture.exif or b"")
    return exif


def test_the_thumbnail_goes_and_the_photograph_s_data_stay() -> None:
    thumbnail = encoded(Image.new("RGB", (16, 16)), "JPEG")
    data = encoded(Image.fromarray(gradient()), "JPEG", exif=with_thumbnail(photo_exif(), thumbnail))
    exif = exif_of(opened(data))
    assert thumbnail in data
    assert thumbnail not in (opened(data).exif or b"")
    assert exif[0x0110] == "D850"
    assert exif.get_ifd(0x8769)[0xA434] == "50mm f/1.8"
    assert exif.get_ifd(0x8769)[0x9204] == pytest.approx(-1 / 3)
    assert exif.get_ifd(0x8825)[1] == "N"


def test_a_tiff_s_layout_is_not_mistaken_for_exif() -> None:
    assert opened(encoded(Image.fromarray(gradient()), "TIFF")).exif is None


@pytest.mark.parametrize("junk", [b"Exif\0\0", b"Exif\0\0garbage", photo_exif()[:60], photo_exif()[:-40]])
def test_damaged_exif_does_not_cost_the_picture(junk: bytes) -> None:
    assert opened(encoded(Image.fromarray(gradient()), "JPEG", exif=junk)).pixels.shape == (24, 40, 3)


def test_a_palette_s_transparency_survives() -> None:
    image = Image.new("P", (2, 1))
    image.putpalette([255, 0, 0, 0, 255, 0])
    image.putpixel((1, 0), 1)
    picture = opened(encoded(image, "PNG", transparency=bytes([0, 99])))
    assert picture.pixels.tolist() == [[[255, 0, 0], [0, 255, 0]]]
    assert picture.alpha is not None
    assert picture.alpha.tolist() == [[0, 99]]


@pytest.mark.parametrize(
    ("bits", "colour", "rows", "key", "alpha"),
    [
        (1, 0, b"\0\x40", b"\0\1", [255, 0]),
        (2, 0, b"\0\x70", b"\0\3", [255, 0]),
        (4, 0, b"\0\x3f", b"\0\x0f", [255, 0]),
        (8, 0, b"\0\x3f\x40", b"\0\x40", [255, 0]),
        (16, 0, b"\0\x3f\x40\x12\x34", b"\x12\x34", [255, 0]),
        (8, 2, b"\0\1\2\3\4\5\6", b"\0\4\0\5\0\6", [255, 0]),
        (16, 2, b"\0\1\1\2\2\3\3\4\xff\5\xff\6\xff", b"\4\xff\5\xff\6\xff", [255, 0]),
    ],
)
def test_png_s_one_transparent_colour_works_at_every_depth(
    bits: int, colour: int, rows: bytes, key: bytes, alpha: list[int]
) -> None:
    picture = opened(png(2, 1, bits, colour, rows, png_chunk(b"tRNS", key)))
    assert picture.alpha is not None
    assert picture.alpha.tolist() == [alpha]


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP"])
def test_alpha_is_kept_beside_untouched_colours(kind: str) -> None:
    alpha = np.linspace(1, 254, 24 * 40).astype(np.uint8).reshape(24, 40)
    image = Image.fromarray(np.dstack([gradient(), alpha]))
    picture = opened(
        encoded(image, kind, **({"exact": True} | LOSSLESS[kind])) if kind == "WEBP" else encoded(image, kind)
    )
    assert np.array_equal(picture.pixels, gradient())
    assert picture.alpha is not None
    assert np.array_equal(picture.alpha, alpha)


def test_premultiplied_alpha_does_not_darken_edges() -> None:
    data = tiff(np.array([[[100, 50, 0, 128]]], np.uint8), {338: 1})
    assert colour_of(data) == pytest.approx([199, 100, 0], abs=2)


def test_an_opaque_alpha_counts_as_none() -> None:
    assert opened(encoded(Image.new("RGBA", (3, 3), (1, 2, 3, 255)), "PNG")).alpha is None


def test_grey_grey_with_alpha_and_one_bit_become_rgb() -> None:
    assert colour_of(encoded(Image.new("L", (3, 3), 70), "PNG")) == [70] * 3
    with_alpha = opened(encoded(Image.new("LA", (3, 3), (70, 9)), "PNG"))
    assert with_alpha.pixels[1, 1].tolist() == [70] * 3
    assert with_alpha.alpha is not None
    assert with_alpha.alpha[1, 1] == 9
    assert colour_of(encoded(Image.new("1", (3, 3), 1), "TIFF")) == [255] * 3


GREY16: NDArray[np.uint16] = np.array([[0, 128, 257, 32_768, 65_535]], np.uint16)


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bit_grey_is_scaled_and_not_clipped(kind: str) -> None:
    picture = opened(encoded(Image.fromarray(GREY16), kind))
    assert picture.pixels[0, :, 0].tolist() == [0, 0, 1, 128, 255]
    assert picture.sixteen_bit


def test_sixteen_bit_grey_where_zero_is_white_is_not_a_negative() -> None:
    data = encoded(Image.fromarray(GREY16), "TIFF", tiffinfo={262: 0})
    assert opened(data).pixels[0, :, 0].tolist() == [255, 255, 254, 127, 0]


def test_sixteen_bit_colour_is_scaled() -> None:
    samples = np.array([[[0, 0x8080, 0xFFFF], [0x1010, 0x2020, 0x3030]]], np.uint16)
    for data in (tiff(samples), png(2, 1, 16, 2, b"\0" + samples.astype(">u2").tobytes())):
        picture = opened(data)
        assert picture.pixels.tolist() == [[[0, 128, 255], [16, 32, 48]]]
        assert picture.sixteen_bit


@pytest.mark.parametrize(
    ("samples", "shown"),
    [
        ([0.0, 0.5, 1.0], [0, 128, 255]),
        ([0.0, 128.0, 255.0], [0, 128, 255]),
        ([0.0, 257.0, 65_535.0], [0, 1, 255]),
        ([float("nan"), -3.0, 1.0], [0, 0, 255]),
        ([0.0, 0.0, 0.0], [0, 0, 0]),
        ([float("nan"), float("nan"), float("inf")], [0, 0, 255]),
    ],
)
def test_float_tiffs_are_shown_by_their_range(samples: list[float], shown: list[int]) -> None:
    picture = opened(encoded(Image.fromarray(np.array([samples], np.float32)), "TIFF"))
    assert picture.pixels[0, :, 0].tolist() == shown
    assert picture.sixteen_bit


def test_a_few_highlights_do_not_darken_a_float_picture() -> None:
    samples = np.full((20, 20), 0.5, np.float32)
    samples[0, 0] = 40
    pixels = opened(encoded(Image.fromarray(samples), "TIFF")).pixels
    assert pixels[1, 1, 0] == 128
    assert pixels[0, 0, 0] == 255


def test_thirty_two_bit_integers_open() -> None:
    samples = np.array([[0, 257, 65_535]], np.int32)
    assert opened(encoded(Image.fromarray(samples), "TIFF")).pixels[0, :, 0].tolist() == [0, 1, 255]


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "TIFF"])
def test_of_an_animation_the_first_frame_opens(kind: str) -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ((200, 0, 0), (0, 200, 0), (0, 0, 200))]
    red, green, blue = colour_of(encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=50))
    assert red == pytest.approx(200, abs=3)
    assert green + blue < 6


@given(st.integers(1, 70_000), st.integers(1, 70_000), st.integers(1, 70_000))
def test_fitting_keeps_the_shape_and_never_enlarges(width: int, height: int, limit: int) -> None:
    fitted = fit_within((width, height), limit)
    assert all(1 <= side <= limit for side in fitted)
    assert fitted[0] <= width
    assert fitted[1] <= height
    if max(width, height) > limit:
        assert max(fitted) == limit
        assert abs(min(fitted) - min(width, height) * limit / max(width, height)) <= 1


def test_resizing_goes_down_only_and_keeps_a_pixel() -> None:
    assert resized(gradient(24, 40), 20).shape == (12, 20, 3)
    assert np.array_equal(resized(gradient(24, 40), 400), gradient(24, 40))
    assert resized(gradient(1, 10_000), 100).shape == (1, 100, 3)
    assert resized(gradient(24, 40)[..., 0], 20).shape == (12, 20)


def test_resizing_keeps_a_flat_colour() -> None:
    assert (resized(np.full((50, 30, 3), 77, np.uint8), 20) == 77).all()
