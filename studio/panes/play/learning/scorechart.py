"""Curves of scores: a straight scale, for a score may well be below nothing."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF

from studio.widgets.losschart import LossChart

_STEPS = (1, 2, 5)
_LEAST = 20.0


class ScoreChart(LossChart):
    """As a LossChart, without powers."""

    def _bounds(self) -> tuple[float, float]:
        values = [value for curve in self.curves() for _, value in curve.points if math.isfinite(value)]
        low, high = min(values, default=0.0), max(values, default=1000.0)
        room = max(_LEAST, 0.05 * (high - low))
        return low - room, high + room

    def _at(self, plot: QRectF, place: float, value: float) -> QPointF:
        (left, right), (low, high) = self._width(), self._bounds()
        x, y = (place - left) / (right - left), (value - low) / (high - low)
        return QPointF(plot.left() + plot.width() * x, plot.bottom() - plot.height() * y)

    def _ticks(self, low: float, high: float) -> list[float]:
        power = 10.0 ** math.floor(math.log10((high - low) / 4))
        step = next((each * power for each in _STEPS if each * power >= (high - low) / 4), 10 * power)
        return [step * number for number in range(math.ceil(low / step), math.floor(high / step) + 1)]

    def _can_draw(self, value: float) -> bool:
        return math.isfinite(value)
