"""Giving memory back is never an error, and on Linux it gives something back."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

import numpy as np
import pytest

from engines.memory import give_back


def resident() -> int:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) * 1024


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc keeps what was freed")
def test_what_was_freed_between_small_things_is_given_back() -> None:
    # Blocks below the smallest threshold come from the heap, and what is kept lies at its top.
    blocks = [np.ones(12_000) for _ in range(600)]
    kept = [bytearray(3000) for _ in range(200)]
    before = resident()
    del blocks
    give_back()
    assert resident() < before - 30_000_000
    assert len(kept) == 200


def test_a_system_without_it_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(name: object) -> object:
        return object()

    monkeypatch.setattr(ctypes, "CDLL", nothing)
    give_back()
