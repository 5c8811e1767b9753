"""A synthesiser of our own that needs no sound font: tables of partials, noise and a little frequency modulation."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from engines.compose.sound.synth import BLOCK, CHANNELS, RATE, Frames
from engines.compose.sound.timbres import (
    NOISE,
    TABLE,
    ZONE,
    Timbre,
    every_timbre,
    groups_of,
    noises,
    tables_of,
    timbre_of,
)

VOICES = 64
#: Slots for voices that make room for others: they fade within FADE seconds.
SPARE = 16
FADE = 0.004
#: Softer than this (-86 dB) a voice is over.
SILENT = 5e-5
#: Seconds in which levels and places move to what was set, so that nothing clicks.
GLIDE = 0.004
VIBRATO_HZ = 5.3
VIBRATO_AFTER = 0.25

#: What is left of a drum's bend when it no longer counts.
RISEN = 1e-4

Numbers = NDArray[np.float64]


@cache
def _tables(rate: int) -> tuple[NDArray[np.complex64], dict[Timbre, int], NDArray[np.float32]]:
    """All tables in one row, where each timbre's begin, and the noises; made once for a rate."""
    timbres = every_timbre()
    made = [tables_of(timbre, rate) for timbre in timbres]
    starts = {timbre: at * made[0].size for at, timbre in enumerate(timbres)}
    return np.concatenate([each.reshape(-1) for each in made]), starts, noises(rate).reshape(-1)


class PlainSynth:
    """Up to VOICES notes at once; the quietest of the released, else the oldest, makes room for one more.

    What it plays depends on nothing but the calls: no chance is in it.
    """

    def __init__(self, rate: int = RATE) -> None:
        self._rate = rate
        self._bank, self._starts, self._noise = _tables(rate)
        self._programs: dict[int, tuple[int, bool]] = {}
        #: What was looked up before: timbre, where its tables begin, whether it has a body and an edge.
        self._patches: dict[tuple[int, int, bool], tuple[Timbre, int, bool, bool]] = {}
        self._bends: dict[int, float] = {}
        #: Left and right of each channel as they shall be.
        self._wanted = np.full((CHANNELS, 2), math.sqrt(0.5))
        self._gains, self._places = np.ones(CHANNELS), np.zeros(CHANNELS)
        self._born = 0
        self._time = np.arange(BLOCK, dtype=np.float32)
        # A note begins by writing one row of each table: a column is what all voices have.
        slots = VOICES + SPARE
        self._flags = np.zeros((slots, 4), bool)
        self._live, self._released, self._dying, self._rings = self._flags.T
        self._counts = np.zeros((slots, 6), np.int64)
        self._channel, self._pitch, self._order, self._age, self._row, self._noise_row = self._counts.T
        self._numbers = np.zeros((slots, 20))
        #: Periods so far and a frame; how much higher it begins and how fast that goes; vibrato; the modulator's ratio.
        self._phase, self._step, self._rise, self._rise_rate, self._vibrato, self._ratio = self._numbers.T[:6]
        #: What a frame brings of the attack and, as logarithms, of the release; what is left of the voice, and its end.
        self._attack, self._release, self._end, self._ending = self._numbers.T[6:10]
        #: Body, edge, noise and modulation: how strong each is, and what a frame leaves of it as a logarithm.
        self._strong, self._fading = self._numbers[:, 10:14], self._numbers[:, 14:18]
        #: Left and right as they are, without the note's own loudness.
        self._sides = self._numbers[:, 18:20]

    @property
    def name(self) -> str:
        """That it is none of a font."""
        return "Plain synthesiser"

    @property
    def rate(self) -> int:
        """Frames a second."""
        return self._rate

    @property
    def sounding(self) -> int:
        """Voices that are heard, those that fade among them."""
        return int(self._live.sum())

    def program(self, channel: int, program: int, drums: bool) -> None:
        """Choose the instrument of notes to come."""
        self._programs[channel] = (program, drums)

    def level(self, channel: int, gain: float) -> None:
        """Set the amplitude."""
        self._gains[channel] = gain
        self._want(channel)

    def pan(self, channel: int, place: float) -> None:
        """Set the place."""
        self._places[channel] = place
        self._want(channel)

    def bend(self, channel: int, semitones: float) -> None:
        """Tune the channel, what sounds included."""
        change = semitones - self._bends.get(channel, 0.0)
        self._bends[channel] = semitones
        self._step[self._channel == channel] *= 2 ** (change / 12)

    def note_on(self, channel: int, pitch: int, velocity: int) -> None:
        """Begin a note."""
        program, drums = self._programs.get(channel, (0, False))
        key = (program, pitch, drums)
        if key not in self._patches:
            timbre = timbre_of(*key)
            self._patches[key] = (timbre, self._starts[timbre], *groups_of(timbre))
        timbre, start, body, edge = self._patches[key]
        at = self._free_slot()
        self._born += 1
        heard = pitch if timbre.pitch is None else timbre.pitch
        row = start + int(heard // ZONE) * 2 * TABLE
        # Noise begins somewhere else for each note, or two drums at once would be one that is louder.
        noise_row = timbre.colour * NOISE + self._born * 7919 % NOISE
        self._flags[at] = (True, False, False, timbre.rings)
        self._counts[at] = (channel, pitch, self._born, 0, row, noise_row)
        step = 440.0 * 2 ** ((heard + self._bends.get(channel, 0.0) - 69) / 12) / self._rate
        loud = (velocity / 127) ** 1.6 * timbre.gain
        # A soft note is a darker one too.
        bright = 0.35 + 0.65 * velocity / 127
        # Higher strings fade sooner; what sustains sustains everywhere.
        quicker = (1.0 if timbre.rings else 2 ** ((heard - 60) / 24)) / self._rate
        self._numbers[at] = (
            *(0.0, step, timbre.bend - 1, -1 / (timbre.bend_time * self._rate), timbre.vibrato, timbre.ratio),
            *(1 / max(1.0, timbre.attack * self._rate), -4.0 / (timbre.release * self._rate), 1.0, 0.0),
            *(loud * body, loud * bright * edge, loud * timbre.noise, timbre.modulation),
            *(-timbre.body_decay * quicker, -timbre.edge_decay * quicker, -timbre.noise_decay / self._rate),
            -timbre.edge_decay * quicker,
            *self._wanted[channel],
        )

    def note_off(self, channel: int, pitch: int) -> None:
        """Let the oldest note of this pitch end; drums ring on."""
        here = self._live & ~self._released & (self._channel == channel) & (self._pitch == pitch)
        found = np.flatnonzero(here)
        if found.size:
            at = found[np.argmin(self._order[found])]
            self._released[at] = True
            if not self._rings[at]:
                self._ending[at] = self._release[at]

    def silence(self) -> None:
        """End all sound within FADE seconds."""
        for at in np.flatnonzero(self._live):
            self._fade(int(at))

    def render(self, out: Frames) -> None:
        """Write the next frames."""
        for begin in range(0, len(out), BLOCK):
            self._render(out[begin : begin + BLOCK])

    def _free_slot(self) -> int:
        """A slot for a voice; one that sounds makes room, fading, when VOICES do."""
        used = self._live & ~self._dying
        if int(used.sum()) >= VOICES:
            loudness = self._strong[:, :2].max(axis=1) * self._end
            rank = np.where(self._released, loudness - 10.0, self._order)
            self._fade(int(np.argmin(np.where(used, rank, np.inf))))
        free = np.flatnonzero(~self._live)
        if free.size:
            return int(free[0])
        # More voices than spare slots fade at once: the softest of these goes.
        return int(np.argmin(np.where(self._dying, self._end, np.inf)))

    def _fade(self, at: int) -> None:
        self._dying[at] = self._released[at] = True
        self._ending[at] = -7.0 / (FADE * self._rate)

    def _want(self, channel: int) -> None:
        """Left and right of a channel, as loud together in the middle as at a side."""
        angle, gain = (self._places[channel] + 1) * math.pi / 4, self._gains[channel]
        self._wanted[channel] = gain * math.cos(angle), gain * math.sin(angle)

    def _render(self, out: Frames) -> None:
        count = len(out)
        voices = np.flatnonzero(self._live)
        if not voices.size or not count:
            out[:] = 0.0
            return
        time = self._time[:count]
        sound = self._waves(voices, time)
        age, attack = self._age[voices], self._attack[voices]
        young = np.flatnonzero(age * attack < 1)
        if young.size:
            ramp = (age[young, None] + 1 + time) * attack[young, None]
            sound[young] *= np.minimum(ramp, 1.0).astype(np.float32)
        before = self._sides[voices]
        wanted = self._wanted[self._channel[voices]]
        after = wanted + (before - wanted) * math.exp(-count / (GLIDE * self._rate))
        self._sides[voices] = after
        both = np.concatenate([before, (after - before) / count], axis=1).astype(np.float32).T @ sound
        out[:, 0] = both[0] + both[2] * time
        out[:, 1] = both[1] + both[3] * time
        self._age[voices] = age + count
        self._bury(voices)

    def _waves(self, voices: NDArray[np.int64], time: NDArray[np.float32]) -> NDArray[np.float32]:
        """What each voice plays, (voices, frames); strengths are straight lines through a chunk, phases curves."""
        count = len(time)
        strong, end = self._strong[voices], self._end[voices, None]
        left = strong * np.exp(self._fading[voices] * count)
        ended = end * np.exp(self._ending[voices, None] * count)
        self._strong[voices], self._end[voices] = left, ended[:, 0]
        first = (strong[:, :3] * end).astype(np.float32)
        slope = ((left[:, :3] * ended - strong[:, :3] * end) / count).astype(np.float32)
        part = self._read_places(voices, time, strong[:, 3])
        whole = part.astype(np.int32)
        part -= whole
        whole &= TABLE - 1
        places = whole + self._row[voices, None]
        sound = np.zeros((len(voices), count), np.float32)
        for layer in (0, 1):
            heard = np.flatnonzero(first[:, layer] > SILENT)
            if heard.size:
                chosen = slice(None) if heard.size == len(voices) else heard
                found = self._bank.take(places[chosen] + layer * TABLE)
                wave = found.imag * part[chosen]
                wave += found.real
                strength = slope[chosen, layer, None] * time
                strength += first[chosen, layer, None]
                wave *= strength
                sound[chosen] += wave
        noisy = np.flatnonzero(first[:, 2] > SILENT)
        if noisy.size:
            row = self._noise_row[voices[noisy], None]
            at = (row + self._age[voices[noisy], None] + np.arange(count)) % NOISE + row // NOISE * NOISE
            sound[noisy] += self._noise[at] * (first[noisy, 2, None] + slope[noisy, 2, None] * time)
        return sound

    def _read_places(
        self, voices: NDArray[np.int64], time: NDArray[np.float32], modulation: Numbers
    ) -> NDArray[np.float32]:
        """Where in its table each voice reads at each frame, from 0 up: TABLE is one period."""
        count = len(time)
        age, step, rise = self._age[voices], self._step[voices], self._rise[voices]
        swinging = np.maximum(age / self._rate - VIBRATO_AFTER, 0.0)
        swing = self._vibrato[voices] / 12 * math.log(2) * np.minimum(swinging * 4, 1.0)
        step = step * (1 + swing * np.sin(2 * math.pi * VIBRATO_HZ * swinging))
        left = rise * np.exp(self._rise_rate[voices] * count)
        first, last = step * (1 + rise), step * (1 + left)
        begin = self._phase[voices]
        places: NDArray[np.float32] = (first * TABLE).astype(np.float32)[:, None] * time
        places += (begin * TABLE).astype(np.float32)[:, None]
        risen = np.flatnonzero(rise)
        if risen.size:
            places[risen] += ((last - first) / (2 * count) * TABLE).astype(np.float32)[risen, None] * time**2
        modulated = np.flatnonzero(modulation)
        if modulated.size:
            # The modulator's phase comes from the note's age, which a bend only bends a little.
            turns = (self._ratio * self._step)[voices[modulated], None] * (age[modulated, None] + time)
            swung = modulation[modulated, None] / (2 * math.pi) * np.sin(2 * math.pi * turns)
            places[modulated] += ((4 + swung) * TABLE).astype(np.float32)
        self._rise[voices] = np.where(left < RISEN, 0.0, left)
        self._phase[voices] = (begin + (first + last) / 2 * count) % 1.0
        return places

    def _bury(self, voices: NDArray[np.int64]) -> None:
        """Free the slots of voices that can no longer be heard."""
        heard = self._strong[voices, :3].max(axis=1) * self._end[voices]
        self._live[voices[heard < SILENT]] = False
