"""Where a job stands."""

from __future__ import annotations

import enum


class State(enum.Enum):
    """The stations of a job; it ends in exactly one of the last three."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPING = "stopping"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        """True once nothing more will ever be heard of the job."""
        return self in (State.DONE, State.FAILED, State.CANCELLED)
