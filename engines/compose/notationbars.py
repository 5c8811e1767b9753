"""The bars of written music, and the order in which they are played."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, TypeVar

from engines.compose.notes import LAST_TICK, QUARTER
from engines.errors import BadInput

Placed = TypeVar("Placed", bound=tuple[Any, ...])


_MOST_TIMES = 8
"""A repeat is played no more often, whatever a file says."""


def ticks_of(quarters: Any) -> int:
    """Quarters as ticks; raises BadInput beyond what a score can hold."""
    ticks = round(float(quarters) * QUARTER)
    if ticks > LAST_TICK:
        raise BadInput("This music is longer than a score can be.")
    return ticks


@dataclass(frozen=True)
class BarLines:
    """Bars by the ticks where they are written: ``starts`` and ``lengths``, and in which ``order`` they are played.

    ``pickup`` is what the first bar lacks at its beginning; all that is played comes so much later.
    """

    starts: tuple[int, ...] = (0,)
    lengths: tuple[int, ...] = (0,)
    order: tuple[int, ...] = (0,)
    pickup: int = 0

    def moves(self) -> Iterator[tuple[int, int]]:
        """For each bar that is played its place among the written ones, and how much later it sounds."""
        now = self.pickup
        for bar in self.order:
            yield bar, now - self.starts[bar]
            now += self.lengths[bar]
            if now > LAST_TICK:
                raise BadInput("This music is longer than a score can be.")

    def played(self, values: Iterable[Placed]) -> Iterator[tuple[int, Placed]]:
        """Values that begin with a written tick, in the order they are played, each with how much later it sounds."""
        by_bar: list[list[Placed]] = [[] for _ in self.starts]
        for value in values:
            by_bar[max(0, bisect_right(self.starts, value[0]) - 1)].append(value)
        for bar, move in self.moves():
            for value in by_bar[bar]:
                yield move, value


def bars_in(part: Any, *, repeats: bool = True) -> BarLines:
    """The bars of a music21 part; what has no bars is taken for one. Without ``repeats`` each is played once."""
    measures = [one for one in part.getElementsByClass("Measure") if one.duration.quarterLength]
    if not measures:
        return BarLines()
    starts = [ticks_of(measure.offset) for measure in measures]
    ends = [*starts[1:], starts[-1] + ticks_of(measures[-1].duration.quarterLength)]
    lengths = tuple(end - start for start, end in zip(starts, ends, strict=True))
    pickup = ticks_of(measures[0].paddingLeft)
    order = _order(measures, part) if repeats else tuple(range(len(measures)))
    return BarLines(tuple(starts), lengths, order, pickup)


def _order(measures: list[Any], part: Any) -> tuple[int, ...]:
    """In which order bars are played; as they are written where there are no repeats, or such as make no sense."""
    from music21 import repeat
    from music21.exceptions21 import Music21Exception

    written = tuple(range(len(measures)))
    if not any(_repeats(measure) for measure in measures):
        return written
    brackets = part.recurse().getElementsByClass("RepeatBracket")
    if not brackets and not any(measure.getElementsByClass("RepeatExpression") for measure in measures):
        return tuple(_plain_order(measures))
    try:
        # Bars without notes: to copy the notes for every repeat takes music21 seconds.
        played = repeat.Expander(_skeleton(measures, part)).process()
        return tuple(int(measure.number) for measure in played.getElementsByClass("Measure")) or written
    except (Music21Exception, AttributeError, IndexError, KeyError, TypeError, ValueError):
        return written


def _plain_order(measures: list[Any]) -> Iterator[int]:
    """The order where there are nothing but repeat signs: from each back to the one before, or to the beginning."""
    begin = 0
    for number, measure in enumerate(measures):
        if "start" in _directions(measure):
            begin = number
        yield number
        if "end" in _directions(measure):
            for _ in range(min(_MOST_TIMES, measure.rightBarline.times or 2) - 1):
                yield from range(begin, number + 1)
            begin = number + 1


def _directions(measure: Any) -> list[str]:
    sides = ((measure.leftBarline, "start"), (measure.rightBarline, "end"))
    return [way for bar, way in sides if bar is not None and "Repeat" in bar.classes and bar.direction == way]


def _repeats(measure: Any) -> bool:
    bars = (measure.leftBarline, measure.rightBarline)
    signs = measure.getElementsByClass("RepeatExpression")
    return any(bar is not None and "Repeat" in bar.classes for bar in bars) or bool(signs)


def _skeleton(measures: list[Any], part: Any) -> Any:
    """Bars with nothing but their repeats, numbered from 0."""
    from music21 import bar, note, spanner, stream

    bones, copies = stream.Part(), {}
    for number, measure in enumerate(measures):
        one = stream.Measure(number=number)
        one.append(note.Rest(quarterLength=1))
        for side in ("leftBarline", "rightBarline"):
            line = getattr(measure, side)
            if line is not None and "Repeat" in line.classes:
                setattr(one, side, bar.Repeat(direction=line.direction, times=line.times))
        for sign in measure.getElementsByClass("RepeatExpression"):
            one.insert(0, deepcopy(sign))
        bones.append(one)
        copies[id(measure)] = one
    for bracket in part.recurse().getElementsByClass("RepeatBracket"):
        spanned = [copies[id(one)] for one in bracket.getSpannedElements() if id(one) in copies]
        if spanned:
            bones.insert(0, spanner.RepeatBracket(spanned, number=bracket.number))
    return bones
