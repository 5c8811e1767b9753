"""Whether music plays without a gap while a model learns, and whether the playhead is where the sound is."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from studio.bench.figures import Figure, run_apart
from studio.bench.rendering import orchestra
from studio.bench.ticks import START_PATIENCE_S, learn_styles
from studio.threads import prepare_environment

if TYPE_CHECKING:
    from engines.compose.sound.outputs import Null, Read
    from engines.compose.sound.player import Player

SECONDS, LONG_SECONDS = 10.0, 60.0
#: Between two looks at the playhead.
LOOK_S = 0.007
#: A look that was interrupted longer than that compares two moments, not two clocks.
INTERRUPTED_S = 0.001


def figures(seconds: float = SECONDS) -> list[Figure]:
    """How late the latest block was against the memory of the output, and how far the playhead was off."""
    found = run_apart("studio.bench.playing", str(seconds))
    length = f"{seconds:g} s of sixteen tracks"
    note = (
        f"{length}, {found['steps']:.0f} training steps; {found['blocks']:.0f} blocks, {found['missed']:.0f} missed; "
        f"a process that only waited for them was up to {found['waiter_latest']:.1f} ms late and missed "
        f"{found['waiter_missed']:.0f}"
    )
    asked = f"no gap in {seconds:g} s" + ("" if seconds >= LONG_SECONDS else " (60 s with --long)")
    looks = f"{found['looks']:.0f} looks while a model trains; one block is 256 frames"
    late = Figure("Latest block while training", "compose", asked, "ms", found["latest"], found["memory"], note)
    return [
        late,
        Figure("Playhead off the sound, most", "compose", "< 256 frames", "frames", found["off"], 256.0, looks),
    ]


def long_figures() -> list[Figure]:
    """The same over a minute."""
    return figures(LONG_SECONDS)


def measure(seconds: float = SECONDS) -> dict[str, float]:
    """Play on the output that is not heard, beside a training in the window."""
    from engines.compose.sound.player import Player
    from studio.cli.stage import turn_until, window_on_stage
    from studio.jobs.job import Job
    from studio.jobs.warmth import warm_torch

    output, ends = _watched()
    with (
        tempfile.TemporaryDirectory(prefix="reverie-") as folder,
        window_on_stage() as window,
        Player(orchestra(), make_output=lambda: (output, "")) as player,
    ):
        learning = Job("Learning", lambda: learn_styles(Path(folder)))
        window.desk.lanes.submit("train", Job("Getting ready", warm_torch))
        window.desk.lanes.submit("train", learning)
        if not turn_until(lambda: learning.newest is not None and bool(learning.newest.metrics), START_PATIENCE_S):
            raise RuntimeError(f"training did not begin: {learning.error}")
        player.endless = True
        player.loop(0, 38_400)
        player.play(0)
        turn_until(lambda: player.position() > 0, START_PATIENCE_S)
        before = learning.newest.done if learning.newest else 0
        # What this computer makes of anybody's deadlines just now, which is not ours.
        command = [sys.executable, "-m", "studio.bench.playing", "wait", str(seconds)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as waiter:
            off = _looked(player, output, ends, seconds)
            told = json.loads(waiter.communicate()[0])
        steps = (learning.newest.done if learning.newest else 0) - before
        missed = player.missed
    return {
        "latest": _latest(ends, output),
        "memory": output.latency / output.rate * 1000,
        "missed": float(missed),
        "blocks": float(len(ends)),
        "off": max(off),
        "looks": float(len(off)),
        "steps": float(steps),
        **told,
    }


def wait(seconds: float) -> dict[str, float]:
    """Wait for blocks as the output does, and do nothing else."""
    from engines.compose.sound.outputs import Null

    each, memory = 256 / Null().rate, Null().latency / Null().rate
    due = began = time.perf_counter()
    latest, missed = 0.0, 0
    while due - began < seconds:
        time.sleep(max(0.0, due - time.perf_counter()))
        late = time.perf_counter() - due
        latest = max(latest, late)
        if late > memory:
            missed += 1
            due += late
        due += each
    return {"waiter_latest": latest * 1000, "waiter_missed": float(missed)}


def _watched() -> tuple[Null, list[float]]:
    """The output that is not heard, and when each block of it was there."""
    from engines.compose.sound.outputs import Null
    from engines.compose.sound.synth import Frames

    ends: list[float] = []

    class Watched(Null):
        def start(self, read: Read) -> None:
            def timed(count: int) -> Frames:
                frames = read(count)
                ends.append(time.perf_counter())
                return frames

            super().start(timed)

    return Watched(), ends


def _latest(ends: list[float], output: Null) -> float:
    """Milliseconds by which a block was there later than the earliest one by the same clock, at most.

    After a gap, which is later than the output's memory is long, the clock begins anew.
    """
    each = 256 / output.rate
    due = [end - number * each for number, end in enumerate(ends)]
    earliest = due[0]
    worst = 0.0
    for late in due:
        earliest = min(earliest, late)
        worst = max(worst, late - earliest)
        if (late - earliest) * output.rate > output.latency:
            earliest = late
    return worst * 1000


def _looked(player: Player, output: Null, ends: list[float], seconds: float) -> list[float]:
    """Frames between the tick that is shown and the one that the output's clock says, at each look.

    In a gap nothing is heard, so there is nothing to compare.
    """
    from studio.cli.stage import turn_until

    found: list[float] = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pause = time.monotonic() + LOOK_S
        turn_until(lambda pause=pause: time.monotonic() >= pause, 1.0)  # type: ignore[misc]
        missed, before = player.missed, time.perf_counter()
        shown = player.position()
        heard = (before - output.began) * output.rate - output.latency
        gap = player.missed != missed or heard > 256 * len(ends)
        if not gap and time.perf_counter() - before < INTERRUPTED_S:
            found.append(abs(_frames_apart(player, shown, heard)))
    return found


def _frames_apart(player: Player, shown: float, heard: float) -> float:
    """By the marks of the stream, what frame ``heard`` plays, against the tick that is shown."""
    mark = next(mark for mark in reversed(player.marks) if mark.heard <= heard or mark is player.marks[0])
    sheet = mark.sheet
    apart = sheet.frame(mark.tick(heard)) - sheet.frame(shown)
    # Around a loop's wrap one of both may be a round ahead.
    round_ = sheet.frame(38_400)
    return min(apart, apart - round_, apart + round_, key=abs)


if __name__ == "__main__":
    prepare_environment()
    if sys.argv[1] == "wait":
        print(json.dumps(wait(float(sys.argv[2]))))
    else:
        print(json.dumps(measure(float(sys.argv[1]))))
