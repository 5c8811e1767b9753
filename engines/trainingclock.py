"""The clock of a training: how long it has learnt, and when to save and to show."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engines.training import Plan


class TrainingClock:
    """Counts training time over interruptions and says when a save or a preview is due."""

    def __init__(self, plan: Plan, seconds_before: float) -> None:
        self._plan = plan
        self._start = time.monotonic() - seconds_before
        self._saved = time.monotonic()
        self._shown = float("-inf")

    def seconds(self) -> float:
        """How long it has been learning in all."""
        return time.monotonic() - self._start

    def leave_out(self, seconds: float) -> None:
        """Seconds that were no learning: a pause, a model that was made."""
        self._start += seconds

    def out_of_time(self) -> bool:
        """Whether the minutes of the plan are over."""
        return self._plan.minutes is not None and self.seconds() >= self._plan.minutes * 60

    def time_to_save(self) -> bool:
        """Whether a save is due; it is taken to be made now."""
        due = time.monotonic() - self._saved >= self._plan.save_every
        if due:
            self._saved = time.monotonic()
        return due

    def time_to_show(self) -> bool:
        """Whether a preview is due; it is taken to be shown now."""
        due = time.monotonic() - self._shown >= self._plan.preview_every
        if due:
            self._shown = time.monotonic()
        return due
