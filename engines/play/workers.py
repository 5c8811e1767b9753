"""Worker processes that do pieces of work side by side, are watched, and never outlive the program that began them.

A rollout of CarRacing is Python and Box2D, so threads do not help: each worker is a process of its own, begun anew
(`spawn`) with one thread for every number library, at the lowest priority that still gets on. A piece of work is a
pure function of its fields, so one that was lost with its worker is simply done again.

`engines.play.cluster` offers the same `evaluate` beyond one machine.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import tempfile
import time
from collections import Counter, deque
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Protocol, TypeVar

from engines.errors import ReverieError
from engines.play.serving import Beat, serve
from engines.runtime import threads

R_co = TypeVar("R_co", covariant=True)
R = TypeVar("R")

#: Seconds without a sign of life after which a worker is taken for hung.
SILENCE_S = 60.0
#: How often one piece of work may be lost before it is given up.
FAILURES = 3
_LAST_WORDS = 4000


class Job(Protocol[R_co]):
    """A piece of work that travels to a worker: a picklable value, and a pure function of its fields."""

    def run(self, beat: Beat) -> R_co:
        """Do it, calling ``beat`` at least every few seconds, and return a picklable result.

        A ReverieError ends the whole evaluation; any other exception counts as a failure.
        """
        ...


class Evaluator(Protocol):
    """Whoever does pieces of work: the worker processes of this machine, or a cluster."""

    def evaluate(self, jobs: Sequence[Job[R]]) -> Generator[R, None, None]:
        """The result of every job once, in the order in which they are done."""
        ...


class WorkersFailed(ReverieError):
    """The same piece of work was lost again and again; ``details`` holds the worker's last words."""

    def __init__(self, sentence: str, details: str) -> None:
        super().__init__(sentence)
        self.details = details


@dataclass(eq=False)
class _Worker:
    process: Any
    connection: Connection[Any, Any]
    log: Path
    job: int | None = None
    heard: float = field(default_factory=lambda: time.monotonic())

    def end(self) -> None:
        """End the process, at once when it is at work; nothing it writes is in place before it is whole."""
        if self.job is None:
            with contextlib.suppress(OSError):
                self.connection.send(None)
            self.process.join(1.0)
        if self.process.is_alive():
            self.process.kill()
        self.process.join()
        self.connection.close()
        self.process.close()


class Here:
    """Does everything in this process, one after the other: for one small job, and for tests."""

    def evaluate(self, jobs: Sequence[Job[R]]) -> Generator[R, None, None]:
        """The results in the order of the jobs; raises what they raise."""
        for job in jobs:
            yield job.run(lambda: None)


class Workers:
    """So many worker processes (None: one for each processor but one), begun when there is work and kept until `close`.

    Use it on one thread at a time. A worker that dies, or is silent for ``silence_s`` seconds, is replaced and its
    work done again; after ``failures`` losses of the same work WorkersFailed is raised.
    """

    def __init__(self, count: int | None = None, *, silence_s: float = SILENCE_S, failures: int = FAILURES) -> None:
        self.count = threads() if count is None else max(1, count)
        self._silence_s, self._failures = silence_s, failures
        self._logs: tempfile.TemporaryDirectory[str] | None = None
        self._begun = 0
        self._workers: list[_Worker] = []

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End every worker; a second time does nothing."""
        while self._workers:
            self._workers.pop().end()
        if self._logs is not None:
            self._logs.cleanup()
            self._logs = None

    @property
    def pids(self) -> list[int]:
        """The processes there are now."""
        return [worker.process.pid for worker in self._workers]

    def evaluate(self, jobs: Sequence[Job[R]]) -> Generator[R, None, None]:
        """The result of every job once, in the order in which they are done.

        Closing the generator ends the workers that are still busy; the others wait for the next jobs.

        Raises:
            ReverieError: what a job raised.
            WorkersFailed: a job was lost ``failures`` times.
        """
        waiting, lost = deque(range(len(jobs))), Counter[int]()
        try:
            while waiting or any(worker.job is not None for worker in self._workers):
                self._hand_out(jobs, waiting)
                for number, kind, content in self._heard():
                    if kind == "done":
                        yield content
                        self._forget_the_silence()
                    elif kind == "refused":
                        raise content
                    else:
                        lost[number] += 1
                        if lost[number] >= self._failures:
                            raise _given_up(lost[number], content)
                        waiting.appendleft(number)
        finally:
            for worker in [each for each in self._workers if each.job is not None]:
                self._dismiss(worker)

    def _hand_out(self, jobs: Sequence[Job[R]], waiting: deque[int]) -> None:
        """Give every idle worker a job, and begin workers while there are more jobs than those."""
        while waiting:
            idle = next((worker for worker in self._workers if worker.job is None), None)
            if idle is None and len(self._workers) >= self.count:
                return
            worker = idle or self._begin()
            worker.job, worker.heard = waiting.popleft(), time.monotonic()
            # A worker that died while idle is found dead by the next look at it.
            with contextlib.suppress(OSError):
                worker.connection.send(jobs[worker.job])

    def _begin(self) -> _Worker:
        if self._logs is None:
            self._logs = tempfile.TemporaryDirectory(prefix="reverie-workers-", ignore_cleanup_errors=True)
        self._begun += 1
        log = Path(self._logs.name) / f"{self._begun}.log"
        log.touch()
        context = multiprocessing.get_context("spawn")
        ours, its = context.Pipe()
        process = context.Process(target=serve, args=(its, str(log)), name="reverie-worker", daemon=True)
        process.start()
        its.close()  # so that its end is the only one, and its death the end of the line
        worker = _Worker(process, ours, log)
        self._workers.append(worker)
        return worker

    def _heard(self) -> list[tuple[int, str, Any]]:
        """Wait a little for news; each is a job's number, “done”, “refused” or “lost”, and what belongs to it."""
        busy = [worker for worker in self._workers if worker.job is not None]
        patience = min(1.0, self._silence_s / 4)
        before = time.monotonic()
        ready = set(wait([thing for each in busy for thing in (each.connection, each.process.sentinel)], patience))
        if time.monotonic() - before > patience + 10:
            self._forget_the_silence()  # the machine was asleep, and so were they
        return [news for worker in busy if (news := self._news_of(worker, ready)) is not None]

    def _news_of(self, worker: _Worker, ready: set[Any]) -> tuple[int, str, Any] | None:
        number, now = worker.job, time.monotonic()
        assert number is not None
        if worker.connection in ready:
            worker.heard = now
            try:
                kind, content = worker.connection.recv()
            except Exception as error:  # it ended in the middle of a word, or said something unheard of
                return number, "lost", self._dismiss(worker) or repr(error)
            if kind == "beat":
                return None
            worker.job = None
            return number, kind, content
        if worker.process.sentinel in ready:
            return number, "lost", self._dismiss(worker)
        if now - worker.heard > self._silence_s:
            words = self._dismiss(worker)
            return number, "lost", f"{words}\nNothing was heard of it for {self._silence_s:g} seconds."
        return None

    def _dismiss(self, worker: _Worker) -> str:
        """End a worker that is dead, hung or no longer wanted, and return its last words."""
        self._workers.remove(worker)
        worker.end()
        return worker.log.read_text(encoding="utf-8", errors="replace")[-_LAST_WORDS:]

    def _forget_the_silence(self) -> None:
        """Whoever takes the results may take a while over one; meanwhile nobody listened."""
        now = time.monotonic()
        for worker in self._workers:
            worker.heard = now


def _given_up(times: int, details: str) -> WorkersFailed:
    lines = [line.strip() for line in details.strip().splitlines() if line.strip()]
    last = lines[-1].rstrip(".") if lines else "it said nothing"
    return WorkersFailed(
        f"The same piece of work failed {times} times ({last[:200]}). What is done is kept: start it again, "
        "with fewer workers if the memory is full.",
        details,
    )
