"""What a network is told at each note: the sound and its duration, and where in the bar the next one begins."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from engines.compose.melody.lines import SMALLEST, Line, Ticks
from engines.compose.melody.vocabulary import END, START, Vocabulary
from engines.compose.notes import QUARTER

Ids = NDArray[np.int64]

#: Places in a bar are told apart to the 24th of a quarter, up to twelve quarters; the last number is off that grid.
BAR_PLACES = 12 * 24 + 1
#: Places in a beat, up to a dotted half; the last number is off that grid.
BEAT_PLACES = 3 * 24 + 1
#: Intervals from -INTERVAL to INTERVAL semitones and farther; 0 is none (a rest, or nothing before).
INTERVAL = 14
INTERVALS = 2 * INTERVAL + 2
PHRASE = 8
TONICS = 13
REGISTERS = 16
METRES = 12
_BARS = np.array([2, 3, 4, 6, 8, 12]) * QUARTER // 2
#: Attention knows how many whole bars a note is away from the next one, up to so many; 0 is no whole number of bars.
MOST_BARS = 16


#: What an exported graph is told of a sound, in this order.
TOLD = ("sounds", "durations", "register", "intervals", "bar", "beat", "metres", "phrase", "tonics")


@dataclass(frozen=True)
class Encoded:
    """A line as numbers: all (n + 1,), the first entry before the first note.

    ``sounds`` and ``durations`` say what was just heard (START and END at first), ``intervals`` how it moved; ``bar``,
    ``beat``, ``metres``, ``phrase`` and ``tonics`` are of the tick where the next sound begins, which is ``onsets``;
    a bar has ``bars`` ticks there. ``register`` is the line's own, ``ends`` says whether it ends here or goes on.
    """

    sounds: Ids
    durations: Ids
    intervals: Ids
    bar: Ids
    beat: Ids
    metres: Ids
    phrase: Ids
    tonics: Ids
    onsets: Ids
    bars: Ids
    register: int
    ends: bool = True

    def __len__(self) -> int:
        return len(self.sounds) - 1

    def told(self) -> Ids:
        """What an exported graph is told, entry by entry, (n + 1, 9) in the order of TOLD."""
        register = np.full(len(self.sounds), self.register, dtype=np.int64)
        return np.stack([register if name == "register" else getattr(self, name) for name in TOLD], axis=1)

    def part(self, start: int, stop: int) -> Encoded:
        """The entries from ``start`` up to, not with, ``stop``."""
        rows = {name: getattr(self, name)[start:stop] for name in ARRAYS}
        return replace(self, **rows, ends=self.ends and stop >= len(self.sounds))


#: The fields of an ``Encoded`` that have an entry a note.
ARRAYS = tuple(field.name for field in fields(Encoded) if field.name not in ("register", "ends"))


def encode(line: Line, vocabulary: Vocabulary, register: int | None = None) -> Encoded:
    """``line`` in the numbers of ``vocabulary``; its own register unless another is given."""
    sounds = np.array([START, *(vocabulary.sound_id(sound) for sound in line.sounds)], dtype=np.int64)
    durations = np.append(END, vocabulary.duration_ids(line.lengths))
    return Encoded(
        sounds=sounds,
        durations=durations,
        intervals=intervals_of(vocabulary.tops[sounds]),
        **place_ids(line.places),  # type: ignore[arg-type]  # none of them is the flag
        tonics=line.keys + 1,
        onsets=line.starts,
        bars=line.places[:, 1],
        register=register_of(line.middle) if register is None else register,
    )


def intervals_of(tops: Ids) -> Ids:
    """The number of the step from each highest pitch's forerunner (rests are passed over) to it, (n,)."""
    heard = tops >= 0
    last = np.maximum.accumulate(np.where(heard, np.arange(len(tops)), -1))
    before = np.append(-1, last[:-1])
    steps = np.clip(tops - tops[np.maximum(before, 0)], -INTERVAL, INTERVAL) + INTERVAL + 1
    return np.asarray(np.where(heard & (before >= 0), steps, 0), dtype=np.int64)


def place_ids(places: Ticks) -> dict[str, Ids]:
    """The numbers for places (n, 4) as a ``Line`` holds them: ``bar``, ``beat``, ``metres``, ``phrase``."""
    inside, whole, beat, number = places.T
    return {
        "bar": _on_grid(inside, BAR_PLACES),
        "beat": _on_grid(inside % np.maximum(beat, 1), BEAT_PLACES),
        "metres": metre_ids(whole, beat),
        "phrase": np.asarray(number % PHRASE, dtype=np.int64),
    }


def metre_ids(whole: Ticks, beat: Ticks) -> Ids:
    """Metres by the length of their bar (six kinds) and whether a beat is a quarter or longer."""
    kind = np.abs(np.log(np.maximum(whole, 1))[:, None] - np.log(_BARS)[None]).argmin(1)
    return np.asarray(2 * kind + (beat >= QUARTER), dtype=np.int64)


def register_of(middle: int) -> int:
    """The number of a register: half an octave each."""
    return int(np.clip((middle - 24) // 6, 0, REGISTERS - 1))


def bars_away(onsets: Ids, keys: Ids, bars: Ids) -> Ids:
    """By how many whole bars each of ``keys`` (…, m) is before each of ``onsets`` (…, n), (…, n, m); see MOST_BARS.

    ``keys`` are the ticks where the sounds begin that may be looked at, ``bars`` (…, n) the ticks a bar at ``onsets``.
    """
    apart = onsets[..., :, None] - keys[..., None, :]
    count, rest = np.divmod(apart, np.maximum(bars, 1)[..., :, None])
    return np.asarray(np.where((rest == 0) & (count > 0) & (count <= MOST_BARS), count, 0), dtype=np.int64)


def _on_grid(ticks: Ticks, count: int) -> Ids:
    place, rest = np.divmod(ticks, SMALLEST)
    return np.asarray(np.where((rest == 0) & (place < count - 1), place, count - 1), dtype=np.int64)
