"""Exports keep pixels, colours, EXIF and the original, and say in a sentence what cannot be done."""

from __future__ import annotations

import errno
import io
import os
import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from engines.errors import BadInput, CannotWrite
from engines.paint.pictures import open_picture, open_picture_bytes, save_picture
from tests.engines.paint.picture_files import encoded, gradient, photo_exif

SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff")
FOUR = (".png", ".jpg", ".webp", ".tiff")
LOSSLESS = (".png", ".tiff")


def photo() -> bytes | None:
    """A camera's EXIF as ``Picture`` holds it."""
    return open_picture_bytes(encoded(Image.fromarray(gradient()), "JPEG", exif=photo_exif(6)), "photo").exif


def exif_in(path: Path) -> Image.Exif:
    with Image.open(path) as image:
        image.load()
        exif = image.getexif()
        exif.get_ifd(0x8769)
        exif.get_ifd(0x8825)
        return exif


@pytest.mark.parametrize("suffix", [*SUFFIXES, ".PNG", ".Jpg"])
def test_the_suffix_chooses_the_format(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"out{suffix}"
    save_picture(path, gradient())
    with Image.open(path) as image:
        assert image.format == {".png": "PNG", ".web": "WEBP", ".tif": "TIFF"}.get(suffix.lower()[:4], "JPEG")
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("suffix", [".gif", "", ".psd", ".png2"])
def test_an_unknown_suffix_lists_those_possible(suffix: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        save_picture(tmp_path / f"out{suffix}", gradient())
    assert all(known in str(caught.value) for known in SUFFIXES)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", LOSSLESS)
@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (5000, 1), (700, 900)])
def test_lossless_exports_keep_every_pixel_and_alpha(suffix: str, size: tuple[int, int], tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    pixels = rng.integers(0, 256, (*size, 3), dtype=np.uint8)
    alpha = rng.integers(0, 255, size, dtype=np.uint8)
    save_picture(tmp_path / f"flat{suffix}", pixels)
    save_picture(tmp_path / f"clear{suffix}", pixels, alpha=alpha)
    flat, clear = open_picture(tmp_path / f"flat{suffix}"), open_picture(tmp_path / f"clear{suffix}")
    assert np.array_equal(flat.pixels, pixels)
    assert flat.alpha is None
    assert np.array_equal(clear.pixels, pixels)
    assert clear.alpha is not None
    assert np.array_equal(clear.alpha, alpha)


def test_webp_at_full_quality_is_lossless_even_under_transparency(tmp_path: Path) -> None:
    alpha = np.zeros((24, 40), np.uint8)
    save_picture(tmp_path / "a.webp", gradient(), alpha=alpha, quality=100)
    assert np.array_equal(open_picture(tmp_path / "a.webp").pixels, gradient())


def test_jpeg_shows_transparency_on_white(tmp_path: Path) -> None:
    save_picture(tmp_path / "a.jpg", np.zeros((16, 16, 3), np.uint8), alpha=np.zeros((16, 16), np.uint8))
    assert (open_picture(tmp_path / "a.jpg").pixels >= 253).all()


@pytest.mark.parametrize(("quality", "sampling"), [(90, (1, 1)), (100, (1, 1)), (89, (2, 2)), (30, (2, 2))])
def test_jpeg_keeps_full_colour_from_90_on(quality: int, sampling: tuple[int, int], tmp_path: Path) -> None:
    save_picture(tmp_path / "a.jpg", gradient(), quality=quality)
    with Image.open(tmp_path / "a.jpg") as image:
        assert image.layer[0][1:3] == sampling  # type: ignore[attr-defined]


@pytest.mark.parametrize("quality", [85, 92, 100])
def test_jpeg_holds_a_picture_of_nothing_but_grain(
    quality: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    grain = np.random.default_rng(0).integers(0, 2, (400, 600, 3), dtype=np.uint8) * np.uint8(255)
    save_picture(tmp_path / "grain.jpg", grain, quality=quality)
    assert open_picture(tmp_path / "grain.jpg").pixels.shape == grain.shape
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("quality", [0, 101, -5])
def test_an_impossible_quality_is_refused(quality: int, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="between 1 and 100"):
        save_picture(tmp_path / "a.jpg", gradient(), quality=quality)


@pytest.mark.parametrize("suffix", FOUR)
def test_every_export_says_that_it_is_srgb_and_is_the_same_each_time(suffix: str, tmp_path: Path) -> None:
    for name in ("a", "b"):
        save_picture(tmp_path / f"{name}{suffix}", gradient(), exif=photo())
    with Image.open(tmp_path / f"a{suffix}") as image:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"]))
    assert "sRGB" in ImageCms.getProfileDescription(profile)
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


@pytest.mark.parametrize("suffix", FOUR)
def test_the_photograph_s_exif_survives_upright_and_resized(suffix: str, tmp_path: Path) -> None:
    save_picture(tmp_path / f"a{suffix}", gradient(12, 20), exif=photo())
    exif = exif_in(tmp_path / f"a{suffix}")
    lens = exif.get_ifd(0x8769)
    assert (exif[0x010F], exif[0x0110], exif[0x8298], exif[0x0131]) == ("Nikon", "D850", "Ana", "Camera 1.0")
    assert exif.get(0x0112, 1) == 1
    assert (lens[0x829A], lens[0x8827], lens[0xA434]) == (pytest.approx(1 / 250), 400, "50mm f/1.8")
    assert (lens[0xA001], lens[0xA002], lens[0xA003]) == (1, 20, 12)
    assert lens[0x927C] == b"MakerNote" * 20
    assert lens[0x9286] == b"ASCII\0\0\0at the lake"
    assert exif.get_ifd(0x8825)[2] == pytest.approx((52, 31, 12 / 7))
    assert open_picture(tmp_path / f"a{suffix}").pixels.shape == (12, 20, 3)


@pytest.mark.parametrize("suffix", FOUR)
def test_exif_can_be_left_out(suffix: str, tmp_path: Path) -> None:
    save_picture(tmp_path / f"a{suffix}", gradient(), exif=photo(), keep_exif=False)
    assert b"Nikon" not in (tmp_path / f"a{suffix}").read_bytes()
    assert open_picture(tmp_path / f"a{suffix}").exif is None


def test_the_comment_is_of_undefined_type_as_the_standard_asks() -> None:
    data = photo() or b""
    assert struct.pack(">HH", 0x9286, 7) in data
    assert struct.pack(">HH", 0x927C, 7) in data


@pytest.mark.parametrize("suffix", FOUR)
@pytest.mark.parametrize("junk", [b"", b"rubbish", b"Exif\0\0MM\0*\0\0\xff\xff", photo_exif()[:70]])
def test_damaged_exif_never_costs_the_export(suffix: str, junk: bytes, tmp_path: Path) -> None:
    save_picture(tmp_path / f"a{suffix}", gradient(), exif=junk)
    assert open_picture(tmp_path / f"a{suffix}").width == 40


@pytest.mark.parametrize("place", [0x8769, 0])
def test_exif_too_long_for_a_jpeg_loses_its_largest_entry_only(place: int, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif.load(photo_exif())
    exif[0x010E] = "short"
    lens = dict(exif.get_ifd(0x8769))
    if place:
        lens[0x927C] = bytes(70_000)
    else:
        exif[0x010E] = "long" * 20_000
    exif[0x8769] = lens
    save_picture(tmp_path / "a.jpg", gradient(), exif=exif.tobytes())
    kept = exif_in(tmp_path / "a.jpg")
    assert kept[0x0110] == "D850"
    assert (0x927C if place else 0x010E) not in (kept.get_ifd(0x8769) if place else kept)


@pytest.mark.parametrize(("suffix", "side"), [(".webp", 16_384), (".jpg", 65_501)])
@pytest.mark.parametrize("upright", [True, False])
def test_a_side_the_format_cannot_hold_is_refused_by_name(
    suffix: str, side: int, upright: bool, tmp_path: Path
) -> None:
    pixels = np.zeros((side, 1, 3) if upright else (1, side, 3), np.uint8)
    with pytest.raises(BadInput, match=f"{side - 1:,}"):
        save_picture(tmp_path / f"a{suffix}", pixels)
    largest = pixels[: side - 1, : side - 1]
    save_picture(tmp_path / f"a{suffix}", largest)
    assert open_picture(tmp_path / f"a{suffix}").pixels.shape == largest.shape


@pytest.mark.parametrize("way", ["itself", "symlink", "hardlink", "dots"])
def test_the_original_is_never_overwritten_by_whatever_name(way: str, tmp_path: Path) -> None:
    original = tmp_path / "photo.png"
    original.write_bytes(encoded(Image.fromarray(gradient()), "PNG"))
    before = original.read_bytes()
    path = {"itself": original, "dots": tmp_path / ".." / tmp_path.name / "photo.png"}.get(way, tmp_path / "other.png")
    if way == "symlink":
        path.symlink_to(original)
    elif way == "hardlink":
        path.hardlink_to(original)
    with pytest.raises(BadInput, match="original"):
        save_picture(path, gradient(), protect=original)
    assert original.read_bytes() == before


def test_an_export_may_replace_another_file(tmp_path: Path) -> None:
    original, earlier = tmp_path / "photo.png", tmp_path / "painted.png"
    for path in (original, earlier):
        path.write_bytes(b"old")
    save_picture(earlier, gradient(), protect=original)
    save_picture(tmp_path / "new.png", gradient(), protect=tmp_path / "gone.png")
    assert np.array_equal(open_picture(earlier).pixels, gradient())


@pytest.mark.parametrize(("code", "words"), [(errno.ENOSPC, "disk is full"), (errno.EROFS, "does not allow writing")])
@pytest.mark.parametrize("suffix", FOUR)
def test_a_disk_that_refuses_keeps_the_file_that_was_there(
    suffix: str, code: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"what stood here")

    def refuse(self: Path, content: bytes) -> None:
        with self.open("wb") as stream:
            stream.write(content[: len(content) // 2])
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(CannotWrite, match=words):
        save_picture(path, gradient())
    assert path.read_bytes() == b"what stood here"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [RuntimeError("no"), ValueError("no"), MemoryError(), OSError("encoder error -2")])
def test_an_encoder_that_fails_is_a_sentence_and_leaves_nothing(
    error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Image.Image, "save", fail)
    with pytest.raises(CannotWrite, match=r"“a\.jpg”"):
        save_picture(tmp_path / "a.jpg", gradient())
    assert not list(tmp_path.iterdir())


def test_a_missing_folder_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="does not exist"):
        save_picture(tmp_path / "no" / "a.png", gradient())


def test_a_folder_with_the_name_of_the_export_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.png").mkdir()
    with pytest.raises(CannotWrite, match="is a folder"):
        save_picture(tmp_path / "a.png", gradient())


@pytest.mark.parametrize("shape", [(4, 4), (4, 4, 4), (0, 4, 3)])
def test_pixels_of_a_wrong_shape_are_the_programmer_s_mistake(shape: tuple[int, ...], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="pixels must be"):
        save_picture(tmp_path / "a.png", np.zeros(shape, np.uint8))
    with pytest.raises(ValueError, match="alpha is"):
        save_picture(tmp_path / "a.png", gradient(), alpha=np.zeros((3, 3), np.uint8))
