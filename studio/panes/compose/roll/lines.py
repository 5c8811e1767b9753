"""Which lines of the grid are worth drawing at a zoom: bars, beats and steps, thinned out before they crowd."""

from __future__ import annotations

from dataclasses import dataclass, field

from engines.compose.notes import Metre
from engines.compose.score import Score
from engines.compose.timing import Bars
from studio.panes.compose.roll.transform import Transform

#: Lines closer than this are left out; they fade in up to twice as far.
_CLOSEST = 9.0
_CLOSEST_BARS = 14.0


@dataclass
class Lines:
    """Pixels of each strength of line; ``bars`` with their numbers from 1; fading from 0 (unseen) to 1."""

    bars: list[tuple[int, int]] = field(default_factory=list)
    beats: list[int] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)
    beats_fade: float = 1.0
    steps_fade: float = 1.0


def lines_of(score: Score, bars: Bars, view: Transform, width: int, step: int) -> Lines:
    """The lines between pixel 0 and ``width``."""
    lines = Lines()
    first, last = view.tick(0), view.tick(width)
    metres = list({metre.tick: metre for metre in score.metres}.values())
    for number, metre in enumerate(metres):
        end = metres[number + 1].tick if number + 1 < len(metres) else last + 1
        if metre.tick <= last and end > first:
            _add(lines, metre, (max(first, metre.tick), min(end, last + 1)), (bars, view, step))
    return lines


def _add(lines: Lines, metre: Metre, span: tuple[float, float], how: tuple[Bars, Transform, int]) -> None:
    bars, view, step = how
    start, end = span
    stride = 1
    while metre.bar * stride * view.scale < _CLOSEST_BARS:
        stride *= 2
    beat = metre.beat if metre.beat * view.scale >= _CLOSEST else 0
    fine = _thinned(step, metre, view)
    lines.beats_fade = _fade(metre.beat * view.scale)
    lines.steps_fade = _fade(fine * view.scale)
    bar = bars.bar(start)
    bar -= bar % stride
    while (at := bars.start(bar)) < end:
        if at >= metre.tick:
            lines.bars.append((view.x(at), bar + 1))
            following = min(end, at + metre.bar)
            if stride == 1:
                lines.beats += _inside(at, following, beat, view)
                lines.steps += _inside(at, following, fine if fine < metre.beat or not beat else 0, view)
        bar += stride


def _inside(start: int, end: float, step: int, view: Transform) -> list[int]:
    if not step:
        return []
    first = max(start + step, start + int((view.tick(0) - start) // step) * step)
    scale, left = view.scale, view.left
    return [round(tick * scale) - left for tick in range(first, int(-(-end // 1)), step)]


def _thinned(step: int, metre: Metre, view: Transform) -> int:
    """The step, or twice as much of it and so on until the lines are apart."""
    while step * view.scale < _CLOSEST:
        step *= 2
    return step if step < metre.bar else 0


def _fade(pixels: float) -> float:
    return min(1.0, max(0.35, (pixels - _CLOSEST) / _CLOSEST + 0.35))
