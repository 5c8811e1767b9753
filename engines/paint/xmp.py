"""XMP packets: kept as they are, except for what would contradict the exported file."""

from __future__ import annotations

import re

_LONGEST = 16_000_000
_START = (b"<x:xmpmeta", b"<rdf:RDF", b"<x:xapmeta")
# What describes the pixels of the original file, or where the rest of its packet lies.
_FALSE_ELSEWHERE = ("photoshop:ICCProfile", "xmpNote:HasExtendedXMP")


def upright(packet: object) -> bytes | None:
    """The packet of an opened file, saying orientation 1; None where it is no XMP in UTF-8."""
    if not isinstance(packet, bytes) or not any(start in packet for start in _START) or len(packet) > _LONGEST:
        return None
    packet = packet.strip(b"\0 \r\n")
    try:
        packet.decode("utf-8")
    except UnicodeDecodeError:
        return None
    for name in _FALSE_ELSEWHERE:
        packet = re.sub(rb"\s+" + name.encode() + rb"\s*=\s*(\"[^\"]*\"|'[^']*')", b"", packet)
        packet = re.sub(b"<" + name.encode() + rb">[^<]*</" + name.encode() + b">", b"", packet)
    return _told(packet, "tiff:Orientation", 1)


def resized(packet: object, width: int, height: int, colour_space: int) -> bytes:
    """The packet saying an export's size and EXIF's number of its colour space, where it told the original's."""
    if not isinstance(packet, bytes):
        return b""
    for name, value in (
        ("tiff:ImageWidth", width),
        ("tiff:ImageLength", height),
        ("exif:PixelXDimension", width),
        ("exif:PixelYDimension", height),
        ("exif:ColorSpace", colour_space),
    ):
        packet = _told(packet, name, value)
    return packet


def _told(packet: bytes, name: str, value: int) -> bytes:
    """The packet with the number of ``name`` changed, be it an attribute or an element; as it was without one."""
    tag, number = re.escape(name.encode()), str(value).encode()
    packet = re.sub(rb"(\b" + tag + rb"\s*=\s*[\"'])[^\"']*", rb"\g<1>" + number, packet)
    return re.sub(rb"(<" + tag + rb">)[^<]*(?=</" + tag + rb">)", rb"\g<1>" + number, packet)
