"""Which key music is in, by how long each note name sounds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engines.compose.notes import Key
from engines.compose.score import Score

#: How well each pitch class, from the tonic up, fits a major and a minor key, as listeners judged it.
#: Source: C. L. Krumhansl and E. J. Kessler, Psychological Review 89 (1982).
_MAJOR = np.array([6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88])
_MINOR = np.array([6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17])
#: Sharps of the major key on each pitch class; D flat with five flats rather than C sharp with seven sharps.
_SHARPS = (0, -5, 2, -3, 4, -1, 6, 1, -4, 3, -2, 5)


@dataclass(frozen=True, slots=True)
class Likeness:
    """A key and how well the music fits it: a correlation from -1 to 1."""

    key: Key
    fit: float


def durations_of(score: Score, start: int = 0, end: int | None = None) -> npt.NDArray[np.float64]:
    """Ticks that each of the 12 pitch classes sounds between two ticks; drums are left out."""
    stop = score.end if end is None else end
    sums = np.zeros(12)
    for note in score.between(start, max(start, stop)):
        if not score.tracks[note.track].drums:
            sums[note.pitch % 12] += min(note.end, stop) - max(note.start, start)
    return sums


def keys_of(durations: npt.ArrayLike, tick: int = 0) -> list[Likeness]:
    """All 24 keys, the likeliest first, for 12 durations of pitch classes.

    The correlation of the durations with the profile of each key (Krumhansl and Schmuckler, in C. L. Krumhansl,
    Cognitive Foundations of Musical Pitch, 1990).
    """
    sums = np.asarray(durations, dtype=np.float64)
    found: list[Likeness] = []
    for minor, profile in ((False, _MAJOR), (True, _MINOR)):
        for tonic in range(12):
            sharps = _SHARPS[(tonic + 3) % 12 if minor else tonic]
            found.append(Likeness(Key(tick, sharps, minor), _correlation(sums, np.roll(profile, tonic))))
    return sorted(found, key=lambda one: -one.fit)


def key_of(score: Score, start: int = 0, end: int | None = None) -> Key:
    """The likeliest key of what sounds between two ticks, from ``start`` on; C major for silence."""
    return keys_of(durations_of(score, start, end), start)[0].key


def _correlation(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    one, other = one - one.mean(), other - other.mean()
    size = float(np.sqrt((one @ one) * (other @ other)))
    return float(one @ other) / size if size > 1e-9 else 0.0
