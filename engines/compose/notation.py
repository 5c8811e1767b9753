"""Written music, as music21 reads it from MusicXML and abc, as a score: ties joined, repeats played, pick-ups in place.

music21 is imported when it is first needed; it takes half a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from engines.compose.notes import (
    FASTEST,
    HIGHEST,
    LAST_TICK,
    LOWEST,
    QUARTER,
    SLOWEST,
    Key,
    Metre,
    Note,
    Tempo,
)
from engines.compose.score import DRUM_CHANNEL, Score, Track
from engines.errors import BadInput

#: Written units are powers of two; a metre of another one is left out.
_UNITS = (1, 2, 4, 8, 16, 32, 64)
#: A grace note is heard as a 32nd, but takes no more than half of the note it adorns.
_GRACE = QUARTER // 8


def score_of(stream: Any, *, grace: bool = True) -> Score:
    """A music21 Score, Part or other stream of notes as it sounds, a track for each part.

    Ties are joined, repeats played where they make sense, transposing instruments sound as they do, the staves of
    one player become one track. A pick-up ends where its bar ends, so that bar lines are those of the first metre.
    Chord symbols are no notes. Where ``grace``, grace notes are heard on the beat and shorten what they adorn.

    Raises:
        BadInput: there are more parts, or more ticks, than a score can have.
    """
    played = _played(stream)
    parts = list(played.parts) if played.hasPartLikeStreams() else [played]
    pickup = max((_pickup(part) for part in parts), default=0)
    tracks, notes = [], []
    for place, staves in enumerate(_players(parts)):
        tracks.append(_track(staves[0], place))
        for staff in staves:
            notes.extend(_notes(staff, place, tracks[place].drums, pickup, grace))
    tempos, metres, keys = _signs(parts, pickup)
    for part in parts[:1]:
        metres = _with_odd_bars(metres, part, pickup)
    return Score(tuple(tracks) or (Track(),), tuple(notes), tempos, metres, keys, title=_title(stream))


def scores_of(parsed: Any, *, grace: bool = True) -> list[Score]:
    """Every piece of what music21 read: one for a score, one a tune for a file of several tunes."""
    pieces = list(parsed.scores) if "Opus" in parsed.classes else [parsed]
    return [score_of(piece, grace=grace) for piece in pieces]


def chordified(stream: Any) -> Score:
    """All parts of a stream as one track of chords: wherever one note changes, the whole chord is struck again.

    So the book (Foster, Generative Deep Learning, 2nd edition, chapter 11) feeds music of several parts to a
    network that writes one: music21's chordify.
    """
    return score_of(stream.chordify(), grace=False)


def _played(stream: Any) -> Any:
    """The stream with its repeats written out, or as it is where music21 finds them wrong."""
    from music21.exceptions21 import Music21Exception

    if not any(True for _ in stream.recurse().getElementsByClass(["RepeatMark", "Repeat", "RepeatExpression"])):
        return stream
    try:
        return stream.expandRepeats()
    except (Music21Exception, AttributeError, IndexError, TypeError, ValueError):
        return stream


def _ticks(quarters: Any) -> int:
    ticks = round(float(quarters) * QUARTER)
    if ticks > LAST_TICK:
        raise BadInput("This music is longer than a score can be.")
    return ticks


def _pickup(part: Any) -> int:
    """Ticks that the first bar lacks at its beginning."""
    first = part.getElementsByClass("Measure").first()
    return _ticks(first.paddingLeft) if first is not None else 0


def _players(parts: list[Any]) -> Iterator[list[Any]]:
    """Parts in order; the staves of one player together."""

    def player(numbered: tuple[int, Any]) -> str:
        place, part = numbered
        stem, mark, _ = str(part.id).rpartition("-Staff")
        return stem if mark and "PartStaff" in part.classes else f"{place} alone"

    for _, group in groupby(enumerate(parts), player):
        yield [part for _, part in group]


def _track(part: Any, place: int) -> Track:
    instrument = (
        part.getElementsByClass("Instrument").first() or part.recurse().getElementsByClass("Instrument").first()
    )
    program = getattr(instrument, "midiProgram", None)
    drums = getattr(instrument, "midiChannel", None) == DRUM_CHANNEL or _is_percussion(part)
    name = str(part.partName or getattr(instrument, "partName", None) or "")
    # The channel of drums is theirs alone.
    others = [channel for channel in range(16) if channel != DRUM_CHANNEL]
    return Track(
        name=name,
        program=program if isinstance(program, int) and 0 <= program <= 127 else 0,
        channel=DRUM_CHANNEL if drums else others[place % len(others)],
        colour=place,
    )


def _is_percussion(part: Any) -> bool:
    return any(True for _ in part.recurse().getElementsByClass(["Unpitched", "PercussionChord"]))


def _title(stream: Any) -> str:
    metadata = stream.metadata
    return str(metadata.title or metadata.movementName or "") if metadata is not None else ""


def _notes(part: Any, track: int, drums: bool, pickup: int, grace: bool) -> list[Note]:
    """The notes of one staff as they sound, ties joined."""
    flat = part.flatten()
    shift = _Shift(part)
    velocity = 80
    heard: list[list[int]] = []  # start, pitch, end, velocity
    tied: dict[int, list[int]] = {}
    adorning: list[tuple[int, int]] = []  # tick, pitch
    for element in flat:
        start = _ticks(element.offset) + pickup
        shift.look_at(element)
        if "Dynamic" in element.classes and element.volumeScalar is not None:
            velocity = min(127, max(1, round(127 * element.volumeScalar)))
        if "GeneralNote" not in element.classes or element.isRest or "Harmony" in element.classes:
            continue
        end = _ticks(element.offset + element.quarterLength) + pickup
        for single, pitch in _pitches(element, drums, shift.semitones):
            if end <= start:
                adorning += [(start, pitch)] if grace and element.duration.isGrace else []
            elif pitch in tied and tied[pitch][2] == start and single.tie and single.tie.type in ("continue", "stop"):
                tied[pitch][2] = end
            else:
                tied[pitch] = [start, pitch, end, single.volume.velocity or velocity]
                heard.append(tied[pitch])
    return _adorned([Note(a, track, p, b - a, min(127, max(1, v))) for a, p, b, v in heard], adorning)


class _Shift:
    """How far the instrument of a part sounds from what is written for it, from one change of hands to the next."""

    def __init__(self, part: Any) -> None:
        self._written = part.atSoundingPitch is False
        self.semitones = 0

    def look_at(self, element: Any) -> None:
        """Take the interval of an instrument that comes in."""
        if self._written and "Instrument" in element.classes:
            interval = element.transposition
            self.semitones = round(interval.semitones) if interval is not None else 0


def _pitches(element: Any, drums: bool, semitones: int) -> Iterator[tuple[Any, int]]:
    """The single notes of a note or chord with the keys they sound at; what is off the keyboard is left out."""
    for single in getattr(element, "notes", None) or [element]:
        if "Unpitched" in single.classes:
            instrument = single.storedInstrument
            pitch = getattr(instrument, "percMapPitch", None) or single.displayPitch().midi
        else:
            pitch = round(single.pitch.ps) + (0 if drums else semitones)
        if LOWEST <= pitch <= HIGHEST:
            yield single, pitch


def _adorned(notes: list[Note], adorning: list[tuple[int, int]]) -> list[Note]:
    """The notes with the grace notes on their beats; what they adorn comes so much later."""
    for start, group in groupby(adorning, key=lambda grace: grace[0]):
        main = [note for note in notes if note.start == start]
        if not main:
            continue
        pitches = [pitch for _, pitch in group]
        each = min(_GRACE, min(note.length for note in main) // 2 // len(pitches))
        if not each:
            continue
        late = each * len(pitches)
        notes = [note for note in notes if note.start != start]
        notes += [Note(start + late, note.track, note.pitch, note.length - late, note.velocity) for note in main]
        notes += [
            Note(start + at * each, main[0].track, pitch, each, main[0].velocity) for at, pitch in enumerate(pitches)
        ]
    return notes


def _signs(parts: Iterable[Any], pickup: int) -> tuple[tuple[Tempo, ...], tuple[Metre, ...], tuple[Key, ...]]:
    """Tempos, metres and keys by tick; of several at one tick the first part's counts."""
    tempos: dict[int, Tempo] = {}
    metres: dict[int, Metre] = {}
    keys: dict[int, Key] = {}
    for part in parts:
        shift = _Shift(part)
        for element in part.flatten():
            shift.look_at(element)
            # What stands at the very beginning holds for the rest before the pick-up too.
            tick = _ticks(element.offset) + (pickup if element.offset else 0)
            if "TempoIndication" in element.classes:
                bpm = _bpm(element)
                if bpm is not None:
                    tempos.setdefault(tick, Tempo.at(bpm, tick))
            elif "TimeSignature" in element.classes:
                if 1 <= element.numerator <= 255 and element.denominator in _UNITS:
                    metres.setdefault(tick, Metre(tick, element.numerator, element.denominator))
            elif "KeySignature" in element.classes and element.sharps is not None:
                keys.setdefault(tick, _key(element, tick, shift.semitones))
    return tuple(tempos.values()), tuple(metres.values()), tuple(keys.values())


def _bpm(mark: Any) -> float | None:
    told = getattr(mark, "getQuarterBPM", None)
    bpm = told() if told is not None else None
    return bpm if bpm is not None and SLOWEST <= bpm <= FASTEST else None


def _key(signature: Any, tick: int, semitones: int) -> Key:
    sharps = signature.sharps
    if semitones or not -7 <= sharps <= 7:
        sharps = (sharps + 7 * semitones + 6) % 12 - 6
    return Key(tick, sharps, getattr(signature, "mode", None) == "minor")


def _with_odd_bars(metres: tuple[Metre, ...], part: Any, pickup: int) -> tuple[Metre, ...]:
    """The metres, told again where a full bar begins off the grid of those before: after a bar too short or long."""
    told = dict(sorted((metre.tick, metre) for metre in metres))
    now, grid = Metre(0), 0
    for measure in part.getElementsByClass("Measure"):
        tick = _ticks(measure.offset) + (pickup if measure.offset else 0)
        if tick in told:
            now, grid = told[tick], tick
        full = _ticks(measure.duration.quarterLength) >= now.bar
        if full and (tick - grid) % now.bar:
            told[tick] = Metre(tick, now.beats, now.unit)
            grid = tick
    return tuple(told.values())
