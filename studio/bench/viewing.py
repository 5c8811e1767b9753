"""How long the viewer of Play takes for a frame of all three pictures, and how many it shows in a second."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from studio.bench.figures import Figure, percentile, run_apart
from studio.threads import prepare_environment

if TYPE_CHECKING:
    from studio.panes.play.pane import PlayPane

SIZE = (1280, 720)
FRAMES = 500
SECONDS = 6.0
FRAME_MS, FPS = 16.0, 50.0
#: Frames in which the figures, the curve or the dock in turn are drawn too, as the pane does every 40 ms.
FIGURES_EVERY = 2


def figures() -> list[Figure]:
    """A frame's work, and the frames of a second; both untold where no model is installed."""
    found = run_apart("studio.bench.viewing", environment={"OMP_NUM_THREADS": "1"})
    names = ("Play’s viewer: a frame, p95", "Play’s viewer: between two frames")
    asked = (f"< {FRAME_MS:g} ms", f"{FPS:g} frames a second")
    if not found["models"]:
        note = "no model of the game is installed"
        return [Figure(name, "play", wish, "ms", note=note) for name, wish in zip(names, asked, strict=True)]
    note = (
        f"three pictures, one thread, window {SIZE[0]} × {SIZE[1]}; median {found['median']:.1f} ms, "
        f"{found['own']:.1f} ms of processor time"
    )
    rate = f"{found['fps']:.1f} frames a second"
    # A timer counts whole milliseconds: one frame in fifty may be late.
    return [
        Figure(names[0], "play", asked[0], "ms", found["p95"], FRAME_MS, note),
        Figure(names[1], "play", asked[1], "ms", 1000 / found["fps"], 1000 / FPS * 1.02, rate),
    ]


def measure() -> dict[str, float]:
    """Drive and dream in the studio's own window."""
    from studio.cli.stage import put_on, settle, window_on_stage
    from studio.panes.play.pane import PlayPane

    with window_on_stage(SIZE) as window:
        put_on(window, "play", "dark")
        settle(window)
        pane = window.pane("play")
        assert isinstance(pane, PlayPane)
        if pane.mind() is None:
            return {"models": 0.0}
        pane.page.show_dock("memory")
        return {"models": 1.0, **worked(pane), "fps": shown(pane)}


def worked(pane: PlayPane) -> dict[str, float]:
    """Milliseconds of a frame until it is painted, by the clock and of processor time."""
    from PySide6.QtCore import QCoreApplication, QEvent

    pane.drive.start_over()
    pane.drive.ahead()
    pane.drive.dream()
    # A clock that rests draws all figures with every frame; nobody turns the event loop, so it never ticks.
    pane.drive.clock.run(True)
    times, own = [], []
    for number in range(FRAMES):
        began, busy = time.perf_counter(), time.process_time()
        pane.drive.tick(1)
        if not number % FIGURES_EVERY:
            pane.showing.show_next()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest.value)
        times.append((time.perf_counter() - began) * 1000)
        own.append((time.process_time() - busy) * 1000)
    pane.drive.pause()
    return {"p95": percentile(times, 0.95), "median": percentile(times, 0.5), "own": percentile(own, 0.95)}


def shown(pane: PlayPane, seconds: float = SECONDS) -> float:
    """Frames a second while the clock runs."""
    from studio.cli.stage import turn_until

    pane.drive.start_over()
    pane.drive.dream()
    pane.drive.clock.run(True)
    session, began = pane.drive.session, time.perf_counter()
    assert session is not None
    turn_until(lambda: time.perf_counter() - began >= seconds, seconds + 1)
    frames, passed = session.shown.number, time.perf_counter() - began
    pane.drive.pause()
    return frames / passed


if __name__ == "__main__":
    prepare_environment()
    print(json.dumps(measure()))
