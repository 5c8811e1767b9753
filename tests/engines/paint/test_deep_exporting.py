"""Exports in 16 bits and in the photograph's own profile, as other programs read them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import pytest
import tifffile
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageCms

from engines.errors import BadInput
from engines.paint.pictures import can_keep, open_picture, open_picture_bytes, save_picture
from engines.paint.profiles import srgb_profile
from tests.engines.paint.picture_files import (
    ADOBE_TO_XYZ,
    SRGB_TO_XYZ,
    encoded,
    gradient,
    grey_profile,
    photo_exif,
    print_profile,
    rgb_profile,
)

WHITE = 65_535
P3_TO_XYZ = np.array([[0.51512, 0.29198, 0.15710], [0.24120, 0.69225, 0.06657], [-0.00105, 0.04189, 0.78407]])
PROPHOTO_TO_XYZ = np.array([[0.79767, 0.13519, 0.03134], [0.28804, 0.71188, 0.00009], [0.0, 0.0, 0.82491]])
WIDE = {
    "Adobe RGB": rgb_profile(ADOBE_TO_XYZ, 2.2),
    "lcms's Adobe RGB": bytes(imagecodecs.cms_profile("adobergb")),
    "like Display P3": rgb_profile(P3_TO_XYZ, 2.2),
    "like ProPhoto": rgb_profile(PROPHOTO_TO_XYZ, 1.8),
}
FOUR = (".png", ".jpg", ".webp", ".tiff")
DEEP = (".png", ".tiff")


def deep_noise(height: int = 24, width: int = 40) -> NDArray[np.uint16]:
    return np.random.default_rng(5).integers(0, WHITE, (height, width, 3), np.uint16, endpoint=True)


def profile_in(path: Path) -> bytes:
    with Image.open(path) as image:
        icc: bytes = image.info["icc_profile"]
        return icc


def by_another_program(path: Path) -> NDArray[Any]:
    """The file's own samples, as tifffile and libpng see them."""
    if path.suffix == ".tiff":
        return tifffile.imread(path)
    samples: NDArray[Any] = imagecodecs.png_decode(path.read_bytes())
    return samples


@pytest.mark.parametrize("suffix", DEEP)
@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (3000, 1), (300, 700)])
@pytest.mark.parametrize("big_endian", [False, True])
def test_sixteen_bits_and_alpha_are_written_exactly(
    suffix: str, size: tuple[int, int], big_endian: bool, tmp_path: Path
) -> None:
    pixels = deep_noise(*size)
    alpha = deep_noise(*size)[..., 0] // 2
    # The EXIF's byte order is that of the whole TIFF.
    exif = photo_exif() if big_endian else None
    save_picture(tmp_path / f"flat{suffix}", pixels, exif=exif)
    save_picture(tmp_path / f"clear{suffix}", pixels, alpha=alpha, exif=exif)
    assert np.array_equal(by_another_program(tmp_path / f"flat{suffix}").reshape(pixels.shape), pixels)
    flat, clear = open_picture(tmp_path / f"flat{suffix}"), open_picture(tmp_path / f"clear{suffix}")
    assert np.array_equal(flat.deep, pixels)
    assert flat.alpha is None
    assert np.array_equal(clear.deep, pixels)
    assert np.array_equal(clear.deep_alpha, alpha)
    assert (flat.exif is not None) == big_endian


@pytest.mark.parametrize("suffix", [".jpg", ".webp"])
def test_jpeg_and_webp_get_the_nearest_eight_bits(suffix: str, tmp_path: Path) -> None:
    pixels = np.maximum(gradient().astype(np.uint16) * 257, 100) - 100
    save_picture(tmp_path / f"deep{suffix}", pixels, quality=100)
    save_picture(tmp_path / f"flat{suffix}", gradient(), quality=100)
    assert np.array_equal(
        open_picture(tmp_path / f"deep{suffix}").pixels, open_picture(tmp_path / f"flat{suffix}").pixels
    )


@pytest.mark.parametrize("suffix", DEEP)
def test_alpha_may_have_another_depth_than_the_colours(suffix: str, tmp_path: Path) -> None:
    narrow = gradient()[..., 0]
    save_picture(tmp_path / f"deep{suffix}", deep_noise(), alpha=narrow)
    save_picture(tmp_path / f"flat{suffix}", gradient(), alpha=np.maximum(narrow.astype(np.uint16) * 257, 90) - 90)
    assert np.array_equal(open_picture(tmp_path / f"deep{suffix}").deep_alpha, narrow.astype(np.uint16) * 257)
    assert np.array_equal(open_picture(tmp_path / f"flat{suffix}").alpha, narrow)


@pytest.mark.parametrize("suffix", DEEP)
def test_exif_and_profile_travel_with_sixteen_bits(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    photo = open_picture_bytes(encoded(Image.fromarray(gradient()), "JPEG", exif=photo_exif(6)), "photo")
    save_picture(path, deep_noise(), exif=photo.exif, profile=WIDE["Adobe RGB"])
    assert profile_in(path) == WIDE["Adobe RGB"]
    with Image.open(path) as image:
        exif = image.getexif()
        lens = exif.get_ifd(0x8769)
    assert exif[0x0110] == "D850"
    assert exif.get(0x0112, 1) == 1
    assert (lens[0xA434], lens[0xA002], lens[0xA003]) == ("50mm f/1.8", 40, 24)
    assert lens[0xA001] == 0xFFFF  # EXIF's word for “see the profile”
    save_picture(path, deep_noise(), exif=photo.exif, keep_exif=False)
    assert b"D850" not in path.read_bytes()


def in_gamut(profile: bytes) -> NDArray[np.uint16]:
    """Samples of a file with ``profile`` whose colours sRGB holds too."""
    srgb = np.random.default_rng(2).integers(1000, 64_500, (40, 60, 3), np.uint16)
    samples: NDArray[np.uint16] = imagecodecs.cms_transform(
        srgb, srgb_profile(), profile, colorspace="rgb", outcolorspace="rgb", intent=1, flags=256 | 8192
    )
    # Off the places that sRGB's own levels have in this profile, which would come back too easily.
    jitter = np.random.default_rng(3).integers(-30, 31, samples.shape)
    return np.clip(samples + jitter, 0, WHITE).astype(np.uint16)


@pytest.mark.parametrize("suffix", DEEP)
@pytest.mark.parametrize("name", WIDE)
def test_a_sixteen_bit_photograph_in_a_wide_profile_comes_back_as_it_was(
    name: str, suffix: str, tmp_path: Path
) -> None:
    profile, path = WIDE[name], tmp_path / f"out{suffix}"
    samples = in_gamut(profile)
    source = tmp_path / "in.tiff"
    tifffile.imwrite(source, samples, photometric="rgb", iccprofile=profile, compression="lzw", metadata=None)
    photograph = open_picture(source)
    assert photograph.deep is not None
    assert photograph.icc == profile
    save_picture(path, photograph.deep, profile=photograph.icc, exif=photograph.exif)
    assert profile_in(path) == profile
    written = by_another_program(path)
    assert written.dtype == np.uint16
    error = np.abs(written.astype(int) - samples)
    # Rounding to sRGB's 16 bits moves a sample by half a level times the ratio of both curves' slopes: about 1 in
    # the light, up to 9 where sRGB is straight and the other steep (2.2 at 1/50), and primaries mix three of these.
    light = (samples > WHITE // 12).all(axis=2)
    assert light.sum() > 500
    assert error[light].max() <= 2
    assert error.max() <= 24  # a tenth of an 8-bit step


def test_colours_beyond_srgb_are_clipped_and_not_wrapped(tmp_path: Path) -> None:
    profile = WIDE["like ProPhoto"]
    tifffile.imwrite(
        tmp_path / "in.tiff",
        np.array([[[0, WHITE, 0], [WHITE, 0, 0]]], np.uint16),
        photometric="rgb",
        iccprofile=profile,
        planarconfig="contig",
        metadata=None,
    )
    photograph = open_picture(tmp_path / "in.tiff")
    assert photograph.deep is not None
    assert photograph.deep[0, 0, 1] > 60_000
    assert photograph.deep[0, 0, 0] == 0
    assert photograph.deep[0, 1, 0] == WHITE


@pytest.mark.parametrize("suffix", FOUR)
@pytest.mark.parametrize("depth", [8, 16])
def test_every_format_carries_the_photograph_s_own_profile(suffix: str, depth: int, tmp_path: Path) -> None:
    profile = WIDE["lcms's Adobe RGB"]
    pixels: NDArray[Any] = np.full((16, 16, 3), (200, 60, 60), np.uint8)
    pixels = pixels if depth == 8 else pixels.astype(np.uint16) * 257
    save_picture(tmp_path / f"a{suffix}", pixels, profile=profile, quality=100)
    assert profile_in(tmp_path / f"a{suffix}") == profile
    with Image.open(tmp_path / f"a{suffix}") as image:
        stored = np.asarray(image.convert("RGB"))[8, 8].tolist()
    # Computed by the formula: sRGB to light, light to Adobe's primaries, gamma 563/256.
    light = (np.array([200, 60, 60]) / 255 + 0.055) / 1.055
    expected = 255 * (np.linalg.inv(ADOBE_TO_XYZ) @ SRGB_TO_XYZ @ light**2.4) ** (256 / 563)
    assert stored == pytest.approx(expected.tolist(), abs=2)
    shown = open_picture(tmp_path / f"a{suffix}").pixels[8, 8].tolist()
    assert shown == pytest.approx([200, 60, 60], abs=3)


UNKEPT = {
    "grey": grey_profile(2.2),
    "ink": print_profile((166, 178, 190)),
    "rubbish": b"rubbish",
    "empty": b"",
    "cut off": WIDE["Adobe RGB"][:300],
    "a header alone": WIDE["Adobe RGB"][:128],
}


@pytest.mark.parametrize("kind", UNKEPT)
def test_a_profile_that_cannot_be_kept_gives_srgb(kind: str, tmp_path: Path) -> None:
    assert not can_keep(UNKEPT[kind])
    save_picture(tmp_path / "a.png", gradient(), profile=UNKEPT[kind])
    assert profile_in(tmp_path / "a.png") == srgb_profile()
    assert np.array_equal(open_picture(tmp_path / "a.png").pixels, gradient())


def test_profiles_of_screens_can_be_kept_and_none_cannot() -> None:
    assert all(can_keep(profile) for profile in [*WIDE.values(), srgb_profile()])
    assert not can_keep(None)


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 255)), min_size=1, max_size=20))
@settings(max_examples=80, deadline=None)
def test_a_randomly_damaged_profile_never_costs_the_picture(hurts: list[tuple[int, int]]) -> None:
    profile = bytearray(WIDE["lcms's Adobe RGB"])
    for place, value in hurts:
        profile[place % len(profile)] = value
    picture = open_picture_bytes(encoded(Image.fromarray(gradient()), "PNG", icc_profile=bytes(profile)), "photo")
    assert picture.pixels.shape == gradient().shape
    if picture.profile_ignored:
        assert np.array_equal(picture.pixels, gradient())
        assert picture.icc is None
    can_keep(bytes(profile))


def test_pixels_already_in_an_srgb_profile_are_not_rounded_twice(tmp_path: Path) -> None:
    other = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert other != srgb_profile()
    save_picture(tmp_path / "a.tiff", deep_noise(), profile=other)
    assert np.array_equal(open_picture(tmp_path / "a.tiff").deep, deep_noise())
    assert profile_in(tmp_path / "a.tiff") == other


@given(
    st.integers(1, 30),
    st.integers(1, 30),
    st.sampled_from([np.uint8, np.uint16]),
    st.sampled_from([None, np.uint8, np.uint16]),
    st.sampled_from(FOUR),
    st.sampled_from([None, *WIDE]),
)
@settings(max_examples=60, deadline=None)
def test_any_shape_depth_alpha_format_and_profile_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    height: int,
    width: int,
    depth: type[np.unsignedinteger[Any]],
    alpha_depth: type[np.unsignedinteger[Any]] | None,
    suffix: str,
    name: str | None,
) -> None:
    rng = np.random.default_rng(height * 31 + width)
    pixels = rng.integers(0, np.iinfo(depth).max, (height, width, 3), depth, endpoint=True)
    alpha = None
    if alpha_depth is not None:
        alpha = rng.integers(0, np.iinfo(alpha_depth).max, (height, width), alpha_depth)
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    save_picture(path, pixels, alpha=alpha, profile=None if name is None else WIDE[name], quality=100)
    picture = open_picture(path)
    assert picture.pixels.shape == pixels.shape
    assert picture.sixteen_bit == (depth == np.uint16 and suffix in DEEP)
    if suffix != ".jpg":
        # One pixel's fully opaque alpha in 8 bits counts as none.
        shown = picture.alpha if picture.alpha is not None else np.full((height, width), 255)
        expected = 255 if alpha is None else np.rint(alpha / np.iinfo(alpha.dtype).max * 255)
        assert np.array_equal(shown, np.broadcast_to(expected, (height, width)))
        eight = pixels if depth == np.uint8 else np.rint(pixels / 257)
        # 8 bits of a profile with a steep curve hold fewer of sRGB's dark levels.
        allowed = 0 if name is None else 1 if picture.sixteen_bit else 24
        assert np.abs(picture.pixels.astype(int) - eight).max() <= allowed


def test_a_deep_panorama_of_thirty_thousand_pixels_comes_back(tmp_path: Path) -> None:
    pixels = np.broadcast_to(deep_noise(40, 300), (100, 40, 300, 3)).transpose(1, 0, 2, 3).reshape(40, 30_000, 3)
    for suffix in DEEP:
        save_picture(tmp_path / f"a{suffix}", pixels)
        assert np.array_equal(open_picture(tmp_path / f"a{suffix}").deep, pixels)
    with pytest.raises(BadInput, match="16,383"):
        save_picture(tmp_path / "a.webp", pixels)


@pytest.mark.parametrize("kind", [np.float32, np.int16, np.uint32])
def test_other_kinds_of_numbers_are_the_programmer_s_mistake(kind: type[np.generic], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="pixels must be"):
        save_picture(tmp_path / "a.png", np.zeros((4, 4, 3), kind))
    with pytest.raises(ValueError, match="alpha is"):
        save_picture(tmp_path / "a.png", gradient(), alpha=np.zeros((24, 40), kind))
