"""When the window goes, also from another room, the music ends with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget


class Farewell(QObject):
    """Watches a window."""

    gone = Signal()

    def __init__(self, window: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """A window that is only minimised is hidden by the system, and that is no farewell."""
        if event.type() == QEvent.Type.Hide and not event.spontaneous():
            self.gone.emit()
        return False
