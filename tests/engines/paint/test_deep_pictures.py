"""Deep pictures come upright, in full, smaller where asked, and are refused when damaged."""

from __future__ import annotations

import re
import struct
import zlib
from contextlib import suppress
from typing import Any

import imagecodecs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from engines.errors import BadInput
from engines.paint.pictures import open_picture_bytes, resized
from tests.engines.paint.deep_files import LAYOUTS, WHITE, deep_gradient, deep_of, opened, tiff
from tests.engines.paint.picture_files import photo_exif, png, png_chunk


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["TIFF", "planes", "PNG"])
def test_deep_pictures_and_their_alpha_come_upright(kind: str, orientation: int) -> None:
    upright = deep_gradient(16, 32, 4)
    stored = np.ascontiguousarray(turned(upright, orientation))
    tag = [(274, "H", 1, orientation, True)]
    if kind == "TIFF":
        data = tiff(stored, extrasamples=["unassalpha"], extratags=tag)
    elif kind == "planes":
        planes = np.ascontiguousarray(stored.transpose(2, 0, 1))
        data = tiff(planes, extrasamples=["unassalpha"], extratags=tag, planarconfig="separate")
    else:
        data = with_chunk(imagecodecs.png_encode(stored), png_chunk(b"eXIf", photo_exif(orientation)[6:]))
    picture = opened(data)
    assert picture.deep is not None
    assert picture.alpha is not None
    assert np.array_equal(picture.deep, upright[..., :3])
    assert np.array_equal(picture.deep_alpha, upright[..., 3])
    assert picture.alpha.shape == picture.pixels.shape[:2] == (16, 32)


def turned(upright: NDArray[np.uint16], orientation: int) -> NDArray[np.uint16]:
    """The picture as a camera stores it that writes ``orientation``."""
    across = upright.transpose(1, 0, 2)
    return {
        1: upright,
        2: upright[:, ::-1],
        3: upright[::-1, ::-1],
        4: upright[::-1],
        5: across,
        6: across[::-1],
        7: across[::-1, ::-1],
        8: across[:, ::-1],
    }[orientation]


def with_chunk(data: bytes, chunk: bytes) -> bytes:
    """A PNG with a further chunk behind its header."""
    return data[:33] + chunk + data[33:]


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_a_sixteen_bit_png_keeps_every_level(channels: int) -> None:
    samples = deep_gradient(channels=4)[..., 4 - channels :]
    picture = opened(imagecodecs.png_encode(np.ascontiguousarray(samples)))
    assert picture.deep is not None
    colours = samples[..., : 1 if channels < 3 else 3]
    assert np.array_equal(picture.deep, np.broadcast_to(colours, (24, 40, 3)))
    assert picture.deep_alpha is None if channels in (1, 3) else np.array_equal(picture.deep_alpha, samples[..., -1])


def test_the_transparent_colour_of_a_deep_png_must_match_in_all_sixteen_bits() -> None:
    rows = b"\0" + np.array([[0x04FF, 5, 6], [0x0400, 5, 6]], ">u2").tobytes()
    picture = opened(png(2, 1, 16, 2, rows, png_chunk(b"tRNS", struct.pack(">3H", 0x04FF, 5, 6))))
    assert picture.alpha is not None
    assert picture.alpha.tolist() == [[0, 255]]


def test_an_interlaced_deep_png_opens_exactly() -> None:
    samples = deep_gradient(11, 13)
    rows = b""
    # Adam7: first row, step, first column, step.
    for top, down, left, across in (
        (0, 8, 0, 8),
        (0, 8, 4, 8),
        (4, 8, 0, 4),
        (0, 4, 2, 4),
        (2, 4, 0, 2),
        (0, 2, 1, 2),
        (1, 2, 0, 1),
    ):
        rows += b"".join(b"\0" + row.astype(">u2").tobytes() for row in samples[top::down, left::across])
    data = bytearray(png(13, 11, 16, 2, rows))
    data[28] = 1
    data[29:33] = struct.pack(">I", zlib.crc32(data[12:29]))
    assert np.array_equal(deep_of(bytes(data)), samples)


def test_a_tile_far_larger_than_its_picture_is_refused_before_it_is_made() -> None:
    data = tiff(deep_gradient(), tile=(16, 16), compression="zlib")
    found = re.search(rb"\x42\x01[\x03\x04]\x00\x01\x00\x00\x00", data)
    assert found is not None
    place = found.start()
    hurt = data[: place + 2] + struct.pack("<HII", 4, 1, 1 << 30) + data[place + 12 :]
    with pytest.raises(BadInput, match="“photo”"):
        opened(hurt)


@pytest.mark.parametrize("size", [(1, 1), (1, 30_000), (30_000, 1), (3, 30_000)])
def test_the_thinnest_and_longest_deep_pictures_open(size: tuple[int, int]) -> None:
    samples = np.full((*size, 3), 1234, np.uint16)
    for data in (tiff(samples), imagecodecs.png_encode(samples)):
        assert np.array_equal(deep_of(data), samples)


@given(st.integers(1, 40), st.integers(1, 40), st.sampled_from([1, 3, 4]), st.data())
@settings(max_examples=40, deadline=None)
def test_any_shape_depth_and_layout_opens_as_it_was(
    height: int, width: int, channels: int, data: st.DataObject
) -> None:
    depth = data.draw(st.sampled_from([np.uint8, np.uint16]))
    seed = data.draw(st.integers(0, 99))
    samples = np.random.default_rng(seed).integers(0, np.iinfo(depth).max, (height, width, channels), depth)
    options: dict[str, Any] = {"compression": data.draw(st.sampled_from([None, "lzw", "zlib", "packbits"]))}
    if data.draw(st.booleans()):
        options["tile"] = (16, 16)
    options["byteorder"] = data.draw(st.sampled_from("<>"))
    options["bigtiff"] = options["byteorder"] == "<" and data.draw(st.booleans())
    if channels == 4:
        options["extrasamples"] = ["unassalpha"]
    picture = opened(tiff(samples[..., 0] if channels == 1 else samples, **options))
    colour, alpha = (picture.pixels, picture.alpha) if depth == np.uint8 else (picture.deep, picture.deep_alpha)
    assert np.array_equal(colour, np.broadcast_to(samples[..., : min(channels, 3)], (height, width, 3)))
    assert channels < 4 or np.array_equal(alpha, samples[..., 3])


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.95])
@pytest.mark.parametrize("layout", ["plain", "predictor", "compressed tiles", "BigTIFF in tiles", "PNG"])
def test_a_truncated_deep_picture_is_refused(layout: str, share: float) -> None:
    noise = np.random.default_rng(1).integers(0, WHITE, (64, 64, 3), np.uint16)
    data = imagecodecs.png_encode(noise) if layout == "PNG" else tiff(noise, **LAYOUTS[layout])
    with pytest.raises(BadInput, match="damaged"):
        opened(data[: int(len(data) * share)])


@pytest.mark.parametrize(
    "layout", ["plain", "lzw predictor", "planes", "compressed tiles", "big endian", "BigTIFF", "PNG"]
)
@given(hurts=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_random_damage_to_a_deep_file_opens_or_is_refused_but_never_escapes(
    layout: str, hurts: list[tuple[int, int]]
) -> None:
    samples = deep_gradient()
    options = {} if layout == "PNG" else LAYOUTS[layout]
    stored = np.ascontiguousarray(samples.transpose(2, 0, 1)) if "planarconfig" in options else samples
    data = bytearray(imagecodecs.png_encode(samples) if layout == "PNG" else tiff(stored, **options))
    for place, value in hurts:
        data[(place if place % 3 else place % 300) % len(data)] = value  # headers are hurt more often
    with suppress(BadInput):
        picture = open_picture_bytes(bytes(data), "hurt", pixel_limit=1_000_000)
        assert picture.pixels.shape == (picture.height, picture.width, 3)


def test_resizing_sixteen_bits_keeps_levels_between_those_of_eight() -> None:
    flat = np.full((50, 30, 3), (1, 30_001, 65_534), np.uint16)
    assert (resized(flat, 20) == flat[0, 0]).all()
    assert resized(flat, 20).shape == (20, 12, 3)
    assert resized(flat[..., 1], 20).shape == (20, 12)
    smooth = deep_gradient(200, 300)
    exact = np.asarray(Image.fromarray(smooth[..., 0].astype(np.float32)).resize((75, 50), Image.Resampling.LANCZOS))
    assert np.abs(resized(smooth, 75)[2:-2, 2:-2, 0] - exact[2:-2, 2:-2]).max() <= 2


def test_a_smaller_picture_leaves_the_deep_one_behind_unless_asked() -> None:
    picture = opened(tiff(deep_gradient(channels=4), extrasamples=["unassalpha"]))
    small, deep = picture.smaller(20), picture.smaller(20, keep_deep=True)
    assert small.alpha is not None
    assert small.pixels.shape == (12, 20, 3)
    assert small.alpha.shape == (12, 20)
    assert not small.sixteen_bit
    assert deep.deep is not None
    assert deep.deep_alpha is not None
    assert deep.deep.shape == (12, 20, 3)
    assert deep.deep_alpha.shape == (12, 20)
