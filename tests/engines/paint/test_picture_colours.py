"""Colours come out as the picture's profile means them."""

from __future__ import annotations

import io
import struct

import numpy as np
import pytest
import tifffile
from PIL import Image, ImageCms

from engines.paint.pictures import Picture, open_picture_bytes
from engines.paint.profiles import srgb_profile
from tests.engines.paint.picture_files import (
    ADOBE_TO_XYZ,
    SRGB_TO_XYZ,
    encoded,
    gradient,
    grey_profile,
    png,
    png_chunk,
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


def chunked(colour: int, *chunks: bytes, bits: int = 8) -> bytes:
    """A PNG of one mid-dark pixel with gamma or primaries in its header."""
    sample = bytes([60]) * (3 * bits // 8)
    return png(1, 1, bits, colour, b"\0" + sample, b"".join(chunks))


GAMMA_ONE = png_chunk(b"gAMA", struct.pack(">I", 100_000))
GAMMA_USUAL = png_chunk(b"gAMA", struct.pack(">I", 45_455))
SRGB_PRIMARIES = png_chunk(b"cHRM", struct.pack(">8I", 31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000))
ADOBE_PRIMARIES = png_chunk(b"cHRM", struct.pack(">8I", 31_270, 32_900, 64_000, 33_000, 21_000, 71_000, 15_000, 6_000))


@pytest.mark.parametrize("bits", [8, 16])
def test_a_png_in_linear_light_is_not_shown_too_dark(bits: int) -> None:
    # Linear light 60/255 is sRGB 133.
    assert colour_of(chunked(2, GAMMA_ONE, bits=bits)) == pytest.approx([133] * 3, abs=1)
    assert opened(chunked(2, GAMMA_ONE)).icc is None


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("chunks", [[GAMMA_USUAL], [GAMMA_USUAL, SRGB_PRIMARIES], [SRGB_PRIMARIES]])
def test_a_png_s_usual_gamma_and_primaries_leave_it_exact(bits: int, chunks: list[bytes]) -> None:
    assert colour_of(chunked(2, *chunks, bits=bits)) == [60] * 3


def test_a_png_that_says_srgb_or_has_a_profile_is_not_bent_by_its_gamma() -> None:
    assert colour_of(chunked(2, GAMMA_ONE, png_chunk(b"sRGB", b"\0"))) == [60] * 3
    icc = encoded(Image.new("RGB", (1, 1), (60, 60, 60)), "PNG", icc_profile=srgb_profile())
    assert colour_of(icc[:33] + GAMMA_ONE + icc[33:]) == [60] * 3


def test_a_png_s_primaries_are_honoured() -> None:
    green = png(1, 1, 8, 2, b"\0" + bytes([100, 200, 100]), GAMMA_USUAL + ADOBE_PRIMARIES)
    red, leaf, blue = colour_of(green)
    assert red < 50
    assert leaf > 198
    assert blue > 85


@pytest.mark.parametrize("gamma", [0, 1, 2**31 - 1])
@pytest.mark.parametrize("corner", [0, 1, 2**31 - 1])
def test_an_impossible_gamma_or_corner_never_costs_the_picture(gamma: int, corner: int) -> None:
    chunks = png_chunk(b"gAMA", struct.pack(">I", gamma)) + png_chunk(b"cHRM", struct.pack(">8I", *[corner] * 8))
    assert opened(chunked(2, chunks)).pixels.shape == (1, 1, 3)


@pytest.mark.parametrize("icc", [b"rubbish", grey_profile(1.0), print_profile((128, 128, 128))])
def test_a_profile_that_does_not_fit_is_told_of(icc: bytes) -> None:
    picture = opened(encoded(Image.new("RGB", (4, 4), (10, 200, 30)), "PNG", icc_profile=icc))
    assert picture.profile_ignored
    assert picture.icc is None


def test_a_profile_that_fits_is_not_told_of() -> None:
    assert not opened(encoded(Image.new("RGB", (4, 4)), "PNG")).profile_ignored
    assert not opened(encoded(Image.new("RGB", (4, 4)), "PNG", icc_profile=srgb_profile())).profile_ignored
    ink = encoded(Image.new("CMYK", (4, 4)), "TIFF", icc_profile=print_profile((128, 128, 128)))
    assert not opened(ink).profile_ignored


def test_sixteen_bits_of_ink_with_a_profile_agree_with_eight() -> None:
    ink = np.random.default_rng(4).integers(0, 256, (8, 8, 4), np.uint8)
    profile = print_profile((166, 178, 190))
    seen = []
    for samples in (ink, ink.astype(np.uint16) * 257):
        stream = io.BytesIO()
        tifffile.imwrite(stream, samples, photometric="separated", iccprofile=profile, metadata=None)
        seen.append(opened(stream.getvalue()))
    assert seen[1].sixteen_bit
    assert np.abs(seen[0].pixels.astype(int) - seen[1].pixels).max() <= 2


def test_sixteen_bit_grey_with_a_profile_follows_its_curve() -> None:
    stream = io.BytesIO()
    levels = np.array([[0, 14_135, 65_535]], np.uint16)
    tifffile.imwrite(stream, levels, photometric="minisblack", iccprofile=grey_profile(1.0), metadata=None)
    deep = opened(stream.getvalue()).deep
    assert deep is not None
    assert deep[0, :, 0].tolist() == pytest.approx([0, 32_896, 65_535], abs=40)  # sRGB 128 is light 0.21586


def test_a_photoshop_jpeg_in_inverted_ink_is_no_negative() -> None:
    # Pillow writes CMYK as Photoshop does: inverted, with Adobe's marker.
    data = encoded(Image.new("CMYK", (16, 16), (0, 0, 255, 0)), "JPEG", quality=100)
    assert b"Adobe" in data
    assert colour_of(data) == pytest.approx([255, 255, 0], abs=4)
