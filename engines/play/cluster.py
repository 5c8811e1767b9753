"""Pieces of work spread over more than one machine by Ray, with the `evaluate` of `engines.play.workers`.

Pieces of work are pure functions of their fields, so one that was lost with its machine is done again. Ray is an
optional package and imported only when a cluster is asked for. What a job needs of this machine's files travels once:
a job with a ``setting`` gets it `packed`, from Ray's store of objects.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Generator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from engines.errors import BadInput, ReverieError
from engines.play.workers import FAILURES, Job, WorkersFailed

R = TypeVar("R")

#: The word for the cluster that this machine is part of.
AUTO = "auto"
_PATIENCE_S = 5.0
_HOW = "Install Ray with “pip install .[cluster]”, or train without --cluster."


class Cluster:
    """The workers of a Ray cluster: one for each of its processors, or ``count``, begun at the first work.

    ``address`` is “auto” for the cluster that this machine is part of, or HOST:PORT; “local” begins one here.
    A cluster that this process has joined already is used, whatever its address.

    Raises:
        BadInput: Ray is not installed, or there is no cluster at this address.
    """

    def __init__(self, address: str = AUTO, count: int | None = None) -> None:
        self._ray = _ray()
        self._ours = not self._ray.is_initialized()
        if self._ours:
            _join(self._ray, address, count)
        processors = int(self._ray.cluster_resources().get("CPU", 1))
        self.count = max(1, min(processors, count or processors))
        self._workers: list[Any] = []

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the workers, and of the cluster when it was joined here; a second time does nothing."""
        if self._ray.is_initialized():
            self._forget()
            if self._ours:
                self._ray.shutdown()
        self._workers.clear()

    def evaluate(self, jobs: Sequence[Job[R]]) -> Generator[R, None, None]:
        """The result of every job once, in the order in which they are done.

        Closing the generator breaks off what is under way.

        Raises:
            ReverieError: what a job raised.
            WorkersFailed: a job was lost with its worker again and again, or failed.
        """
        settings: dict[Any, Any] = {}
        waiting = list(reversed(range(len(jobs))))
        under_way: dict[Any, tuple[int, Any]] = {}
        lost: dict[int, int] = {}
        try:
            idle = self._some(min(self.count, len(jobs)))
            while waiting or under_way:
                while waiting and idle:
                    number, worker = waiting.pop(), idle.pop()
                    under_way[self._begun(worker, jobs[number], settings)] = number, worker
                (ready, *_), _ = self._ray.wait(list(under_way))
                number, worker = under_way.pop(ready)
                idle.append(worker)
                try:
                    result: R = self._ray.get(ready)
                except Exception as error:  # whatever Ray makes of a failure is sorted out there
                    lost[number] = lost.get(number, 0) + 1
                    self._put_up_with(error, lost[number])
                    waiting.append(number)
                else:
                    yield result
        finally:
            if under_way:
                self._forget()

    def _some(self, count: int) -> list[Any]:
        """So many workers, begun as needed; a dead one comes back by itself, and its work with it, twice."""
        made = self._ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=2)(_Worker)
        while len(self._workers) < count:
            self._workers.append(made.remote())
        return self._workers[:count]

    def _begun(self, worker: Any, job: Any, settings: dict[Any, Any]) -> Any:
        setting = getattr(job, "setting", None)
        if setting is None or not hasattr(setting, "packed"):
            return worker.run.remote(job, None)
        if setting not in settings:
            settings[setting] = self._ray.put(setting.packed())
        return worker.run.remote(replace(job, setting=None), settings[setting])

    def _put_up_with(self, error: Exception, times: int) -> None:
        """Raise what a person must hear of; return when the work may be done once more."""
        exceptions = self._ray.exceptions
        if isinstance(error, exceptions.RayTaskError):
            cause = error.cause
            if isinstance(cause, ReverieError):
                raise cause
            raise WorkersFailed(
                f"A piece of work failed on the cluster ({cause}). What is done is kept: start it again.", str(error)
            ) from error
        if not isinstance(error, exceptions.RayError):
            raise error
        if times >= FAILURES:
            raise WorkersFailed(
                f"The cluster lost the same piece of work {times} times. What is done is kept: see that its machines "
                "run and have memory left, then start it again.",
                str(error),
            ) from error

    def _forget(self) -> None:
        while self._workers:
            self._ray.kill(self._workers.pop(), no_restart=True)


class _Worker:
    """What runs on the cluster: one thread, and the pieces of work one after the other."""

    def __init__(self) -> None:
        os.environ.update(OMP_NUM_THREADS="1", MKL_NUM_THREADS="1", OMP_WAIT_POLICY="PASSIVE")
        os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
        os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

    def run(self, job: Any, setting: Any) -> Any:
        """Do a piece of work; ``setting`` takes the place of the one it was sent without."""
        return (job if setting is None else replace(job, setting=setting)).run(lambda: None)


def _ray() -> Any:
    try:
        import ray
    except ImportError as error:
        raise BadInput(f"A cluster needs Ray, which is not installed. {_HOW}") from error
    return ray


def _join(ray: Any, address: str, count: int | None) -> None:
    """Become part of the cluster at ``address``; raises BadInput."""
    how: dict[str, Any] = {"log_to_driver": False, "include_dashboard": False, "logging_level": "error"}
    try:
        if address == "local":
            ray.init(address="local", num_cpus=count or os.cpu_count(), **how)
            return
        host, _, port = address.rpartition(":")
        if port.isdecimal() and "/" not in host:
            # Ray itself tries for two minutes before it says that nobody is there.
            socket.create_connection((host, int(port)), _PATIENCE_S).close()
        ray.init(address=address, log_to_driver=False, logging_level="error")
    except (RuntimeError, ValueError, OverflowError, OSError) as error:
        raise BadInput(
            f"There is no Ray cluster at “{address}”. Start one with “ray start --head”, or train without --cluster."
        ) from error
