"""The roll's own bar in whatever room there is: what has none goes, and is still in the menu."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from studio.look.palette import current
from studio.look.tokens import SIZE, SPACE
from studio.panes.compose.roll.bar import RollBar


class FittingBar(QWidget):
    """Holds the bar and never asks for more width than it is given."""

    def __init__(self, bar: RollBar) -> None:
        super().__init__()
        self.bar = bar
        self.setAccessibleName(self.tr("Tools"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(bar)
        # The first to go is what is needed least.
        self._fitting = False
        self._order = (bar.every, bar.fold, bar.ghosts, bar.scale, bar.follow, bar.quantise, bar.snap)

    def minimumSizeHint(self) -> QSize:
        """As narrow as it must be."""
        return QSize(0, SIZE.control + 2 * SPACE.xs)

    def sizeHint(self) -> QSize:
        """As high as the bar."""
        return QSize(0, max(SIZE.control + 2 * SPACE.xs, self.bar.sizeHint().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another room."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Only now is it known how wide each is."""
        super().showEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A ground like that of the bar above, with a hair below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current().panel))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(current().line))
        painter.end()

    def _fit(self) -> None:
        # Hiding lays out at once and may resize this again, over and over until the stack is full.
        if self._fitting:
            return
        self._fitting = True
        try:
            self._hide_what_has_no_room()
        finally:
            self._fitting = False

    def _hide_what_has_no_room(self) -> None:
        widths = [widget.sizeHint().width() + SPACE.xs for widget in self._order]
        shown = self.bar.sizeHint().width()
        hidden = sum(width for widget, width in zip(self._order, widths, strict=True) if widget.isHidden())
        over = shown + hidden - self.width()
        for widget, width in zip(self._order, widths, strict=True):
            goes = over > 0
            if goes:
                over -= width
            if widget.isHidden() != goes:
                widget.setVisible(not goes)
