"""Giving memory back to the system."""

from __future__ import annotations

import ctypes
from contextlib import suppress


def give_back() -> None:
    """Hand back what was freed; do it between a piece of work with many large arrays and the next one.

    glibc keeps freed arrays for later ones, but takes new ones of other sizes from the system all the same: reading a
    million words left 110 MB lying idle through all of the training. Other systems' allocators need no telling.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
