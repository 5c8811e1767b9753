"""From ticks to seconds and to bars, and back."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate, pairwise

from engines.compose.notes import QUARTER, Metre, Tempo
from engines.compose.score import Score


class Clock:
    """When a tick sounds: seconds from tick 0, by the tempos of a score."""

    def __init__(self, tempos: tuple[Tempo, ...]) -> None:
        # Of several tempos at one tick the last one holds.
        self._ticks = [tempo.tick for tempo in tempos]
        self._each = [tempo.microseconds / 1e6 / QUARTER for tempo in tempos]
        spans = [(late - early) * each for (early, late), each in zip(pairwise(self._ticks), self._each, strict=False)]
        self._seconds = [0.0, *accumulate(spans)]

    def seconds(self, tick: float) -> float:
        """Seconds from the start to ``tick`` (0 or later)."""
        at = max(0, bisect_right(self._ticks, tick) - 1)
        return self._seconds[at] + (tick - self._ticks[at]) * self._each[at]

    def tick(self, seconds: float) -> float:
        """The tick that sounds after so many seconds, with its fraction."""
        at = max(0, bisect_right(self._seconds, seconds) - 1)
        return self._ticks[at] + (seconds - self._seconds[at]) / self._each[at]


@dataclass(frozen=True, slots=True)
class Place:
    """Bar and beat, both counted from 0, and ticks into the beat."""

    bar: int
    beat: int
    tick: int


class Bars:
    """Where bars and beats begin, by the metres of a score. A metre that comes in mid-bar begins a new one there."""

    def __init__(self, metres: tuple[Metre, ...]) -> None:
        # Of several metres at one tick the last one holds.
        self._metres = list({metre.tick: metre for metre in metres}.values())
        self._ticks = [metre.tick for metre in self._metres]
        counts = [
            -(-(late.tick - early.tick) // early.bar) for early, late in pairwise(self._metres)
        ]  # a bar cut short is a bar
        self._first_bars = [0, *accumulate(counts)]

    def metre(self, tick: float) -> Metre:
        """The metre that holds at a tick."""
        return self._metres[self._at(tick)]

    def start(self, bar: int) -> int:
        """The tick at which a bar (from 0) begins."""
        at = max(0, bisect_right(self._first_bars, bar) - 1)
        return self._ticks[at] + (bar - self._first_bars[at]) * self._metres[at].bar

    def bar(self, tick: float) -> int:
        """The bar, from 0, in which a tick lies."""
        at = self._at(tick)
        return self._first_bars[at] + int((tick - self._ticks[at]) // self._metres[at].bar)

    def place(self, tick: int) -> Place:
        """Bar, beat and ticks into the beat."""
        metre, bar = self.metre(tick), self.bar(tick)
        beat, rest = divmod(tick - self.start(bar), metre.beat)
        return Place(bar, beat, rest)

    def ceiling(self, tick: int) -> int:
        """The first bar line at a tick or after it."""
        bar = self.bar(tick)
        start = self.start(bar)
        return start if start == tick else self.start(bar + 1)

    def _at(self, tick: float) -> int:
        return max(0, bisect_right(self._ticks, tick) - 1)


def clock_of(score: Score) -> Clock:
    """The clock of a score's tempos."""
    return Clock(score.tempos)


def bars_of(score: Score) -> Bars:
    """The bars of a score's metres."""
    return Bars(score.metres)
