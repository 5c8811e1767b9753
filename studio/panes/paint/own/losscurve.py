"""A small curve of how near the painting has come: style and content, step by step."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.look.palette import current, notifier
from studio.look.tokens import RADIUS, SPACE
from studio.panes.paint.own.losses import Point

_HEIGHT = 80
_LEAST = 1e-9
_DOT = 7.0


class LossCurve(QWidget):
    """Draws the losses over the steps, each from its highest to its lowest, on a scale of powers."""

    def __init__(self) -> None:
        super().__init__()
        self._points: Sequence[Point] = ()
        self._total = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("How near the painting has come"))
        self.setToolTip(self.tr("How far style and content still are from what is wanted. Lower is nearer."))
        notifier().changed.connect(self.update)

    def show_points(self, points: Sequence[Point], total: int) -> None:
        """Draw these; ``total`` steps fill the width."""
        self._points, self._total = points, total
        if points:
            words = self.tr("Style {style}, content {content} at step {step}")
            last = points[-1]
            self.setAccessibleDescription(
                words.format(style=_figure(last.style), content=_figure(last.content), step=last.step)
            )
        self.update()

    def sizeHint(self) -> QSize:
        """A few lines high."""
        return QSize(160, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a frame, a faint line for each new level, two curves, and their names with the newest figures."""
        tokens = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.setBrush(QColor(tokens.window))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS.m, RADIUS.m)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        legend = QFontMetricsF(painter.font()).height() + SPACE.s
        plot = QRectF(self.rect()).adjusted(SPACE.s, legend + SPACE.xs, -SPACE.s, -SPACE.s)
        self._draw_levels(painter, plot)
        curves: tuple[tuple[str, str, Callable[[Point], float]], ...] = (
            (self.tr("Content"), tokens.success, lambda point: point.content),
            (self.tr("Style"), tokens.accent, lambda point: point.style),
        )
        for _, colour, value in curves:
            self._draw_curve(painter, plot, QColor(colour), value)
        x = float(SPACE.s)
        for name, colour, value in reversed(curves):
            x = self._draw_name(painter, x, legend, name, QColor(colour), value)
        painter.end()

    def _draw_levels(self, painter: QPainter, plot: QRectF) -> None:
        painter.setPen(QPen(QColor(current().line_strong), 1, Qt.PenStyle.DotLine))
        for before, after in zip(self._points, self._points[1:], strict=False):
            if before.level != after.level:
                x = self._x(plot, after.step)
                painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))

    def _draw_curve(self, painter: QPainter, plot: QRectF, colour: QColor, value: Callable[[Point], float]) -> None:
        heights = [math.log(max(_LEAST, value(point))) for point in self._points]
        if not heights:
            return
        lowest, span = min(heights), max(max(heights) - min(heights), _LEAST)
        line = [
            QPointF(self._x(plot, point.step), plot.bottom() - plot.height() * (height - lowest) / span)
            for point, height in zip(self._points, heights, strict=True)
        ]
        painter.setPen(QPen(colour, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline(QPolygonF(line))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(line[-1], 2.5, 2.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _draw_name(
        self, painter: QPainter, x: float, height: float, name: str, colour: QColor, value: Callable[[Point], float]
    ) -> float:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(QRectF(x, SPACE.xs + (height - _DOT) / 2, _DOT, _DOT))
        words = f"{name}  {_figure(value(self._points[-1]))}" if self._points and self._has_room(painter) else name
        painter.setPen(QColor(current().muted))
        width = QFontMetricsF(painter.font()).horizontalAdvance(words)
        x += _DOT + SPACE.xs
        painter.drawText(QRectF(x, SPACE.xs, width + 1, height), Qt.AlignmentFlag.AlignVCenter, words)
        return x + width + SPACE.l

    def _has_room(self, painter: QPainter) -> bool:
        """Whether both figures fit beside their names; with very large letters they do not."""
        widest = f"{self.tr('Content')}  0.000{self.tr('Style')}  0.000"
        return QFontMetricsF(painter.font()).horizontalAdvance(widest) + 2 * (_DOT + SPACE.l) < self.width()

    def _x(self, plot: QRectF, step: int) -> float:
        return plot.left() + plot.width() * min(1.0, step / max(1, self._total))


def _figure(value: float) -> str:
    return f"{value:.3g}"
