"""The sound as an output reads it: any number of frames at a time, never louder than full scale."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engines.compose.sound.renderer import Renderer
from engines.compose.sound.synth import BLOCK, Frames

#: No sample is larger: -0.2 dB, so that converters have room between two samples.
CEILING = 0.977
#: Nothing that is meant to be heard comes near.
LOUDEST = 1e4
#: The part of the way back to full loudness that the limiter goes in a block, about 150 ms in all.
RECOVERY = 0.12


def _nothing() -> None:
    """Between two blocks nothing is to be done."""


class Stream:
    """Renders blocks of BLOCK frames and hands them out in any portions: what is heard does not depend on these.

    ``between`` is called before each block: what changes the renderer happens there. A block is handed out when the
    next one is known, so that the limiter sees a peak before it comes: gains at the edges of blocks are low enough for
    both neighbours and go straight in between, so nothing clips and nothing clicks.
    """

    def __init__(self, renderer: Renderer, between: Callable[[], None] = _nothing) -> None:
        self.renderer = renderer
        #: How loud all of it is, 0 to 1.
        self.volume = 1.0
        #: The greatest left and right since somebody put it back to 0.
        self.peak = (0.0, 0.0)
        #: Frames that were handed out.
        self.delivered = 0
        self._between = between
        self._gain, self._edge = 1.0, 1.0
        self._next, self._room, self._next_peak = self._rendered()
        self._ready = memoryview(b"")
        self._slope = np.arange(1, BLOCK + 1, dtype=np.float32)[:, None] / BLOCK

    def read(self, count: int) -> Frames:
        """The next ``count`` frames."""
        out = bytearray(count * 8)
        # Memory is copied by views: numpy would let other threads in between, who may keep it waiting.
        into = memoryview(out)
        while len(into):
            if not len(self._ready):
                self._ready = self._block().data.cast("B")
            part = min(len(into), len(self._ready))
            into[:part] = self._ready[:part]
            into, self._ready = into[part:], self._ready[part:]
        self.delivered += count
        return np.frombuffer(out, np.float32).reshape(count, 2)

    def _rendered(self) -> tuple[Frames, float, tuple[float, float]]:
        """A new block, the gain at which it just fits, and its peaks left and right."""
        self._between()
        block = np.empty((BLOCK, 2), np.float32)
        self.renderer.render(block)
        left, right = block[:, 0], block[:, 1]
        peak = (max(float(left.max()), -float(left.min())), max(float(right.max()), -float(right.min())))
        if not peak[0] + peak[1] < LOUDEST:
            # Infinite or no numbers at all, which a speaker must never get: a damaged font plays such.
            block[:], peak = 0.0, (0.0, 0.0)
        return block, min(1.0, CEILING / max(CEILING, *peak)), peak

    def _block(self) -> Frames:
        block, room, peak = self._next, self._room, self._next_peak
        self._next, self._room, self._next_peak = self._rendered()
        edge = min(room, self._room, self._edge + (1 - self._edge) * RECOVERY)
        if edge > 0.999 and self._room == room == 1.0:
            edge = 1.0
        before, after = self._gain, edge * self.volume
        if before != 1.0 or after != 1.0:
            block *= before + (after - before) * self._slope
        self._gain, self._edge = after, edge
        louder = max(before, after)
        self.peak = (max(self.peak[0], peak[0] * louder), max(self.peak[1], peak[1] * louder))
        return block
