"""Who goes first when the processor is short."""

from __future__ import annotations

import contextlib
import os
import sys
import threading

POLITENESS = 10  # nice steps: learning then gets about a tenth of a core that something else wants too


def step_aside(lane_name: str) -> None:
    """Lower the operating system's priority of the calling thread when it is the train lane's.

    Only Linux has a priority for each thread that a program may lower; torch's own worker threads are
    born from this one and inherit it.
    """
    if lane_name != "train" or sys.platform != "linux":
        return
    thread = threading.get_native_id()
    with contextlib.suppress(OSError):  # some containers forbid it; learning is then merely less polite
        os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + POLITENESS)
