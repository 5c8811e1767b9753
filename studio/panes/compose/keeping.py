"""A score as plain values for the project file, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any, TypeVar

from engines.compose.notes import Control, Key, Metre, Note, Tempo
from engines.compose.score import Score, Track
from engines.errors import BadInput

T = TypeVar("T")


def score_values(score: Score) -> dict[str, Any]:
    """Every part of a score as numbers and texts."""
    return {
        "title": score.title,
        "tracks": [asdict(track) for track in score.tracks],
        "notes": note_rows(score.notes),
        "tempos": [[one.tick, one.microseconds] for one in score.tempos],
        "metres": [[one.tick, one.beats, one.unit] for one in score.metres],
        "keys": [[one.tick, one.sharps, one.minor] for one in score.keys],
        "controls": [[one.tick, one.track, one.number, one.value] for one in score.controls],
    }


def score_from(values: Any) -> Score:
    """The score out of a file; what makes no sense there is left out, the rest stays."""
    values = values if isinstance(values, Mapping) else {}
    tracks = tuple(filter(None, map(_track, _rows(values.get("tracks"))))) or (Track(),)
    title = values.get("title")
    notes = (note for note in notes_from(values.get("notes")) if note.track < len(tracks))
    controls = (one for one in _made(Control, values.get("controls"), 4) if one.track < len(tracks))
    return Score(
        tracks,
        tuple(notes),
        _made(Tempo, values.get("tempos"), 2) or (Tempo(0),),
        _made(Metre, values.get("metres"), 3) or (Metre(0),),
        _made(Key, values.get("keys"), 3),
        tuple(controls),
        title if isinstance(title, str) else "",
    )


def note_rows(notes: Iterable[Note]) -> list[list[int]]:
    """Notes as rows of start, track, pitch, length, velocity."""
    return [[note.start, note.track, note.pitch, note.length, note.velocity] for note in notes]


def notes_from(rows: Any) -> tuple[Note, ...]:
    """Notes out of rows; a row that is none is left out."""
    return _made(Note, rows, 5)


def _made(make: Callable[..., T], rows: Any, count: int) -> tuple[T, ...]:
    found = []
    for row in _rows(rows):
        if isinstance(row, list | tuple) and len(row) == count and all(isinstance(one, int) for one in row):
            try:
                found.append(make(*row))
            except (BadInput, ZeroDivisionError):
                continue
    return tuple(found)


def _track(values: Any) -> Track | None:
    usual = Track()
    values = values if isinstance(values, Mapping) else {}
    found: dict[str, Any] = {}
    for each in fields(Track):
        value, kind = values.get(each.name), type(getattr(usual, each.name))
        if kind is float and type(value) is int:
            value = float(value)
        if type(value) is kind:
            found[each.name] = value
    try:
        return Track(**found)
    except BadInput:
        return Track(found.get("name", ""))


def _rows(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
