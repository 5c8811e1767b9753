"""A small chart of whether a model's percentages can be believed."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from engines.calibration import Bin, Calibration
from studio.look.palette import current, notifier
from studio.look.quantities import percent
from studio.look.tokens import RADIUS, SPACE

_SIDE = 172
#: So few words say nothing about a share.
_FEWEST = 10


class ReliabilityChart(QWidget):
    """Said along the bottom, come along the side; on the straight line every percentage is true."""

    def __init__(self) -> None:
        super().__init__()
        self._calibration: Calibration | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Whether its percentages are true"))
        notifier().changed.connect(self.update)

    def show_calibration(self, calibration: Calibration | None) -> None:
        """Draw another table."""
        self._calibration = calibration
        said = self.sentence()
        self.setAccessibleDescription(said)
        self.setToolTip(said)
        self.update()

    def sentence(self) -> str:
        """The chart in words."""
        bins = self._bins()
        if self._calibration is None or not bins:
            return self.tr("Never measured.")
        example = max(bins[1:] or bins, key=lambda each: each.count)
        words = self.tr("Where it says {said}, the word comes in {came}. On average it is off by {error}.")
        error = f"{self._calibration.error * 100:.1f} %"
        return words.format(said=percent(example.said), came=percent(example.came), error=error)

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(_SIDE, _SIDE)

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Frame, the line of truth, and a point for each tenth, the larger the more words."""
        tokens = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ringed = self.hasFocus() and self.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        painter.setPen(QPen(QColor(tokens.focus if ringed else tokens.line), 1))
        painter.setBrush(QColor(tokens.window))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS.m, RADIUS.m)
        font = painter.font()
        font.setPixelSize(max(9, round(self.fontMetrics().height() * 0.65)))
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        left = metrics.horizontalAdvance("100 %") + SPACE.s + SPACE.xs
        plot = QRectF(self.rect()).adjusted(left, SPACE.m, -SPACE.m, -metrics.height() - SPACE.m)
        self._draw_axes(painter, plot, metrics)
        self._draw_points(painter, plot)
        painter.end()

    def _draw_axes(self, painter: QPainter, plot: QRectF, metrics: QFontMetricsF) -> None:
        tokens = current()
        painter.setPen(QPen(QColor(tokens.line), 1))
        for share in (0.0, 0.5, 1.0):
            y = plot.bottom() - plot.height() * share
            x = plot.left() + plot.width() * share
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
        painter.setPen(QPen(QColor(tokens.faint), 1.2, Qt.PenStyle.DashLine))
        painter.drawLine(plot.bottomLeft(), plot.topRight())
        painter.setPen(QColor(tokens.muted))
        high = metrics.height()
        for share in (0.5, 1.0):
            y = plot.bottom() - plot.height() * share
            place = QRectF(0, y - high / 2, plot.left() - SPACE.xs, high)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, percent(share))
        below = QRectF(plot.left(), plot.bottom() + SPACE.xs, plot.width(), high)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, self.tr("said"))
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, percent(1.0))
        came = QRectF(0, plot.bottom() - high, plot.left() - SPACE.xs, high)
        painter.drawText(came, Qt.AlignmentFlag.AlignRight, self.tr("came"))

    def _draw_points(self, painter: QPainter, plot: QRectF) -> None:
        bins = self._bins()
        colour = QColor(current().accent)
        line = [
            QPointF(plot.left() + plot.width() * each.said, plot.bottom() - plot.height() * each.came) for each in bins
        ]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline(QPolygonF(line))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        for point in line:
            painter.drawEllipse(point, 3.0, 3.0)

    def _bins(self) -> list[Bin]:
        found = () if self._calibration is None else self._calibration.bins
        return [each for each in found if each.count >= _FEWEST]
