"""What EXIF, XMP and IPTC tell about a photograph stays with it, and never contradicts the exported file."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
import tifffile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from engines.paint import exif as metadata
from engines.paint import xmp
from engines.paint.pictures import Picture, open_picture, open_picture_bytes, save_picture
from engines.paint.profiles import adobe_rgb_profile
from tests.engines.paint.picture_files import encoded, gradient, photo_exif, png_chunk

FOUR = (".png", ".jpg", ".webp", ".tiff")
PACKET = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>'
    '<rdf:Description xmp:Rating="4" tiff:Orientation="6" exif:PixelXDimension="999" photoshop:ICCProfile="Adobe">'
    "<dc:subject>Ähre</dc:subject><exif:PixelYDimension>999</exif:PixelYDimension>"
    "</rdf:Description></rdf:RDF></x:xmpmeta>"
    '<?xpacket end="w"?>'
).encode()
RECORDS = b"\x1c\x02\x78\x00\x05Wheat\x1c\x02\x50\x00\x03Ana"


def opened(data: bytes) -> Picture:
    return open_picture_bytes(data, "photo")


def jpeg(exif: bytes = b"", packet: bytes = b"", records: bytes = b"") -> bytes:
    """A JPEG with the segments that a photographer's tools add."""
    options = {"extra": metadata.jpeg_segments(packet, records)}
    return encoded(Image.fromarray(gradient()), "JPEG", exif=exif, quality=95, **options)


def packet_in(path: Path) -> bytes:
    with Image.open(path) as image:
        image.load()
        found = image.info["xmp"]
        return found if isinstance(found, bytes) else found.encode()


@pytest.mark.parametrize("suffix", FOUR)
@pytest.mark.parametrize("deep", [False, True])
def test_xmp_stays_and_tells_the_export_s_own_size(suffix: str, deep: bool, tmp_path: Path) -> None:
    picture = opened(jpeg(photo_exif(), PACKET))
    pixels = gradient(12, 20).astype(np.uint16) * 257 if deep else gradient(12, 20)
    save_picture(tmp_path / f"a{suffix}", pixels, exif=picture.exif)
    packet = packet_in(tmp_path / f"a{suffix}")
    assert b'xmp:Rating="4"' in packet
    assert "Ähre".encode() in packet
    assert b'tiff:Orientation="1"' in packet
    assert b'exif:PixelXDimension="20"' in packet
    assert b"<exif:PixelYDimension>12<" in packet
    assert b"ICCProfile" not in packet
    again = open_picture(tmp_path / f"a{suffix}")
    assert again.pixels.shape == (12, 20, 3)
    assert metadata.taken_out(metadata.loaded(again.exif), metadata.XMP).count(b"Rating") == 1


@pytest.mark.parametrize("suffix", FOUR)
def test_xmp_and_iptc_go_with_exif(suffix: str, tmp_path: Path) -> None:
    picture = opened(jpeg(photo_exif(), PACKET, RECORDS))
    save_picture(tmp_path / f"a{suffix}", gradient(), exif=picture.exif, keep_exif=False)
    content = (tmp_path / f"a{suffix}").read_bytes()
    assert b"Rating" not in content
    assert b"Wheat" not in content


@pytest.mark.parametrize("suffix", [".jpg", ".tiff"])
@pytest.mark.parametrize("records", [RECORDS, RECORDS + b"\0"])
def test_iptc_stays_where_the_format_has_a_place_for_it(suffix: str, records: bytes, tmp_path: Path) -> None:
    picture = opened(jpeg(records=records))
    save_picture(tmp_path / f"a{suffix}", gradient(), exif=picture.exif)
    again = open_picture(tmp_path / f"a{suffix}")
    assert metadata.taken_out(metadata.loaded(again.exif), metadata.IPTC).startswith(RECORDS)


@pytest.mark.parametrize("byteorder", ["<", ">"])
def test_iptc_that_a_tiff_calls_whole_numbers_is_read(byteorder: str) -> None:
    words = struct.unpack(f"{byteorder}5L", RECORDS + b"\0" * (-len(RECORDS) % 4))
    stream = io.BytesIO()
    tags = [(33723, "I", len(words), words, True), (700, "B", len(PACKET), PACKET, True)]
    tifffile.imwrite(stream, gradient(), photometric="rgb", extratags=tags, byteorder=byteorder, metadata=None)
    exif = metadata.loaded(opened(stream.getvalue()).exif)
    assert metadata.taken_out(exif, metadata.IPTC).startswith(RECORDS)
    assert b"Rating" in metadata.taken_out(exif, metadata.XMP)


def test_a_png_s_and_a_webp_s_own_xmp_is_found() -> None:
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", PACKET.decode())
    for data in (
        encoded(Image.fromarray(gradient()), "PNG", pnginfo=info),
        encoded(Image.fromarray(gradient()), "WEBP", xmp=PACKET),
    ):
        assert b"Rating" in metadata.taken_out(metadata.loaded(opened(data).exif), metadata.XMP)


def test_xmp_too_long_for_a_jpeg_is_left_out_and_the_rest_stays(tmp_path: Path) -> None:
    long = PACKET.replace(b"<dc:subject>", b"<dc:subject>" + b"strokes " * 10_000)
    exif = Image.Exif()
    exif.load(photo_exif())
    exif[metadata.XMP] = long
    for suffix in (".jpg", ".tiff", ".png"):
        save_picture(tmp_path / f"a{suffix}", gradient(), exif=exif.tobytes())
        kept = metadata.loaded(open_picture(tmp_path / f"a{suffix}").exif)
        assert kept[0x0110] == "D850"
        assert (metadata.XMP in kept) == (suffix != ".jpg")


@pytest.mark.parametrize(
    "junk", [b"", b"rubbish", b"<x:xmpmeta \xff\xfe", PACKET.decode().encode("utf-16"), b"\0" * 50, None, 7, ("a",)]
)
def test_what_is_no_xmp_in_utf8_is_dropped(junk: object) -> None:
    assert xmp.upright(junk) is None


@given(st.binary(max_size=300))
@settings(max_examples=80, deadline=None)
def test_random_segments_never_cost_the_picture(junk: bytes) -> None:
    data = jpeg(b"Exif\0\0" + junk, b"<rdf:RDF" + junk, b"\x1c" + junk)
    picture = opened(data)
    assert picture.pixels.shape == (24, 40, 3) or picture.pixels.shape == (40, 24, 3)


@pytest.mark.parametrize("value", [0, 9, 65_535])
def test_an_orientation_out_of_range_counts_as_upright(value: int) -> None:
    assert opened(jpeg(photo_exif(value))).pixels.shape == (24, 40, 3)
    picture = opened(imagecodecs_png(photo_exif(value)))
    assert picture.deep is not None
    assert picture.deep.shape == (24, 40, 3)


def imagecodecs_png(exif: bytes) -> bytes:
    """A 16-bit PNG with EXIF."""
    data = bytes(imagecodecs.png_encode(gradient().astype(np.uint16) * 257))
    return data[:33] + png_chunk(b"eXIf", exif[6:]) + data[33:]


def test_of_two_orientations_exif_s_counts_and_xmp_s_where_exif_has_none() -> None:
    turned = PACKET.replace(b'Orientation="6"', b'Orientation="8"')
    assert opened(jpeg(photo_exif(1), turned)).pixels.shape == (24, 40, 3)
    assert opened(jpeg(b"", turned)).pixels.shape == (40, 24, 3)


def test_an_orientation_told_twice_in_one_directory_opens() -> None:
    order = struct.pack(">2sHL", b"MM", 42, 8)
    entries = b"".join(struct.pack(">HHLHH", 0x0112, 3, 1, value, 0) for value in (6, 3))
    picture = opened(jpeg(b"Exif\0\0" + order + struct.pack(">H", 2) + entries + bytes(4)))
    assert sorted(picture.pixels.shape) == [3, 24, 40]


def test_sizes_in_exif_that_are_wrong_do_not_matter() -> None:
    picture = opened(jpeg(photo_exif()))  # it says 999 × 999
    assert picture.pixels.shape == (24, 40, 3)


@pytest.mark.parametrize("way", ["colour space", "interoperability"])
def test_a_camera_that_says_adobe_rgb_in_exif_alone_is_believed(way: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Nikon"
    exif[0x8769] = {0xA001: 2} if way == "colour space" else {0xA001: 0xFFFF, 0xA005: {1: "R03"}}
    image = Image.new("RGB", (8, 8), (200, 60, 60))
    said = opened(encoded(image, "JPEG", exif=exif.tobytes(), quality=100))
    embedded = opened(encoded(image, "JPEG", icc_profile=adobe_rgb_profile(), quality=100))
    assert np.array_equal(said.pixels, embedded.pixels)
    assert said.pixels[0, 0, 0] > 210
    assert said.icc == adobe_rgb_profile()


def test_exif_that_says_uncalibrated_without_adobe_stays_plain() -> None:
    image = Image.new("RGB", (8, 8), (200, 60, 60))
    assert opened(encoded(image, "JPEG", exif=photo_exif(), quality=100)).icc is None
