"""The frame clock: fifty ticks a second, and as many steps in each as the speed asks for."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

TICK_MS = 20
SPEEDS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0)


class FrameClock(QObject):
    """Ticks while it runs; a slow one leaves ticks out."""

    #: int: steps to be done now.
    ticked = Signal(int)
    running_changed = Signal(bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.speed = 1.0
        self._owed = 0.0
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._marks: list[float] = []

    @property
    def running(self) -> bool:
        """Whether it ticks."""
        return self._timer.isActive()

    def run(self, wanted: bool) -> None:
        """Tick, or rest."""
        if wanted == self.running:
            return
        self._owed, self._marks = 0.0, []
        if wanted:
            self._timer.start()
        else:
            self._timer.stop()
        self.running_changed.emit(wanted)

    def rate(self) -> float:
        """Ticks a second over the last second; 0 while nothing is known."""
        if len(self._marks) < 2:
            return 0.0
        return (len(self._marks) - 1) / max(1e-6, self._marks[-1] - self._marks[0])

    @Slot()
    def _tick(self) -> None:
        self._marks = [*self._marks[-50:], time.perf_counter()]
        self._owed += self.speed
        steps = int(self._owed)
        if steps:
            self._owed -= steps
            self.ticked.emit(steps)
