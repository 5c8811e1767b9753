"""What cannot be opened is refused in one sentence that names the file."""

from __future__ import annotations

import errno
import os
import struct
import threading
import warnings
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from engines.errors import BadInput
from engines.paint.pictures import open_picture, open_picture_bytes
from tests.engines.paint.picture_files import encoded, gradient, photo_exif, png, tiff

EXIF = {"exif": photo_exif(6)}
KINDS = ("JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP")


def refusal(path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        open_picture(path)
    sentence = str(caught.value)
    assert f"“{path.name}”" in sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def refusal_of(data: bytes, name: str = "photo.jpg") -> str:
    with pytest.raises(BadInput) as caught:
        open_picture_bytes(data, name)
    assert f"“{name}”" in str(caught.value)
    return str(caught.value)


def test_a_missing_file_says_where_it_was_looked_for(tmp_path: Path) -> None:
    assert str(tmp_path) in refusal(tmp_path / "gone.jpg")
    assert "There is no file" in refusal(tmp_path / "no" / "such" / "folder.jpg")


def test_a_name_no_file_can_have_counts_as_missing(tmp_path: Path) -> None:
    assert "There is no file" in refusal(tmp_path / "a\0b.jpg")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    assert "not an ordinary file" in refusal(tmp_path / "pipe.png")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.png").touch()
    assert "is empty" in refusal(tmp_path / "empty.png")
    assert "is empty" in refusal_of(b"")


def test_a_broken_link_counts_as_missing(tmp_path: Path) -> None:
    (tmp_path / "link.png").symlink_to(tmp_path / "gone.png")
    assert "There is no file" in refusal(tmp_path / "link.png")


@pytest.mark.parametrize(
    ("code", "words"), [(errno.EACCES, "may not be read"), (errno.EIO, "could not be read (Input/output error)")]
)
def test_a_file_that_refuses_reading_says_why(
    code: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "locked.png"
    path.write_bytes(encoded(Image.fromarray(gradient()), "PNG"))

    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(Path, "open", refuse)
    assert words in refusal(path)


def test_a_disk_that_fails_while_decoding_is_not_called_a_damaged_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr("engines.paint.pictures.decoded", fail)
    assert "Input/output error" in refusal_of(encoded(Image.fromarray(gradient()), "PNG"))


def test_too_little_memory_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("engines.paint.pictures.decoded", fail)
    assert "memory" in refusal_of(encoded(Image.fromarray(gradient()), "PNG"))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("share", [0.02, 0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_truncated_picture_is_refused(kind: str, share: float) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    data = encoded(Image.fromarray(noise), kind, exif=photo_exif())
    sentence = refusal_of(data[: int(len(data) * share)])
    assert "damaged" in sentence


@pytest.mark.parametrize("kind", KINDS)
@given(hurts=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=12))
@settings(max_examples=60)
def test_random_damage_opens_or_is_refused_but_never_escapes(kind: str, hurts: list[tuple[int, int]]) -> None:
    data = bytearray(encoded(Image.fromarray(gradient()), kind, **({} if kind in ("GIF", "BMP") else EXIF)))
    for place, value in hurts:
        data[place % len(data)] = value
    with suppress(BadInput):
        picture = open_picture_bytes(bytes(data), "hurt", pixel_limit=1_000_000)
        assert picture.pixels.shape == (picture.height, picture.width, 3)


@pytest.mark.parametrize("data", [b"x", b"hello world " * 50, bytes(1000), b"<html></html>"])
def test_garbage_with_a_picture_s_name_is_not_a_picture(data: bytes) -> None:
    assert "not a picture" in refusal_of(data)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"8BPS" + bytes(40), "Photoshop"),
        (b"%PDF-1.7" + bytes(40), "PDF"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "PostScript"),
        (b"\0\0\0\x18ftypheic" + bytes(40), "HEIC"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
    ],
)
def test_a_known_format_that_reverie_cannot_open_is_named(data: bytes, kind: str) -> None:
    assert kind in refusal_of(data)


@pytest.mark.parametrize("tags", [{254: 1, 330: 8}, {50706: 1}])
def test_a_camera_s_raw_file_is_refused_and_not_opened_as_its_thumbnail(tags: dict[int, int]) -> None:
    assert "raw" in refusal_of(tiff(np.zeros((4, 4, 3), np.uint8), tags), "shot.nef")


@pytest.mark.parametrize("side", [100_000, 2**31 - 1])
def test_a_bomb_is_refused_by_its_header(side: int) -> None:
    sentence = refusal_of(png(side, side, 8, 2, b""))
    assert f"{side:,} × {side:,}" in sentence
    assert "200 million" in sentence


def test_the_pixel_limit_is_the_caller_s() -> None:
    data = encoded(Image.new("RGB", (10, 10)), "PNG")
    assert open_picture_bytes(data, "a", pixel_limit=100).width == 10
    with pytest.raises(BadInput, match="up to 99,"):
        open_picture_bytes(data, "a", pixel_limit=99)


def test_pillow_s_own_limit_does_not_stand_in_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    assert open_picture_bytes(encoded(Image.new("RGB", (10, 10)), "PNG"), "a").width == 10
    assert Image.MAX_IMAGE_PIXELS == 10


@pytest.mark.parametrize("error", [Image.DecompressionBombError, Image.DecompressionBombWarning])
def test_a_bomb_that_only_decoding_shows_gets_the_same_sentence(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(*_: object) -> None:
        raise error("Image size exceeds limit")

    monkeypatch.setattr("engines.paint.pictures.decoded", explode)
    assert "too many pixels" in refusal_of(encoded(Image.fromarray(gradient()), "PNG"))


def test_a_side_above_65535_is_refused() -> None:
    assert "65,535" in refusal_of(png(65_536, 1, 8, 2, b""))
    assert open_picture_bytes(encoded(Image.new("L", (65_535, 1)), "PNG"), "a").width == 65_535


@pytest.mark.parametrize("size", [(0, 0), (0, 5), (5, 0)])
def test_a_picture_without_pixels_is_refused(size: tuple[int, int]) -> None:
    assert refusal_of(png(*size, 8, 2, b""))
    bitmap = bytearray(encoded(Image.new("RGB", (5, 5)), "BMP"))
    struct.pack_into("<ii", bitmap, 18, *size)
    assert refusal_of(bytes(bitmap))


def test_a_picture_pillow_warns_about_opens_without_a_warning() -> None:
    data = encoded(Image.fromarray(gradient()), "JPEG", exif=photo_exif()[:-40])
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        assert open_picture_bytes(data, "a").width == 40
    assert not seen


def test_two_threads_open_at_the_same_time_and_leave_pillow_as_it_was() -> None:
    before = Image.MAX_IMAGE_PIXELS
    data = encoded(Image.fromarray(gradient()), "PNG")
    widths: list[int] = []
    threads = [
        threading.Thread(target=lambda: widths.extend(open_picture_bytes(data, "a").width for _ in range(20)))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert widths == [40] * 40
    assert before == Image.MAX_IMAGE_PIXELS
