"""MusicXML and abc, read with music21 after a look at what they hold."""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from engines.compose.drumkit import with_drums_as_keys
from engines.compose.musicxmlguard import checked_xml, text_in_archive
from engines.compose.notation import score_of
from engines.compose.readings import Reading
from engines.errors import BadInput
from engines.steps import Step, Task

_TUNE = re.compile(r"^X:", re.MULTILINE)
_MOST_TUNES = 20_000
_MOST_WARNINGS = 5


def read_written(content: bytes, path: Path, *, repeats: bool = True) -> Task[tuple[Reading, ...]]:
    """The music in a .musicxml, .xml, .mxl or .abc file, one a tune; yields before each.

    Without ``repeats`` every bar comes once, as it is written.

    Raises:
        BadInput: it is empty, broken, holds entities or more than it may, or no music.
    """
    name = path.name
    if not content.strip():
        raise BadInput(f"“{name}” is empty. Choose another file.")
    if path.suffix.lower() == ".abc":
        readings = yield from _read_tunes(_decoded(content), name, repeats)
        return readings
    if content[:2] == b"PK":
        content = text_in_archive(content, name)
    elif path.suffix.lower() == ".mxl":
        raise BadInput(f"“{name}” is no compressed MusicXML, whatever its ending says. Choose another file.")
    yield Step(0, 1, "Looking through the file")
    root = checked_xml(content, name)
    if root == "score-timewise":
        raise BadInput(f"“{name}” is written bar by bar (score-timewise). Export it part by part (score-partwise).")
    if root != "score-partwise":
        raise BadInput(f"“{name}” is XML, but no MusicXML. Choose another file.")
    yield Step(0, 1, "Reading the notes")
    return (_reading(_for_music21(content), "musicxml", name, repeats),)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _for_music21(content: bytes) -> str:
    """The XML as text, for music21 takes all bytes for UTF-8, and with its drums as music21 keeps them."""
    root = ElementTree.fromstring(content)
    with_drums_as_keys(root)
    return ElementTree.tostring(root, encoding="unicode")


def _read_tunes(text: str, name: str, repeats: bool) -> Task[tuple[Reading, ...]]:
    """The tunes of a book, one by one, so that a bad one costs only itself."""
    begins = [found.start() for found in _TUNE.finditer(text)]
    if not begins:
        if not re.search(r"^K:", text, re.MULTILINE):
            raise BadInput(f"“{name}” holds no tune in abc: none begins with “X:”. Choose another file.")
        begins = [0]
    if len(begins) > _MOST_TUNES:
        raise BadInput(f"“{name}” holds more than {_MOST_TUNES:,} tunes. Split it into smaller files.")
    # What stands before the first tune, the head of the file, holds for all of them; free text in it does not.
    head = "".join(line for line in text[: begins[0]].splitlines(True) if re.match(r"[LMOQRCN]:", line))
    readings: list[Reading] = []
    wrong = 0
    for at, (begin, end) in enumerate(zip(begins, [*begins[1:], len(text)], strict=True)):
        yield Step(at, len(begins), "Reading tunes")
        tune = text[begin:end].strip()
        number, _, rest = tune.partition("\n")
        try:
            one = f"{number}\n{head}{rest}\n" if head else f"{tune}\n"
            readings.append(_reading(one, "abc", name, repeats))
        except BadInput:
            if len(begins) == 1:
                raise
            wrong += 1
    if not readings:
        raise BadInput(f"None of the {wrong:,} tunes in “{name}” can be read.")
    if wrong:
        told = f"{wrong:,} of its {len(begins):,} tunes cannot be read and were left out."
        readings[0] = Reading(readings[0].score, (told, *readings[0].warnings))
    return tuple(readings)


def _reading(text: str, kind: str, name: str, repeats: bool) -> Reading:
    """One piece through music21; whatever it raises becomes a sentence, whatever it warns of a warning."""
    from music21 import abcFormat, converter

    # It would write to the terminal what it finds odd in a tune.
    abcFormat.environLocal.warn = _warn
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            parsed: Any = converter.parseData(text, format=kind)
            parsed = parsed.scores.first() if "Opus" in parsed.classes else parsed
            score = score_of(parsed, repeats=repeats)
        except BadInput:
            raise
        except Exception as error:
            # music21 meets what it does not expect with any kind of error.
            raise BadInput(f"“{name}” cannot be read ({_brief(error)}). Export it anew.") from error
    if not score.notes:
        raise BadInput(f"“{name}” holds no notes. Choose another file.")
    told = dict.fromkeys(_brief(one.message) for one in caught if not _ours(one.category))
    return Reading(score, tuple(told)[:_MOST_WARNINGS])


def _warn(message: object, *_: object) -> None:
    words = message if isinstance(message, list | tuple) else [message]
    warnings.warn(" ".join(str(word) for word in words), stacklevel=2)


def _ours(category: type[Warning]) -> bool:
    """Warnings to programmers tell a musician nothing."""
    return issubclass(category, DeprecationWarning | PendingDeprecationWarning | ResourceWarning | FutureWarning)


def _brief(error: object) -> str:
    return " ".join(str(error).split())[:160] or type(error).__name__
