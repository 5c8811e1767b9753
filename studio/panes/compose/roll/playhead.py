"""The playhead: a narrow window of its own over the canvas, so that moving it repaints two strips."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from studio.panes.compose.roll.outlook import Outlook
from studio.panes.compose.roll.painting.colours import colours, faded

WIDTH = 3


class Playhead(QWidget):
    """A line where the sound is."""

    def __init__(self, canvas: QWidget, outlook: Outlook) -> None:
        super().__init__(canvas)
        self._canvas, self._outlook = canvas, outlook
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        outlook.playhead_moved.connect(self.place)
        outlook.view_changed.connect(self.place)
        self.place()

    def place(self) -> None:
        """Stand where the playhead is."""
        canvas = self._canvas
        x = self._outlook.view.x(self._outlook.playhead)
        seen = -WIDTH <= x <= canvas.width()
        if seen:
            self.setGeometry(x - WIDTH // 2, 0, WIDTH, canvas.height())
        self.setVisible(seen)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line with a soft edge."""
        painter = QPainter(self)
        line = colours().playhead
        painter.fillRect(0, 0, WIDTH, self.height(), faded(QColor(line), 0.22))
        painter.fillRect(WIDTH // 2, 0, 1, self.height(), line)
        painter.end()
