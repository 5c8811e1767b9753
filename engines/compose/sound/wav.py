"""Sound files: the same sound as is heard, as fast as the computer can."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from engines.compose.score import Score
from engines.compose.sound.renderer import Renderer
from engines.compose.sound.sheet import Sheet
from engines.compose.sound.stream import Stream
from engines.compose.sound.synth import BLOCK, RATE, Frames, Opened, open_synth
from engines.errors import BadInput
from engines.files import written_beside
from engines.steps import Step, Task

#: What still rings after the last note, and the last part of it that fades away.
RELEASE_SECONDS, FADE_SECONDS = 2.0, 0.5
RATES = (8_000, 192_000)
DEPTHS = (16, 24)
#: Sizes in a RIFF file are 32 bits.
MOST_BYTES = 2**32 - 64
#: Rendered at a time: a few milliseconds of work, so that cancelling answers at once.
PORTION = 32 * BLOCK


@dataclass(frozen=True)
class RenderRequest:
    """A score to be written as sound to ``path``.

    ``font`` is a .sf2, .sf3 or .sfo file, by default the one that came along; ``rate`` 8,000 to 192,000 frames a
    second; ``depth`` 16 (dithered) or 24 bits a sample.
    """

    score: Score
    path: Path
    font: Path | None = None
    rate: int = RATE
    depth: int = 16


@dataclass(frozen=True)
class Rendered:
    """What was written: seconds of sound, its greatest sample (0 to 1), what played it, and what was amiss."""

    path: Path
    seconds: float
    peak: float
    synth: str
    trouble: str = ""


class Wav:
    """An output that is a file: frames are read when ``advance`` says so instead of when they are due."""

    def __init__(self, stream: BinaryIO, rate: int, depth: int) -> None:
        self._stream, self._rate, self._depth = stream, rate, depth
        self._written = 0
        self._read: Callable[[int], Frames] | None = None
        # The same file every time.
        self._chance = np.random.default_rng(0)
        self._stream.write(self._header(0))

    @property
    def name(self) -> str:
        """That it is a file."""
        return "WAV file"

    @property
    def rate(self) -> int:
        """Frames a second."""
        return self._rate

    @property
    def latency(self) -> int:
        """None: what is read is written."""
        return 0

    def start(self, read: Callable[[int], Frames]) -> None:
        """Read from here from now on."""
        self._read = read

    def advance(self, count: int, gain: Frames | None = None) -> float:
        """Write the next ``count`` frames, each times its ``gain`` (frames, 1); returns their greatest sample."""
        assert self._read is not None
        frames = self._read(count)
        if gain is not None:
            frames = frames * gain
        self._stream.write(self._packed(frames))
        self._written += count
        return float(np.abs(frames).max(initial=0.0))

    def close(self) -> None:
        """Write into the head how long it became."""
        self._stream.seek(0)
        self._stream.write(self._header(self._written))
        self._stream.seek(0, 2)

    def _packed(self, frames: Frames) -> bytes:
        if self._depth == 24:
            whole = np.rint(frames * float(2**23 - 1)).astype("<i4")
            return bytes(whole.reshape(-1, 1).view(np.uint8)[:, :3].tobytes())
        # Triangular dither of two steps: what is softer than a step is noise, not distortion (Lipshitz et al. 1992).
        dither = self._chance.random(frames.shape, np.float32) - self._chance.random(frames.shape, np.float32)
        # Digital silence stays that.
        dither[frames == 0] = 0
        return bytes(np.rint(np.clip(frames * 32_766.0 + dither, -32_767, 32_767)).astype("<i2").tobytes())

    def _header(self, frames: int) -> bytes:
        width = 2 * self._depth // 8
        size = frames * width
        form = struct.pack("<HHIIHH", 1, 2, self._rate, self._rate * width, width, self._depth)
        return (
            b"RIFF"
            + struct.pack("<I", 36 + size)
            + b"WAVEfmt "
            + struct.pack("<I", 16)
            + form
            + b"data"
            + (struct.pack("<I", size))
        )


def render_wav(request: RenderRequest, make_synth: Callable[[Path | None, int], Opened] = open_synth) -> Task[Rendered]:
    """Write a score as a WAV file: two channels, 2 s longer than the score, of which the last half fades away.

    Steps count frames. Closing the task leaves whatever stood there before.

    Raises:
        BadInput: the score is empty, the rate or depth is none, the file would be too large, or a font was asked for
            that cannot be played.
        CannotWrite: the file cannot be written.
    """
    _check(request)
    sheet = Sheet(request.score, request.rate)
    total = sheet.end + round(RELEASE_SECONDS * request.rate)
    if total * request.depth // 4 > MOST_BYTES:
        raise BadInput(f"The music lasts {total / request.rate / 3600:.0f} hours: no WAV file can hold that.")
    yield Step(0, total, "reading the sound font")
    opened = make_synth(request.font, request.rate)
    if opened.trouble and request.font is not None:
        # Somebody who chose a font does not want another sound.
        raise BadInput(opened.trouble.split(". ")[0] + ".")
    renderer = Renderer(opened.synth, sheet)
    # Before the stream is made, which renders its first block then.
    renderer.play(0)
    stream = Stream(renderer)
    peak = 0.0
    fade = round(FADE_SECONDS * request.rate)
    with written_beside(request.path) as beside, beside.open("wb") as file:
        output = Wav(file, request.rate, request.depth)
        output.start(stream.read)
        done = 0
        while done < total:
            count = min(PORTION, total - done)
            left = np.arange(total - done, total - done - count, -1, dtype=np.float32)[:, None]
            peak = max(peak, output.advance(count, np.minimum(1.0, left / fade, dtype=np.float32)))
            done += count
            yield Step(done, total)
        output.close()
    return Rendered(request.path, total / request.rate, peak, opened.synth.name, opened.trouble)


def _check(request: RenderRequest) -> None:
    if not request.score.notes:
        raise BadInput("There is nothing to be heard: the score has no notes.")
    if not RATES[0] <= request.rate <= RATES[1]:
        raise BadInput(f"The rate must be from {RATES[0]:,} to {RATES[1]:,} frames a second, not {request.rate:,}.")
    if request.depth not in DEPTHS:
        raise BadInput(f"A sample has 16 or 24 bits, not {request.depth}.")
