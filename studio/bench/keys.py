"""How soon a typed letter is painted in a long text while a model learns beside it."""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path

from studio.bench.figures import Figure, percentile, run_apart
from studio.bench.ticks import START_PATIENCE_S, learn_styles
from studio.threads import prepare_environment

LIMIT_MS = 16.0
CHARACTERS = 1_000_000
KEYS = 400
#: A quick hand types ten keys a second.
PAUSE_S = 0.02


def figure() -> Figure:
    """The 95th percentile of the milliseconds from a key to the painted letter."""
    found = run_apart("studio.bench.keys")
    steps, longest = f"{found['steps']:.0f} training steps", f"longest {found['longest']:.0f} ms"
    note = f"{KEYS} keys, {CHARACTERS:,} characters open, {steps}; {longest}"
    return Figure(
        "Key to painted letter while training, p95", "write", f"< {LIMIT_MS:g} ms", "ms", found["p95"], LIMIT_MS, note
    )


def measure() -> dict[str, float]:
    """Type into the editor of a real window, in the middle of a long text."""
    from studio.cli.stage import put_on, settle, turn_until, window_on_stage
    from studio.jobs.job import Job
    from studio.jobs.warmth import warm_torch
    from studio.panes.write.editor import WriteEditor

    with tempfile.TemporaryDirectory(prefix="reverie-") as folder, window_on_stage() as window:
        put_on(window, "write", "dark")
        text = Path(folder) / "long.txt"
        sentence = "The fox looked at the grapes and said that they were sour. "
        text.write_text(("\n\n".join([sentence * 8] * (CHARACTERS // (len(sentence) * 8)))), encoding="utf-8")
        window.open_files([text])
        settle(window)
        learning = Job("Learning", lambda: learn_styles(Path(folder)))
        window.desk.lanes.submit("train", Job("Getting ready", warm_torch))
        window.desk.lanes.submit("train", learning)
        if not turn_until(lambda: learning.newest is not None and bool(learning.newest.metrics), START_PATIENCE_S):
            raise RuntimeError(f"training did not begin: {learning.error}")
        editor = window.findChild(WriteEditor)
        assert isinstance(editor, WriteEditor)
        times, steps = _typed(editor, learning)
    return {"p95": percentile(times, 0.95), "longest": max(times), "steps": float(steps)}


def _typed(editor: object, learning: object) -> tuple[list[float], int]:
    """Milliseconds a key, and the training steps done meanwhile."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QTextCursor
    from PySide6.QtTest import QTest

    from studio.cli.stage import turn_until
    from studio.jobs.job import Job
    from studio.panes.write.editor import WriteEditor

    assert isinstance(editor, WriteEditor)
    assert isinstance(learning, Job)
    cursor = QTextCursor(editor.document().findBlockByNumber(editor.document().blockCount() // 2))
    editor.setTextCursor(cursor)
    editor.centerCursor()
    before = learning.newest.done if learning.newest else 0
    times: list[float] = []
    for number in range(KEYS):
        key = Qt.Key.Key_Space if number % 6 == 5 else Qt.Key(Qt.Key.Key_A.value + number % 26)
        began = time.perf_counter()
        QTest.keyClick(editor, key)
        editor.viewport().repaint()
        times.append((time.perf_counter() - began) * 1000)
        until = time.monotonic() + PAUSE_S
        turn_until(lambda until=until: time.monotonic() >= until, 1.0)  # type: ignore[misc]
    after = learning.newest.done if learning.newest else 0
    return times, after - before


if __name__ == "__main__":
    prepare_environment()
    print(json.dumps(measure()))
