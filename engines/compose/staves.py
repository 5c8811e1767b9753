"""Which staff and which voice a note is written in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from engines.compose.quantising import Written

MOST_VOICES = 4
_MIDDLE_C = 60
#: A part of chords that goes below the first and above the second is written on two staves.
_LOW, _HIGH = 53, 64
_OCTAVE = 12
#: Where a hand that has nothing to play would be.
_LOWEST_LEFT, _HIGHEST_RIGHT = 48, 72
_MIDDLE_OF_BASS = 57
_FAR_BELOW, _FAR_ABOVE = 40, 86


@dataclass(frozen=True, slots=True)
class Clef:
    """A clef by its MusicXML sign, line and octave: G on line 2 is treble."""

    sign: str
    line: int
    octave: int = 0


TREBLE, BASS, PERCUSSION = Clef("G", 2), Clef("F", 4), Clef("percussion", 2)


@dataclass(frozen=True, slots=True)
class Chord:
    """Notes that begin and end together; ``pitches`` are (pitch, place in the score), from below."""

    start: int
    end: int
    pitches: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Staff:
    """One staff: a clef, and voices of chords that follow each other; the first voice is the upper one."""

    clef: Clef
    voices: tuple[tuple[Chord, ...], ...]


def staves_of(notes: Sequence[Written], drums: bool, bar_starts: Sequence[int] = (0,)) -> tuple[Staff, ...]:
    """One staff, or two for chords that reach far to both sides of middle C.

    ``bar_starts`` are the ticks of bar lines: from bar to bar the hands may meet at another pitch.
    """
    if drums:
        return (Staff(PERCUSSION, voices_of(notes)),)
    pitches = [note.pitch for note in notes]
    if pitches and min(pitches) < _LOW and max(pitches) > _HIGH and _together(notes):
        upper, lower = _split(notes, bar_starts)
        return (Staff(TREBLE, voices_of(upper)), Staff(BASS, voices_of(lower)))
    return (Staff(_clef(pitches), voices_of(notes)),)


def _together(notes: Sequence[Written]) -> bool:
    """Whether often two notes sound at once."""
    overlaps = sum(later.start < earlier.end for earlier, later in pairwise(notes))
    return overlaps > len(notes) // 8


def _split(notes: Sequence[Written], bar_starts: Sequence[int]) -> tuple[list[Written], list[Written]]:
    """Right and left hand, bar by bar where the widest gap between them is."""
    upper: list[Written] = []
    lower: list[Written] = []
    by_bar: dict[int, list[Written]] = {}
    for note in notes:
        by_bar.setdefault(bisect_right(bar_starts, note.start), []).append(note)
    for bar in by_bar.values():
        border = _border(sorted({note.pitch for note in bar}))
        for note in bar:
            (upper if note.pitch >= border else lower).append(note)
    return upper, lower


def _border(pitches: list[int]) -> float:
    """The pitch from which on the notes of a bar are for the right hand: in a wide gap, and near middle C."""
    gaps = [((low + high) / 2, high - low) for low, high in pairwise([_LOWEST_LEFT, *pitches, _HIGHEST_RIGHT])]
    return max(gaps, key=lambda gap: min(gap[1], _OCTAVE) - abs(gap[0] - _MIDDLE_C))[0]


def _clef(pitches: Sequence[int]) -> Clef:
    middle = median(pitches) if pitches else _MIDDLE_C + 11
    if middle < _FAR_BELOW:
        return replace(BASS, octave=-1)
    if middle > _FAR_ABOVE:
        return replace(TREBLE, octave=1)
    return BASS if middle < _MIDDLE_OF_BASS else TREBLE


def voices_of(notes: Sequence[Written]) -> tuple[tuple[Chord, ...], ...]:
    """Chords in at most four voices; what would need a fifth shortens what it comes upon."""
    together: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for note in notes:
        together.setdefault((note.start, note.end), []).append((note.pitch, note.index))
    chords = [Chord(start, end, tuple(sorted(pitches))) for (start, end), pitches in together.items()]
    chords.sort(key=lambda chord: (chord.start, -chord.pitches[-1][0]))
    voices: list[list[Chord]] = [[]]
    for chord in chords:
        free = next((voice for voice in voices if not voice or voice[-1].end <= chord.start), None)
        if free is None and len(voices) < MOST_VOICES:
            voices.append([])
            free = voices[-1]
        if free is None:
            free = _shortened(voices, chord.start)
        free.append(chord)
    return tuple(tuple(voice) for voice in voices)


def _shortened(voices: list[list[Chord]], start: int) -> list[Chord]:
    """A voice whose last chord ends at ``start`` from now on: the one that has sounded longest."""
    voice = min(voices, key=lambda one: one[-1].start)
    last = voice.pop()
    if last.start < start:
        voice.append(replace(last, end=start))
        return voice
    # All four begin here: the lowest takes the others' place.
    return voice
