"""Clicks on the beats, higher where a bar begins."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from engines.compose.sound.sheet import Sheet
from engines.compose.sound.synth import Frames
from engines.compose.timing import Bars

ACCENT_HZ, BEAT_HZ = 1760.0, 1320.0
CLICK_SECONDS = 0.045
LOUDNESS = 0.35


class Metronome:
    """Two clicks of our own, so that it sounds the same over any instrument."""

    def __init__(self, rate: int) -> None:
        self._clicks = (_click(BEAT_HZ, rate), _click(ACCENT_HZ, rate))
        self._ringing: list[tuple[NDArray[np.float32], int]] = []

    def strike(self, accent: bool, late: int) -> None:
        """Let a click begin ``late`` frames into the block that is mixed next."""
        self._ringing.append((self._clicks[accent], -late))

    def mix(self, out: Frames) -> None:
        """Add what rings to a block."""
        if not self._ringing:
            return
        left = []
        for click, at in self._ringing:
            begin = max(0, -at)
            part = click[max(0, at) : at + len(out)]
            out[begin : begin + len(part)] += part[:, None]
            if at + len(out) < len(click):
                left.append((click, at + len(out)))
        self._ringing = left


def beats(bars: Bars, tick: float) -> Iterator[tuple[int, bool]]:
    """Ticks of the beats from ``tick`` on, for ever, each with whether a bar begins there."""
    bar = bars.bar(tick)
    while True:
        start, after = bars.start(bar), bars.start(bar + 1)
        for at in range(start, after, bars.metre(start).beat):
            if at >= tick:
                yield at, at == start
        bar += 1


def count_in(sheet: Sheet, frame: int, bars: int) -> tuple[int, list[tuple[int, bool]]]:
    """How many frames so many bars before ``frame`` take, at the tempo and metre there, and its clicks.

    The clicks are (frames from the beginning, whether a bar begins), on the beats of the bar that is played from.
    """
    tick = round(sheet.tick(frame))
    metre = sheet.bars.metre(tick)
    into = tick - sheet.bars.start(sheet.bars.bar(tick))
    each = (sheet.clock.seconds(tick + 1) - sheet.clock.seconds(tick)) * sheet.rate
    length = bars * metre.bar
    first = -(-(into - length) // metre.beat) * metre.beat
    clicks = [(round((at - into + length) * each), at % metre.bar == 0) for at in range(first, into, metre.beat)]
    return round(length * each), clicks


def _click(hertz: float, rate: int) -> NDArray[np.float32]:
    time = np.arange(round(CLICK_SECONDS * rate)) / rate
    rise = np.minimum(time / 0.001, 1.0)
    fall = np.exp(-time * 110) * np.minimum((CLICK_SECONDS - time) / 0.004, 1.0)
    return np.asarray(LOUDNESS * np.sin(2 * np.pi * hertz * time) * rise * fall, np.float32)
