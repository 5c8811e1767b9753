"""Where the wheel and the pedals stand, and whose hands are on them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.look.palette import current, notifier
from studio.look.tokens import SPACE

_BAR = 6


class Pedals(QWidget):
    """Three bars: steer from the middle, gas and brake from the left; another colour while a person drives."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = (self.tr("Steer"), self.tr("Gas"), self.tr("Brake"))
        self.action, self.by_hand, self.who = np.zeros(3, np.float32), False, ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Wheel and pedals"))
        notifier().changed.connect(self.updateGeometry)

    def show_action(self, action: NDArray[np.float32], by_hand: bool, who: str) -> None:
        """Show an action and who it came from."""
        self.action, self.by_hand, self.who = action, by_hand, who
        self.update()

    def tell(self) -> None:
        """Let a screen reader know."""
        figures = ", ".join(f"{name} {value:+.2f}" for name, value in zip(self._names, self.action, strict=True))
        self.setAccessibleDescription(f"{self.who}: {figures}")

    def colour(self) -> str:
        """The role of the bars' colour."""
        return "danger" if self.by_hand else "accent"

    def sizeHint(self) -> QSize:
        """One line of words and a bar below."""
        return QSize(420, self.fontMetrics().height() + _BAR + SPACE.s)

    def minimumSizeHint(self) -> QSize:
        """Narrow, and as high."""
        return QSize(200, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Who drives, and the bars."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, metrics = current(), QFontMetricsF(self.font())
        colour = QColor(getattr(tokens, self.colour()))
        line, gap = metrics.height(), float(SPACE.l)
        first = min(self.width() * 0.3, 16 * metrics.averageCharWidth() + SPACE.s)
        painter.setPen(colour if self.by_hand else QColor(tokens.text))
        who = metrics.elidedText(self.who, Qt.TextElideMode.ElideRight, first)
        painter.drawText(QRectF(0, 0, first, self.height()), Qt.AlignmentFlag.AlignVCenter, who)
        width = (self.width() - first - 3 * gap) / 3
        for place, (name, value) in enumerate(zip(self._names, self.action, strict=True)):
            left = first + gap + place * (width + gap)
            painter.setPen(QColor(tokens.muted))
            painter.drawText(QRectF(left, 0, width, line), Qt.AlignmentFlag.AlignLeft, name)
            painter.drawText(QRectF(left, 0, width, line), Qt.AlignmentFlag.AlignRight, f"{float(value):.2f}")
            bar = QRectF(left, line + SPACE.xs, width, _BAR)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.line_strong))
            painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
            painter.setBrush(colour)
            painter.drawRoundedRect(_filled(bar, float(value), from_middle=not place), _BAR / 2, _BAR / 2)
        painter.end()


def _filled(bar: QRectF, value: float, *, from_middle: bool) -> QRectF:
    if not from_middle:
        return QRectF(bar.left(), bar.top(), bar.width() * value, bar.height())
    end = bar.center().x() + bar.width() / 2 * value
    return QRectF(min(end, bar.center().x()), bar.top(), abs(end - bar.center().x()), bar.height())
