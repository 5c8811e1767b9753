"""MIDI files as scores: what they say is kept, what is wrong in them is mended and told.

A track of ours is what one channel plays in one track of the file with one program, so that a file with everything
in one track (type 0) comes apart into its instruments. Lyrics, markers, aftertouch and what is only for one maker's
machine are left out.
"""

from __future__ import annotations

from collections.abc import Generator
from fractions import Fraction

from engines.compose.midichunks import META, Chunk, MidiFile, parse
from engines.compose.midinotes import Part, Parts
from engines.compose.midisigns import Signs, text_of
from engines.compose.notes import LAST_TICK, QUARTER, Control, Note
from engines.compose.readings import Reading
from engines.compose.score import MOST_TRACKS, Score, Track
from engines.steps import Step, Task

_PATIENCE = 10_000
_TITLE = 0x03
#: Controllers that choose a parameter and then set it.
_PARAMETERS = frozenset((6, 38, 96, 97, 98, 99, 100, 101))
_FRAMES = {24: Fraction(24), 25: Fraction(25), 29: Fraction(30_000, 1001), 30: Fraction(30)}


def read_midi(content: bytes, name: str) -> Task[tuple[Reading, ...]]:
    """The music in the bytes of a MIDI file called ``name``: one score, or one a sequence in a file of type 2.

    Raises:
        BadInput: it is empty, no MIDI file, without tracks, or far too large.
    """
    file = yield from parse(content, name)
    apart = [[chunk] for chunk in file.chunks] if file.kind == 2 else [file.chunks]
    readings: list[Reading] = []
    for chunks in apart:
        reading = yield from _reading(chunks, file)
        readings.append(reading)
    return tuple(readings)


def scale_of(division: int) -> tuple[Fraction, str]:
    """Ticks of ours to one of the file, by the header's division; and a warning, empty where all is well.

    SMPTE time counts frames of a second and knows no quarters: it becomes quarters at 120 a minute.
    """
    if division > 0:
        return Fraction(QUARTER, division), ""
    if division == 0:
        return Fraction(1), f"The file does not say how long a quarter is; it was taken for {QUARTER} ticks."
    frames, parts = -(division >> 8), division & 0xFF
    each_second = _FRAMES.get(frames, Fraction(max(1, frames))) * max(1, parts)
    told = "Its time is in frames (SMPTE), not in quarters: bars are shown at 120 quarters a minute."
    return Fraction(2 * QUARTER) / each_second, told


def _reading(chunks: list[Chunk], file: MidiFile) -> Generator[Step, None, Reading]:
    scale, warning = scale_of(file.division)
    warnings = [warning] if warning else []
    signs, parts = Signs(smpte=file.division < 0), Parts()
    title = ""
    for place, chunk in enumerate(chunks):
        name = _name(chunk)
        sounding = yield from parts.take(chunk, name)
        signs.take(chunk, scale)
        if place == 0 and (file.kind != 1 or not sounding):
            title = name
    found, warned = parts.kept()
    if len(file.chunks) < file.promised:
        warnings.append(f"Tracks that the file promises and does not hold: {file.promised - len(file.chunks):,}.")
    warnings += _damages(chunks) + warned + signs.warnings
    if len(found) > MOST_TRACKS:
        warnings.append(f"Of its {len(found):,} tracks the first {MOST_TRACKS:,} were read.")
        found = found[:MOST_TRACKS]
    notes = yield from _notes(found, scale)
    tracks = tuple(_track(part, place) for place, part in enumerate(found))
    score = Score(
        tracks or (Track(),), notes, signs.tempos(), signs.metres(), signs.keys(), _controls(found, scale), title
    )
    return Reading(score, tuple(warnings), signs.recipe)


def _name(chunk: Chunk) -> str:
    for event in chunk.events:
        if event[1] == META and event[2] == _TITLE and isinstance(event[3], bytes):
            return text_of(event[3])
    return ""


def _damages(chunks: list[Chunk]) -> list[str]:
    warnings = []
    damaged = [str(place) for place, chunk in enumerate(chunks, start=1) if chunk.damaged]
    if damaged:
        which = f"Track {damaged[0]}" if len(damaged) == 1 else f"{len(damaged):,} tracks"
        warnings.append(f"Read as far as possible, being damaged or cut short: {which.lower()}.")
    clipped = sum(chunk.clipped for chunk in chunks)
    if clipped:
        warnings.append(f"Events with numbers above 127, which were taken for 127: {clipped:,}.")
    return warnings


def scaled(tick: int, scale: Fraction) -> int:
    """A tick of the file in ours, from the start and not from the tick before, so that nothing drifts."""
    return (2 * tick * scale.numerator + scale.denominator) // (2 * scale.denominator)


def _notes(parts: list[Part], scale: Fraction) -> Generator[Step, None, tuple[Note, ...]]:
    # Sorted before they are notes: tuples compare several times as fast.
    up, down = 2 * scale.numerator, 2 * scale.denominator
    half = scale.denominator
    raw = []
    for place, part in enumerate(parts):
        for start, pitch, end, velocity in part.notes:
            first = (start * up + half) // down
            last = min((end * up + half) // down, LAST_TICK)
            if first < LAST_TICK:
                raw.append((first, place, pitch, max(1, last - first), velocity))
    raw.sort()
    yield Step(len(raw), None, "Sorting")
    notes: list[Note] = []
    for at in range(0, len(raw), _PATIENCE):
        notes += [Note(*values) for values in raw[at : at + _PATIENCE]]
        yield Step(len(notes), len(raw), "Reading notes")
    return tuple(notes)


def _controls(parts: list[Part], scale: Fraction) -> tuple[Control, ...]:
    last: dict[tuple[int, int, int], int] = {}
    for place, part in enumerate(parts):
        chosen, before = -1, -1
        for tick, number, value in part.controls:
            at = scaled(tick, scale)
            if number in _PARAMETERS:
                # Controllers of one tick are in order of their numbers; these need the order they came in.
                at = before = max(at, before + (number != chosen))
                chosen = number
            if at <= LAST_TICK:
                last[at, place, number] = value
    return tuple(Control(*key, value) for key, value in sorted(last.items()))


def _track(part: Part, place: int) -> Track:
    usual = Track()
    volume = usual.volume if part.volume is None else part.volume / 127
    pan = usual.pan if part.pan is None else max(-1.0, (part.pan - 64) / 63)
    return Track(part.name, part.program or 0, part.channel, volume, pan, colour=place)
