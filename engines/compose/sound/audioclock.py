"""What is heard now, from when the output read what."""

from __future__ import annotations


class AudioClock:
    """The frame that is heard at a moment (seconds of time.perf_counter), and the gaps there were.

    An output reads a portion when it has room for it, or later, never sooner: the earliest reading tells the device's
    own clock best. It may run a thousandth slower than ours, and is followed.

    Written by the output's thread, read by any: what belongs together is one tuple.
    """

    DRIFT = 1e-3

    def __init__(self, rate: int, latency: int) -> None:
        self._rate, self._latency = rate, latency
        self._delivered = 0
        self._after_gap = True
        #: When frame 0 was read, by the device's clock; and the frames delivered so far.
        self._state = (0.0, 0)
        self.missed = 0
        #: When the output last read.
        self.last = 0.0

    def reading(self, count: int, now: float) -> None:
        """The output begins to read so many frames."""
        began = now - self._delivered / self._rate
        anchor = self._state[0]
        if self._after_gap or began < anchor:
            anchor, self._after_gap = began, False
        else:
            anchor += min(began - anchor, self.DRIFT * count / self._rate)
        self._state = (anchor, self._delivered)
        self.last = now

    def read(self, count: int, now: float) -> None:
        """The output has what it wanted. It is late if the last frames it had were heard before."""
        anchor = self._state[0]
        if (now - anchor) * self._rate > self._delivered + self._latency:
            self.missed += 1
            self._after_gap = True
        self._delivered += count
        self._state = (anchor, self._delivered)

    def heard(self, now: float) -> float:
        """The frames that were heard until ``now``: never more than were delivered."""
        anchor, delivered = self._state
        if not delivered:
            return 0.0
        return max(0.0, min((now - anchor) * self._rate - self._latency, float(delivered)))
