"""A score: tracks, notes, and the signs that hold for all of them. A change makes another score."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from itertools import chain, compress, islice, pairwise
from operator import attrgetter, le

from engines.compose.notes import Control, Key, Metre, Note, Tempo
from engines.errors import BadInput

DRUM_CHANNEL = 9
MOST_TRACKS = 1024
#: So many notes are put in their places one by one; more are sorted in together.
_FEW = 64
_GONE = "A note that was to be changed is no longer there."


@dataclass(frozen=True, slots=True)
class Track:
    """One part: ``program`` is the General MIDI instrument 0 to 127, ``channel`` 0 to 15 (9 plays drums).

    ``volume`` is 0 to 1 and ``pan`` -1 (left) to 1; ``colour`` is a place in the palette of tracks.
    """

    name: str = ""
    program: int = 0
    channel: int = 0
    volume: float = 0.8
    pan: float = 0.0
    mute: bool = False
    solo: bool = False
    colour: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.program <= 127 or not 0 <= self.channel <= 15:
            raise BadInput(f"There is no program {self.program} on channel {self.channel}.")
        if not 0 <= self.volume <= 1 or not -1 <= self.pan <= 1:
            raise BadInput("A volume must be from 0 to 1 and a pan from -1 to 1.")

    @property
    def drums(self) -> bool:
        """Whether its pitches are instruments of a drum kit."""
        return self.channel == DRUM_CHANNEL


@dataclass(frozen=True)
class Score:
    """Everything that a file of music says. All parts are in order; signs begin at tick 0, later ones replace them.

    Controllers of one track at one tick stay in the order in which they were given, which matters: a registered
    parameter (the bend range, say) is named by two of them before a third one sets it.

    Raises:
        BadInput: a note or controller is of a track that is not there, or there are more than MOST_TRACKS.
    """

    tracks: tuple[Track, ...] = (Track(),)
    notes: tuple[Note, ...] = ()
    tempos: tuple[Tempo, ...] = (Tempo(0),)
    metres: tuple[Metre, ...] = (Metre(0),)
    keys: tuple[Key, ...] = ()
    controls: tuple[Control, ...] = ()
    title: str = ""
    #: Ticks of the longest note, so that those sounding at a tick are found without looking at all.
    longest: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.tracks) > MOST_TRACKS:
            raise BadInput(f"A score has at most {MOST_TRACKS:,} tracks, not {len(self.tracks):,}.")
        put = object.__setattr__
        for name in ("notes", "tempos", "metres", "keys"):
            put(self, name, _in_order(getattr(self, name)))
        put(self, "controls", _by_tick(self.controls))
        if not self.tempos or self.tempos[0].tick:
            put(self, "tempos", (Tempo(0), *self.tempos))
        if not self.metres or self.metres[0].tick:
            put(self, "metres", (Metre(0), *self.metres))
        last = max(map(attrgetter("track"), chain(self.notes, self.controls)), default=-1)
        if last >= len(self.tracks):
            raise BadInput(f"A note is of track {last + 1}, but there are only {len(self.tracks)}.")
        put(self, "longest", max(map(attrgetter("length"), self.notes), default=0))

    @property
    def end(self) -> int:
        """The tick at which the last note ends; 0 for an empty score."""
        if not self.notes:
            return 0
        # What began so long before the last one ended before that began.
        first = bisect_left(self.notes, self.notes[-1].start - self.longest, key=_start)
        return max(note.end for note in self.notes[first:])

    def between(self, start: int, end: int) -> tuple[Note, ...]:
        """The notes that sound somewhere from ``start`` up to, not with, ``end`` ticks."""
        first = bisect_left(self.notes, start - self.longest, key=_start)
        last = bisect_left(self.notes, end, key=_start)
        return tuple(note for note in self.notes[first:last] if note.end > start)

    def of_track(self, track: int) -> tuple[Note, ...]:
        """The notes of one track."""
        return tuple(note for note in self.notes if note.track == track)

    def with_notes(self, notes: Iterable[Note]) -> Score:
        """The score with these notes instead."""
        return replace(self, notes=tuple(notes))

    def changed(self, gone: Iterable[Note] = (), come: Iterable[Note] = ()) -> Score:
        """The score without the notes in ``gone`` (each once) and with those in ``come``.

        Raises:
            BadInput: a note that shall go is not there.
        """
        come = tuple(come)
        last = max((note.track for note in come), default=-1)
        if last >= len(self.tracks):
            raise BadInput(f"A note is of track {last + 1}, but there are only {len(self.tracks)}.")
        taken = tuple(gone)
        exchanged = _few_exchanged if len(taken) + len(come) <= _FEW else _many_exchanged
        notes = exchanged(self.notes, taken, come)
        longest = max((note.length for note in come), default=0)
        if longest < self.longest:
            stays = all(note.length < self.longest for note in taken)
            longest = self.longest if stays else max(map(attrgetter("length"), notes), default=0)
        # All the rest was looked at when this score was made: looking again took most of the time of a nudge.
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__, notes=notes, longest=longest)
        return other

    def with_track(self, place: int, change: Callable[[Track], Track]) -> Score:
        """The score with one of its tracks changed."""
        tracks = list(self.tracks)
        tracks[place] = change(tracks[place])
        return replace(self, tracks=tuple(tracks))

    def audible(self) -> frozenset[int]:
        """The tracks that are heard: those alone where any is solo, otherwise all that are not muted."""
        alone = frozenset(place for place, track in enumerate(self.tracks) if track.solo)
        return alone or frozenset(place for place, track in enumerate(self.tracks) if not track.mute)

    def key_at(self, tick: int) -> Key | None:
        """The key that holds at a tick; None before the first."""
        return next((key for key in reversed(self.keys) if key.tick <= tick), None)


#: A note as a plain tuple, in the order of notes.
_FIELDS = attrgetter(*(one.name for one in fields(Note)))


def _start(note: Note) -> int:
    return note.start


def _in_order(values: Iterable[object]) -> tuple[object, ...]:
    """Most scores come in order, and seeing that is quicker than putting them so.

    Their fields are compared as plain tuples, which is what the order of the values means: comparing thousands of
    values themselves took most of the time of a change.
    """
    found = tuple(values)
    if len(found) < 2:
        return found
    fields_of = attrgetter(*(one.name for one in fields(found[0])))  # type: ignore[arg-type]
    keys = list(map(fields_of, found))
    return found if all(map(le, keys, islice(keys, 1, None))) else tuple(sorted(found, key=fields_of))


def _few_exchanged(notes: tuple[Note, ...], gone: tuple[Note, ...], come: tuple[Note, ...]) -> tuple[Note, ...]:
    left = list(notes)
    for note in gone:
        place = bisect_left(left, note)
        if place == len(left) or left[place] != note:
            raise BadInput(_GONE)
        del left[place]
    for note in come:
        insort(left, note)
    return tuple(left)


def _many_exchanged(notes: tuple[Note, ...], gone: tuple[Note, ...], come: tuple[Note, ...]) -> tuple[Note, ...]:
    keys = list(map(_FIELDS, notes))
    stays = bytearray(b"\1") * len(notes)
    after = 0
    for wanted in sorted(map(_FIELDS, gone)):
        # Of notes that are alike each goes once: the next one is looked for behind the last.
        place = bisect_left(keys, wanted, after)
        if place == len(keys) or keys[place] != wanted:
            raise BadInput(_GONE)
        stays[place], after = 0, place + 1
    return tuple(sorted((*compress(notes, stays), *come), key=_FIELDS))


def _by_tick(controls: Iterable[Control]) -> tuple[Control, ...]:
    found = tuple(controls)
    places = [(control.tick, control.track) for control in found]
    if all(early <= late for early, late in pairwise(places)):
        return found
    return tuple(sorted(found, key=lambda control: (control.tick, control.track)))
