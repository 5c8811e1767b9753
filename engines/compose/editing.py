"""What a hand does to notes, as plain values: each function looks at some notes and tells which go and which come.

None of them touches a score. ``Edit.on`` makes the changed one, and ``Edit.back`` is what takes it back exactly.
All times are ticks, all pitches MIDI keys.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, TypeAlias

from engines.compose.notes import HIGHEST, LOWEST, Note
from engines.compose.score import Score
from engines.errors import BadInput

#: What is done with some notes.
Change: TypeAlias = "Callable[[tuple[Note, ...]], Edit]"

#: An octave in semitones.
OCTAVE = 12
#: No hand makes a note shorter than a 128th: it could not be seen or grasped any more.
SHORTEST = 15


@dataclass(frozen=True, slots=True)
class Edit:
    """Notes that go and notes that come. Where a note became another, both stand at the same place."""

    gone: tuple[Note, ...] = ()
    come: tuple[Note, ...] = ()

    def on(self, score: Score) -> Score:
        """The score with the change made; raises BadInput when a note that shall go is not there."""
        return score.changed(self.gone, self.come)

    @property
    def back(self) -> Edit:
        """What takes it back."""
        return Edit(self.come, self.gone)

    @property
    def empty(self) -> bool:
        """Whether it leaves every score as it is."""
        if len(self.gone) != len(self.come):
            return False
        return self.gone == self.come or Counter(self.gone) == Counter(self.come)


def each(notes: Iterable[Note], change: Callable[[Note], Note]) -> Edit:
    """Change every note by itself."""
    gone = tuple(notes)
    return Edit(gone, tuple(change(note) for note in gone))


@dataclass(frozen=True, slots=True)
class Room:
    """How far some notes can be moved together before one of them meets an edge."""

    earlier: int
    lower: int
    higher: int

    def within(self, ticks: int, semitones: int) -> tuple[int, int]:
        """The nearest move that keeps all of them on the grid."""
        return max(-self.earlier, ticks), min(self.higher, max(-self.lower, semitones))


def room(notes: Iterable[Note]) -> Room:
    """The room around notes: ticks to tick 0, semitones to both ends of the keyboard; none around no notes."""
    some = tuple(notes)
    if not some:
        return Room(0, 0, 0)
    pitches = [note.pitch for note in some]
    return Room(min(note.start for note in some), min(pitches) - LOWEST, HIGHEST - max(pitches))


def move(notes: Iterable[Note], ticks: int, semitones: int = 0) -> Edit:
    """Move notes together.

    Raises:
        BadInput: one of them would leave the keyboard or begin before tick 0; then none is moved.
    """
    some = tuple(notes)
    if room(some).within(ticks, semitones) != (ticks, semitones):
        raise BadInput("Some of these notes would leave the roll, so none was moved; move them by less.")
    return each(some, lambda note: note.moved(ticks, semitones))


def transpose(notes: Iterable[Note], semitones: int) -> Edit:
    """Make notes higher (negative: lower) by semitones, all or none: a chord at the edge keeps its shape.

    Raises:
        BadInput: one of them would leave the keyboard.
    """
    some = tuple(notes)
    if room(some).within(0, semitones)[1] != semitones:
        raise BadInput("Some of these notes would leave the keyboard, so none was transposed; go the other way first.")
    return move(some, 0, semitones)


def resize(notes: Iterable[Note], ticks: int, edge: Literal["start", "end"] = "end", least: int = SHORTEST) -> Edit:
    """Move one edge of notes by ticks; none becomes shorter than ``least`` (or than it is), none begins before 0."""

    def resized(note: Note) -> Note:
        shortest = min(least, note.length)
        if edge == "end":
            return replace(note, length=max(shortest, note.length + ticks))
        start = max(0, min(note.start + ticks, note.end - shortest))
        return replace(note, start=start, length=note.end - start)

    return each(notes, resized)


def split(notes: Iterable[Note], tick: int) -> Edit:
    """Cut those notes that sound across ``tick`` in two; the others stay."""
    cut = tuple(note for note in notes if note.start < tick < note.end)
    halves = [(replace(one, length=tick - one.start), replace(one, start=tick, length=one.end - tick)) for one in cut]
    return Edit(cut, tuple(half for pair in halves for half in pair))


def glue(notes: Iterable[Note]) -> Edit:
    """Join notes of one track and pitch into one each, from the first start to the last end, as loud as the first."""
    same: dict[tuple[int, int], list[Note]] = defaultdict(list)
    for note in sorted(notes):
        same[note.track, note.pitch].append(note)
    groups = [group for group in same.values() if len(group) > 1]
    joined = (replace(group[0], length=max(note.end for note in group) - group[0].start) for group in groups)
    return Edit(tuple(note for group in groups for note in group), tuple(joined))


def legato(notes: Iterable[Note]) -> Edit:
    """Let each note last until the next ones of its track begin; the last ones stay as they are."""
    some = tuple(notes)
    starts: dict[int, set[int]] = defaultdict(set)
    for note in some:
        starts[note.track].add(note.start)
    following = {(track, early): late for track, found in starts.items() for early, late in pairwise(sorted(found))}
    return each(
        some,
        lambda note: replace(note, length=following.get((note.track, note.start), note.end) - note.start),
    )


def humanise(notes: Iterable[Note], seed: int, ticks: int = 12, velocity: int = 10) -> Edit:
    """Move each start by up to ``ticks`` and each velocity by up to ``velocity``, evenly at random by ``seed``."""
    chance = random.Random(seed)

    def shaken(note: Note) -> Note:
        late, loud = chance.randint(-ticks, ticks), chance.randint(-velocity, velocity)
        return replace(note, start=max(0, note.start + late), velocity=_loud(note.velocity + loud))

    # In order, so that the same notes and the same seed always come to the same.
    return each(sorted(notes), shaken)


def louder(notes: Iterable[Note], amount: int) -> Edit:
    """Change velocities by ``amount``, each kept within 1 to 127."""
    return each(notes, lambda note: replace(note, velocity=_loud(note.velocity + amount)))


def ramp(notes: Iterable[Note], first: tuple[float, float], last: tuple[float, float]) -> Edit:
    """Lay velocities on the line between two points (tick, velocity); notes that begin outside of it stay."""
    (start, low), (end, high) = sorted((first, last))

    def laid(note: Note) -> Note:
        share = (note.start - start) / (end - start) if end > start else 1.0
        return replace(note, velocity=_loud(round(low + share * (high - low))))

    return each((note for note in notes if start <= note.start <= end), laid)


def untangle(notes: Sequence[Note]) -> Edit:
    """End each note where the next of its track and pitch begins, so that no key is struck while it is held."""
    same: dict[tuple[int, int], list[Note]] = defaultdict(list)
    for note in sorted(notes):
        same[note.track, note.pitch].append(note)
    pairs = [pair for group in same.values() for pair in pairwise(group)]
    cut = [(early, late) for early, late in pairs if early.start < late.start < early.end]
    return Edit(
        tuple(early for early, _ in cut), tuple(replace(early, length=late.start - early.start) for early, late in cut)
    )


def _loud(velocity: int) -> int:
    return min(127, max(1, velocity))
