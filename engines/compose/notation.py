"""Written music, as music21 reads it from MusicXML and abc, as a score: ties joined, repeats played, pick-ups in place.

music21 is imported when it is first needed; it takes half a second.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from engines.compose.notationbars import BarLines, bars_in, ticks_of
from engines.compose.notationsigns import Shift, played_signs, signs_in
from engines.compose.notes import HIGHEST, LOWEST, QUARTER, Note
from engines.compose.score import DRUM_CHANNEL, Score, Track

#: A grace note is heard as a 32nd, but takes no more than half of the note it adorns.
_GRACE = QUARTER // 8
_USUAL = 80
_Raw = tuple[int, int, int, int, bool]
"""Start, end (the start again for a grace note), pitch, velocity, and whether a tie leads to it."""


def score_of(stream: Any, *, grace: bool = True, repeats: bool = True) -> Score:
    """A music21 Score, Part or other stream of notes as it sounds, a track for each part.

    Ties are joined, ``repeats`` played where they make sense, transposing instruments sound as they do, the staves of
    one player become one track. A pick-up ends where its bar ends, so that bar lines are those of the first metre.
    Chord symbols are no notes. Where ``grace``, grace notes are heard on the beat and shorten what they adorn.

    Raises:
        BadInput: there are more parts, or more ticks, than a score can have.
    """
    parts = list(stream.parts) if stream.hasPartLikeStreams() else [stream]
    bars = bars_in(parts[0], repeats=repeats)
    tracks: list[Track] = []
    notes: list[Note] = []
    for place, staves in enumerate(_players(parts)):
        tracks.append(_track(staves[0], place))
        for staff in staves:
            raw = _raw_notes(staff, tracks[place].drums)
            notes += _heard(raw, bars, place, grace)
    tempos, metres, keys = played_signs(signs_in(parts), bars)
    return Score(tuple(tracks), tuple(notes), tempos, metres, keys, title=_title(stream))


def scores_of(parsed: Any, *, grace: bool = True) -> list[Score]:
    """Every piece of what music21 read: one for a score, one a tune for a file of several tunes."""
    pieces = list(parsed.scores) if "Opus" in parsed.classes else [parsed]
    return [score_of(piece, grace=grace) for piece in pieces]


def _players(parts: list[Any]) -> Iterator[list[Any]]:
    """Parts in order; the staves of one player together."""

    def player(numbered: tuple[int, Any]) -> str:
        place, part = numbered
        stem, mark, _ = str(part.id).rpartition("-Staff")
        return stem if mark and "PartStaff" in part.classes else f"{place} alone"

    for _, group in groupby(enumerate(parts), player):
        yield [part for _, part in group]


def _track(part: Any, place: int) -> Track:
    instrument = part.recurse().getElementsByClass("Instrument").first()
    program = getattr(instrument, "midiProgram", None)
    percussion = part.recurse().getElementsByClass(["Unpitched", "PercussionChord"]).first() is not None
    drums = percussion or getattr(instrument, "midiChannel", None) == DRUM_CHANNEL
    name = str(getattr(part, "partName", None) or getattr(instrument, "partName", None) or "")
    # The channel of drums is theirs alone.
    others = [channel for channel in range(16) if channel != DRUM_CHANNEL]
    return Track(
        name=name,
        program=program if isinstance(program, int) and 0 <= program <= 127 else 0,
        channel=DRUM_CHANNEL if drums else others[place % len(others)],
        colour=place,
    )


def _title(stream: Any) -> str:
    metadata = stream.metadata
    return str(metadata.title or metadata.movementName or "") if metadata is not None else ""


def _raw_notes(part: Any, drums: bool) -> list[_Raw]:
    """The notes of one staff as they are written, at the pitch at which they sound."""
    shift, velocity = Shift(part), _USUAL
    found: list[_Raw] = []
    for element in part.flatten():
        shift.look_at(element)
        if "Dynamic" in element.classes and element.volumeScalar is not None:
            velocity = round(127 * element.volumeScalar)
        if "GeneralNote" not in element.classes or element.isRest or "Harmony" in element.classes:
            continue
        start, end = ticks_of(element.offset), ticks_of(element.offset + element.quarterLength)
        if end <= start and not element.duration.isGrace:
            continue
        for single, pitch in _pitches(element, drums, shift.semitones):
            tied = single.tie is not None and single.tie.type in ("continue", "stop")
            loud = single.volume.velocity or velocity
            found.append((start, max(start, end), pitch, min(127, max(1, loud)), tied))
    return found


def _pitches(element: Any, drums: bool, semitones: int) -> Iterator[tuple[Any, int]]:
    """The single notes of a note or chord with the keys they sound at; what is off the keyboard is left out."""
    for single in getattr(element, "notes", None) or [element]:
        if "Unpitched" in single.classes:
            pitch = getattr(single.storedInstrument, "percMapPitch", None) or single.displayPitch().midi
        else:
            pitch = round(single.pitch.ps) + (0 if drums else semitones)
        if LOWEST <= pitch <= HIGHEST:
            yield single, pitch


def _heard(raw: list[_Raw], bars: BarLines, track: int, grace: bool) -> list[Note]:
    """Written notes in the order in which their bars are played, ties joined, grace notes given time."""
    heard: list[list[int]] = []  # start, pitch, end, velocity
    last: dict[int, list[int]] = {}
    adorning: list[tuple[int, int]] = []
    for move, (start, end, pitch, velocity, tied) in bars.played(raw):
        if end == start:
            adorning.append((start + move, pitch))
        elif tied and pitch in last and last[pitch][2] == start + move:
            last[pitch][2] = end + move
        else:
            last[pitch] = [start + move, pitch, end + move, velocity]
            heard.append(last[pitch])
    notes = [Note(start, track, pitch, end - start, velocity) for start, pitch, end, velocity in heard]
    return _adorned(notes, adorning) if grace else notes


def _adorned(notes: list[Note], adorning: list[tuple[int, int]]) -> list[Note]:
    """The notes with the grace notes on their beats; what they adorn comes so much later."""
    by_start: dict[int, list[Note]] = {}
    for note in notes:
        by_start.setdefault(note.start, []).append(note)
    for start, group in groupby(adorning, key=lambda grace: grace[0]):
        main, pitches = by_start.get(start, []), [pitch for _, pitch in group]
        each = min(_GRACE, min((note.length for note in main), default=0) // 2 // len(pitches))
        if not each:
            continue
        late, first = each * len(pitches), main[0]
        by_start[start] = [
            Note(start + late, note.track, note.pitch, note.length - late, note.velocity) for note in main
        ] + [Note(start + at * each, first.track, pitch, each, first.velocity) for at, pitch in enumerate(pitches)]
    return [note for together in by_start.values() for note in together]
