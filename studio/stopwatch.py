"""How long the start took, for the test that guards it and for the bench: print one line and quit."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

#: Set to 1: print how long the start took as soon as the window is painted, and quit.
VARIABLE = "REVERIE_QUIT_AFTER_SHOWN"
HEAVY = ("torch", "onnxruntime", "music21", "pyqtgraph", "gymnasium")


def is_wanted() -> bool:
    """Whether this start is only to be measured."""
    return os.environ.get(VARIABLE) == "1"


def seconds_since_start() -> tuple[float, str]:
    """Seconds since this process began, and from when they count: Python's own start is in them on Linux only."""
    try:
        # Field 22, counted after the name in brackets, which may hold spaces.
        ticks = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
        return time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK"), "process creation"
    except (OSError, ValueError, IndexError, AttributeError):
        # Under “python -m studio” the entry is called __main__, and importing it again would start the count anew.
        entry = next(name for name in ("studio.__main__", "__main__") if name in sys.modules)
        begun = getattr(sys.modules[entry], "IMPORTED_AT", time.time())
        return time.time() - begun, "first line of studio.__main__"


class Stopwatch(QObject):
    """Waits for the first paint of ``window``, prints one line of JSON and quits."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Measure once the whole window has been painted, which is a turn of the event loop later."""
        if event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self._report)
        return False

    def _report(self) -> None:
        seconds, since = seconds_since_start()
        heavy = sorted(name for name in HEAVY if name in sys.modules)
        print(json.dumps({"shown_seconds": round(seconds, 3), "since": since, "heavy": heavy}), flush=True)
        QTimer.singleShot(0, self._end)

    def _end(self) -> None:
        self._window.close()
        QApplication.quit()
