"""Where sound goes: what every output has, and the one without a device."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Protocol, TypeAlias

from engines.compose.sound.hastening import hasten
from engines.compose.sound.synth import BLOCK, RATE, Frames

Read: TypeAlias = Callable[[int], Frames]


class Output(Protocol):
    """Reads frames at the pace at which they are heard, on a thread of its own."""

    @property
    def name(self) -> str:
        """What a person reads."""

    @property
    def rate(self) -> int:
        """Frames a second."""

    @property
    def latency(self) -> int:
        """Frames from reading to hearing; if reading is later than that, there is a gap."""

    def start(self, read: Read) -> None:
        """Begin to read."""

    def close(self) -> None:
        """Stop reading; afterwards ``read`` is not called any more."""


class Null:
    """Time passes, nothing is heard: for machines without sound, and for tests.

    Every block is read when it is due, not sooner, like a device with ``periods`` blocks of memory would.
    """

    def __init__(self, rate: int = RATE, periods: int = 4) -> None:
        self._rate, self._periods = rate, periods
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        #: When frame 0 was read (time.perf_counter), moved on by each gap.
        self.began = 0.0

    @property
    def name(self) -> str:
        """That nothing is heard."""
        return "No sound"

    @property
    def rate(self) -> int:
        """Frames a second."""
        return self._rate

    @property
    def latency(self) -> int:
        """All blocks of the memory."""
        return self._periods * BLOCK

    def start(self, read: Read) -> None:
        """Begin to read on a new thread."""
        self._thread = threading.Thread(target=self._run, args=(read,), name="sound: null", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop the thread and wait for it."""
        self._closing.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()

    def _run(self, read: Read) -> None:
        hasten()
        each, patience = BLOCK / self._rate, self._periods * BLOCK / self._rate
        self.began = due = time.perf_counter()
        while True:
            wait = due - time.perf_counter()
            if wait > 0:
                if self._closing.wait(wait):
                    return
            elif self._closing.is_set():
                return
            elif wait < -patience:
                # A gap: a device would have been silent meanwhile, and gone on afterwards.
                self.began -= wait
                due -= wait
            read(BLOCK)
            due += each
