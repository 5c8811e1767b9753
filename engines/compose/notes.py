"""What a score is made of: notes and signs as values on a grid of ticks."""

from __future__ import annotations

from dataclasses import dataclass

from engines.errors import BadInput

#: Ticks a quarter note: divisible by 2, 3 and 5, so that triplets and quintuplets fall on whole ticks.
QUARTER = 480
LOWEST, HIGHEST = 0, 127
#: No score is longer: 2³¹ ticks are 103 days of quarters at 60 a minute.
LAST_TICK = 2**31 - 1

MICROSECONDS_A_MINUTE = 60_000_000
SLOWEST, FASTEST = 4.0, 1000.0


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """One note: ``start`` and ``length`` in ticks, ``pitch`` as MIDI key 0 to 127, ``velocity`` 1 to 127.

    ``track`` is its place among the tracks of the score. Notes are in order of start, track, pitch.

    Raises:
        BadInput: a number is out of its range.
    """

    start: int
    track: int
    pitch: int
    length: int
    velocity: int = 80

    def __post_init__(self) -> None:
        if not LOWEST <= self.pitch <= HIGHEST:
            raise BadInput(f"A pitch must be from {LOWEST} to {HIGHEST}, not {self.pitch}.")
        if not 1 <= self.velocity <= 127:
            raise BadInput(f"A velocity must be from 1 to 127, not {self.velocity}.")
        if self.start < 0 or self.length < 1 or self.end > LAST_TICK or self.track < 0:
            raise BadInput("A note must begin at tick 0 or later, last a tick or longer, and be of a track.")

    @property
    def end(self) -> int:
        """The first tick at which it no longer sounds."""
        return self.start + self.length

    def moved(self, ticks: int, semitones: int = 0) -> Note:
        """The note so much later and higher; raises BadInput when that is off the grid."""
        return Note(self.start + ticks, self.track, self.pitch + semitones, self.length, self.velocity)


@dataclass(frozen=True, slots=True, order=True)
class Control:
    """A MIDI controller of a track: ``number`` 0 to 127 (64 is the sustain pedal), or BEND with -8192 to 8191."""

    tick: int
    track: int
    number: int
    value: int

    def __post_init__(self) -> None:
        low, high = (-8192, 8191) if self.number == BEND else (0, 127)
        if not 0 <= self.number <= BEND or not low <= self.value <= high or self.tick < 0 or self.track < 0:
            raise BadInput(f"There is no controller {self.number} with the value {self.value}.")


SUSTAIN = 64
#: Stands for the pitch wheel among the numbers of controllers.
BEND = 128


@dataclass(frozen=True, slots=True, order=True)
class Tempo:
    """From ``tick`` on a quarter lasts ``microseconds``."""

    tick: int
    microseconds: int = 500_000

    def __post_init__(self) -> None:
        if self.tick < 0 or not SLOWEST <= self.bpm <= FASTEST:
            raise BadInput(f"A tempo must be from {SLOWEST:g} to {FASTEST:g} quarters a minute.")

    @classmethod
    def at(cls, bpm: float, tick: int = 0) -> Tempo:
        """``bpm`` quarters a minute from ``tick`` on; raises BadInput outside 4 to 1000."""
        if not SLOWEST <= bpm <= FASTEST:
            raise BadInput(f"A tempo must be from {SLOWEST:g} to {FASTEST:g} quarters a minute, not {bpm:g}.")
        return cls(tick, round(MICROSECONDS_A_MINUTE / bpm))

    @property
    def bpm(self) -> float:
        """Quarters a minute; infinite for a quarter of no time."""
        return MICROSECONDS_A_MINUTE / self.microseconds if self.microseconds > 0 else float("inf")


@dataclass(frozen=True, slots=True, order=True)
class Metre:
    """From ``tick`` on bars have ``beats`` notes of 1/``unit`` each: 3 and 4 for three quarters."""

    tick: int
    beats: int = 4
    unit: int = 4

    def __post_init__(self) -> None:
        if self.tick < 0 or not 1 <= self.beats <= 255 or self.unit not in (1, 2, 4, 8, 16, 32, 64):
            raise BadInput(f"There is no metre of {self.beats}/{self.unit}.")

    @property
    def beat(self) -> int:
        """Ticks a beat."""
        return QUARTER * 4 // self.unit

    @property
    def bar(self) -> int:
        """Ticks a bar."""
        return self.beats * self.beat


#: Semitones above the tonic.
MAJOR, MINOR = (0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10)


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """From ``tick`` on so many sharps (negative: flats) are written, in major or minor."""

    tick: int
    sharps: int = 0
    minor: bool = False

    def __post_init__(self) -> None:
        if self.tick < 0 or not -7 <= self.sharps <= 7:
            raise BadInput(f"A key has from 7 flats to 7 sharps, not {self.sharps}.")

    @property
    def tonic(self) -> int:
        """The pitch class of the keynote, 0 for C: a fifth up for each sharp."""
        return (self.sharps * 7 + (9 if self.minor else 0)) % 12

    @property
    def scale(self) -> frozenset[int]:
        """The pitch classes of its scale (natural minor)."""
        return frozenset((self.tonic + step) % 12 for step in (MINOR if self.minor else MAJOR))
