"""How loud it is: two thin bars, left and right, with a mark at the loudest of the last moments."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.look.palette import current, notifier

_LOWEST_DB = -54.0
#: A mark falls so much of the width from one look to the next; bars fall faster.
_MARK_FALLS, _BAR_FALLS = 0.006, 0.05
_LOUD, _NEARLY = 1.0, 0.89


class LevelMeter(QWidget):
    """Shows amplitudes 0 to 1 and above; what is above 1 is red, since it distorts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars, self._marks, self._over = [0.0, 0.0], [0.0, 0.0], False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Master level"))
        self.setToolTip(self.tr("How loud the whole is; red where it is too loud"))
        notifier().changed.connect(self.update)

    def show_levels(self, left: float, right: float) -> None:
        """Show the peaks since the last call."""
        before = (list(self._bars), list(self._marks))
        for side, peak in enumerate((left, right)):
            place = _place(peak)
            self._bars[side] = max(place, self._bars[side] - _BAR_FALLS)
            self._marks[side] = max(place, self._marks[side] - _MARK_FALLS)
        self._over = (self._over and any(self._marks)) or max(left, right) > _LOUD
        if (self._bars, self._marks) != before:
            self.update()

    @property
    def resting(self) -> bool:
        """Whether both bars and marks have fallen to nothing."""
        return not any(self._bars) and not any(self._marks)

    def clear(self) -> None:
        """Nothing sounds."""
        self._bars, self._marks, self._over = [0.0, 0.0], [0.0, 0.0], False
        self.update()

    def sizeHint(self) -> QSize:
        """Two bars."""
        return QSize(72, 16)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Bars from the left, green, amber where it is nearly too loud."""
        tokens, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        high = 4.0
        for side in (0, 1):
            top = self.height() / 2 + (-high - 1 if side == 0 else 1)
            back = QRectF(0, top, self.width(), high)
            painter.setBrush(QColor(tokens.line))
            painter.drawRoundedRect(back, 2, 2)
            bar = self._bars[side]
            colour = tokens.danger if self._over else tokens.warning if bar > _NEARLY else tokens.success
            painter.setBrush(QColor(colour))
            if bar > 0:
                painter.drawRoundedRect(QRectF(0, top, self.width() * bar, high), 2, 2)
            if self._marks[side] > 0.02:
                painter.drawRect(QRectF(self.width() * self._marks[side] - 2, top, 2, high))
        painter.end()


def _place(peak: float) -> float:
    """Where an amplitude lies on the bar, 0 to 1, in decibels."""
    if peak <= 0:
        return 0.0
    return min(1.0, max(0.0, 1 - 20 * math.log10(peak) / _LOWEST_DB))
