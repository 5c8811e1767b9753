"""How much faster than time passes a score becomes sound, and how long the slowest blocks take."""

from __future__ import annotations

import json
import time
from statistics import median
from typing import TYPE_CHECKING

from studio.bench.figures import Figure, percentile, run_apart
from studio.threads import prepare_environment

if TYPE_CHECKING:
    from engines.compose.score import Score
    from engines.compose.sound.synth import Synth

TIMES_FASTER = 50.0
BLOCK_LIMIT_MS = 2.0
SECONDS = 40
#: General MIDI programs of the sixteen tracks; the last one plays drums.
ORCHESTRA = (0, 4, 24, 33, 48, 50, 52, 56, 60, 65, 73, 81, 89, 11, 46, 0)
CHORDS = 8


def figures() -> list[Figure]:
    """Milliseconds a second of sound of four voices and of sixteen full tracks, and those of the slowest blocks."""
    found = run_apart("studio.bench.rendering")
    limit = 1000 / TIMES_FASTER
    asked = f"{TIMES_FASTER:g} × real time"
    note = (
        f"{1000 / found['four']:.0f} × real time, {1000 / found['four_cpu']:.0f} × of processor time; "
        f"the plain synthesiser {1000 / found['plain']:.0f} ×; "
        f"sixteen tracks, {found['notes']:.0f} notes a second, {1000 / found['sixteen']:.0f} ×"
    )
    blocks = (
        f"{found['blocks']:.0f} blocks of 256 frames of sixteen tracks; median {found['block_median']:.2f} ms, "
        f"p99 of processor time {found['block_cpu']:.2f} ms, longest {found['block_longest']:.1f} ms"
    )
    name = "Rendering a second of four voices"
    return [
        Figure(name, "compose", asked, "ms", found["four"], limit, note),
        Figure(
            "Block of sound, p99",
            "compose",
            f"< {BLOCK_LIMIT_MS:g} ms",
            "ms",
            found["block_p99"],
            BLOCK_LIMIT_MS,
            blocks,
        ),
    ]


def measure() -> dict[str, float]:
    """Milliseconds for a second of sound, median over the seconds, and for blocks."""
    from engines.compose.sound.font import FontSynth
    from engines.compose.sound.plain import PlainSynth

    full = orchestra()
    four, _, four_cpu = _seconds(FontSynth(), chorale())
    plain, _, _ = _seconds(PlainSynth(), chorale())
    sixteen, blocks, processor = _seconds(FontSynth(), full)
    return {
        "four": median(four),
        "four_cpu": sum(four_cpu) / SECONDS,
        "plain": median(plain),
        "sixteen": median(sixteen),
        "notes": len(full.notes) / SECONDS,
        "blocks": float(len(blocks)),
        "block_median": median(blocks),
        "block_p99": percentile(blocks, 0.99),
        "block_cpu": percentile(processor, 0.99),
        "block_longest": max(blocks),
    }


def _seconds(synth: Synth, score: Score) -> tuple[list[float], list[float], list[float]]:
    """Milliseconds of each second and of each block, and processor time of each block."""
    from engines.compose.sound.renderer import Renderer
    from engines.compose.sound.sheet import Sheet
    from engines.compose.sound.stream import Stream
    from engines.compose.sound.synth import BLOCK

    renderer = Renderer(synth, Sheet(score, synth.rate))
    renderer.endless = True
    renderer.play(0)
    stream = Stream(renderer)
    blocks: list[float] = []
    processor: list[float] = []
    for _ in range(SECONDS * synth.rate // BLOCK):
        cpu, began = time.thread_time(), time.perf_counter()
        stream.read(BLOCK)
        blocks.append((time.perf_counter() - began) * 1000)
        processor.append((time.thread_time() - cpu) * 1000)
    each = synth.rate // BLOCK
    seconds = [sum(blocks[at : at + each]) for at in range(0, len(blocks) - each + 1, each)]
    return [spent * synth.rate / (each * BLOCK) for spent in seconds], blocks, processor


def chorale() -> Score:
    """Four voices in quarters and eighths with a choir's sound, as Bach's are."""
    import numpy as np

    from engines.compose.notes import Note
    from engines.compose.score import Score, Track

    chance = np.random.default_rng(0)
    notes: list[Note] = []
    for voice, middle in enumerate((72, 67, 60, 48)):
        start = 0
        while start < SECONDS * 960:
            length = int(chance.choice([240, 480, 480, 480, 960]))
            notes.append(Note(start, voice, middle + int(chance.integers(-5, 6)), length))
            start += length
    return Score(tuple(Track(program=52) for _ in range(4)), tuple(notes))


def orchestra() -> Score:
    """Sixteen tracks that never rest: chords of three in eighths in half of them, drums in one."""
    import numpy as np

    from engines.compose.notes import Note
    from engines.compose.score import Score, Track

    chance = np.random.default_rng(1)
    tracks = tuple(
        Track(program=program, channel=9 if place == 15 else place % 9) for place, program in enumerate(ORCHESTRA)
    )
    notes = {
        (start, track, int(pitch)): Note(start, track, int(pitch), int(chance.choice([240, 480])), 90)
        for track in range(16)
        for start in range(0, SECONDS * 960, 240)
        for pitch in chance.integers(*((36, 50) if track == 15 else (40, 80)), 3 if track < CHORDS else 1)
    }
    return Score(tracks, tuple(notes.values()))


if __name__ == "__main__":
    prepare_environment()
    print(json.dumps(measure()))
