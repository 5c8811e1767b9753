"""From an insight to what lies over the roll: a weight for each note, or a grid of chances by time and pitch."""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd

import numpy as np
from numpy.typing import NDArray

from engines.compose.melody.takes import Insight
from engines.compose.notes import Note
from studio.panes.compose.roll.painting.overlays import HeatGrid

#: A grid has so many columns at most.
_MOST_COLUMNS = 4096
_FINEST = 30

Weights = NDArray[np.float32]


def looked(insight: Insight, head: int | None) -> Weights:
    """How each note (rows) was looked for among the sounds before it (columns); ``head`` None: the mean of all."""
    return insight.mean_attention if head is None else insight.attention[:, head]


def weights_of(insight: Insight, row: int, head: int | None) -> dict[Note, float]:
    """For each note that could be looked at how much it was, the most looked at 1."""
    weights = looked(insight, head)[row]
    found: dict[Note, float] = {}
    for note, weight in zip(insight.columns, weights.tolist(), strict=True):
        if note is not None:
            found[note] = max(weight, found.get(note, 0.0))
    most = max(found.values(), default=0.0)
    return {note: weight / most for note, weight in found.items()} if most > 0 else {}


def grid_of(insight: Insight) -> HeatGrid | None:
    """What would have been played, as long as each note lasts; None without notes.

    Chances are drawn as their square roots: what comes once in ten times is still to be seen.
    """
    notes = insight.notes
    if not notes:
        return None
    start, end = notes[0].start, max(note.end for note in notes)
    step = _step(notes, start, end)
    columns = max(1, -(-(end - start) // step))
    values = np.zeros((128, columns), np.float32)
    for row, note in enumerate(notes):
        first, last = (note.start - start) // step, -(-(note.end - start) // step)
        values[:, first:last] = np.sqrt(insight.pitch_probabilities[row])[:, None]
    return HeatGrid(values, start, float(step))


def likeliest(shares: NDArray[np.float32], count: int) -> list[tuple[int, float]]:
    """The places of the greatest shares and their values, the greatest first; nothing below half a hundredth."""
    order = np.argsort(shares)[::-1][:count]
    return [(int(at), float(shares[at])) for at in order if shares[at] >= 0.005]


def _step(notes: Sequence[Note], start: int, end: int) -> int:
    step = 0
    for note in notes:
        step = gcd(step, gcd(note.start - start, note.length))
    return max(step, _FINEST, -(-(end - start) // _MOST_COLUMNS))
