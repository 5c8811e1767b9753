"""ONNX Runtime sessions: one a model, the right number of threads, never spinning while idle."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engines.errors import MissingWeights

_lock = threading.Lock()
_sessions: dict[tuple[Path, int, int], Any] = {}


def threads() -> int:
    """Threads for one piece of work: all processors but one, so that the window stays quick; at least one."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, cores - 1)


def session(path: Path, thread_count: int | None = None, *, keep: bool = True) -> Any:
    """The InferenceSession of a model file, made once and kept while the file stays the same.

    With ``keep`` False it is the caller's alone: a file that will be gone in a moment should leave no session behind.

    Raises:
        MissingWeights: there is no such file or ONNX Runtime cannot read it.
    """
    count = thread_count or threads()
    try:
        key = (path, path.stat().st_mtime_ns, count)
    except OSError as error:
        raise MissingWeights(f"The model file “{path.name}” is missing. Install Reverie again.") from error
    if not keep:
        return _make(path, count)
    with _lock:
        if key not in _sessions:
            made = _make(path, count)
            for old in [each for each in _sessions if each[0] == path and each[1] != key[1]]:
                del _sessions[old]  # the file was replaced; nobody will ask for what it was
            _sessions[key] = made
        return _sessions[key]


def session_of(model: bytes, name: str, thread_count: int | None = None) -> Any:
    """An InferenceSession of a graph in memory, the caller's alone; raises MissingWeights, calling it ``name``."""
    return _made(model, name, thread_count or threads())


def _make(path: Path, count: int) -> Any:
    return _made(str(path), path.name, count)


def _made(model: str | bytes, name: str, count: int) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = count
    options.inter_op_num_threads = 1
    # Spinning threads burn a core while the person only thinks.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # The arena never gives memory back after one large picture.
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(model, options, providers=providers())
    except Exception as error:
        raise MissingWeights(f"The model file “{name}” is damaged. Install Reverie again.") from error


def providers() -> list[str]:
    """Execution providers to use, best first: CUDA where this ONNX Runtime has it, else the processor."""
    import onnxruntime

    here = onnxruntime.get_available_providers()
    return [name for name in ("CUDAExecutionProvider", "CPUExecutionProvider") if name in here]


@dataclass(frozen=True)
class Stopper:
    """Ends a run of a session from another thread, in the middle of its work."""

    options: Any

    @classmethod
    def new(cls) -> Stopper:
        import onnxruntime

        return cls(onnxruntime.RunOptions())

    def stop(self) -> None:
        """The run returns with an error at its next node."""
        self.options.terminate = True


def forget() -> None:
    """Drop every session and its memory."""
    with _lock:
        _sessions.clear()
