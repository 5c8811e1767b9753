"""The melodies that a training wrote, one a minute, the newest first."""

from __future__ import annotations

import math
from collections.abc import Sequence

from studio.panes.compose.composing.takelist import TakeList, TakeRow
from studio.panes.compose.learning.trace import Sample
from studio.panes.compose.learning.words import rounds_words

_SHOWN = 6


class SampleList(TakeList):
    """Rows like those of takes; Space, Enter and a double click let hear."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Melodies of this training"))
        self.taken.connect(self.heard)

    def show_samples(self, samples: Sequence[Sample]) -> None:
        """Show the newest few; the newest is current unless another was chosen."""
        numbers = range(len(samples), max(0, len(samples) - _SHOWN), -1)
        rows = [self._row(number, samples[number - 1]) for number in numbers]
        before = self.current_number()
        newest = bool(self.rows()) and before == self.rows()[0].number
        wanted = len(samples) if newest or before not in numbers else before
        if [row.number for row in self.rows()] != list(numbers) or not self.rows():
            self.show_rows(rows, wanted)
        self.setFixedHeight(sum(self.sizeHintForRow(at) for at in range(self.count())) + 2)

    def _row(self, number: int, sample: Sample) -> TakeRow:
        nats = self.tr("{} nats").format(f"{sample.held_out:.2f}") if math.isfinite(sample.held_out) else ""
        notes = sample.notes
        end = max((note.end for note in notes), default=1)
        return TakeRow(number, rounds_words(sample.rounds).capitalize(), nats, notes, (0, end), 2)
