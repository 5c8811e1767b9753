"""What the instruments of the plain synthesiser are made of: partials that fade in two groups, noise, envelopes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

TABLE = 2048
#: One table for each so many semitones, with the partials that fit below half the rate.
ZONE = 12
ZONES = 11
NOISE = 65_536
#: No partial is above this part of the rate.
HIGHEST_PART = 0.45
MOST_PARTIALS = 64


@dataclass(frozen=True)
class Timbre:
    """How notes of an instrument begin, colour, fade and end.

    The partials fall as 1/n^``slope``; ``even`` scales those with even numbers (0: a clarinet), and ``partials``,
    where given, names the amplitudes instead. The first ``body`` partials fade with ``body_decay``, the others with
    ``edge_decay`` (1/s at middle C, more above: as a string's do, Karplus and Strong 1983; 0 sustains). ``attack``
    and ``release`` are seconds. ``noise`` has a colour (0 dark, 1 middle, 2 bright) and fades with ``noise_decay``.
    ``bend`` is how many times higher a note begins, for ``bend_time`` seconds; ``modulation`` is the index of a sine
    at ``ratio`` times the pitch that fades with ``edge_decay`` (Chowning 1973). ``vibrato`` is in semitones.
    """

    slope: float = 1.2
    even: float = 1.0
    partials: tuple[float, ...] = ()
    body: int = 3
    edge: float = 1.0
    body_decay: float = 0.0
    edge_decay: float = 0.0
    attack: float = 0.006
    release: float = 0.08
    noise: float = 0.0
    noise_decay: float = 40.0
    colour: int = 1
    bend: float = 1.0
    bend_time: float = 0.03
    modulation: float = 0.0
    ratio: float = 1.0
    vibrato: float = 0.0
    gain: float = 0.2
    #: A pitch in place of the note's (drums), and whether it ends by itself, whatever the note says.
    pitch: float | None = None
    rings: bool = False


PIANO = Timbre(slope=1.4, body=2, body_decay=0.9, edge_decay=2.8, attack=0.003, release=0.12, noise=0.02, gain=0.3)
BELL = Timbre(
    partials=(1.0,), body=1, body_decay=1.6, attack=0.002, release=0.6, modulation=1.8, ratio=3.5, edge_decay=3.0
)
ORGAN = Timbre(partials=(1.0, 0.8, 0.4, 0.5, 0.0, 0.25, 0.0, 0.3), body=8, attack=0.012, release=0.06, gain=0.14)
GUITAR = Timbre(slope=1.1, body=2, body_decay=1.3, edge_decay=4.5, attack=0.002, release=0.1, noise=0.03, gain=0.28)
BASS = Timbre(slope=1.5, body=3, body_decay=0.8, edge_decay=5.0, attack=0.004, release=0.07, gain=0.34)
STRINGS = Timbre(slope=1.3, body=4, edge=0.8, attack=0.06, release=0.18, vibrato=0.12, gain=0.18)
ENSEMBLE = replace(STRINGS, attack=0.1, release=0.3, slope=1.5)
BRASS = Timbre(slope=1.0, body=3, edge=0.9, edge_decay=0.25, attack=0.035, release=0.09, vibrato=0.04, gain=0.15)
REED = Timbre(slope=0.9, even=0.25, body=5, attack=0.025, release=0.07, vibrato=0.05, gain=0.17)
PIPE = Timbre(slope=2.2, body=3, attack=0.04, release=0.08, noise=0.015, noise_decay=0.0, vibrato=0.1, gain=0.24)
LEAD = Timbre(slope=1.0, even=0.3, body=6, attack=0.005, release=0.05, gain=0.13)
PAD = Timbre(slope=1.7, body=5, attack=0.25, release=0.6, vibrato=0.06, gain=0.17)
PLUCKED = Timbre(slope=0.8, body=2, body_decay=2.2, edge_decay=6.0, attack=0.002, release=0.12, noise=0.04, gain=0.24)
MALLET = Timbre(
    partials=(1.0, 0.0, 0.0, 0.35), body=1, body_decay=3.5, edge_decay=12.0, attack=0.002, release=0.15, gain=0.32
)
EFFECT = Timbre(partials=(1.0,), body=1, attack=0.2, release=0.5, noise=0.2, noise_decay=0.0, colour=0, gain=0.2)

#: One for each family of eight programs of General MIDI.
FAMILIES = (
    PIANO, BELL, ORGAN, GUITAR, BASS, STRINGS, ENSEMBLE, BRASS,
    REED, PIPE, LEAD, PAD, PAD, PLUCKED, MALLET, EFFECT,
)  # fmt: skip

_DRUM = Timbre(partials=(1.0,), body=1, attack=0.0015, release=0.05, rings=True)
KICK = replace(_DRUM, pitch=33.0, bend=4.0, bend_time=0.035, body_decay=9.0, noise=0.1, noise_decay=120.0, gain=0.7)
SNARE = replace(_DRUM, pitch=54.0, bend=1.5, body_decay=16.0, noise=0.9, noise_decay=16.0, colour=1, gain=0.35)
RIM = replace(_DRUM, pitch=76.0, body_decay=50.0, noise=0.5, noise_decay=90.0, colour=1, gain=0.35)
TOM = replace(_DRUM, bend=1.6, bend_time=0.06, body_decay=6.0, noise=0.06, noise_decay=60.0, gain=0.5)
HAT = replace(_DRUM, pitch=96.0, partials=(0.0,), noise=1.0, noise_decay=38.0, colour=2, gain=0.22)
OPEN_HAT = replace(HAT, noise_decay=7.0)
CYMBAL = replace(HAT, noise_decay=2.2, gain=0.26)
RIDE = replace(HAT, partials=(0.12,), body_decay=3.0, noise=0.7, noise_decay=4.0, gain=0.2)
BLOCK_OF_WOOD = replace(_DRUM, pitch=82.0, body_decay=40.0, noise=0.08, noise_decay=200.0, gain=0.4)
SHAKER = replace(HAT, attack=0.012, noise_decay=26.0, gain=0.18)

#: Instruments of the General MIDI drum kit by pitch; toms keep a pitch of their own below.
DRUMS = {
    35: KICK, 36: KICK, 37: RIM, 38: SNARE, 39: replace(SNARE, partials=(0.0,)), 40: SNARE, 42: HAT, 44: HAT,
    46: OPEN_HAT, 49: CYMBAL, 51: RIDE, 52: CYMBAL, 53: BELL, 54: SHAKER, 55: CYMBAL, 57: CYMBAL, 59: RIDE,
    69: SHAKER, 70: SHAKER, 75: BLOCK_OF_WOOD, 76: BLOCK_OF_WOOD, 77: BLOCK_OF_WOOD, 82: SHAKER,
} | {pitch: replace(TOM, pitch=float(pitch + at)) for at, pitch in enumerate((41, 43, 45, 47, 48, 50))}  # fmt: skip


def timbre_of(program: int, pitch: int, drums: bool) -> Timbre:
    """The timbre of a note: its program's family, or the drum of its pitch."""
    return DRUMS.get(pitch, BLOCK_OF_WOOD) if drums else FAMILIES[program // 8]


def every_timbre() -> tuple[Timbre, ...]:
    """Each timbre there is, once."""
    return tuple(dict.fromkeys([*FAMILIES, *DRUMS.values(), BLOCK_OF_WOOD]))


def tables_of(timbre: Timbre, rate: int) -> NDArray[np.complex64]:
    """One period of both groups of partials for each zone: (ZONES, 2, TABLE), value and rise to the next value.

    The value is the real part and the rise the imaginary one, so that one look-up brings both.
    """
    tables = np.empty((ZONES, 2, TABLE), np.complex64)
    amplitudes = _amplitudes(timbre)
    for zone in range(ZONES):
        highest = 440.0 * 2 ** ((min(127, (zone + 1) * ZONE) - 69) / 12)
        fitting = max(1, int(rate * HIGHEST_PART / highest))
        kept = np.where(np.arange(1, MOST_PARTIALS + 1) <= fitting, amplitudes, 0.0)
        for layer, part in enumerate((slice(0, timbre.body), slice(timbre.body, None))):
            spectrum = np.zeros(TABLE // 2 + 1, np.complex128)
            spectrum[1 : MOST_PARTIALS + 1][part] = -0.5j * TABLE * kept[part]
            wave = np.fft.irfft(spectrum)
            tables[zone, layer] = wave + 1j * (np.roll(wave, -1) - wave)
    return tables


def _amplitudes(timbre: Timbre) -> NDArray[np.float64]:
    """Of MOST_PARTIALS partials, together as loud as one sine of amplitude 1."""
    number = np.arange(1, MOST_PARTIALS + 1, dtype=np.float64)
    if timbre.partials:
        named = np.array(timbre.partials + (0.0,) * (MOST_PARTIALS - len(timbre.partials)))
        return np.asarray(named / max(1.0, float(np.sqrt((named**2).sum()))))
    falling = number**-timbre.slope * np.where(number % 2, 1.0, timbre.even)
    falling[timbre.body :] *= timbre.edge
    return np.asarray(falling / np.sqrt((falling**2).sum()))


@cache
def groups_of(timbre: Timbre) -> tuple[bool, bool]:
    """Whether it has partials in its body and in its edge: a voice without any is over when its noise is."""
    amplitudes = _amplitudes(timbre)
    return bool(amplitudes[: timbre.body].any()), bool(amplitudes[timbre.body :].any())


def noises(rate: int) -> NDArray[np.float32]:
    """Dark, middle and bright noise: (3, NOISE), each with a root mean square of 1/3; the same every time."""
    spectrum = np.fft.rfft(np.random.default_rng(0).standard_normal(NOISE))
    hertz = np.fft.rfftfreq(NOISE, 1 / rate)
    shapes = (
        1 / (1 + (hertz / 500.0) ** 2),
        hertz / (hertz + 700.0) / (1 + (hertz / 6000.0) ** 2),
        (hertz / (hertz + 7000.0)) ** 2,
    )
    found = np.stack([np.fft.irfft(spectrum * shape) for shape in shapes])
    return np.asarray(found / (3 * found.std(axis=1, keepdims=True)), np.float32)
