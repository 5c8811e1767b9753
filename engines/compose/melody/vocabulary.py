"""What a model can say: sounds and durations by number, learnt from lines, and what is known at each note."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engines.compose.melody.lines import REST, Sound
from engines.compose.notes import QUARTER
from engines.errors import MissingWeights

Ids = NDArray[np.int64]

#: Numbers of sounds: what stands before the first note, the rest, then the 128 single pitches, then chords.
START, REST_ID, FIRST_PITCH = 0, 1, 2
PITCHES = 128
#: The duration before the first note, and the one that ends a line.
END = 0
#: Durations and chords rarer than this are read as the nearest that are not.
LEAST = 3
MOST_CHORDS = 1000


@dataclass(frozen=True)
class Vocabulary:
    """``durations`` in ticks, rising (their number is the place + 1), and ``chords`` besides the single pitches."""

    durations: tuple[int, ...]
    chords: tuple[Sound, ...] = ()

    @classmethod
    def of(cls, lengths: Iterable[int], sounds: Iterable[Sound]) -> Vocabulary:
        """What stands LEAST times or more among ``lengths`` and ``sounds``; a quarter is always known."""
        counted = Counter(lengths)
        durations = {length for length, times in counted.items() if times >= LEAST and length > 0} | {QUARTER}
        heard = Counter(sound for sound in sounds if len(sound) > 1)
        chords = [sound for sound, times in heard.most_common(MOST_CHORDS) if times >= LEAST]
        return cls(tuple(sorted(durations)), tuple(sorted(chords)))

    @property
    def sounds(self) -> int:
        """How many numbers of sounds there are."""
        return FIRST_PITCH + PITCHES + len(self.chords)

    @property
    def lengths(self) -> int:
        """How many numbers of durations there are."""
        return 1 + len(self.durations)

    def sound_id(self, sound: Sound) -> int:
        """The number of a sound; that of its highest pitch for a chord nobody knows."""
        if len(sound) > 1:
            return self._places.get(sound, FIRST_PITCH + sound[-1])
        return FIRST_PITCH + sound[0] if sound else REST_ID

    def sound(self, number: int) -> Sound:
        """The sound of a number (not START)."""
        if number < FIRST_PITCH:
            return REST
        chord = number - FIRST_PITCH - PITCHES
        return self.chords[chord] if chord >= 0 else (number - FIRST_PITCH,)

    def duration_ids(self, lengths: Sequence[int] | Ids) -> Ids:
        """The numbers of durations (n,) in ticks, each as the known one nearest by ratio."""
        wanted = np.log(np.maximum(np.asarray(lengths, dtype=np.float64), 1.0))
        known = np.log(np.asarray(self.durations, dtype=np.float64))
        at = np.clip(np.searchsorted(known, wanted), 1, max(1, len(known) - 1))
        if len(known) == 1:
            return np.ones(len(wanted), dtype=np.int64)
        nearer = wanted - known[at - 1] < known[at] - wanted
        return np.asarray(np.where(nearer, at - 1, at) + 1, dtype=np.int64)

    @cached_property
    def ticks(self) -> Ids:
        """Ticks of each number of a duration; 0 for END."""
        return np.array([0, *self.durations], dtype=np.int64)

    @cached_property
    def tops(self) -> Ids:
        """The highest pitch of each number of a sound; -1 for START and rests."""
        chords = [sound[-1] for sound in self.chords]
        return np.array([-1, -1, *range(PITCHES), *chords], dtype=np.int64)

    @cached_property
    def pitches(self) -> NDArray[np.float32]:
        """Which pitches sound in each sound, (sounds, 128) of 0 and 1."""
        table = np.zeros((self.sounds, PITCHES), dtype=np.float32)
        table[FIRST_PITCH : FIRST_PITCH + PITCHES] = np.eye(PITCHES, dtype=np.float32)
        for place, sound in enumerate(self.chords, start=FIRST_PITCH + PITCHES):
            table[place, list(sound)] = 1.0
        return table

    def transposed(self, semitones: int) -> Ids:
        """The number of each sound so much higher, (sounds,); -1 for what no model can say."""
        table = np.full(self.sounds, -1, dtype=np.int64)
        table[:FIRST_PITCH] = range(FIRST_PITCH)
        low, high = max(0, -semitones), min(PITCHES, PITCHES - semitones)
        table[FIRST_PITCH + low : FIRST_PITCH + high] = np.arange(low, high) + FIRST_PITCH + semitones
        for place, sound in enumerate(self.chords, start=FIRST_PITCH + PITCHES):
            table[place] = self._places.get(tuple(pitch + semitones for pitch in sound), -1)
        return table

    @cached_property
    def _places(self) -> Mapping[Sound, int]:
        return {sound: place for place, sound in enumerate(self.chords, start=FIRST_PITCH + PITCHES)}

    def to_json(self) -> str:
        """As a file of a model holds it."""
        return json.dumps({"durations": self.durations, "chords": self.chords})

    @classmethod
    def from_json(cls, text: str) -> Vocabulary:
        """What ``to_json`` gave; raises MissingWeights for anything else."""
        try:
            plain: dict[str, Any] = json.loads(text)
            durations = tuple(int(each) for each in plain["durations"])
            chords = tuple(tuple(int(pitch) for pitch in chord) for chord in plain["chords"])
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise MissingWeights("The vocabulary of the model is damaged. Install it again.") from error
        rising = all(early < late for early, late in pairwise(durations))
        if not durations or durations[0] < 1 or not rising:
            raise MissingWeights("The vocabulary of the model is damaged. Install it again.")
        return cls(durations, chords)
