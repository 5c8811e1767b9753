"""Dragging beyond the edge scrolls on, the faster the further out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, QRect, QTimer

from studio.panes.compose.roll.outlook import Outlook

_EVERY_MS = 30
_SHARE = 0.35
_MOST = 60.0


class EdgeScroll(QObject):
    """Runs only while a gesture is out of the canvas; ``on`` is told after each step, so that the gesture goes on."""

    def __init__(self, outlook: Outlook, on: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._outlook, self._on = outlook, on
        self._way = QPointF()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._step)

    @property
    def active(self) -> bool:
        """Whether it scrolls."""
        return self._timer.isActive()

    def drag_to(self, at: QPointF, rect: QRect) -> None:
        """The hand is there: begin, go on, or stop."""
        self._way = QPointF(_beyond(at.x(), rect.width()), _beyond(at.y(), rect.height()))
        if self._way.isNull():
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        """The hand is up."""
        self._timer.stop()

    def _step(self) -> None:
        before = self._outlook.view
        self._outlook.look(before.scrolled(self._way.x(), self._way.y()))
        if self._outlook.view == before:
            self._timer.stop()
        else:
            self._on()


def _beyond(at: float, length: int) -> float:
    out = at if at < 0 else max(0.0, at - length)
    return max(-_MOST, min(_MOST, out * _SHARE))
