"""Worker processes do all of their work once, survive what befalls them, and leave nothing behind."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engines.errors import BadInput
from engines.play import workers as workers_module
from engines.play.workers import Here, Workers, WorkersFailed
from tests.engines.play.pieces import (
    Broken,
    Complaining,
    HungAtFirst,
    KilledAtFirst,
    SlowButAlive,
    Surroundings,
    Twice,
    Unspeakable,
    UntilTold,
)

ROOT = Path(__file__).parents[3]
LONGEST_S = 40.0

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")


@pytest.fixture(scope="module")
def two() -> Iterator[Workers]:
    """Two workers that several tests share."""
    with Workers(2) as pool:
        yield pool


def gone(pid: int) -> bool:
    """Wait until a process has ended, and say whether it did."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], LONGEST_S)[0])
    finally:
        os.close(handle)


def test_every_job_is_answered_once(two: Workers) -> None:
    assert sorted(two.evaluate([Twice(number) for number in range(20)])) == list(range(0, 40, 2))


def test_no_jobs_are_done_at_once_and_without_a_worker() -> None:
    with Workers(2) as pool:
        assert list(pool.evaluate([])) == []
        assert pool.pids == []


def test_work_is_done_elsewhere_with_one_thread_and_gives_way(two: Workers) -> None:
    (found,) = two.evaluate([Surroundings()])
    assert found["pid"] in two.pids
    assert found["threads"] == "1"
    assert found["nice"] >= min(19, os.nice(0) + 10)


def test_workers_are_kept_for_the_next_jobs(two: Workers) -> None:
    list(two.evaluate([Twice(1), Twice(2)]))
    before = two.pids
    list(two.evaluate([Twice(3), Twice(4)]))
    assert two.pids == before


def test_what_a_job_says_to_a_person_is_said(two: Workers) -> None:
    with pytest.raises(BadInput, match="no road here"):
        list(two.evaluate([Complaining()]))
    assert list(two.evaluate([Twice(1)])) == [2]


def test_a_worker_killed_at_work_is_replaced_and_its_work_done_again(two: Workers, tmp_path: Path) -> None:
    jobs = [Twice(1), KilledAtFirst(tmp_path / "marks"), Twice(2)]
    assert sorted(two.evaluate(jobs)) == [2, 2, 4]
    assert len(list((tmp_path / "marks").iterdir())) == 2


def test_workers_killed_between_two_jobs_are_replaced(two: Workers) -> None:
    list(two.evaluate([Twice(1), Twice(2)]))
    for pid in two.pids:
        os.kill(pid, signal.SIGKILL)
        assert gone(pid)
    assert sorted(two.evaluate([Twice(1), Twice(2)])) == [2, 4]


def test_a_worker_that_hangs_is_replaced_and_its_work_done_again(tmp_path: Path) -> None:
    with Workers(1, silence_s=3.0) as pool:
        assert list(pool.evaluate([HungAtFirst(tmp_path / "marks")])) == [2]


def test_a_worker_that_is_slow_but_alive_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Workers(1) as pool:
        list(pool.evaluate([Twice(1)]))
        pool._silence_s = 1.0
        assert list(pool.evaluate([SlowButAlive(tmp_path / "marks", 2.2)])) == [1]


def test_time_taken_over_a_result_is_not_a_worker_s_silence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Workers(2) as pool:
        results = pool.evaluate([Twice(1), UntilTold(tmp_path / "marks", tmp_path / "go")])
        assert next(results) == 2
        real = time.monotonic
        monkeypatch.setattr(workers_module.time, "monotonic", lambda: real() + 1000)
        (tmp_path / "go").touch()
        assert list(results) == [1]


def test_a_night_s_sleep_of_the_machine_is_not_a_worker_s_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_clock, real_wait, slept = time.monotonic, workers_module.wait, [0.0]

    def wait_and_sleep(*asked: Any) -> Any:
        heard = real_wait(*asked)
        slept[0] = 30_000.0
        return heard

    with Workers(1) as pool:
        monkeypatch.setattr(workers_module.time, "monotonic", lambda: real_clock() + slept[0])
        monkeypatch.setattr(workers_module, "wait", wait_and_sleep)
        assert list(pool.evaluate([SlowButAlive(tmp_path / "marks", 0.3)])) == [1]


def test_work_that_kills_three_workers_is_given_up_with_its_last_words(tmp_path: Path) -> None:
    with Workers(1) as pool, pytest.raises(WorkersFailed, match="killed for the 3th time") as caught:
        list(pool.evaluate([KilledAtFirst(tmp_path / "marks", times=9)]))
    assert "failed 3 times" in str(caught.value)
    assert len(list((tmp_path / "marks").iterdir())) == 3


def test_work_that_fails_is_tried_three_times_and_told_with_its_traceback(two: Workers, tmp_path: Path) -> None:
    with pytest.raises(WorkersFailed, match="the wheel came off") as caught:
        list(two.evaluate([Broken(tmp_path / "marks")]))
    assert "Traceback" in caught.value.details
    assert len(list((tmp_path / "marks").iterdir())) == 3
    assert list(two.evaluate([Twice(1)])) == [2]


def test_a_result_that_cannot_travel_is_a_failure_like_any_other(two: Workers) -> None:
    with pytest.raises(WorkersFailed):
        list(two.evaluate([Unspeakable()]))


def test_breaking_off_ends_the_busy_worker_and_later_results_are_of_later_jobs(tmp_path: Path) -> None:
    with Workers(2) as pool:
        results = pool.evaluate([Twice(1), UntilTold(tmp_path / "marks", tmp_path / "never")])
        assert next(results) == 2
        before = set(pool.pids)
        results.close()
        (busy,) = before - set(pool.pids)
        assert gone(busy)
        assert list(pool.evaluate([Twice(5)])) == [10]


def test_closing_ends_every_worker() -> None:
    pool = Workers(2)
    list(pool.evaluate([Twice(1), Twice(2)]))
    pids = pool.pids
    pool.close()
    pool.close()
    assert all(gone(pid) for pid in pids)


PROGRAM = """
import sys
from pathlib import Path
from engines.play.workers import Workers
from tests.engines.play.pieces import SlowButAlive, UntilTold

if __name__ == "__main__":
    place = Path(sys.argv[1])
    jobs = [UntilTold(place / "waiting", place / "never"), SlowButAlive(place / "working", 1000.0)]
    list(Workers(2).evaluate(jobs))
"""


def test_no_worker_outlives_a_program_that_is_killed(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM)
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    program = subprocess.Popen(
        [sys.executable, tmp_path / "program.py", tmp_path], env={**os.environ, "PYTHONPATH": path}
    )
    try:
        marks = [tmp_path / "waiting", tmp_path / "working"]
        end = time.monotonic() + LONGEST_S
        while not all(folder.is_dir() and list(folder.iterdir()) for folder in marks):
            assert time.monotonic() < end
            assert program.poll() is None
            os.sched_yield()
        pids = [int(next(folder.iterdir()).name.split("-")[1]) for folder in marks]
    finally:
        program.kill()
        program.wait()
    assert all(gone(pid) for pid in pids)


def test_the_same_is_done_here_without_workers() -> None:
    assert list(Here().evaluate([Twice(1), Twice(2)])) == [2, 4]


def test_one_core_stays_with_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    assert Workers().count == 7
