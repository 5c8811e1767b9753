"""Scores that tests play, and synthesisers that write down what they are told."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from engines.compose.notes import Note
from engines.compose.score import Score, Track
from engines.compose.sound.renderer import Renderer
from engines.compose.sound.sheet import Sheet
from engines.compose.sound.synth import RATE, Frames, Synth

#: Frames of a quarter at 120 a minute.
QUARTER_FRAMES = RATE // 2


@dataclass
class Scribe:
    """Makes no sound: it writes down each call with the frame at which it comes."""

    rate: int = RATE
    name: str = "Scribe"
    frame: int = 0
    calls: list[tuple[int, str, int, int]] = field(default_factory=list)
    down: dict[tuple[int, int], int] = field(default_factory=dict)
    settings: dict[tuple[str, int], float] = field(default_factory=dict)

    def program(self, channel: int, program: int, drums: bool) -> None:
        self.settings["program", channel] = 128 if drums else program

    def note_on(self, channel: int, pitch: int, velocity: int) -> None:
        self.calls.append((self.frame, "on", channel, pitch))
        self.down[channel, pitch] = self.down.get((channel, pitch), 0) + 1

    def note_off(self, channel: int, pitch: int) -> None:
        self.calls.append((self.frame, "off", channel, pitch))
        self.down[channel, pitch] -= 1
        assert self.down[channel, pitch] >= 0, "a note ended that had not begun"

    def level(self, channel: int, gain: float) -> None:
        self.settings["level", channel] = gain

    def pan(self, channel: int, place: float) -> None:
        self.settings["pan", channel] = place

    def bend(self, channel: int, semitones: float) -> None:
        self.settings["bend", channel] = semitones

    def silence(self) -> None:
        self.down.clear()

    def render(self, out: Frames) -> None:
        out[:] = 0.0
        self.frame += len(out)

    @property
    def hanging(self) -> list[tuple[int, int]]:
        return [key for key, count in self.down.items() if count]

    def heard(self) -> list[tuple[int, str, int, int]]:
        """What was written down since this was last asked."""
        calls, self.calls = self.calls, []
        return calls


def score_of(*notes: Note, tracks: tuple[Track, ...] | None = None, **rest: object) -> Score:
    """A score with as many tracks as the notes need."""
    count = max((note.track for note in notes), default=0) + 1
    return Score(tracks or tuple(Track() for _ in range(count)), notes, **rest)  # type: ignore[arg-type]


def renderer_of(synth: Synth, score: Score, *, chase: bool = True) -> Renderer:
    return Renderer(synth, Sheet(score, synth.rate), chase=chase)


def rendered(renderer: Renderer, frames: int, portion: int = 256) -> Frames:
    """So many frames, rendered in portions."""
    out = np.empty((frames, 2), np.float32)
    for begin in range(0, frames, portion):
        renderer.render(out[begin : begin + portion])
    return out
