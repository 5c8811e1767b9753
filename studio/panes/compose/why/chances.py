"""What could have come instead: the likeliest pitches and lengths as bars, what came marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.look.palette import current, notifier
from studio.look.tokens import SPACE

_ROW = 20
#: Pixels between two lines of text, and the narrowest room for names.
_AIR, _LABEL = 4, 76


@dataclass(frozen=True, slots=True)
class Chance:
    """One row: what it is, how likely, and whether it came."""

    name: str
    share: float
    came: bool = False


class Chances(QWidget):
    """Draws rows of bars; a screen reader hears them as one description."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Chance, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        notifier().changed.connect(self.update)

    def show_rows(self, rows: Sequence[Chance]) -> None:
        """Show these."""
        self._rows = tuple(rows)
        self.setAccessibleDescription(", ".join(f"{row.name} {row.share:.0%}" for row in self._rows))
        self.updateGeometry()
        self.update()

    def rows(self) -> tuple[Chance, ...]:
        """What is shown."""
        return self._rows

    def sizeHint(self) -> QSize:
        """A line for each."""
        return QSize(200, self._row() * max(1, len(self._rows)))

    def minimumSizeHint(self) -> QSize:
        """The same height."""
        return QSize(120, self.sizeHint().height())

    def _row(self) -> int:
        return max(_ROW, self.fontMetrics().height() + _AIR)

    def _widths(self) -> tuple[int, int]:
        """Room for names and for shares, the boldest of which must fit."""
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(bold)
        widest = max((metrics.horizontalAdvance(row.name) for row in self._rows), default=0)
        names = min(max(_LABEL, widest + SPACE.s), self.width() // 2)
        return names, metrics.horizontalAdvance("100%") + SPACE.xs

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Name, bar, share."""
        tokens, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = Qt.AlignmentFlag.AlignVCenter
        high, (names, shares) = self._row(), self._widths()
        for place, row in enumerate(self._rows):
            line = QRectF(0, place * high, self.width(), high)
            font = QFont(self.font())
            font.setWeight(QFont.Weight.DemiBold if row.came else QFont.Weight.Normal)
            painter.setFont(font)
            painter.setPen(QColor(tokens.text))
            painter.drawText(line.adjusted(0, 0, names - line.width(), 0), middle, row.name)
            track = QRectF(names, line.center().y() - 3, self.width() - names - shares, 6)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.line))
            painter.drawRoundedRect(track, 3, 3)
            painter.setBrush(QColor(tokens.accent if row.came else tokens.heat))
            painter.drawRoundedRect(QRectF(track.left(), track.top(), max(3.0, track.width() * row.share), 6), 3, 3)
            painter.setPen(QColor(tokens.muted))
            box = QRectF(self.width() - shares, line.top(), shares, high)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | middle, f"{row.share:.0%}")
        painter.end()
