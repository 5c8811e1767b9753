"""The brush: round dabs along the path of a hand, stamped on a mask of bytes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.uint8]

#: How far the edge of a row of dabs may dent in between two of them, in pixels.
_DENT = 0.2
#: An eraser reaches so far beyond a brush of its size that it takes the brush's soft edge with it.
_ERASER_REACH = 1.5
#: Dabs lie on quarters of a pixel: finer than anybody sees, and few enough to be kept. Broad ones take long to make
#: and lie on whole pixels.
_QUARTERS, _BROAD = 4, 48.0
#: A light pen still leaves so much of the radius; between it and full pressure lie so many sizes, each made once.
_LIGHTEST, _PRESSURES = 0.2, 32
#: A stroke from one end of the world to the other stays quick.
_MOST_DABS = 20_000


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of pixels, right and bottom not included."""

    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether no pixel lies in it."""
        return self.right <= self.left or self.bottom <= self.top

    def joined(self, other: Area) -> Area:
        """The smallest rectangle around both."""
        if self.is_empty or other.is_empty:
            return other if self.is_empty else self
        return Area(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


class Stroke:
    """One stroke under way: ``values`` is a copy of the mask that fills while the hand moves.

    Dabs are joined by the larger value and taken away by the smaller, so a stroke that crosses itself, or is told in
    many small steps, leaves the same mask as one told in few.
    """

    def __init__(self, values: Values, radius: float, erases: bool = False) -> None:
        """``radius`` in pixels of the mask, at full pressure."""
        self.values: Values = values.copy()
        self._radius = max(0.5, radius)
        self._erases = erases
        self._points: list[tuple[float, float]] = []

    def to(self, x: float, y: float, pressure: float = 1.0) -> Area:
        """Lead the brush to (x, y), in pixels of the mask; returns what may have changed.

        The way there is a smooth curve through the points of the hand (see `_control`), not a chain of straight lines.
        """
        if not math.isfinite(x + y + pressure):
            return Area()
        share = round(min(1.0, max(0.0, pressure)) * _PRESSURES) / _PRESSURES
        radius = self._radius * (_LIGHTEST + (1 - _LIGHTEST) * share)
        self._points = [*self._points[-2:], (x, y)]
        spacing = math.sqrt(8 * radius * _DENT)
        reach = radius + _ERASER_REACH if self._erases else radius
        touched = Area()
        for centre in _places(self._points, spacing):
            touched = touched.joined(self._dab(float(centre[0]), float(centre[1]), reach))
        return touched

    def _dab(self, x: float, y: float, radius: float) -> Area:
        height, width = self.values.shape
        if not (-radius - 1 < x < width + radius + 1 and -radius - 1 < y < height + radius + 1):
            return Area()
        grain = 1 if radius >= _BROAD else _QUARTERS
        column, across = divmod(round(x * grain), grain)
        row, down = divmod(round(y * grain), grain)
        dab = round_dab(radius, across, down)
        half = dab.shape[0] // 2
        left, top = column - half, row - half
        area = Area(max(0, left), max(0, top), min(width, column + half + 1), min(height, row + half + 1))
        if area.is_empty:
            return Area()
        part = self.values[area.top : area.bottom, area.left : area.right]
        stamp = dab[area.top - top : area.bottom - top, area.left - left : area.right - left]
        if self._erases:
            np.minimum(part, ~stamp, out=part)
        else:
            np.maximum(part, stamp, out=part)
        return area


@lru_cache(maxsize=32)
def round_dab(radius: float, across: int, down: int) -> Values:
    """A disc of ``radius`` pixels with an edge one pixel soft; ``across``, ``down``: its centre, in quarter pixels.

    The centre lies in the middle pixel of the square that is returned, so far from that pixel's upper left corner.
    """
    half = math.ceil(radius + 0.5) + 1
    middles = np.arange(-half, half + 1, dtype=np.float32) + np.float32(0.5)
    squared = (middles - across / _QUARTERS) ** 2 + (middles[:, None] - down / _QUARTERS) ** 2
    cover = np.clip(radius + 0.5 - np.sqrt(squared), 0.0, 1.0)
    dab: Values = np.rint(cover * 255).astype(np.uint8)
    # It is kept and given to everybody.
    dab.flags.writeable = False
    return dab


def _places(points: list[tuple[float, float]], spacing: float) -> NDArray[np.float64]:
    """Where dabs go on the way to the last point, at most ``spacing`` apart; shape (n, 2)."""
    end = np.array(points[-1])
    if len(points) == 1:
        return end[None]
    start = np.array(points[-2])
    control = _control(np.array(points[-3]) if len(points) > 2 else start, start, end)
    # A quadratic curve is nowhere faster than twice the longer side of its triangle.
    longest = 2 * max(math.dist(start, control), math.dist(control, end))
    t = np.linspace(0, 1, min(_MOST_DABS, max(1, math.ceil(longest / spacing))) + 1)[1:, None]
    places: NDArray[np.float64] = (1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * end
    return places


def _control(before: NDArray[np.float64], start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
    """The middle point of the quadratic Bézier curve from ``start`` to ``end`` that goes on smoothly from ``before``.

    It leaves ``start`` along the tangent of the parabola through the three points; on a circle that is the circle's
    own, so the curve needs no point of the future and does not lag behind the hand.
    """
    middle: NDArray[np.float64] = (start + end) / 2
    first, second = math.dist(before, start), math.dist(start, end)
    if first == 0 or second == 0:
        return middle
    came, goes = (start - before) / first, (end - start) / second
    # A sharp turn is meant as one: from 60 to 90 degrees the curve fades into a straight line.
    curved = min(1.0, max(0.0, 2 * float(came @ goes)))
    tangent = (came * second + goes * first) / (first + second)
    # As long as the shorter way: the direction of a tiny step is noise and must not swing a long one.
    along = start + tangent * (min(first, second) / 2)
    control: NDArray[np.float64] = middle + curved * (along - middle)
    return control
