"""How many threads the machine gives us, said to every number library before the first of them is imported."""

from __future__ import annotations

import os
from collections.abc import MutableMapping


def core_count() -> int:
    """The cores this process may use, which in a container or under taskset are fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def worker_threads() -> int:
    """The threads for learning and answering: one core stays with the window, so that it never stutters."""
    return max(1, core_count() - 1)


def prepare_environment(environment: MutableMapping[str, str] = os.environ) -> None:
    """Set what OpenMP and MKL read at import; call it first of all, and what the person set is kept."""
    # Idle OpenMP threads otherwise spin for 200 ms after each step, and take the core from the window.
    environment.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        environment.setdefault(name, str(worker_threads()))
