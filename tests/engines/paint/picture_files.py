"""Picture files made for the tests, down to the chunk and the tag where Pillow would not write them."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.TiffImagePlugin import IFDRational


def gradient(height: int = 24, width: int = 40) -> NDArray[np.uint8]:
    """A smooth picture whose corners all differ."""
    down, across = np.mgrid[0:height, 0:width]
    red, green = 255 * across / max(1, width - 1), 255 * down / max(1, height - 1)
    return np.stack([red, green, 128 + (red - green) / 4], axis=-1).astype(np.uint8)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    """The file that Pillow makes of ``image``."""
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def png_chunk(kind: bytes, content: bytes) -> bytes:
    """One chunk with its length and checksum."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int, height: int, bits: int, colour: int, rows: bytes, extra: bytes = b"") -> bytes:
    """A PNG of given header fields; ``rows`` begin with their filter byte each."""
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))
    body = png_chunk(b"IDAT", zlib.compress(rows)) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + header + extra + body


def tiff(samples: NDArray[np.uint8] | NDArray[np.uint16], extra_tags: dict[int, int] | None = None) -> bytes:
    """An uncompressed little-endian TIFF of (height, width, channels); Pillow writes neither 16-bit colour nor any
    extra tag one likes."""
    height, width, channels = samples.shape
    bits = 8 * samples.dtype.itemsize
    data = samples.astype(samples.dtype.newbyteorder("<")).tobytes()
    extra_tags = extra_tags or {}
    bits_place = 8 + 2 + (8 + len(extra_tags)) * 12 + 4
    tags = [
        (256, 3, 1, width),
        (257, 3, 1, height),
        (258, 3, channels, bits_place),
        (259, 3, 1, 1),
        (262, 3, 1, 2),
        (273, 4, 1, bits_place + 2 * channels),
        (277, 3, 1, channels),
        (279, 4, 1, len(data)),
        *((tag, 4 if tag == 330 else 3, 1, value) for tag, value in extra_tags.items()),
    ]
    entries = b"".join(struct.pack("<HHII", *tag) for tag in sorted(tags))
    directory = struct.pack("<H", len(tags)) + entries + b"\0" * 4 + struct.pack(f"<{channels}H", *[bits] * channels)
    return b"II*\0\x08\0\0\0" + directory + data


def photo_exif(orientation: int = 1) -> bytes:
    """EXIF as a camera writes it: lens, exposure, place, maker's note, comment, and a thumbnail."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "Nikon", "D850", orientation
    exif[0x0131], exif[0x0132], exif[0x8298] = "Camera 1.0", "2024:05:06 07:08:09", "Ana"
    exif[0x8769] = {
        0x829A: IFDRational(1, 250),
        0x9204: IFDRational(-1, 3),
        0x8827: 400,
        0x927C: b"MakerNote" * 20,
        0x9286: b"ASCII\0\0\0at the lake",
        0xA001: 0xFFFF,
        0xA002: 999,
        0xA003: 999,
        0xA434: "50mm f/1.8",
    }
    exif[0x8825] = {1: "N", 2: (IFDRational(52, 1), IFDRational(31, 1), IFDRational(12, 7))}
    return exif.tobytes()


def with_thumbnail(exif: bytes, thumbnail: bytes) -> bytes:
    """The same EXIF with a second directory that holds a JPEG thumbnail."""
    tiff = bytearray(exif[6:])
    first = struct.unpack_from(">L", tiff, 4)[0]
    link = first + 2 + 12 * struct.unpack_from(">H", tiff, first)[0]
    second = len(tiff) + len(tiff) % 2
    struct.pack_into(">L", tiff, link, second)
    place = second + 2 + 2 * 12 + 4
    entries = struct.pack(">HHLL", 0x0201, 4, 1, place) + struct.pack(">HHLL", 0x0202, 4, 1, len(thumbnail))
    directory = struct.pack(">H", 2) + entries + b"\0" * 4
    return exif[:6] + bytes(tiff).ljust(second, b"\0") + directory + thumbnail


def icc_profile(space: bytes, tags: dict[bytes, bytes], *, device: bytes = b"mntr", between: bytes = b"XYZ ") -> bytes:
    """A version 2 ICC profile of the given tags."""
    place = 128 + 4 + 12 * len(tags)
    table, contents = struct.pack(">I", len(tags)), b""
    for name, content in tags.items():
        padded = content + b"\0" * (-len(content) % 4)
        table += name + struct.pack(">II", place + len(contents), len(content))
        contents += padded
    illuminant = struct.pack(">3i", 0xF6D6, 0x10000, 0xD32D)
    header = struct.pack(">I4sI4s4s4s", place + len(contents), b"lcms", 0x02100000, device, space, between)
    header += struct.pack(">6H4s", 2024, 1, 1, 0, 0, 0, b"acsp") + b"\0" * 28 + illuminant
    return header.ljust(128, b"\0") + table + contents


def icc_xyz(x: float, y: float, z: float) -> bytes:
    """An XYZ tag."""
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65536) for value in (x, y, z)))


def icc_gamma(gamma: float) -> bytes:
    """A tone curve tag."""
    return b"curv\0\0\0\0" + struct.pack(">IHxx", 1, round(gamma * 256))


D50 = (0.9642, 1.0, 0.8249)
ADOBE_TO_XYZ = np.array([[0.60974, 0.20528, 0.14919], [0.31111, 0.62567, 0.06322], [0.01947, 0.06087, 0.74457]])
SRGB_TO_XYZ = np.array([[0.43607, 0.38515, 0.14307], [0.22249, 0.71687, 0.06061], [0.01392, 0.09708, 0.71410]])


def rgb_profile(to_xyz: NDArray[np.float64], gamma: float) -> bytes:
    """A screen with the given primaries (columns of the matrix, D50) and gamma."""
    tags = {b"wtpt": icc_xyz(*D50)}
    for index, letter in enumerate((b"r", b"g", b"b")):
        tags[letter + b"XYZ"] = icc_xyz(*to_xyz[:, index])
        tags[letter + b"TRC"] = icc_gamma(gamma)
    return icc_profile(b"RGB ", tags)


def grey_profile(gamma: float) -> bytes:
    """A grey scale with the given gamma."""
    return icc_profile(b"GRAY", {b"wtpt": icc_xyz(*D50), b"kTRC": icc_gamma(gamma)})


def print_profile(first_ink: tuple[int, int, int]) -> bytes:
    """A CMYK profile whose first ink (cyan, elsewhere) has the given 8-bit Lab; the last is black, the others clear."""
    white, black = bytes([255, 128, 128]), bytes([0, 128, 128])
    corners = [black if corner & 1 else bytes(first_ink) if corner & 8 else white for corner in range(16)]
    straight = bytes(range(256))
    matrix = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    table = b"mft1\0\0\0\0" + bytes([4, 3, 2, 0]) + matrix + straight * 4 + b"".join(corners) + straight * 3
    tags = {b"wtpt": icc_xyz(*D50), b"A2B0": table}
    return icc_profile(b"CMYK", tags, device=b"prtr", between=b"Lab ")
