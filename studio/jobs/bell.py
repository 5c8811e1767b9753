"""The one way from a lane's thread to the window's."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot


class Bell(QObject):
    """Has things called on the window's thread when any thread rings.

    One for the process and nobody's child. Were the signal the job's own, a lane could emit it while Qt is
    half-way through deleting the job on the window's thread; no lock of ours reaches into that destructor.
    """

    _rang = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._calls: deque[Callable[[], None]] = deque()
        self._rang.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def ring(self, call: Callable[[], None]) -> None:
        """Have ``call`` called on the window's thread soon; from any thread."""
        self._calls.append(call)
        self._rang.emit()

    @Slot()
    def _answer(self) -> None:
        # One at a time from the front: a call may open a dialog whose event loop comes back here.
        while self._calls:
            self._calls.popleft()()


def bell() -> Bell:
    """The bell of this process; first asked for on the window's thread."""
    global _bell
    if _bell is None or not shiboken6.isValid(_bell):  # a QApplication takes every QObject with it when it goes
        _bell = Bell()
    return _bell


_bell: Bell | None = None
