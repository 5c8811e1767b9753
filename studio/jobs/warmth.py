"""Importing torch on the lane that will use it, long before the person waits for it."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib.util
import os
import sys
import threading
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from engines.steps import Step, Task
from studio.threads import worker_threads

_frozen = threading.Event()  # once is enough: a second time would keep the garbage of the meantime for ever


def warm_torch() -> Task[None]:
    """Import torch, give the calling thread its share of the processor, and spare the collector torch's objects.

    Submit it to every lane that will use torch: the share belongs to the thread. Done twice it does no more
    than once. The first import takes about three seconds, in which the task cannot yield.
    """
    yield Step(0, 1, QCoreApplication.translate("Warmth", "Getting the learning engine ready"))
    _set_threads()
    if not _frozen.is_set():
        _frozen.set()
        # Once torch is loaded a full collection stops every thread for 117 ms; frozen objects cost nothing.
        gc.collect()
        gc.freeze()
    yield Step(1, 1)


def _load_library() -> None:
    """Have the system load torch's large library while the window goes on.

    Python's own import would hold its lock over it, half a second and more in which the window stands still; a
    function called through ctypes does not hold it. Where it cannot be had, the import loads it as ever.
    """
    found = importlib.util.find_spec("torch") if "torch" not in sys.modules else None
    library = Path(found.origin or "").parent / "lib" / "libtorch_cpu.so" if found is not None else None
    if library is None or sys.platform != "linux" or not library.is_file():
        return
    with contextlib.suppress(OSError, AttributeError):
        load = ctypes.CDLL(None).dlopen
        load.restype, load.argtypes = ctypes.c_void_p, (ctypes.c_char_p, ctypes.c_int)
        load(os.fsencode(library), os.RTLD_LAZY)


def _set_threads() -> None:
    _load_library()
    import torch

    torch.set_num_threads(worker_threads())
    if torch.get_num_interop_threads() == 1:
        return
    # Torch takes this once, and only before its first parallel work; after that it stays as it is.
    with contextlib.suppress(RuntimeError):
        torch.set_num_interop_threads(1)
