"""How quickly the piano roll follows the hand over twenty thousand notes."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from studio.bench.figures import Figure, percentile, run_apart
from studio.threads import prepare_environment

if TYPE_CHECKING:
    from engines.compose.score import Score
    from studio.panes.compose.roll.view import RollView

NOTES = 20_000
SIZE = (1920, 1080)
FRAME_MS = 16.0
KEY_MS = 50.0
FRAMES = 120


def figures() -> list[Figure]:
    """Frames while scrolling and zooming near and far, and a key until its note is lit."""
    found = run_apart("studio.bench.roll")
    where = f"{NOTES:,} notes, roll {SIZE[0]} × {SIZE[1]}"
    asked, limit = f"< {FRAME_MS:g} ms", FRAME_MS
    rows = [
        ("Piano roll: a frame while scrolling, p95", "scroll", f"{where}, up to {found['seen']:.0f} of them in sight"),
        ("Piano roll: a frame while zooming, p95", "zoom", f"{where}, from a bar to the whole piece and back"),
        ("Piano roll: a frame while playing, p95", "play", f"{where}, playhead moved and lit notes repainted"),
    ]
    shown = [Figure(name, "compose", asked, "ms", found[key], limit, note) for name, key, note in rows]
    keys = [
        ("Piano roll: key to highlighted note, p95", "key", f"{where}, Tab from note to note"),
        ("Piano roll: key to nudged note, p95", "nudge", f"{where}, an undo step each"),
    ]
    return shown + [
        Figure(name, "compose", f"< {KEY_MS:g} ms", "ms", found[key], KEY_MS, note) for name, key, note in keys
    ]


def measure() -> dict[str, float]:
    """Scroll, zoom, play and press keys in a roll of its own."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QUndoStack
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from studio.look.palette import apply
    from studio.panes.compose.roll.view import RollView

    application = QApplication([])
    apply(application, "dark")
    stack = QUndoStack()
    roll = RollView(stack)
    stack.setParent(roll)
    roll.resize(*SIZE)
    roll.set_score(crowded())
    roll.show()
    QTest.qWaitForWindowExposed(roll)
    outlook = roll.outlook
    found = {"scroll": percentile(frames(scrolling(roll)), 0.95)}
    view = outlook.view
    found["seen"] = float(len(roll.model.table.between(view.tick(0), view.tick(outlook.width))))
    found["zoom"] = percentile(frames(zooming(roll)), 0.95)
    found["play"] = percentile(frames(playing(roll)), 0.95)
    keys = [lambda: QTest.keyClick(roll.canvas, Qt.Key.Key_Tab)] * FRAMES
    found["key"] = percentile(frames(keys), 0.95)
    nudges = [lambda: QTest.keyClick(roll.canvas, Qt.Key.Key_Up), lambda: QTest.keyClick(roll.canvas, Qt.Key.Key_Down)]
    found["nudge"] = percentile(frames(nudges * (FRAMES // 4)), 0.95)
    roll.close()
    return found


def crowded() -> Score:
    """Four voices of sixteenths, never two alike in a row: as full as a roll gets."""
    import random

    from engines.compose.notes import Key, Note
    from engines.compose.score import Score, Track

    chance = random.Random(0)
    tracks = tuple(Track(str(place), colour=place) for place in range(4))
    notes = (
        Note(
            number // 4 * 120, number % 4, 80 - 12 * (number % 4) + chance.randint(-6, 6), 110, chance.randint(30, 120)
        )
        for number in range(NOTES)
    )
    return Score(tracks, tuple(notes), keys=(Key(0, 2),))


def scrolling(roll: RollView) -> Iterable[Callable[[], object]]:
    """Two ways to scroll at four zooms."""
    outlook = roll.outlook
    for factor in (1.0, 0.5, 0.5, 0.25):
        outlook.look(outlook.view.zoomed(factor, 0))
        for number in range(FRAMES // 4):
            down = 4 if number % 2 else -4
            yield lambda down=down: outlook.look(outlook.view.scrolled(37, down))  # type: ignore[misc]


def zooming(roll: RollView) -> Iterable[Callable[[], object]]:
    outlook = roll.outlook
    for factor in (1.12, 1 / 1.12, 1.12):
        for _number in range(FRAMES // 3):
            yield lambda factor=factor: outlook.look(outlook.view.zoomed(factor, 700))  # type: ignore[misc]


def playing(roll: RollView) -> Iterable[Callable[[], object]]:
    outlook = roll.outlook
    outlook.look(outlook.view.zoomed(0.2 / outlook.view.scale, 0))
    for number in range(FRAMES):
        yield lambda number=number: roll.set_playhead(20 * number, True)  # type: ignore[misc]


def frames(moves: Iterable[Callable[[], object]]) -> list[float]:
    """Milliseconds of each move until everything it changed is painted."""
    from PySide6.QtCore import QCoreApplication, QEvent

    times = []
    for move in moves:
        began = time.perf_counter()
        move()
        # What was asked to be painted, all of it and nothing else; a frame of the screen would do the same.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest.value)
        times.append((time.perf_counter() - began) * 1000)
    return times


if __name__ == "__main__":
    prepare_environment()
    print(json.dumps(measure()))
