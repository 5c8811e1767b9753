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
    rows = [
        ("a frame while scrolling", "scroll", FRAME_MS, f"up to {found['seen']:,.0f} of them in sight"),
        ("a frame while zooming", "zoom", FRAME_MS, "from a bar to the whole piece and back"),
        ("a frame while playing", "play", FRAME_MS, "playhead moved, lit notes repainted, pages turned"),
        ("key to highlighted note", "key", KEY_MS, "Tab from note to note"),
        ("key to nudged note", "nudge", KEY_MS, "an undo step each"),
    ]
    return [
        Figure(
            f"Piano roll: {name}, p95",
            "compose",
            f"< {limit:g} ms",
            "ms",
            found[key],
            limit,
            # On a busy computer the difference is the time of others.
            f"{where}, {note}; {found[f'{key}_own']:.1f} ms of processor time",
        )
        for name, key, limit, note in rows
    ]


def measure() -> dict[str, float]:
    """Scroll, zoom, play and press keys in a roll of its own."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QUndoStack
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from studio.look.palette import apply
    from studio.panes.compose.roll.view import RollView

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    apply(application, "dark")
    stack = QUndoStack()
    roll = RollView(stack)
    stack.setParent(roll)
    roll.resize(*SIZE)
    roll.set_score(crowded())
    roll.show()
    QTest.qWaitForWindowExposed(roll)
    found: dict[str, float] = {}
    for name, moves in (("scroll", scrolling(roll)), ("zoom", zooming(roll)), ("play", playing(roll))):
        _note(found, name, frames(moves))
        if name == "scroll":
            view = roll.outlook.view
            found["seen"] = float(len(roll.model.table.between(view.tick(0), view.tick(roll.outlook.width))))
    keys = ((Qt.Key.Key_Tab,), (Qt.Key.Key_Up, Qt.Key.Key_Down))
    for name, pressed in zip(("key", "nudge"), keys, strict=True):
        presses = [lambda key=key: QTest.keyClick(roll.canvas, key) for key in pressed]
        _note(found, name, frames(presses * (FRAMES // 4)))
    roll.close()
    return found


def _note(found: dict[str, float], name: str, times: list[tuple[float, float]]) -> None:
    for key, place in ((name, 0), (f"{name}_own", 1)):
        found[key] = percentile([one[place] for one in times], 0.95)


def crowded(count: int | None = None) -> Score:
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
        for number in range(NOTES if count is None else count)
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


def frames(moves: Iterable[Callable[[], object]]) -> list[tuple[float, float]]:
    """Milliseconds of each move until everything it changed is painted: by the clock, and of processor time."""
    from PySide6.QtCore import QCoreApplication, QEvent

    times = []
    for move in moves:
        began, busy = time.perf_counter(), time.process_time()
        move()
        # What was asked to be painted, all of it and nothing else; a frame of the screen would do the same.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest.value)
        times.append(((time.perf_counter() - began) * 1000, (time.process_time() - busy) * 1000))
    return times


if __name__ == "__main__":
    prepare_environment()
    print(json.dumps(measure()))
