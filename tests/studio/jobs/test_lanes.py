"""Who runs when, and what happens at the end."""

from __future__ import annotations

import os
import sys
import threading
import time

import pytest

from engines.steps import Step, Task
from studio.jobs import drive
from studio.jobs import lanes as lanes_module
from studio.jobs.job import Job, State
from studio.jobs.lanes import Lanes
from tests.studio.jobs.conftest import Engine, quick


def test_two_jobs_of_a_lane_run_in_order(qtbot, lanes):
    order: list[str] = []

    def task(name: str) -> Task[None]:
        order.append(f"{name} begins")
        yield Step(1)
        yield Step(2)
        order.append(f"{name} ends")

    first, second = (Job(name, lambda name=name: task(name)) for name in ("first", "second"))
    with qtbot.waitSignal(second.done):
        lanes.submit("disk", first)
        lanes.submit("disk", second)
    assert order == ["first begins", "first ends", "second begins", "second ends"]


def test_the_jobs_of_a_lane_share_its_thread_and_no_other_lane_s(qtbot, lanes):
    def where() -> Task[int]:
        yield Step(1)
        return threading.get_ident()

    jobs = {name: [Job(name, where), Job(name, where)] for name in lanes_module.LANES}
    for name, pair in jobs.items():
        for job in pair:
            lanes.submit(name, job)
    qtbot.waitUntil(lambda: not lanes.jobs())
    assert all(first.result == second.result for first, second in jobs.values())
    assert len({pair[0].result for pair in jobs.values()}) == 3


def test_a_waiting_job_is_cancelled_without_waiting_for_the_lane(qtbot, lanes, engine):
    never = Engine()
    running, waiting = Job("Long", engine.run), Job("Short", never.run)
    lanes.submit("train", running)
    lanes.submit("train", waiting)
    qtbot.waitUntil(lambda: running.newest is not None)
    waiting.cancel()
    assert waiting.state is State.CANCELLED
    assert lanes.jobs() == [running]
    engine.finish.set()
    with qtbot.waitSignal(running.done):
        pass
    after = Job("After", quick)
    with qtbot.waitSignal(after.done):
        lanes.submit("train", after)
    assert never.steps == 0


def test_the_newest_request_of_a_pane_replaces_its_older_ones(qtbot, lanes, engine):
    running = Job("Preview", engine.run, pane="paint", key="preview")
    lanes.submit("now", running)
    qtbot.waitUntil(lambda: running.newest is not None)
    waiting = Job("Preview", quick, pane="paint", key="preview")
    other_key = Job("Export", quick, pane="paint", key="thumbnail")
    other_pane = Job("Preview", quick, pane="play", key="preview")
    for job in (waiting, other_key, other_pane):
        lanes.submit("now", job)
    newest = Job("Preview", quick, pane="paint", key="preview")
    with qtbot.waitSignal(newest.done):
        lanes.submit("now", newest, replace=True)
    states = [job.state for job in (running, waiting, other_key, other_pane, newest)]
    assert states == [State.CANCELLED, State.CANCELLED, State.DONE, State.DONE, State.DONE]


def test_without_replace_the_older_request_is_answered_too(qtbot, lanes):
    first, second = (Job("Save", quick, pane="paint", key="save") for _ in range(2))
    lanes.submit("disk", first)
    with qtbot.waitSignal(second.done):
        lanes.submit("disk", second)
    assert first.state is State.DONE


def test_train_waits_while_now_is_busy_and_goes_on_after(qtbot, lanes, engine):
    learning = Job("Learn", engine.run)
    lanes.submit("train", learning)
    qtbot.waitUntil(lambda: engine.steps > 3)
    preview_engine = Engine()
    preview = Job("Preview", preview_engine.run)
    lanes.submit("now", preview)
    qtbot.waitUntil(lambda: preview_engine.steps > 10)  # the step under way has ended by now
    held_at = engine.steps
    qtbot.waitUntil(lambda: preview_engine.steps > 40)
    assert engine.steps == held_at
    preview_engine.finish.set()
    qtbot.waitUntil(lambda: engine.steps > held_at + 3, timeout=1000)


def test_a_held_back_job_is_cancelled_at_once(qtbot, lanes, engine):
    learning = Job("Learn", engine.run)
    lanes.submit("train", learning)
    qtbot.waitUntil(lambda: engine.steps > 3)
    preview_engine = Engine()
    lanes.submit("now", Job("Preview", preview_engine.run))
    qtbot.waitUntil(lambda: preview_engine.steps > 10)
    began = time.perf_counter()
    with qtbot.waitSignal(learning.state_changed, check_params_cb=lambda state: state is State.CANCELLED):
        learning.cancel()
    assert time.perf_counter() - began < 0.3
    assert engine.cleaned_up.is_set()


def test_a_held_back_job_can_pause_and_stays_paused(qtbot, lanes, engine, monkeypatch):
    monkeypatch.setattr(drive, "PATIENCE_S", 0.05)
    learning = Job("Learn", engine.run, can_pause=True)
    lanes.submit("train", learning)
    qtbot.waitUntil(lambda: learning.newest is not None)
    preview_engine = Engine()
    lanes.submit("now", Job("Preview", preview_engine.run))
    learning.pause()
    qtbot.waitUntil(lambda: preview_engine.steps > 10)
    held_at = engine.steps
    qtbot.waitUntil(lambda: preview_engine.steps > 50)
    assert engine.steps == held_at


def test_a_held_back_job_does_not_starve(qtbot, lanes, engine, monkeypatch):
    monkeypatch.setattr(drive, "PATIENCE_S", 0.05)
    lanes.submit("now", Job("Dream", Engine().run))
    lanes.submit("train", Job("Learn", engine.run))
    qtbot.waitUntil(lambda: engine.steps > 3)


def test_a_held_back_job_waits_two_seconds_for_each_step():
    assert drive.PATIENCE_S == 2.0


def test_a_paused_now_job_holds_nobody_back(qtbot, lanes, engine):
    dream_engine = Engine()
    dream = Job("Dream", dream_engine.run, can_pause=True)
    lanes.submit("now", dream)
    qtbot.waitUntil(lambda: dream.newest is not None)
    dream.pause()
    lanes.submit("train", Job("Learn", engine.run))
    qtbot.waitUntil(lambda: engine.steps > 20, timeout=1500)


def test_train_does_not_slip_in_between_one_frame_and_the_next(qtbot, lanes):
    held: list[bool] = []

    def next_frame() -> None:
        held.append(lanes._lanes["train"]._is_held_back())
        if len(held) < 5:
            frame = Job("Frame", quick)
            frame.done.connect(next_frame)
            lanes.submit("now", frame)

    next_frame()
    qtbot.waitUntil(lambda: len(held) == 5)
    assert held == [False, True, True, True, True]
    qtbot.waitUntil(lambda: not lanes._lanes["train"]._is_held_back())


def test_jobs_lists_what_has_not_ended_and_says_when_that_changes(qtbot, lanes, engine):
    job = Job("Learn", engine.run)
    added: list[Job] = []
    lanes.job_added.connect(added.append)
    with qtbot.waitSignal(lanes.jobs_changed):
        lanes.submit("train", job)
    assert added == lanes.jobs() == [job]
    engine.finish.set()
    with qtbot.waitSignal(lanes.jobs_changed, check_params_cb=lambda: not lanes.jobs()):
        pass


def test_a_job_runs_once(qtbot, lanes):
    job = Job("Save", quick)
    with qtbot.waitSignal(job.done):
        lanes.submit("disk", job)
    with pytest.raises(ValueError, match="a job runs once"):
        lanes.submit("disk", job)


def test_an_unknown_lane_is_refused_with_the_names_of_the_known(lanes):
    with pytest.raises(ValueError, match="train, now, disk"):
        lanes.submit("later", Job("Save", quick))


def test_close_leaves_the_train_lane_time_to_write_its_checkpoint(qtbot, engine, tmp_path):
    checkpoint = tmp_path / "checkpoint"

    def learn() -> Task[None]:
        try:
            yield from engine.run()
        finally:
            threading.Event().wait(0.2)  # a checkpoint takes a moment to write
            checkpoint.write_text(str(engine.steps))

    lanes = Lanes(on_thread_start=None)
    job = Job("Learn", learn)
    lanes.submit("train", job)
    qtbot.waitUntil(lambda: job.newest is not None)
    assert lanes.close(5)
    assert checkpoint.read_text() == str(engine.steps)
    assert job.state is State.CANCELLED
    assert lanes.jobs() == []


def test_close_ends_paused_held_back_and_waiting_jobs(qtbot):
    lanes = Lanes(on_thread_start=None)
    engines = [Engine() for _ in range(4)]
    jobs = [Job("Learn", engine.run, can_pause=True) for engine in engines]
    for lane_name, job in zip(("train", "disk", "now", "now"), jobs, strict=True):
        lanes.submit(lane_name, job)
    qtbot.waitUntil(lambda: jobs[1].newest is not None and jobs[2].newest is not None)
    jobs[1].pause()
    began = time.perf_counter()
    assert lanes.close(5)
    assert time.perf_counter() - began < 0.5
    assert [job.state for job in jobs] == [State.CANCELLED] * 4


def test_close_gives_up_on_an_engine_that_never_yields(qtbot):
    lanes = Lanes(on_thread_start=None)
    release, begun = threading.Event(), threading.Event()

    def stubborn() -> Task[None]:
        begun.set()
        release.wait(10)
        yield Step(1)

    lanes.submit("disk", Job("Stubborn", stubborn))
    assert begun.wait(2)
    began = time.perf_counter()
    assert not lanes.close(0.1)
    assert time.perf_counter() - began < 1
    release.set()
    assert lanes.close(5)


def test_lanes_that_die_unclosed_take_their_jobs_with_them(qtbot, engine):
    lanes = Lanes(on_thread_start=None)
    lanes.submit("train", Job("Learn", engine.run))
    qtbot.waitUntil(lambda: engine.steps > 0)
    threads = [lane._thread for lane in lanes._lanes.values()]
    for lane in lanes._lanes.values():
        lane.finish()  # or the test would leave three threads behind
    del lanes, lane
    for thread in threads:
        thread.join(2)
    assert engine.cleaned_up.is_set()


def test_after_close_a_job_is_cancelled_at_once(qtbot, engine):
    lanes = Lanes(on_thread_start=None)
    assert lanes.close()
    job = Job("Late", engine.run)
    lanes.submit("now", job)
    assert job.state is State.CANCELLED


def test_the_start_hook_runs_on_each_lanes_own_thread(qtbot):
    heard: dict[str, str] = {}
    lanes = Lanes(lambda name: heard.update({name: threading.current_thread().name}))
    assert lanes.close()
    assert heard == {name: f"lane:{name}" for name in ("train", "now", "disk")}


def test_a_start_hook_that_fails_does_not_cost_the_lane(qtbot, caplog):
    def hook(name: str) -> None:
        raise OSError(name)

    lanes = Lanes(hook)
    job = Job("Save", quick)
    with qtbot.waitSignal(job.done):
        lanes.submit("disk", job)
    assert lanes.close()
    assert "the start hook failed" in caplog.text


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a priority for each thread")
def test_the_train_lane_steps_aside_for_the_others(qtbot):
    def niceness() -> Task[int]:
        yield Step(1)
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    lanes = Lanes()
    learn, answer = Job("Learn", niceness), Job("Answer", niceness)
    lanes.submit("train", learn)
    lanes.submit("now", answer)
    qtbot.waitUntil(lambda: not lanes.jobs())
    assert lanes.close()
    assert answer.result == os.getpriority(os.PRIO_PROCESS, 0)
    assert learn.result == min(19, answer.result + 10)
