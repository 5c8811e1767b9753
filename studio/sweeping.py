"""Collecting Python's garbage on the window's thread only."""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer, Slot

from engines import undisturbed

TICK_MS = 3_000
TICKS_BETWEEN_FULL_SWEEPS = 20
# Longer than this would be seen as a stutter.
TOO_LONG_S = 0.03
# So many young objects are looked at in half the time of a block of sound (measured: 100 in 10 µs).
FEW = 30_000


class Sweeper(QObject):
    """Turns the automatic collector off and collects on a timer instead.

    The automatic one runs on whichever thread allocates: on a lane it deletes QObjects of the window's thread,
    and the process dies. Young objects are looked at every tick, all of them once a minute. While music plays that
    waits for its end, and the young do where they are many: 90 ms were measured, in which no block of sound came.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ticks = 0
        self._owed = False
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.sweep)
        self._timer.start()

    @Slot()
    def sweep(self) -> None:
        """Collect the young; each twentieth time everything."""
        self._ticks += 1
        self._owed = self._owed or not self._ticks % TICKS_BETWEEN_FULL_SWEEPS
        if undisturbed.wanted():
            if gc.get_count()[0] < FEW:
                gc.collect(0)
            return
        if not self._owed:
            gc.collect(1)
            return
        self._owed = False
        began = time.perf_counter()
        gc.collect()
        # Torch came in some other way than through warm_torch: what has survived until now stays anyway.
        if time.perf_counter() - began > TOO_LONG_S:
            gc.freeze()

    def stop(self) -> None:
        """Leave the collector as it was found."""
        self._timer.stop()
        if self._was_on:
            gc.enable()
