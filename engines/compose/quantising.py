"""What was played, brought onto a grid that can be written: straight or in triplets, beat by beat."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engines.compose.notes import QUARTER, Metre, Note
from engines.compose.timing import Bars

#: Grids in ticks with what speaks against each: finer ones and triplets need a reason.
_GRIDS = ((120, 0.0), (160, 6.0), (60, 10.0), (80, 14.0))
_TRIPLETS = (80, 160, 320)
_FINEST = 60
_HALF = 2 * QUARTER
_CLOSE = 20
_GAP = QUARTER // 4
"""Played notes end a little early; a rest shorter than a 16th is not written."""


@dataclass(frozen=True, slots=True)
class Written:
    """A note as it is written: from ``start`` to ``end`` ticks on the grid; ``index`` is its place in the score."""

    start: int
    end: int
    pitch: int
    index: int


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a bar with one grid; ``triplet`` where three take the time of two."""

    start: int
    end: int
    grid: int

    @property
    def triplet(self) -> bool:
        """Whether three of what is written take the time of two."""
        return self.grid in _TRIPLETS


def compound(metre: Metre) -> bool:
    """Whether a beat has three parts, as in 6/8."""
    return metre.unit >= 8 and metre.beats > 3 and metre.beats % 3 == 0


class Grid:
    """The regions of one track."""

    def __init__(self, notes: Sequence[Note], bars: Bars, end: int) -> None:
        #: Whether the notes are those of a player and not of an engraver: hardly any lie on a grid.
        self.played = sum(_exact(note) for note in notes) < 0.9 * len(notes)
        starts = {note.start for note in notes}
        # Where a player lets go says little about the rhythm.
        ticks = sorted(starts if self.played else starts | {note.end for note in notes})
        self.regions: list[Region] = []
        bar = 0
        while (start := bars.start(bar)) < end:
            self._bar(start, bars.start(bar + 1), bars.metre(start), ticks, starts)
            bar += 1
        self._starts = [region.start for region in self.regions]

    def at(self, tick: int) -> Region:
        """The region in which a tick lies."""
        return self.regions[max(0, bisect_right(self._starts, tick) - 1)]

    def snapped(self, tick: int) -> int:
        """The nearest tick on the grid."""
        region = self.at(tick)
        steps = (2 * (tick - region.start) + region.grid) // (2 * region.grid)
        return min(region.end, region.start + steps * region.grid)

    def _bar(self, start: int, end: int, metre: Metre, ticks: list[int], starts: set[int]) -> None:
        if compound(metre) or metre.unit > 4:
            length = metre.beat * 3 if compound(metre) else metre.beat
            for at in range(start, end, length):
                inside = _inside(ticks, at, at + length)
                grid = _best(inside, at, starts, ((120, 0.0), (_FINEST, 10.0)))
                self.regions.append(Region(at, min(at + length, end), grid))
            return
        at = start
        while at < end:
            whole = at + _HALF <= end and not (at - start) % _HALF
            if whole and _three_in_half(_inside(ticks, at, at + _HALF), at):
                self.regions.append(Region(at, at + _HALF, 320))
                at += _HALF
                continue
            inside = _inside(ticks, at, at + QUARTER)
            self.regions.append(Region(at, min(at + QUARTER, end), _best(inside, at, starts, _GRIDS)))
            at += QUARTER


def _exact(note: Note) -> bool:
    return all(not tick % 60 or not tick % 80 for tick in (note.start, note.end))


def _inside(ticks: list[int], start: int, end: int) -> list[int]:
    return ticks[bisect_right(ticks, start) : bisect_right(ticks, end - 1)]


def _three_in_half(ticks: list[int], start: int) -> bool:
    thirds = {round((tick - start) / 320) for tick in ticks}
    return {1, 2} <= thirds and all(abs((tick - start) - 320 * round((tick - start) / 320)) < _CLOSE for tick in ticks)


def _best(ticks: list[int], start: int, starts: set[int], grids: Iterable[tuple[int, float]]) -> int:
    """The grid that moves the ticks least; where notes begin counts twice what it counts where they end."""

    def cost(choice: tuple[int, float]) -> float:
        grid, against = choice
        moved = total = 0.0
        for tick in ticks:
            weight = 2.0 if tick in starts else 1.0
            rest = (tick - start) % grid
            moved += weight * min(rest, grid - rest)
            total += weight
        return against + (moved / total if total else 0.0)

    return min(grids, key=cost)[0]


def quantised(notes: Sequence[tuple[int, Note]], grid: Grid) -> list[Written]:
    """Numbered notes of one track on their grid, in order; those of a player, not of an engraver, without tiny rests.

    Two of one pitch at one start become one.
    """
    onsets = sorted({grid.snapped(note.start) for _, note in notes})
    found: dict[tuple[int, int], Written] = {}
    for index, note in notes:
        start, end = grid.snapped(note.start), grid.snapped(note.end)
        if grid.played:
            place = bisect_right(onsets, max(start, end - 1))
            following = onsets[place] if place < len(onsets) else grid.at(end).end
            end = following if 0 < following - end <= _GAP else end
        if end <= start:
            end = start + min(grid.at(start).grid, max(_FINEST, grid.at(start).end - start))
        same = found.get((start, note.pitch))
        if same is None or same.end < end:
            found[start, note.pitch] = Written(start, end, note.pitch, index)
    return [found[key] for key in sorted(found)]
