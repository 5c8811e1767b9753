"""Which jobs are worth showing."""

from __future__ import annotations

from studio.jobs.job import Job
from studio.jobs.lasting import LastingJobs
from tests.studio.jobs.conftest import quick


def broken():
    raise ValueError("broken")


def test_a_job_that_ends_within_the_grace_is_never_shown(qtbot, lanes):
    lasting = LastingJobs(lanes)
    ended: list[Job] = []
    lasting.ended.connect(ended.append)
    shown: list[list[Job]] = []
    lasting.changed.connect(lambda: shown.append(lasting.jobs()))
    job = Job("Preview", quick)
    with qtbot.waitSignal(job.done):
        lanes.submit("now", job)
    assert shown
    assert not any(shown)
    assert ended == []


def test_a_job_that_lasts_is_shown_and_its_end_is_told(qtbot, lanes, engine):
    lasting = LastingJobs(lanes)
    ended: list[Job] = []
    lasting.ended.connect(ended.append)
    job = Job("Learn", engine.run)
    lanes.submit("train", job)
    assert lasting.jobs() == []
    qtbot.waitUntil(lambda: lasting.jobs() == [job])
    engine.finish.set()
    qtbot.waitUntil(lambda: ended == [job])
    assert lasting.jobs() == []


def test_a_failure_is_told_however_quick(qtbot, lanes):
    lasting = LastingJobs(lanes)
    job = Job("Open", broken)
    with qtbot.waitSignal(lasting.ended) as told:
        lanes.submit("disk", job)
    assert told.args == [job]


def test_jobs_older_than_the_watcher_are_shown_at_once(qtbot, lanes, engine):
    job = Job("Learn", engine.run)
    lanes.submit("train", job)
    assert LastingJobs(lanes).jobs() == [job]
