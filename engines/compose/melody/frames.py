"""What must hold of a passage: that it ends on a given tick, and what of its rhythm or its pitches is given."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engines.compose.melody.lines import Sound

#: Farther from the end than this, every duration leaves a way to come out even.
_NEAR = 4 * 1920


@dataclass(frozen=True)
class Frame:
    """From ``start`` to ``end`` ticks, filled exactly by the durations ``known`` (ticks), where that can be done.

    ``lengths`` gives the rhythm; ``sounds`` gives the sounds, None where one is free. Given both, they are as long.
    """

    start: int
    end: int
    known: tuple[int, ...]
    lengths: tuple[int, ...] | None = None
    sounds: tuple[Sound | None, ...] | None = None
    _exact: list[set[int]] = field(init=False, repr=False, compare=False, default_factory=list)

    def done(self, count: int, tick: int) -> bool:
        """Whether ``count`` sounds up to ``tick`` are the whole passage."""
        if self.lengths is not None:
            return count >= len(self.lengths)
        if self.sounds is not None and count >= len(self.sounds):
            return True
        return tick >= self.end

    def sound(self, count: int) -> Sound | None:
        """The sound that is given after ``count`` others; None where it is free."""
        return self.sounds[count] if self.sounds is not None and count < len(self.sounds) else None

    def allowed(self, count: int, tick: int) -> NDArray[np.bool_]:
        """Which of ``known`` may last next, (D - 1,); none where only what is left over fits."""
        left = self.end - tick
        ways = np.array([self._fits(left - length, count + 1) for length in self.known])
        if ways.any():
            return ways
        # It cannot come out even: as near as can be, and the last sound takes what is left.
        return np.array([length <= left for length in self.known]) if self._more(count) else ~np.array(self.known, bool)

    def length(self, count: int, tick: int, chosen: int | None) -> int:
        """Ticks of the next sound: as given, as ``chosen``, or all that is left."""
        if self.lengths is not None:
            return self.lengths[count]
        if chosen is None or not self._more(count):
            return max(1, self.end - tick)
        return min(chosen, self.end - tick)

    def _more(self, count: int) -> bool:
        """Whether more than one sound is to come."""
        return self.sounds is None or count + 1 < len(self.sounds)

    def _fits(self, left: int, count: int) -> bool:
        if left < 0:
            return False
        if self.sounds is None:
            return left > _NEAR or bool(self._sums >> left & 1)
        return left in self._reached(len(self.sounds) - count)

    @cached_property
    def _sums(self) -> int:
        """Every number of ticks up to _NEAR that some durations fill, as the bits of one number."""
        most = min(_NEAR, self.end - self.start)
        reached = 1
        for length in self.known:
            times = length
            while times <= most:  # once, then twice more, then four times more…: any number of times
                reached |= reached << times
                times *= 2
        return reached & ((2 << most) - 1)

    def _reached(self, count: int) -> set[int]:
        """Every number of ticks that exactly ``count`` durations fill."""
        if not self._exact:
            self._exact.append({0})
        while len(self._exact) <= count:
            most = self.end - self.start
            self._exact.append(
                {have + length for have in self._exact[-1] for length in self.known if have + length <= most}
            )
        return self._exact[count]
