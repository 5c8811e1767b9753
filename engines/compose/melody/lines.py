"""Music as a network reads it: lines of one sound after the other, each sound a rest, a note or a chord."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engines.compose.notes import QUARTER, Note
from engines.compose.score import Score
from engines.compose.timing import Bars, bars_of

Ticks = NDArray[np.int64]

#: What is heard at once: pitches from low to high; nothing for a rest.
Sound = tuple[int, ...]
REST: Sound = ()

#: Onsets are read to the nearest of these; with gaps shorter than this a note reaches to the next one.
SMALLEST = QUARTER // 24
#: Where notes of a performance are put within a quarter: sixteenths and triplets.
_PLAYED_GRID = np.array([0, 120, 160, 240, 320, 360, 480])
#: From this share of onsets off the written grid on, notes were played rather than written.
_PLAYED = 0.2
_LONGEST_GAP = 0.35


@dataclass(frozen=True)
class Line:
    """One voice of a piece: ``sounds`` without gaps, the i-th from ``starts[i]`` to ``starts[i + 1]`` ticks.

    ``starts`` is (n + 1,): its last entry is where the line ends. ``places`` (n + 1, 4) says of each of these ticks:
    ticks into the bar, ticks a bar, ticks a beat, and the number of the bar (from -1, see ``Signs``). ``keys`` (n + 1,)
    is the pitch class of the major key with the signature that holds there, -1 where there is none.
    """

    piece: str
    sounds: tuple[Sound, ...]
    starts: Ticks
    places: Ticks
    keys: Ticks

    def __len__(self) -> int:
        return len(self.sounds)

    @property
    def lengths(self) -> Ticks:
        """Ticks of each sound, (n,)."""
        return np.diff(self.starts)

    @property
    def middle(self) -> int:
        """The median of its highest pitches; 60 for a line of rests."""
        tops = [sound[-1] for sound in self.sounds if sound]
        return int(np.median(tops)) if tops else 60


def line_of(
    notes: Sequence[Note], score: Score, *, until: int | None = None, piece: str = "", signs: Signs | None = None
) -> Line | None:
    """The line that ``notes`` make: those that begin together are one sound, a later one ends those before.

    The line begins with the first note; it ends with the last one, or at tick ``until`` where that is later (then
    with a rest). None without notes.
    """
    if not notes:
        return None
    signs = signs or Signs(score)
    starts, sounds = _sequence(sorted(notes), signs, until)
    ticks = np.array(starts, dtype=np.int64)
    places, keys = signs.at(ticks)
    return Line(piece or score.title, tuple(sounds), ticks, places, keys)


def _sequence(notes: Sequence[Note], signs: Signs, until: int | None) -> tuple[list[int], list[Sound]]:
    groups: dict[int, list[Note]] = {}
    for note in notes:
        groups.setdefault(note.start, []).append(note)
    onsets = sorted(groups)
    starts: list[int] = []
    sounds: list[Sound] = []
    for place, onset in enumerate(onsets):
        here = groups[onset]
        following = onsets[place + 1] if place + 1 < len(onsets) else None
        end = max(note.end for note in here)
        limit = following if following is not None else until
        if limit is not None and (end > limit or limit - end < 3 * SMALLEST):
            end = limit
        starts.append(onset)
        sounds.append(tuple(sorted({note.pitch for note in here})))
        if limit is not None and end < limit:
            for rest in signs.pieces(end, limit):
                starts.append(rest)
                sounds.append(REST)
        last = limit if limit is not None else end
    return [*starts, last], sounds


class Signs:
    """Metres and keys of a score, asked for many ticks at once.

    A pick-up, which is a first bar cut short or the second half of a bar that a repeat cuts in two, counts from its
    end: its last quarter is the last quarter of a bar. It has the number of the bar it belongs to; bar 0 is the first
    in which the score sounds from its first half on.
    """

    def __init__(self, score: Score) -> None:
        self.bars = bars_of(score)
        self._pick_ups = list(_pick_ups(self.bars, [metre.tick for metre in score.metres]))
        self._first = 0
        if score.notes:
            inside, whole, _, bar = self.place(score.notes[0].start)
            self._first = bar + (2 * inside >= whole)
        self._key_ticks = [key.tick for key in score.keys]
        self._classes = np.array([-1, *((key.sharps * 7) % 12 for key in score.keys)], dtype=np.int64)

    def at(self, ticks: Ticks) -> tuple[Ticks, Ticks]:
        """Places (n, 4) and keys (n,) of ``ticks`` (n,), as a ``Line`` holds them."""
        places = np.array([self.place(int(tick)) for tick in ticks], dtype=np.int64).reshape(-1, 4)
        keys = self._classes[np.searchsorted(self._key_ticks, ticks, side="right")]
        return places, keys

    def place(self, tick: int) -> tuple[int, int, int, int]:
        """Ticks into the bar, ticks a bar, ticks a beat and the number of the bar."""
        metre, bar = self.bars.metre(tick), self.bars.bar(tick)
        start = self.bars.start(bar)
        inside = tick - start
        if start in self._pick_ups:
            inside += metre.bar - (self.bars.start(bar + 1) - start)
        return inside, metre.bar, metre.beat, bar - bisect_right(self._pick_ups, tick) - self._first

    def pieces(self, start: int, end: int) -> Iterable[int]:
        """Where the rests between two ticks begin: one up to the bar line, and one for all that follows."""
        yield start
        line = self.bars.start(self.bars.bar(start) + 1)
        if line < end:
            yield line


def _pick_ups(bars: Bars, ticks: Iterable[int]) -> Iterable[int]:
    """The ticks, of those at which a metre begins, where a pick-up begins."""
    halves = 0
    for tick in ticks:
        bar, whole = bars.bar(tick), bars.metre(tick).bar
        length = bars.start(bar + 1) - tick
        before = tick - bars.start(bar - 1) if bar else 0
        # Of two pick-ups in a row the second would be counted twice.
        if length < whole and (bar == 0 or (before + length == whole and halves != bar - 1)):
            halves = bar
            yield tick


def written(notes: Sequence[Note]) -> list[Note]:
    """``notes`` on the grid: those of a performance go to the nearest sixteenth or triplet, others stay.

    Gaps of a performance shorter than a third of the way to the next note are how it was played, not rests.
    """
    if not notes:
        return []
    starts = np.array([note.start for note in notes])
    if np.mean(starts % SMALLEST != 0) < _PLAYED:
        return list(notes)
    snapped, ends = _snapped(starts), _snapped(np.array([note.end for note in notes]))
    onsets = np.unique(snapped)
    following = np.append(onsets, np.iinfo(np.int64).max)[np.searchsorted(onsets, snapped, side="right")]
    ends = np.maximum(ends, snapped + 120)
    near = following - ends < _LONGEST_GAP * (following - snapped)
    ends = np.where(near & (following > ends), following, ends)
    rows = zip(notes, snapped.tolist(), ends.tolist(), strict=True)
    return sorted(Note(start, note.track, note.pitch, end - start, note.velocity) for note, start, end in rows)


def _snapped(ticks: NDArray[np.int64]) -> NDArray[np.int64]:
    quarters, inside = np.divmod(ticks, QUARTER)
    nearest = np.abs(inside[:, None] - _PLAYED_GRID[None]).argmin(1)
    return np.asarray(quarters * QUARTER + _PLAYED_GRID[nearest], dtype=np.int64)
