"""Plays a score while it is edited: what the window's transport talks to."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from engines.compose.score import Score
from engines.compose.sound.device import open_output
from engines.compose.sound.engineroom import EngineRoom
from engines.compose.sound.marks import Mark, mark_at
from engines.compose.sound.outputs import Output
from engines.compose.sound.renderer import Renderer
from engines.compose.sound.sheet import Sheet
from engines.compose.sound.synth import RATE, Opened, open_synth

MakeSynth: TypeAlias = Callable[[Path | None], Opened]
MakeOutput: TypeAlias = Callable[[], tuple[Output, str]]

#: How long a note that is tried out sounds.
TRYOUT_SECONDS = 0.4


class Player:
    """Every method may be called from a window's thread and returns at once; none knows Qt.

    The synthesiser and the device are opened by the first thing that shall be heard, on a thread of its own; until
    then nothing is heard and ``position`` shows where playing will begin. Ticks are those of the score that was set
    last. Close it at the end: afterwards no thread of it runs.
    """

    def __init__(
        self,
        score: Score | None = None,
        font: Path | None = None,
        *,
        make_synth: MakeSynth = open_synth,
        make_output: MakeOutput = open_output,
    ) -> None:
        self._sheet = Sheet(score or Score(), RATE)
        self._room = EngineRoom(self._sheet, font, make_synth, make_output)
        #: What was asked for last and is shown until the renderer has done it: playing, and the tick.
        self._asked = (False, 0.0)
        self._heard = 0.0
        self._lock = threading.Lock()
        self._metronome, self._endless, self._volume = False, False, 1.0
        #: Bars of clicks before playing.
        self.count_in = 0

    def __enter__(self) -> Player:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def get_ready(self) -> None:
        """Open the synthesiser and the device now, so that the first note is heard at once."""
        self._room.open()

    # What is played

    def set_score(self, score: Score) -> None:
        """Play this score instead, from the next block on; what sounds and is still there sounds on."""
        sheet = self._sheet = Sheet(score, RATE, self._sheet)
        self._room.set_score(sheet)

    def choose_font(self, font: Path | None) -> None:
        """Play with another sound font, None for the one that came along, as soon as it is read; see ``trouble``."""
        self._room.choose_font(font)

    def choose_output(self, make_output: MakeOutput) -> None:
        """Send the sound elsewhere, as soon as that is open."""
        self._room.choose_output(make_output)

    # Transport

    def play(self, tick: float | None = None) -> None:
        """Play from a tick, by default from where it rests, or from the beginning when that is the end."""
        if tick is None:
            tick = self.position()
            if tick >= self._sheet.last_tick > 0:
                tick = 0.0
        begin, bars = max(0.0, tick), self.count_in
        self._move(True, begin, lambda renderer: renderer.play(renderer.sheet.frame(begin), bars))
        self._room.open()
        self._room.look_again()

    def stop(self) -> None:
        """Stop, and rest at the tick that is heard now."""
        tick = self.position()
        self._move(False, tick, lambda renderer: renderer.stop(renderer.sheet.frame(tick)))

    def seek(self, tick: float) -> None:
        """Go to a tick, 0 or later; if it plays, it plays on there."""
        tick = max(0.0, tick)
        self._move(self.playing, tick, lambda renderer: renderer.seek(renderer.sheet.frame(tick)))

    def loop(self, start: int, end: int | None) -> None:
        """Repeat from tick ``start`` up to ``end``, not shorter than a block; None plays on."""
        self._room.tell(lambda renderer: renderer.loop(start, end))

    @property
    def playing(self) -> bool:
        """Whether it plays or counts in; at the end of the score it becomes False when that is heard."""
        if self._room.owes_move:
            return self._asked[0]
        return mark_at(self._room.marks, self._heard_now()).running

    @property
    def counting_in(self) -> bool:
        """Whether only clicks are heard so far."""
        if self._room.owes_move:
            return self._asked[0] and self.count_in > 0
        mark = mark_at(self._room.marks, self._heard_now())
        return mark.running and not mark.moving

    def position(self) -> float:
        """The tick that is heard now. While playing it never goes back, but where a loop begins anew."""
        heard = self._heard_now()
        if self._room.owes_move:
            return self._asked[1]
        return mark_at(self._room.marks, heard).tick(heard)

    @property
    def metronome(self) -> bool:
        """Whether beats click."""
        return self._metronome

    @metronome.setter
    def metronome(self, on: bool) -> None:
        self._metronome = on
        self._room.tell(lambda renderer: setattr(renderer, "metronome_on", on))

    @property
    def endless(self) -> bool:
        """Whether it plays on after the last note, to play along and record."""
        return self._endless

    @endless.setter
    def endless(self, on: bool) -> None:
        self._endless = on
        self._room.tell(lambda renderer: setattr(renderer, "endless", on))

    @property
    def volume(self) -> float:
        """How loud all of it is, 0 to 1."""
        return self._volume

    @volume.setter
    def volume(self, volume: float) -> None:
        self._volume = min(1.0, max(0.0, volume))
        self._room.set_volume(self._volume)

    # Trying out

    def preview_note(self, track: int, pitch: int, velocity: int = 80, seconds: float = TRYOUT_SECONDS) -> None:
        """Let a note be heard with a track's instrument at the next block, also while nothing is played."""
        frames = round(seconds * RATE)

        def press(renderer: Renderer) -> None:
            if track < len(renderer.sheet.score.tracks):
                end = renderer.rendered + frames
                renderer.tryout.press(track, renderer.sheet.score.tracks[track], pitch, velocity, end)

        self._room.tell(press)
        self._room.open()

    def note_on(self, track: int, pitch: int, velocity: int = 80) -> None:
        """A key went down: its note sounds until ``note_off``."""

        def press(renderer: Renderer) -> None:
            if track < len(renderer.sheet.score.tracks):
                renderer.tryout.press(track, renderer.sheet.score.tracks[track], pitch, velocity)

        self._room.tell(press)
        self._room.open()

    def note_off(self, track: int, pitch: int) -> None:
        """A key came up."""
        self._room.tell(lambda renderer: renderer.tryout.lift(track, pitch))

    def control(self, track: int, number: int, value: int) -> None:
        """A pedal, wheel or other controller was moved by the person who plays."""

        def turn(renderer: Renderer) -> None:
            if track < len(renderer.sheet.score.tracks):
                renderer.tryout.turn(track, renderer.sheet.score.tracks[track], number, value)

        self._room.tell(turn)

    def all_notes_off(self) -> None:
        """End every note that is tried out."""
        self._room.tell(lambda renderer: renderer.tryout.lift_all())

    # What there is to know

    def levels(self) -> tuple[float, float]:
        """The greatest left and right, 0 to 1, since this was last asked."""
        return self._room.take_peak()

    def trouble(self) -> str:
        """What went wrong since this was last asked, each thing once, in one sentence; empty if nothing.

        Ask a few times a second: by the way it is seen whether the device still answers.
        """
        return self._room.take_trouble()

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Which frames of the stream played what, the newest last: for those who compare clocks."""
        return self._room.marks

    @property
    def output_name(self) -> str:
        """Where the sound goes; empty until it is open."""
        return self._room.output_name

    @property
    def synth_name(self) -> str:
        """What plays; empty until it is open."""
        return self._room.synth_name

    @property
    def latency(self) -> float:
        """Seconds from a block to its being heard; 0 until the output is open."""
        return self._room.latency / RATE

    @property
    def missed(self) -> int:
        """Gaps in the sound so far: blocks that came too late."""
        return self._room.missed

    def close(self) -> None:
        """Stop, let the device go, and wait for every thread."""
        self._room.close()

    def _move(self, playing: bool, tick: float, do: Callable[[Renderer], None]) -> None:
        self._asked = (playing, tick)
        self._room.tell(do, move=True)

    def _heard_now(self) -> float:
        with self._lock:
            self._heard = max(self._heard, self._room.heard(time.perf_counter()))
            return self._heard
