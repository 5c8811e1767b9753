"""Sending a job off so that nothing of it stays once it has ended."""

from __future__ import annotations

from studio.jobs.job import Job
from studio.jobs.lanes import Lanes


def send(lanes: Lanes, lane_name: str, job: Job, *, replace: bool = False) -> None:
    """Submit ``job`` and delete it when it has ended: a job holds its result, which may be a hundred megabytes."""
    job.state_changed.connect(lambda state: job.deleteLater() if state.ended else None)
    lanes.submit(lane_name, job, replace=replace)
