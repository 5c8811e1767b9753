"""Moments in which nobody may stop the interpreter for long: sound is heard, and a pause of it would be too."""

from __future__ import annotations

import time

#: Whoever must not be kept waiting says so at least this often, in seconds.
FRESH = 1.0
_latest = [float("-inf")]


def keep() -> None:
    """From now on for FRESH seconds, let what can wait wait. Cheap, and for any thread."""
    _latest[0] = time.monotonic()


def wanted() -> bool:
    """Whether somebody must not be kept waiting just now."""
    return time.monotonic() - _latest[0] < FRESH
