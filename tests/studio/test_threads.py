"""The thread environment: set before anything is imported, and never against the person's own setting."""

from __future__ import annotations

import os

import pytest

from studio import threads


def test_only_the_cores_this_process_may_use_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 5, 7}, raising=False)
    assert threads.core_count() == 3


def test_without_affinity_all_cores_of_the_machine_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 6)
    assert threads.core_count() == 6
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert threads.core_count() == 1


@pytest.mark.parametrize(("cores", "workers"), [(1, 1), (2, 1), (8, 7)])
def test_one_core_stays_with_the_window(monkeypatch: pytest.MonkeyPatch, cores: int, workers: int) -> None:
    monkeypatch.setattr(threads, "core_count", lambda: cores)
    environment: dict[str, str] = {}
    threads.prepare_environment(environment)
    assert environment == {
        "OMP_WAIT_POLICY": "PASSIVE",
        "OMP_NUM_THREADS": str(workers),
        "MKL_NUM_THREADS": str(workers),
    }


def test_what_the_person_set_is_kept() -> None:
    own = {"OMP_WAIT_POLICY": "ACTIVE", "OMP_NUM_THREADS": "5", "MKL_NUM_THREADS": "4"}
    environment = dict(own)
    threads.prepare_environment(environment)
    assert environment == own
