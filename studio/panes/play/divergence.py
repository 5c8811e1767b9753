"""How far each dream has left what is real: |z - z dreamed| as lines, the error of pixels as pale, thin ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.look.palette import current, notifier
from studio.look.tokens import RADIUS, SPACE

#: Frames that are in sight at most: six seconds.
WINDOW = 300
_HEIGHT = 96
#: The least that the scales reach to, so that little does not look like much.
_LEAST_GAP, _LEAST_ERROR = 2.0, 0.05


@dataclass(frozen=True)
class Course:
    """One dream: its name, the role of its colour, and (frame, |z - z dreamed|, error 0 to 1)."""

    name: str
    colour: str
    points: Sequence[tuple[int, float, float]]


class DivergenceChart(QWidget):
    """Two scales over the last frames; empty, it says what would be drawn."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.courses: tuple[Course, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("How far the dream has left what is real"))
        notifier().changed.connect(self.updateGeometry)

    def show_courses(self, courses: Sequence[Course]) -> None:
        """Draw these."""
        if courses or self.courses:
            self.courses = tuple(courses)
            self.update()

    def tell(self) -> None:
        """Let a screen reader know the newest figures."""
        said = [
            self.tr("{name}: z apart {gap:.1f}, pixels {error:.1f} %").format(
                name=course.name, gap=course.points[-1][1], error=100 * course.points[-1][2]
            )
            for course in self.courses
            if course.points
        ]
        self.setAccessibleDescription("; ".join(said))

    def sizeHint(self) -> QSize:
        """A wide strip."""
        return QSize(480, max(_HEIGHT, 6 * self.fontMetrics().height()))

    def minimumSizeHint(self) -> QSize:
        """Narrower, and as high."""
        return QSize(200, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Frame, scales, lines."""
        painter, tokens = QPainter(self), current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.setBrush(QColor(tokens.window))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS.m, RADIUS.m)
        drawn = [course for course in self.courses if course.points]
        if not drawn:
            painter.setPen(QColor(tokens.muted))
            words = self.tr("A dream’s distance from what is real is drawn here.")
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)
        else:
            self._draw(painter, drawn)
        painter.end()

    def _draw(self, painter: QPainter, courses: Sequence[Course]) -> None:
        tokens = current()
        font = painter.font()
        font.setPixelSize(max(9, round(self.fontMetrics().height() * 0.68)))
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        last = max(course.points[-1][0] for course in courses)
        first = max(min(course.points[0][0] for course in courses), last - WINDOW)
        shown = [[point for point in course.points if point[0] >= first] for course in courses]
        gap = max(_LEAST_GAP, *(point[1] for points in shown for point in points))
        error = max(_LEAST_ERROR, *(point[2] for points in shown for point in points))
        left, right = metrics.horizontalAdvance(f"|Δz| {gap:.1f}"), metrics.horizontalAdvance(f"{100 * error:.0f} % px")
        area = QRectF(self.rect()).adjusted(left + 2 * SPACE.s, SPACE.s, -right - 2 * SPACE.s, -SPACE.s)
        painter.setPen(QColor(tokens.muted))
        end = area.right() + SPACE.s
        high, low = area.top(), area.bottom() - metrics.height()
        for x, y, words in (
            (float(SPACE.s), high, f"|Δz| {gap:.1f}"),
            (float(SPACE.s), low, "0"),
            (end, high, f"{100 * error:.0f} % px"),
            (end, low, "0"),
        ):
            painter.drawText(QRectF(x, y, left + right, metrics.height()), Qt.AlignmentFlag.AlignLeft, words)
        painter.setPen(QPen(QColor(tokens.line), 1))
        for y in (area.top(), area.bottom()):
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        for course, points in zip(reversed(courses), reversed(shown), strict=True):
            colour, spans = QColor(getattr(tokens, course.colour)), ((first, last), (gap, error))
            _draw_course(painter, area, colour, points, *spans)


def _draw_course(
    painter: QPainter,
    area: QRectF,
    colour: QColor,
    points: Sequence[tuple[int, float, float]],
    along: tuple[int, int],
    most: tuple[float, float],
) -> None:
    """The error pale below, the distance of z above it."""
    first, span = along[0], max(1, along[1] - along[0])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pale = QColor(colour)
    pale.setAlphaF(0.55)
    # Dashes, and lines wider than a pixel with smooth edges, cost several milliseconds.
    for column, shade in ((2, pale), (1, colour)):
        painter.setPen(QPen(shade, 1.0))
        places = [
            QPointF(
                area.left() + area.width() * (point[0] - first) / span,
                area.bottom() - area.height() * point[column] / most[column - 1],
            )
            for point in points
        ]
        painter.drawPolyline(QPolygonF(places))
