"""Colours come out as the picture's profile means them."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageCms

from engines.paint.pictures import Picture, open_picture_bytes
from tests.engines.paint.picture_files import (
    ADOBE_TO_XYZ,
    SRGB_TO_XYZ,
    encoded,
    gradient,
    grey_profile,
    print_profile,
    rgb_profile,
)

LOSSLESS = {"PNG": {}, "TIFF": {}, "WEBP": {"lossless": True}}


def opened(data: bytes) -> Picture:
    return open_picture_bytes(data, "photo")


def colour_of(data: bytes) -> list[int]:
    pixels = opened(data).pixels
    return [int(value) for value in pixels[pixels.shape[0] // 2, pixels.shape[1] // 2]]


def test_primaries_of_the_profile_are_honoured() -> None:
    swapped = rgb_profile(SRGB_TO_XYZ[:, [1, 0, 2]], 2.2)
    data = encoded(Image.new("RGB", (4, 4), (0, 255, 0)), "PNG", icc_profile=swapped)
    red, green, blue = colour_of(data)
    assert red > 250
    assert green < 20
    assert blue < 20
    assert opened(data).icc == swapped


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("colour", [(200, 60, 60), (128, 128, 128), (150, 140, 90), (255, 255, 255)])
def test_an_adobe_like_profile_gives_the_colours_of_the_formula(kind: str, colour: tuple[int, int, int]) -> None:
    light = np.linalg.inv(SRGB_TO_XYZ) @ ADOBE_TO_XYZ @ (np.array(colour) / 255) ** 2.2
    light = np.clip(light, 0, 1)
    expected = 255 * np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    profile = rgb_profile(ADOBE_TO_XYZ, 2.2)
    data = encoded(Image.new("RGB", (4, 4), colour), kind, icc_profile=profile, **LOSSLESS[kind])
    assert colour_of(data) == pytest.approx(expected.tolist(), abs=3)


def test_the_profile_leaves_alpha_alone() -> None:
    image = Image.new("RGBA", (4, 4), (0, 255, 0, 77))
    picture = opened(encoded(image, "PNG", icc_profile=rgb_profile(SRGB_TO_XYZ[:, [1, 0, 2]], 2.2)))
    assert picture.alpha is not None
    assert (picture.alpha == 77).all()
    assert picture.pixels[0, 0, 0] > 250


@pytest.mark.parametrize("mode", ["RGB", "P", "L"])
def test_pixels_tagged_srgb_stay_exact(mode: str) -> None:
    image = Image.fromarray(gradient()).convert(mode)
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert np.array_equal(opened(encoded(image, "PNG", icc_profile=icc)).pixels, np.asarray(image.convert("RGB")))


def test_a_grey_profile_is_honoured() -> None:
    data = encoded(Image.new("L", (4, 4), 55), "PNG", icc_profile=grey_profile(1.0))
    assert colour_of(data) == pytest.approx([128] * 3, abs=3)  # linear light 55/255 is sRGB 128


@pytest.mark.parametrize("icc", [b"rubbish", grey_profile(1.0), print_profile((128, 128, 128))[:400]])
def test_a_profile_that_does_not_fit_counts_as_absent(icc: bytes) -> None:
    assert colour_of(encoded(Image.new("RGB", (4, 4), (10, 200, 30)), "PNG", icc_profile=icc)) == [10, 200, 30]


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_cmyk_without_a_profile_keeps_white_white_and_red_red(kind: str) -> None:
    assert colour_of(encoded(Image.new("CMYK", (16, 16), (0, 0, 0, 0)), kind)) == pytest.approx([255] * 3, abs=3)
    red = colour_of(encoded(Image.new("CMYK", (16, 16), (0, 255, 255, 0)), kind))
    assert red == pytest.approx([255, 0, 0], abs=6)


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_a_cmyk_profile_is_honoured(kind: str) -> None:
    orange_for_cyan = print_profile((166, 178, 190))
    data = encoded(Image.new("CMYK", (16, 16), (255, 0, 0, 0)), kind, icc_profile=orange_for_cyan)
    red, green, blue = colour_of(data)
    assert red > green + 60 > blue + 80


def test_lab_becomes_srgb() -> None:
    data = encoded(Image.frombytes("LAB", (4, 4), bytes([137, 0, 0] * 16)), "TIFF")
    assert colour_of(data) == pytest.approx([128] * 3, abs=4)
