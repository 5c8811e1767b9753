"""The same work on a cluster: a local Ray of two workers gives the same results, survives a kill, and is cleaned up."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engines.errors import BadInput
from engines.play.workers import WorkersFailed
from engines.steps import finish


def test_without_ray_a_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from engines.play.cluster import Cluster

    real = builtins.__import__

    def without(name: str, *rest: Any, **others: Any) -> Any:
        if name == "ray":
            raise ImportError(name)
        return real(name, *rest, **others)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(BadInput, match=r"pip install \.\[cluster\]"):
        Cluster()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("address", ["127.0.0.1:1", "auto"])
def test_a_cluster_that_is_not_there_is_said_not_to_be(address: str) -> None:
    from engines.play.cluster import Cluster

    with pytest.raises(BadInput, match="There is no Ray cluster"):
        Cluster(address)


@pytest.fixture(scope="module")
def two() -> Iterator[Any]:
    from engines.play.cluster import Cluster

    with Cluster("local", 2) as cluster:
        yield cluster
    import ray

    assert not ray.is_initialized()


@pytest.mark.slow
@pytest.mark.timeout(180)
@pytest.mark.filterwarnings("ignore")
class TestLocalRay:
    def test_every_job_is_answered_once(self, two: Any) -> None:
        from tests.engines.play.pieces import Twice

        assert sorted(two.evaluate([Twice(number) for number in range(9)])) == list(range(0, 18, 2))

    def test_scores_are_those_of_this_machine(self, two: Any) -> None:
        from engines.play.controller.evaluating import scored
        from engines.play.controller.lockstep import Rules
        from tests.engines.play.controller.straightroad import Alone, Made
        from tests.engines.play.controller.test_evaluating import GOOD, IDLE

        there = finish(scored(two, Made(), [GOOD, IDLE], range(20), Rules()))
        here = finish(scored(Alone(), Made(), [GOOD, IDLE], range(20), Rules()))
        assert (there.reward == here.reward).all()

    def test_a_job_that_complains_is_heard(self, two: Any) -> None:
        from tests.engines.play.pieces import Complaining, Twice

        with pytest.raises(BadInput, match="no road here"):
            list(two.evaluate([Complaining()]))
        assert list(two.evaluate([Twice(1)])) == [2]

    def test_a_job_that_fails_is_told(self, two: Any, tmp_path: Path) -> None:
        from tests.engines.play.pieces import Broken

        with pytest.raises(WorkersFailed, match="the wheel came off"):
            list(two.evaluate([Broken(tmp_path / "marks")]))

    def test_a_worker_killed_at_work_comes_back_and_its_work_is_done_again(self, two: Any, tmp_path: Path) -> None:
        from tests.engines.play.pieces import KilledAtFirst, Twice

        jobs = [Twice(1), KilledAtFirst(tmp_path / "marks"), Twice(2)]
        assert sorted(two.evaluate(jobs)) == [2, 2, 4]

    def test_breaking_off_ends_what_is_under_way(self, two: Any, tmp_path: Path) -> None:
        from tests.engines.play.pieces import Twice, UntilTold

        results = two.evaluate([Twice(1), UntilTold(tmp_path / "marks", tmp_path / "never")])
        assert next(results) == 2
        results.close()
        assert list(two.evaluate([Twice(5)])) == [10]
