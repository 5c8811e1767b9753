"""Bytes of unknown origin as text: the encoding is found out, never asked for."""

from __future__ import annotations

import codecs
import re
from collections import Counter

from engines.errors import BadInput

# UTF-32 first: its little-endian mark begins with the mark of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"PK\x03\x04", "a packed file"),
    (b"%PDF-", "a PDF: export it as text first"),
    (b"\xd0\xcf\x11\xe0", "an old Word file: save it as .docx first"),
    (b"{\\rtf", "a rich text file: save it as .docx first"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a sound or a film"),
    (b"OggS", "a sound"),
    (b"ID3", "a sound"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x1f\x8b", "a packed file"),
)
_SAMPLE = 65_536
# White space and form feeds are no sign of a binary file; half a surrogate pair cannot be saved again.
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_MOST_CONTROLS = 0.01
_MOST_NULS = 0.05
_MOST_BROKEN = 0.005
_HIGH = re.compile(rb"[\x80-\xff]+")
_UNUSED_IN_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_WESTERN_MARKS = frozenset("‘’‚“”„–—…«»‹›°§£€©®•·™½¼¾\xa0\xad")
# One language at a time: Czech read as Western European would need the accents of three.
_WESTERN_ALPHABETS = (
    frozenset("éèêëàâçîïôùûüœæÿñ"),  # French, and English with its loans
    frozenset("äöüßé"),
    frozenset("áéíóúñüïçàèò¿¡ºª"),  # Spanish and Catalan
    frozenset("áâãàçéêíóôõúüºª"),
    frozenset("àèéìíòóùî"),
    frozenset("åäöæøéü"),
    frozenset("áéëïíóöúü"),  # Dutch
)
_HIRAGANA = re.compile(r"[\u3041-\u3096]")


def decode(content: bytes, name: str, declared: str | None = None) -> tuple[str, str, tuple[str, ...]]:
    """Text, name of the encoding and warnings for a person, from the bytes of the file ``name``.

    ``declared`` is what the file says of itself (HTML); it is believed where it fits.

    Raises:
        BadInput: the file is empty, binary, or in no encoding that can be told.
    """
    if not content.strip(b"\x00 \t\r\n\x0c"):
        raise BadInput(f"“{name}” is empty. Choose a file with text in it.")
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            raise BadInput(f"“{name}” is no text but {kind}. Choose a .txt, .md, .docx or .html file.")
    text, encoding, warnings = _decoded(content, name, declared)
    text, dropped = _without_controls(text, name)
    if not text.strip():
        raise BadInput(f"“{name}” is empty. Choose a file with text in it.")
    return text, encoding, (*warnings, *dropped)


def _decoded(content: bytes, name: str, declared: str | None) -> tuple[str, str, tuple[str, ...]]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _leniently(content[len(mark) :], encoding, name)
    wide = _wide_without_mark(content)
    if wide is not None:
        return _leniently(content, wide, name)
    for fitting in ("utf-8", declared):
        text = _strictly(content, fitting)
        if fitting and text is not None:
            return text, codecs.lookup(fitting).name, ()
    if _is_broken_utf8(content):
        return _leniently(content, "utf-8", name)
    guessed, encoding, warnings = _leniently(content, _guessed(content, name), name)
    return guessed, encoding, (f"“{name}” does not say its encoding; it was read as {encoding}.", *warnings)


def _strictly(content: bytes, encoding: str | None) -> str | None:
    """The text, or None where the encoding is unknown or does not fit."""
    if not encoding:
        return None
    try:
        text = content.decode(encoding)
    # A web page can name anything as its encoding, even codecs that are none of text.
    except (LookupError, ValueError, OverflowError):
        return None
    return text


def _leniently(content: bytes, encoding: str, name: str) -> tuple[str, str, tuple[str, ...]]:
    """The text with � for what cannot be read, and a warning; BadInput where there is much of it."""
    text = content.decode(encoding, errors="replace")
    broken = text.count("\ufffd")
    if broken > 3 + _MOST_BROKEN * len(text):
        raise BadInput(f"“{name}” is no text that Reverie can read. Save it as UTF-8 and choose it again.")
    if not broken:
        return text, encoding, ()
    return text, encoding, (f"{broken} characters of “{name}” could not be read and show as �.",)


def _wide_without_mark(content: bytes) -> str | None:
    """UTF-16 told by its upper bytes: nearly all of them zero or the number of one alphabet."""
    sample = content[:_SAMPLE]
    even, odd = _is_upper_half(sample[0::2]), _is_upper_half(sample[1::2])
    if len(content) % 2 or len(content) < 8 or even == odd:
        return None
    return "utf-16-le" if odd else "utf-16-be"


def _is_upper_half(half: bytes) -> bool:
    commonest = [(value, count) for value, count in Counter(half).most_common(2) if value < 0x09]
    return any(value == 0 for value, _ in commonest) and sum(count for _, count in commonest) >= 0.8 * len(half)


def _is_broken_utf8(content: bytes) -> bool:
    """Whether UTF-8 fits but for a few damaged places: many whole sequences, hardly a broken one."""
    text = content.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = sum(character > "\x7f" for character in text[:1_000_000]) - broken
    return broken <= 3 + _MOST_BROKEN * len(text) and whole > 4 * broken


def _guessed(content: bytes, name: str) -> str:
    """The encoding of 8-bit or East Asian text: by its alphabet, else by charset-normalizer."""
    if _is_western(content):
        return "cp1252"
    for encoding in ("shift_jis", "euc_jp"):
        text = _strictly(content, encoding)
        if text is not None and len(_HIRAGANA.findall(text)) > 0.2 * len(text):
            return encoding
    import charset_normalizer

    # Not in the middle of a line: a letter of two bytes must not be cut in half.
    sample = content[:_SAMPLE]
    if len(content) > _SAMPLE and b"\n" in sample:
        sample = sample[: sample.rindex(b"\n")]
    best = charset_normalizer.from_bytes(sample, enable_fallback=False).best()
    if best is None:
        raise BadInput(f"“{name}” is no text that Reverie can read. Save it as UTF-8 and choose it again.")
    # GB 18030 reads all that GBK and GB 2312 write, and more.
    return "gb18030" if best.encoding in ("gb2312", "gbk") else best.encoding


def _is_western(content: bytes) -> bool:
    """Whether the accents, read as Western European, make up the alphabet of one language."""
    high = b"".join(_HIGH.findall(content))
    if len(high) > 0.3 * len(content) or _UNUSED_IN_CP1252.search(high):
        return False
    accents = set(high.decode("cp1252").lower()) - _WESTERN_MARKS
    return any(accents <= alphabet for alphabet in _WESTERN_ALPHABETS)


def _without_controls(text: str, name: str) -> tuple[str, tuple[str, ...]]:
    """The text without NULs and controls, and a warning; BadInput where they show a binary file."""
    nuls = text.count("\x00")
    controls = len(_CONTROLS.findall(text))
    if nuls > 8 + _MOST_NULS * len(text) or controls > 8 + _MOST_CONTROLS * len(text):
        raise BadInput(f"“{name}” is no text. Choose a .txt, .md, .docx or .html file.")
    if not nuls and not controls:
        return text, ()
    cleaned = _CONTROLS.sub("", text.replace("\x00", ""))
    return cleaned, (f"{nuls + controls} control characters were left out of “{name}”.",)
