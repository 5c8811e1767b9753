"""A job as its pane sees it."""

from __future__ import annotations

import gc
import logging
import threading
import time
import weakref

import shiboken6
from PySide6.QtCore import QObject, QThread

from engines.errors import BadInput, CannotWrite
from engines.steps import Step, Task
from studio.jobs.job import Job, State
from tests.studio.jobs.conftest import quick


class Listener(QObject):
    """Notes everything that a job says, in order."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.heard: list[tuple[str, object]] = []
        for name in ("state_changed", "stepped", "done", "failed"):
            getattr(job, name).connect(lambda value, name=name: self.heard.append((name, value)))

    def said(self, name: str) -> list[object]:
        return [value for said, value in self.heard if said == name]


def cancelled_within_ms(qtbot, job: Job) -> float:
    """Cancel and return the milliseconds until the job said CANCELLED."""
    began = time.perf_counter()
    with qtbot.waitSignal(job.state_changed, timeout=2000, check_params_cb=lambda state: state is State.CANCELLED):
        job.cancel()
        stopping = job.state
    assert stopping is State.STOPPING
    return (time.perf_counter() - began) * 1000


def run(lanes, qtbot, job: Job) -> None:
    lanes.submit("train", job)
    qtbot.waitUntil(lambda: job.newest is not None)


def fail(error: BaseException) -> Task[None]:
    yield Step(1)
    raise error


def test_a_job_tells_its_states_then_its_result(qtbot, lanes, engine):
    job = Job("Learn", engine.run)
    listener = Listener(job)
    engine.finish.set()
    with qtbot.waitSignal(job.done):
        lanes.submit("train", job)
    assert listener.heard == [
        ("state_changed", State.RUNNING),
        ("state_changed", State.DONE),
        ("done", "result"),
    ]
    assert job.result == "result"


def test_the_last_step_is_shown_before_the_result(qtbot, lanes):
    def task() -> Task[int]:
        for number in range(1, 11):
            yield Step(number, 10)
        return 7

    job = Job("Learn", task)
    listener = Listener(job)
    with qtbot.waitSignal(job.done):
        lanes.submit("train", job)
    assert listener.said("stepped")[-1] == Step(10, 10)
    assert [name for name, _ in listener.heard][-3:] == ["stepped", "state_changed", "done"]
    assert job.fraction() == 1.0


def test_a_hundred_thousand_steps_do_not_flood_the_event_loop(qtbot, lanes):
    def task() -> Task[None]:
        for number in range(1, 100_001):
            yield Step(number, 100_000)

    job = Job("Count", task)
    listener = Listener(job)
    with qtbot.waitSignal(job.done, timeout=30_000):
        lanes.submit("train", job)
    assert 1 <= len(listener.said("stepped")) < 400
    assert job.newest == Step(100_000, 100_000)


def test_every_signal_arrives_on_the_windows_thread(qtbot, lanes, engine):
    job = Job("Learn", engine.run)
    threads = set()
    for signal in (job.state_changed, job.stepped, job.done):
        signal.connect(lambda _: threads.add(QThread.currentThread()))
    run(lanes, qtbot, job)
    engine.finish.set()
    with qtbot.waitSignal(job.done):
        pass
    assert threads == {job.thread()}
    assert engine.thread == "lane:train"


def test_cancel_runs_the_clean_up_at_once(qtbot, lanes, engine):
    job = Job("Learn", engine.run)
    run(lanes, qtbot, job)
    assert cancelled_within_ms(qtbot, job) < 300
    assert engine.cleaned_up.is_set()


def test_cancel_answers_at_once_while_paused(qtbot, lanes, engine):
    job = Job("Learn", engine.run, can_pause=True)
    run(lanes, qtbot, job)
    job.pause()
    assert cancelled_within_ms(qtbot, job) < 300
    assert engine.cleaned_up.is_set()


def test_nothing_but_the_state_is_heard_after_cancel(qtbot, lanes, engine):
    job = Job("Learn", engine.run)
    run(lanes, qtbot, job)
    listener = Listener(job)
    cancelled_within_ms(qtbot, job)
    assert listener.heard == [("state_changed", State.STOPPING), ("state_changed", State.CANCELLED)]


def test_a_result_that_is_already_on_its_way_does_not_arrive_after_cancel(qtbot, lanes, engine):
    job = Job("Learn", engine.run)
    run(lanes, qtbot, job)
    listener = Listener(job)
    engine.finish.set()
    # The lane's news lie unread while this thread does not return to the event loop.
    behind = threading.Event()
    lanes.submit("train", Job("Next", lambda: _signal(behind)))
    assert behind.wait(2)
    cancelled_within_ms(qtbot, job)
    assert listener.said("done") == []
    assert job.result is None


def _signal(event: threading.Event) -> Task[None]:
    event.set()
    yield Step(1)


def test_cancelling_from_the_last_step_s_listener_keeps_the_result_back(qtbot, lanes):
    def task() -> Task[int]:
        yield Step(1, 1)
        return 7

    job = Job("Learn", task)
    listener = Listener(job)
    job.stepped.connect(lambda _: job.cancel())
    with qtbot.waitSignal(job.state_changed, check_params_cb=lambda state: state is State.CANCELLED):
        lanes.submit("train", job)
    assert listener.said("done") == []


def test_a_job_that_nobody_submitted_is_cancelled_at_once(qapp, lanes, engine):
    job = Job("Learn", engine.run)
    job.cancel()
    assert job.state is State.CANCELLED
    lanes.submit("train", job)
    assert lanes.jobs() == []


def test_a_paused_job_takes_no_step_until_it_goes_on(qtbot, lanes, engine):
    job = Job("Learn", engine.run, can_pause=True)
    run(lanes, qtbot, job)
    job.pause()
    assert job.state is State.PAUSED
    qtbot.wait(50)  # the step under way may end
    steps = engine.steps
    qtbot.wait(100)
    assert engine.steps == steps
    job.resume()
    assert job.state is State.RUNNING
    qtbot.waitUntil(lambda: engine.steps > steps)


def test_a_job_that_cannot_pause_goes_on(qtbot, lanes, engine):
    job = Job("Learn", engine.run)
    run(lanes, qtbot, job)
    job.pause()
    assert job.state is State.RUNNING


def test_an_expected_error_arrives_and_takes_one_line_in_the_log(qtbot, lanes, caplog):
    error = BadInput("This is no picture. Choose a PNG or JPEG file.")
    job = Job("Open", lambda: fail(error))
    with qtbot.waitSignal(job.failed) as heard:
        lanes.submit("disk", job)
    assert heard.args == [error]
    assert (job.state, job.error) == (State.FAILED, error)
    (record,) = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert record.exc_info is None
    assert str(error) in record.getMessage()


def test_an_unexpected_error_arrives_and_leaves_its_traceback_in_the_log(qtbot, lanes, caplog):
    job = Job("Open", lambda: fail(ZeroDivisionError("by zero")))
    with qtbot.waitSignal(job.failed):
        lanes.submit("disk", job)
    assert isinstance(job.error, ZeroDivisionError)
    (record,) = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert record.exc_info is not None


def test_a_lane_survives_an_engine_that_asks_for_the_end_of_the_process(qtbot, lanes, engine):
    job = Job("Open", lambda: fail(SystemExit(3)))
    with qtbot.waitSignal(job.failed):
        lanes.submit("disk", job)
    assert isinstance(job.error, RuntimeError)
    engine.finish.set()
    following = Job("Next", engine.run)
    with qtbot.waitSignal(following.done):
        lanes.submit("disk", following)


def test_an_error_before_the_first_step_arrives(qtbot, lanes):
    def make_task() -> Task[None]:
        raise BadInput("There is no such style. Choose another.")

    job = Job("Paint", make_task)
    with qtbot.waitSignal(job.failed):
        lanes.submit("now", job)


def test_a_kept_error_does_not_keep_the_engines_tensors(qtbot, lanes):
    class Tensor:
        pass

    seen: list[weakref.ref[Tensor]] = []

    def task() -> Task[None]:
        tensor = Tensor()
        seen.append(weakref.ref(tensor))
        yield Step(1)
        raise ValueError("broken")

    job = Job("Learn", task)
    with qtbot.waitSignal(job.failed):
        lanes.submit("train", job)
    gc.collect()
    assert job.error is not None
    assert seen[0]() is None


def test_a_clean_up_that_fails_leaves_a_cancelled_job_with_the_reason(qtbot, lanes):
    def task() -> Task[None]:
        try:
            while True:
                yield Step(1)
        finally:
            raise CannotWrite("The disk is full: the checkpoint was not written. Free some space.")

    job = Job("Learn", task)
    run(lanes, qtbot, job)
    listener = Listener(job)
    cancelled_within_ms(qtbot, job)
    assert isinstance(job.error, CannotWrite)
    assert listener.said("failed") == []


def test_a_job_whose_window_died_is_ended_and_its_lane_goes_on(qtbot, lanes, engine):
    window = QObject()
    job = Job("Learn", engine.run, parent=window)
    run(lanes, qtbot, job)
    with qtbot.waitSignal(lanes.jobs_changed):
        shiboken6.delete(window)
    assert job.state is State.CANCELLED
    assert lanes.jobs() == []
    assert engine.cleaned_up.wait(2)
    following = Job("Next", lambda: fail(BadInput("No.")))
    with qtbot.waitSignal(following.failed):
        lanes.submit("train", following)


def test_many_windows_may_die_with_their_jobs_in_any_state(qtbot, lanes):
    for number in range(400):
        window = QObject()
        lanes.submit(("train", "now", "disk")[number % 3], Job("Preview", lambda: quick(steps=20), parent=window))
        if number % 7 == 0:
            qtbot.wait(1)
        shiboken6.delete(window)
    qtbot.waitUntil(lambda: not lanes.jobs())


def test_a_job_that_nobody_else_keeps_is_kept_until_its_end(qtbot, lanes, engine):
    results: list[object] = []
    job = Job("Learn", engine.run)
    job.done.connect(results.append)
    lanes.submit("train", job)
    gone = weakref.ref(job)
    del job
    gc.collect()
    engine.finish.set()
    qtbot.waitUntil(lambda: bool(results))
    qtbot.waitUntil(lambda: gone() is None)


def test_the_fraction_is_unknown_without_a_total(qtbot, lanes, engine):
    job = Job("Learn", engine.run)
    assert job.fraction() is None
    run(lanes, qtbot, job)
    assert job.fraction() is None
    assert job.seconds_left() is None


def test_the_time_left_comes_with_the_steps_and_goes_with_the_end(qtbot, lanes, engine):
    engine.total = 10_000
    job = Job("Learn", engine.run)
    run(lanes, qtbot, job)
    qtbot.waitUntil(lambda: job.seconds_left() is not None)
    assert 10 < job.seconds_left() < 3600
    job.cancel()
    assert job.seconds_left() is None
