"""What every synthesiser can do, and which one plays."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engines.compose.score import MOST_TRACKS
from engines.errors import BadInput

#: Sound: float32 (frames, 2), left and right, -1 to 1.
Frames: TypeAlias = NDArray[np.float32]

RATE = 44_100
#: The frames rendered at a time: 5.8 ms at 44,100 a second.
BLOCK = 256
#: A track plays on the channel of its number; notes that a person tries out play on another one of their own.
LIVE = MOST_TRACKS
CHANNELS = 2 * MOST_TRACKS


class Synth(Protocol):
    """Plays notes on channels. There are CHANNELS of them, each with its own instrument, level, place and bend."""

    @property
    def name(self) -> str:
        """What a person reads: the sound font's name, or that none is used."""

    @property
    def rate(self) -> int:
        """Frames a second."""

    def program(self, channel: int, program: int, drums: bool) -> None:
        """Choose the General MIDI instrument (0 to 127, or a drum kit) of notes to come."""

    def note_on(self, channel: int, pitch: int, velocity: int) -> None:
        """Begin a note at the next frame that is rendered; velocity 1 to 127."""

    def note_off(self, channel: int, pitch: int) -> None:
        """Let the oldest note of this pitch end as its instrument ends."""

    def level(self, channel: int, gain: float) -> None:
        """Set the amplitude of a channel, 0 to 1."""

    def pan(self, channel: int, place: float) -> None:
        """Set where a channel is heard: -1 left, 1 right."""

    def bend(self, channel: int, semitones: float) -> None:
        """Set how far a channel is out of tune."""

    def silence(self) -> None:
        """End all sound, within a few milliseconds."""

    def render(self, out: Frames) -> None:
        """Write the next ``len(out)`` frames over ``out`` (contiguous)."""


@dataclass(frozen=True)
class Opened:
    """A synthesiser, and one sentence if it is not the one that was asked for."""

    synth: Synth
    trouble: str = ""


def open_synth(font: Path | None = None, rate: int = RATE) -> Opened:
    """The synthesiser for a sound font (.sf2, .sf3, .sfo), by default the one that came along.

    Without the package that plays fonts, or with a font that cannot be played, it is the plain one. Reading a large
    font takes seconds: not for the thread of a window.
    """
    from engines.compose.sound.font import FontSynth
    from engines.compose.sound.plain import PlainSynth

    try:
        return Opened(FontSynth(font, rate))
    except BadInput as error:
        return Opened(PlainSynth(rate), f"{error} Until then a plain synthesiser plays.")
