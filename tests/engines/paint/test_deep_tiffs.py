"""A TIFF of any layout and kind of sample keeps every level, and its 8-bit picture agrees."""

from __future__ import annotations

import struct
from typing import Any

import imagecodecs
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from engines.errors import BadInput
from tests.engines.paint.deep_files import LAYOUTS, WHITE, deep_gradient, deep_of, opened, tiff
from tests.engines.paint.picture_files import encoded, gradient


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_sixteen_bit_tiff_of_any_layout_keeps_every_level(layout: str) -> None:
    samples = deep_gradient()
    options = LAYOUTS[layout]
    stored = np.ascontiguousarray(samples.transpose(2, 0, 1)) if "planarconfig" in options else samples
    assert np.array_equal(deep_of(tiff(stored, **options)), samples)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_eight_bit_tiff_of_any_layout_opens_exactly(layout: str) -> None:
    options = LAYOUTS[layout]
    samples = gradient()
    stored = np.ascontiguousarray(samples.transpose(2, 0, 1)) if "planarconfig" in options else samples
    picture = opened(tiff(stored, **options))
    assert np.array_equal(picture.pixels, samples)
    assert not picture.sixteen_bit


@pytest.mark.parametrize("planar", ["contig", "separate"])
def test_straight_alpha_is_kept_in_sixteen_bits(planar: str) -> None:
    samples = deep_gradient(channels=4)
    stored = np.ascontiguousarray(samples.transpose(2, 0, 1)) if planar == "separate" else samples
    picture = opened(tiff(stored, extrasamples=["unassalpha"], planarconfig=planar))
    assert picture.deep is not None
    assert picture.deep_alpha is not None
    assert picture.alpha is not None
    assert np.array_equal(picture.deep, samples[..., :3])
    assert np.array_equal(picture.deep_alpha, samples[..., 3])
    assert np.array_equal(picture.alpha, np.rint(samples[..., 3] / 257).astype(np.uint8))


@pytest.mark.parametrize("depth", [np.uint8, np.uint16])
def test_premultiplied_alpha_is_divided_out(depth: type[np.unsignedinteger[Any]]) -> None:
    white = np.iinfo(depth).max
    alpha = np.array([[white, white // 2, white // 3, 0]], depth)
    straight = np.array([0.9, 0.5, 0.1])
    stored = np.rint(straight * alpha[..., None]).astype(depth)
    picture = opened(tiff(np.dstack([stored, alpha]), extrasamples=["assocalpha"]))
    colour: NDArray[Any] = picture.pixels if picture.deep is None else picture.deep
    assert np.abs(colour[0, :3] - straight * white).max() <= 3
    assert colour[0, 3].tolist() == [0, 0, 0]


def test_a_colour_above_its_premultiplied_alpha_is_white_and_does_not_wrap() -> None:
    samples = np.array([[[900, 100, 0, 100]]], np.uint16)
    assert deep_of(tiff(samples, extrasamples=["assocalpha"]))[0, 0].tolist() == [WHITE, WHITE, 0]


def test_a_further_channel_that_is_no_alpha_is_left_out() -> None:
    picture = opened(tiff(deep_gradient(channels=4), extrasamples=["unspecified"]))
    assert picture.alpha is None
    assert picture.deep_alpha is None
    assert np.array_equal(picture.deep, deep_gradient())


def test_an_opaque_sixteen_bit_alpha_counts_as_none() -> None:
    samples = deep_gradient(channels=4)
    samples[..., 3] = WHITE
    picture = opened(tiff(samples, extrasamples=["unassalpha"]))
    assert picture.alpha is None
    assert picture.deep_alpha is None


def test_almost_opaque_alpha_is_kept_where_only_sixteen_bits_show_it() -> None:
    samples = deep_gradient(channels=4)
    samples[..., 3] = WHITE - 1
    picture = opened(tiff(samples, extrasamples=["unassalpha"]))
    assert picture.deep_alpha is not None
    assert (picture.deep_alpha == WHITE - 1).all()


@pytest.mark.parametrize("depth", [np.uint8, np.uint16])
def test_grey_with_alpha_becomes_rgb_with_alpha(depth: type[np.unsignedinteger[Any]]) -> None:
    samples = np.array([[[10, 200], [90, 7]]], depth)
    picture = opened(tiff(samples, photometric="minisblack", planarconfig="contig", extrasamples=["unassalpha"]))
    colour, alpha = (picture.pixels, picture.alpha) if depth == np.uint8 else (picture.deep, picture.deep_alpha)
    assert colour is not None
    assert alpha is not None
    assert colour.tolist() == [[[10] * 3, [90] * 3]]
    assert alpha.tolist() == [[200, 7]]


@pytest.mark.parametrize("byteorder", ["<", ">"])
def test_deep_grey_keeps_every_level_and_may_count_from_white(byteorder: str) -> None:
    grey = deep_gradient()[..., 0]
    assert np.array_equal(deep_of(tiff(grey, byteorder=byteorder)), np.dstack([grey] * 3))
    negative = deep_of(tiff(WHITE - grey, photometric="miniswhite", byteorder=byteorder))
    assert np.array_equal(negative, np.dstack([grey] * 3))


def test_twelve_bits_packed_are_brought_to_sixteen() -> None:
    levels = np.array([[0, 1, 2048, 4095]], np.uint16)
    packed = imagecodecs.packints_encode(levels, 12)
    assert deep_of(packed_tiff(packed, 4, 12))[0, :, 0].tolist() == [0, 16, 32_776, WHITE]


def packed_tiff(rows: bytes, width: int, bits: int) -> bytes:
    """A grey TIFF of one row whose samples take ``bits`` each."""
    tags = [(256, width), (257, 1), (258, bits), (259, 1), (262, 1), (273, 200), (277, 1), (278, 1), (279, len(rows))]
    entries = b"".join(struct.pack("<HHII", tag, 4 if tag in (273, 279) else 3, 1, value) for tag, value in tags)
    head = b"II*\0\x08\0\0\0" + struct.pack("<H", len(tags)) + entries + bytes(4)
    return head.ljust(200, b"\0") + rows


def test_twelve_bits_in_sixteen_are_stretched_where_the_file_says_so() -> None:
    levels = np.array([[[0, 2048, 4095]]], np.uint16)
    told = [(281, "H", 3, (4095,) * 3, True)]
    assert deep_of(tiff(levels, extratags=told))[0, 0].tolist() == [0, 32_776, WHITE]
    assert deep_of(tiff(levels))[0, 0].tolist() == [0, 2048, 4095]


def test_a_brightest_sample_in_the_header_is_not_taken_for_white() -> None:
    levels = np.array([[[0, 2048, 4000]]], np.uint16)
    assert deep_of(tiff(levels, extratags=[(281, "H", 3, (4000,) * 3, True)])).tolist() == levels.tolist()


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("options", [{}, {"planarconfig": "separate"}, {"byteorder": ">", "tile": (16, 16)}])
def test_colour_in_floats_is_stretched_from_black_to_one(kind: type[np.floating[Any]], options: dict[str, Any]) -> None:
    samples = np.zeros((20, 20, 3), kind)
    samples[...] = np.array([0.0, 0.5, 1.0])
    samples[0, 0], samples[0, 1] = (np.nan, -1.0, 7.0), (np.inf, -np.inf, 0.25)
    stored = np.ascontiguousarray(samples.transpose(2, 0, 1)) if "planarconfig" in options else samples
    deep = deep_of(tiff(stored, **options))
    assert deep[5, 5].tolist() == [0, 32_768, WHITE]
    assert deep[0, 0].tolist() == [0, 0, WHITE]
    assert deep[0, 1].tolist() == [WHITE, 0, 16_384]


def test_floats_with_a_predictor_and_alpha_open() -> None:
    samples = np.zeros((8, 8, 4), np.float32)
    samples[...] = np.array([0.25, 0.5, 1.0, 0.5])
    data = tiff(samples, compression="zlib", predictor=True, extrasamples=["unassalpha"])
    picture = opened(data)
    assert picture.deep is not None
    assert picture.deep_alpha is not None
    assert picture.deep[0, 0].tolist() == [16_384, 32_768, WHITE]
    assert (picture.deep_alpha == 32_768).all()


def test_signed_and_thirty_two_bit_samples_open() -> None:
    signed = np.array([[[-5, 16_384, 32_767]]], np.int16)
    assert deep_of(tiff(signed))[0, 0].tolist() == pytest.approx([0, 32_769, WHITE], abs=1)
    wide = np.array([[[0, 2_000_000_000, 4_000_000_000]]], np.uint32)
    assert deep_of(tiff(wide))[0, 0].tolist() == [0, 32_768, WHITE]


@pytest.mark.parametrize("depth", [np.uint8, np.uint16])
def test_ink_without_a_profile_is_the_complement_of_light(depth: type[np.unsignedinteger[Any]]) -> None:
    white = int(np.iinfo(depth).max)
    ink = np.array([[[0, 0, 0, 0], [0, white, white, 0], [0, 0, 0, white], [white // 2, 0, 0, white // 2]]], depth)
    picture = opened(tiff(ink, photometric="separated"))
    colour = picture.pixels if depth == np.uint8 else picture.deep
    assert colour is not None
    assert colour[0, :3].tolist() == [[white] * 3, [white, 0, 0], [0] * 3]
    assert colour[0, 3, 1] / white == pytest.approx(0.5, abs=0.01)
    assert colour[0, 3, 0] / white == pytest.approx(0.25, abs=0.01)


@pytest.mark.parametrize(
    ("depth", "kind", "sample"),
    [
        (np.uint8, "cielab", (137, 0, 0)),
        (np.uint16, "cielab", (137 * 257, 0, 0)),
        (np.uint8, "icclab", (137, 128, 128)),
        (np.uint16, "icclab", (137 * 257, 32_768, 32_768)),
    ],
)
def test_lab_becomes_srgb_in_its_depth(
    depth: type[np.unsignedinteger[Any]], kind: str, sample: tuple[int, ...]
) -> None:
    picture = opened(tiff(np.full((4, 4, 3), sample, depth), photometric=kind))
    assert picture.pixels[0, 0].tolist() == pytest.approx([128] * 3, abs=2)
    assert picture.sixteen_bit == (depth == np.uint16)


def test_lab_s_negative_colours_are_green_and_blue() -> None:
    green = np.full((2, 2, 3), (170, 256 - 60, 0), np.uint8)
    red, leaf, blue = opened(tiff(green, photometric="cielab")).pixels[0, 0].tolist()
    assert leaf > red + 40
    assert leaf > blue + 20


def test_a_palette_in_a_tiff_opens_as_eight_bits() -> None:
    image = Image.fromarray(gradient()).quantize(17)
    picture = opened(encoded(image, "TIFF"))
    assert np.array_equal(picture.pixels, np.asarray(image.convert("RGB")))
    assert not picture.sixteen_bit


@pytest.mark.parametrize("compression", ["group3", "group4", "tiff_lzw", "packbits", "raw"])
def test_one_bit_opens_in_every_compression(compression: str) -> None:
    image = Image.fromarray(gradient()).convert("1")
    picture = opened(encoded(image, "TIFF", compression=compression))
    assert np.array_equal(picture.pixels[..., 0], np.asarray(image.convert("L")))


def test_jpeg_inside_tiff_opens_closely() -> None:
    data = encoded(Image.fromarray(gradient(64, 64)), "TIFF", compression="jpeg", quality=95)
    assert np.abs(opened(data).pixels.astype(int) - gradient(64, 64)).max() < 16


def test_a_camera_s_mosaic_is_refused_in_a_sentence() -> None:
    with pytest.raises(BadInput, match="unusual kind"):
        opened(tiff(deep_gradient()[..., 0], photometric="cfa"))


def test_the_one_byte_order_that_nobody_reads_is_refused_in_a_sentence() -> None:
    with pytest.raises(BadInput, match="save it again"):
        opened(tiff(deep_gradient(), byteorder=">", bigtiff=True))
