"""EXIF as pictures carry it through Reverie: what describes the photograph stays, what describes its file goes."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Any

from PIL import Image
from PIL.ExifTags import IFD, Base

from engines.paint import xmp

#: Where TIFF has XMP and IPTC, and where ``portable`` puts them whatever the format.
XMP, IPTC = 700, 33723
# Everything else in the first directory describes how one file lays out its pixels.
_KEPT = (
    Base.DocumentName,
    Base.ImageDescription,
    Base.Make,
    Base.Model,
    Base.XResolution,
    Base.YResolution,
    Base.ResolutionUnit,
    Base.Software,
    Base.DateTime,
    Base.Artist,
    Base.HostComputer,
    Base.Copyright,
    Base.Rating,
    Base.RatingPercent,
    Base.XPTitle,
    Base.XPComment,
    Base.XPAuthor,
    Base.XPKeywords,
    Base.XPSubject,
    XMP,
    IPTC,
)
_ASCII, _UNICODE, _JIS = b"ASCII\0\0\0", b"UNICODE\0", b"JIS\0\0\0\0\0"
_BYTE, _UNDEFINED = 1, 7
_SRGB, _ADOBE_RGB, _UNCALIBRATED = 1, 2, 0xFFFF
_PHOTOSHOP_IPTC = 0x0404
_LONGEST_SEGMENT = 65_533
#: What EXIF may take of a JPEG segment; the rest is kept for the recipe's headers.
ROOM = 65_000


def orientation_of(image: Image.Image) -> int:
    """EXIF's orientation 1..8, else XMP's; 1 where there is none or it makes no sense."""
    try:
        value = image.getexif().get(Base.Orientation, 1)
    except Exception:  # damaged EXIF makes Pillow raise almost anything, and must not cost the picture
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def portable(image: Image.Image) -> bytes | None:
    """What EXIF, XMP and IPTC tell about the photograph, upright and without thumbnail; None where nothing."""
    try:
        exif = _portable(image.getexif())
    except Exception:  # as above
        exif = Image.Exif()
    for tag, words in ((XMP, xmp.upright(_xmp_of(image))), (IPTC, _iptc_of(image))):
        if words:
            exif[tag] = words
        elif tag in exif:
            del exif[tag]
    if not len(exif):
        return None
    exif[Base.Orientation] = 1
    return packed(exif)


def says_adobe_rgb(image: Image.Image) -> bool:
    """Whether a camera says “Adobe RGB” in EXIF only, as many do in their JPEG files."""
    try:
        exif = image.getexif()
        photo = exif.get_ifd(IFD.Exif)
        space = photo.get(Base.ColorSpace)
        return space == _ADOBE_RGB or (
            space == _UNCALIBRATED and str(exif.get_ifd(IFD.Interop).get(1, "")).startswith("R03")
        )
    except Exception:  # as above
        return False


def taken_out(exif: Image.Exif, tag: int) -> bytes:
    """XMP or IPTC of ``loaded`` EXIF, no longer in it; empty where there is none."""
    if tag not in exif:
        return b""
    value = exif[tag]
    del exif[tag]
    return value if isinstance(value, bytes) else b""


def jpeg_segments(packet: bytes, records: bytes) -> bytes:
    """JPEG's segments for XMP and IPTC; one that is too long for a segment is left out."""
    segments = b""
    resource = b"8BIM" + struct.pack(">HHL", _PHOTOSHOP_IPTC, 0, len(records)) + records + b"\0" * (len(records) % 2)
    for marker, head, content in (
        (b"\xff\xe1", b"http://ns.adobe.com/xap/1.0/\0", packet),
        (b"\xff\xed", b"Photoshop 3.0\0", resource if records else b""),
    ):
        if content and len(head) + len(content) <= _LONGEST_SEGMENT:
            segments += marker + struct.pack(">H", 2 + len(head) + len(content)) + head + content
    return segments


def loaded(data: bytes | None) -> Image.Exif:
    """EXIF from the bytes of ``portable`` or of a file, ready to be changed; empty where damaged or None."""
    raw = Image.Exif()
    try:
        raw.load(data or b"")
        return _portable(raw)
    except Exception:  # as above
        return Image.Exif()


def packed(exif: Image.Exif) -> bytes:
    """The bytes that JPEG, WebP and PNG embed."""
    start = len(b"Exif\0\0")
    content = exif.tobytes()
    return content[:start] + with_undefined_types(content[start:])


def shrunk(exif: Image.Exif, room: int = ROOM) -> Image.Exif:
    """The same EXIF, its largest entries left out until it fits into ``room`` bytes (makers' notes, as a rule)."""
    photo: dict[int, Any] = exif.get(IFD.Exif, {})
    candidates = [tag for tag in photo if tag != Base.UserComment]
    candidates.sort(key=lambda tag: len(photo[tag]) if isinstance(photo[tag], bytes | str | tuple) else 1)
    while len(packed(exif)) > room and candidates:
        del photo[candidates.pop()]
    for tag in sorted(_KEPT, key=lambda kept: len(str(exif.get(kept, ""))), reverse=True):
        if len(packed(exif)) <= room:
            break
        if tag in exif and tag != Base.Software:
            del exif[tag]
    return exif


def set_size(exif: Image.Exif, width: int, height: int, *, is_srgb: bool = True) -> None:
    """Say the exported picture's size, colour space and orientation where EXIF or XMP told the original's."""
    space = _SRGB if is_srgb else _UNCALIBRATED
    if IFD.Exif in exif:
        exif[IFD.Exif] |= {Base.ExifImageWidth: width, Base.ExifImageHeight: height, Base.ColorSpace: space}
    if XMP in exif:
        exif[XMP] = xmp.resized(exif[XMP], width, height, space)
    if len(exif):
        exif[Base.Orientation] = 1


def comment_of(exif: Image.Exif) -> str:
    """The comment (UserComment) of ``loaded`` EXIF, decoded by its eight-byte prefix; empty where there is none."""
    value = exif.get(IFD.Exif, {}).get(Base.UserComment, b"")
    if isinstance(value, str):
        return value.strip("\0 ")
    if not isinstance(value, bytes):
        return ""
    prefix, text = value[:8], value[8:]
    if prefix == _UNICODE:
        encoding = "utf-16-le" if exif.endian == "<" else "utf-16-be"
        if text[:2] in (b"\xff\xfe", b"\xfe\xff"):
            encoding = "utf-16"
    else:
        encoding = "iso2022_jp" if prefix == _JIS else "utf-8"
    return text.decode(encoding, errors="replace").strip("\0 ")


def set_comment(exif: Image.Exif, comment: str) -> None:
    """Write the comment with its charset prefix; an empty one takes the entry away."""
    photo = dict(exif.get(IFD.Exif, {}))
    photo.pop(Base.UserComment, None)
    if comment:
        encoding = "utf-16-le" if exif.endian == "<" else "utf-16-be"
        plain = comment.isascii()
        photo[Base.UserComment] = _ASCII + comment.encode() if plain else _UNICODE + comment.encode(encoding)
    if photo:
        exif[IFD.Exif] = photo
    elif IFD.Exif in exif:
        del exif[IFD.Exif]


def _xmp_of(image: Image.Image) -> object:
    found = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp")
    return found.encode() if isinstance(found, str) else found


def _iptc_of(image: Image.Image) -> bytes | None:
    """IPTC's records from a TIFF's tag or from the Photoshop segment of a JPEG."""
    blocks = image.info.get("photoshop")
    if isinstance(blocks, dict):
        found = blocks.get(_PHOTOSHOP_IPTC)
    else:
        # As they lie in the file: many tools call the bytes whole numbers, of which Pillow keeps only the first.
        found = getattr(getattr(image, "tag_v2", None), "_tagdata", {}).get(IPTC)
    # Every record begins with this byte; what has none is something else.
    return found if isinstance(found, bytes) and found.startswith(b"\x1c") else None


def _portable(source: Image.Exif) -> Image.Exif:
    kept = Image.Exif()
    kept.endian = source.endian  # makers' notes rely on the byte order around them
    for tag in _KEPT:
        if tag in source and _can_be_written({tag: source[tag]}):
            kept[tag] = source[tag]
    for group in (IFD.Exif, IFD.GPSInfo):
        entries = {
            tag: value
            for tag, value in source.get_ifd(group).items()
            # Interoperability holds only the colour space and size of the file it came from.
            if tag != IFD.Interop and _can_be_written({group: {tag: value}})
        }
        if entries:
            kept[group] = entries
    return kept


def _can_be_written(entries: Mapping[int, Any]) -> bool:
    """Whether Pillow can write back what it read: cameras and tools leave entries that it cannot."""
    trial = Image.Exif()
    trial.update(entries)
    try:
        trial.tobytes()
    except Exception:  # as above
        return False
    return True


def with_undefined_types(tiff: bytes) -> bytes:
    """Mark comment and maker's note as “undefined” bytes, as the standard asks; Pillow writes them as numbers."""
    order = "<" if tiff[:2] == b"II" else ">"
    content = bytearray(tiff)
    for tag, place in _entries(tiff, order, struct.unpack_from(order + "L", tiff, 4)[0]):
        if tag != IFD.Exif:
            continue
        for inner, entry in _entries(tiff, order, struct.unpack_from(order + "L", tiff, place + 8)[0]):
            kind = struct.unpack_from(order + "H", tiff, entry + 2)[0]
            if inner in (Base.UserComment, Base.MakerNote) and kind == _BYTE:
                struct.pack_into(order + "H", content, entry + 2, _UNDEFINED)
    return bytes(content)


def _entries(tiff: bytes, order: str, directory: int) -> list[tuple[int, int]]:
    """(tag, place of its 12-byte entry) for each entry of the directory."""
    count = struct.unpack_from(order + "H", tiff, directory)[0]
    places = [directory + 2 + 12 * index for index in range(count)]
    return [(struct.unpack_from(order + "H", tiff, place)[0], place) for place in places]
