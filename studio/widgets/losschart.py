"""Curves of a training on a scale of powers: how near it comes, beside a line to compare with."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from studio.look.palette import current, notifier
from studio.look.tokens import RADIUS, SPACE

_HEIGHT = 168
_DOT = 7.0
#: Where a scale of powers is written on: 1, 2, 5, 10, 20, 50, ...
_STEPS = (1, 2, 5)
_FEWEST_RATIO = 1.25


@dataclass(frozen=True)
class Curve:
    """A name, a role among the look's colours, and points from left to right; ``dashed`` for what only compares."""

    name: str
    colour: str
    points: Sequence[tuple[float, float]] = ()
    dashed: bool = False

    @property
    def last(self) -> float | None:
        """The newest value."""
        return self.points[-1][1] if self.points else None


class LossChart(QWidget):
    """Draws curves with figures at the left, a legend above, and the newest value at each name."""

    def __init__(self, name: str, along: str = "", parent: QWidget | None = None) -> None:
        """``name`` says what is drawn, ``along`` what the figures below the curves count."""
        super().__init__(parent)
        self._curves: tuple[Curve, ...] = ()
        self._along = along
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        # Its figures are read out where the keyboard stops at it.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        notifier().changed.connect(self.update)

    def show_curves(self, curves: Sequence[Curve]) -> None:
        """Draw these; the first lies on top."""
        self._curves = tuple(curves)
        said = [f"{curve.name} {figure(curve.last)}" for curve in self._curves if curve.last is not None]
        self.setAccessibleDescription(", ".join(said))
        self.update()

    def curves(self) -> tuple[Curve, ...]:
        """What is drawn."""
        return self._curves

    def sizeHint(self) -> QSize:
        """Wider than high."""
        return QSize(240, self._high())

    def minimumSizeHint(self) -> QSize:
        """Never so small that nothing could be read."""
        return QSize(160, self._high())

    def _high(self) -> int:
        return max(_HEIGHT, 10 * self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Frame, legend, grid, and the curves from the last to the first."""
        tokens = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ringed = self.hasFocus() and self.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        painter.setPen(QPen(QColor(tokens.focus if ringed else tokens.line), 1))
        painter.setBrush(QColor(tokens.window))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS.m, RADIUS.m)
        font = painter.font()
        font.setPixelSize(max(9, round(self.fontMetrics().height() * 0.68)))
        painter.setFont(font)
        legend = self._draw_legend(painter)
        plot = self._plot(painter, legend)
        if any(len(curve.points) > 0 for curve in self._curves):
            self._draw_grid(painter, plot)
            for curve in reversed(self._curves):
                self._draw_curve(painter, plot, curve)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The values below the pointer."""
        x = self._under(event.position().x())
        said = [] if x is None else [self._said(curve, x) for curve in self._curves if curve.points]
        QToolTip.showText(event.globalPosition().toPoint(), "\n".join(said), self)

    # -- where ------------------------------------------------------------------------------------------------

    def _plot(self, painter: QPainter, legend: float) -> QRectF:
        metrics = QFontMetricsF(painter.font())
        low, high = self._bounds()
        left = max((metrics.horizontalAdvance(figure(tick)) for tick in self._ticks(low, high)), default=0.0)
        below = metrics.height() + SPACE.xs
        self._area = QRectF(self.rect()).adjusted(left + 2 * SPACE.s, legend, -SPACE.m, -below - SPACE.xs)
        return self._area

    def _bounds(self) -> tuple[float, float]:
        values = [value for curve in self._curves for _, value in curve.points if 0 < value < math.inf]
        if not values:
            return 1.0, 10.0
        low, high = min(values), max(values)
        middle = math.sqrt(low * high)
        low, high = min(low, middle / _FEWEST_RATIO), max(high, middle * _FEWEST_RATIO)
        return low * 0.95, high * 1.05

    def _ticks(self, low: float, high: float) -> list[float]:
        return _ticks(low, high)

    def _can_draw(self, value: float) -> bool:
        return 0 < value < math.inf

    def _width(self) -> tuple[float, float]:
        places = [place for curve in self._curves for place, _ in curve.points]
        low, high = min(places, default=0.0), max(places, default=1.0)
        return low, max(high, low + 1e-9)

    def _at(self, plot: QRectF, place: float, value: float) -> QPointF:
        (left, right), (low, high) = self._width(), self._bounds()
        x = (place - left) / (right - left)
        y = math.log(min(high, max(low, value)) / low) / math.log(high / low)
        return QPointF(plot.left() + plot.width() * x, plot.bottom() - plot.height() * y)

    def _under(self, x: float) -> float | None:
        plot = getattr(self, "_area", QRectF())
        if plot.width() <= 0 or not plot.left() - SPACE.s <= x <= plot.right() + SPACE.s:
            return None
        left, right = self._width()
        return left + (right - left) * min(1.0, max(0.0, (x - plot.left()) / plot.width()))

    def _said(self, curve: Curve, x: float) -> str:
        _, value = min(curve.points, key=lambda point: abs(point[0] - x))
        return f"{curve.name}: {figure(value)}"

    # -- what -------------------------------------------------------------------------------------------------

    def _draw_legend(self, painter: QPainter) -> float:
        """Names in as many lines as they need; returns where the plot begins."""
        metrics = QFontMetricsF(painter.font())
        line = metrics.height()
        x, y = float(SPACE.s), float(SPACE.s)
        for curve in self._curves:
            value = "" if curve.last is None else f" {figure(curve.last)}"
            words = f"{curve.name}{value}"
            width = _DOT + SPACE.xs + metrics.horizontalAdvance(words)
            if x > SPACE.s and x + width > self.width() - SPACE.s:
                x, y = float(SPACE.s), y + line + 2
            colour = QColor(getattr(current(), curve.colour))
            middle = y + line / 2
            painter.setPen(_pen(colour, curve.dashed))
            painter.drawLine(QPointF(x, middle), QPointF(x + _DOT + 1, middle))
            painter.setPen(QColor(current().muted))
            text = QRectF(x + _DOT + SPACE.xs, y, width, line)
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, words)
            x += width + SPACE.m
        return y + line + SPACE.s

    def _draw_grid(self, painter: QPainter, plot: QRectF) -> None:
        tokens, metrics = current(), QFontMetricsF(painter.font())
        low, high = self._bounds()
        free = plot.bottom() + metrics.height()
        for tick in self._ticks(low, high):
            y = self._at(plot, self._width()[0], tick).y()
            if y > free - metrics.height():
                continue  # the figures would lie on each other
            free = y
            painter.setPen(QPen(QColor(tokens.line), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(QColor(tokens.muted))
            place = QRectF(0, y - metrics.height() / 2, plot.left() - SPACE.xs, metrics.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, figure(tick))
        painter.setPen(QColor(tokens.muted))
        below = QRectF(plot.left(), plot.bottom() + SPACE.xs, plot.width(), metrics.height())
        left, right = self._width()
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, figure(left))
        end = f"{figure(right)} {self._along}".strip()
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, end)

    def _draw_curve(self, painter: QPainter, plot: QRectF, curve: Curve) -> None:
        colour = QColor(getattr(current(), curve.colour))
        points = [self._at(plot, place, value) for place, value in curve.points if self._can_draw(value)]
        if not points:
            return
        painter.setPen(_pen(colour, curve.dashed))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        if not curve.dashed:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(points[-1], 2.5, 2.5)


def figure(value: float | None) -> str:
    """Three figures, no powers of ten: “1,240”, “87.3”, “0.25”."""
    if value is None or not math.isfinite(value):
        return "–"
    size = abs(value)
    if 0 < size < 0.1:
        return f"{value:.2g}"
    digits = 0 if size >= 100 or value == round(value) else 1 if size >= 10 else 2
    return f"{value:,.{digits}f}"


def _ticks(low: float, high: float) -> list[float]:
    """A few round figures between ``low`` and ``high``."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    found = [step * 10.0**power for power in powers for step in _STEPS]
    found = [tick for tick in found if low <= tick <= high]
    if len(found) > 6:
        found = [tick for tick in found if f"{tick:e}"[0] == "1"]
    return found or [low, high]


def _pen(colour: QColor, dashed: bool) -> QPen:
    style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
    return QPen(colour, 1.4 if dashed else 1.8, style, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.RoundJoin)
