"""What a worker process of `engines.play.workers` does: settle, do one piece of work after the other, and end.

Nothing here imports numpy: the number of threads is set before the first piece of work does.
"""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from typing import Any

from engines.errors import ReverieError

Beat = Callable[[], object]

_BEAT_S = 0.5
_NICE = 10


def serve(connection: Connection[Any, Any], log: str) -> None:
    """Do what comes over ``connection`` until None comes, or nothing more can; ``log`` is a file for all it says."""
    _settle(log)
    while True:
        try:
            job = connection.recv()
        except (EOFError, OSError):
            return
        except Exception:
            connection.send(("lost", traceback.format_exc()))
            continue
        if job is None:
            return
        connection.send(_done(job, connection))


def _done(job: Any, connection: Connection[Any, Any]) -> tuple[str, Any]:
    last = time.monotonic()

    def beat() -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _BEAT_S:
            last = now
            connection.send(("beat", None))

    try:
        return "done", job.run(beat)
    except ReverieError as error:
        return "refused", error
    except Exception:
        words = traceback.format_exc()
        print(words, file=sys.stderr, flush=True)
        return "lost", words


def _settle(log: str) -> None:
    """One thread, low priority, words into the log, and an end as soon as the program ends, however it does."""
    os.environ.update(OMP_NUM_THREADS="1", MKL_NUM_THREADS="1", OMP_WAIT_POLICY="PASSIVE")
    os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
    os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
    # Ctrl-C goes to every process of the terminal; it is the program that decides what ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    stream = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.dup2(stream, 1)
    os.dup2(stream, 2)
    faulthandler.enable()
    _give_way()
    threading.Thread(target=_end_with_the_program, daemon=True, name="watches the program").start()


def _give_way() -> None:
    if hasattr(os, "nice"):
        os.nice(_NICE)
    elif sys.platform == "win32":
        import ctypes

        below_normal = 0x00004000
        ctypes.windll.kernel32.SetPriorityClass(ctypes.windll.kernel32.GetCurrentProcess(), below_normal)


def _end_with_the_program() -> None:
    program = multiprocessing.parent_process()
    if program is not None:
        wait([program.sentinel])
        os._exit(1)
