"""Lines side by side, as tensors: in an order that chance has drawn, transposed by chance where that is wanted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import torch
from torch import Tensor

from engines.compose.melody.features import Encoded, bars_away
from engines.compose.melody.network import Heard
from engines.compose.melody.vocabulary import END, Ids, Vocabulary
from engines.training import Randomness

#: Entries of lines that are only there to fill a row up.
PADDING = -100
_NAMES = ("sounds", "durations", "intervals", "bar", "beat", "metres", "phrase", "tonics")


@dataclass(frozen=True)
class Batch:
    """``heard`` and what follows it: ``durations`` and ``sounds`` int64 (rows, time), PADDING where nothing does.

    After the last sound of a line that ends comes the duration END and no sound.
    """

    heard: Heard
    durations: Tensor
    sounds: Tensor

    @property
    def notes(self) -> int:
        """How many sounds follow in all."""
        return int((self.sounds != PADDING).sum())


def batch_of(lines: Sequence[Encoded]) -> Batch:
    """``lines`` side by side, filled up at the end."""
    time = max(len(line.sounds) for line in lines)
    fields = {name: _stacked([getattr(line, name) for line in lines], time, 0) for name in _NAMES}
    away = np.zeros((len(lines), time, time), dtype=np.int64)
    for row, line in enumerate(lines):
        size = len(line.sounds)
        away[row, :size, :size] = bars_away(line.onsets, begun(line), line.bars)
    heard = Heard(
        **fields,
        register=torch.tensor([line.register for line in lines]),
        bars_away=torch.from_numpy(away),
    )
    durations = [np.append(line.durations[1:], END if line.ends else PADDING) for line in lines]
    sounds = [np.append(line.sounds[1:], PADDING) for line in lines]
    return Batch(heard, _stacked(durations, time, PADDING), _stacked(sounds, time, PADDING))


def begun(line: Encoded) -> Ids:
    """Where the sound of each entry began, (n + 1,); that of the first, which has none, is as far as can be."""
    return np.append(np.iinfo(np.int64).max // 4, line.onsets[:-1])


def _stacked(rows: Sequence[Ids], time: int, filling: int) -> Tensor:
    table = np.full((len(rows), time), filling, dtype=np.int64)
    for place, row in enumerate(rows):
        table[place, : len(row)] = row
    return torch.from_numpy(table)


class Batches:
    """All lines once in each round, about ``notes`` sounds at a time, lines of a length together.

    Lines longer than ``longest`` are cut at places that chance chooses. With ``transpose`` each line is moved by up to
    six semitones either way; the key of so many of them is hidden.
    """

    def __init__(
        self,
        lines: Sequence[Encoded],
        vocabulary: Vocabulary,
        chance: Randomness,
        *,
        notes: int,
        longest: int = 256,
        transpose: bool = False,
        hide_key: float = 0.2,
    ) -> None:
        self._lines, self._vocabulary, self._chance = list(lines), vocabulary, chance
        self._notes, self._longest, self._transpose = notes, longest, transpose
        self._hide_key = hide_key
        self.sounds = sum(map(len, self._lines))
        self._order: list[list[tuple[int, int, int]]] = []

    def next(self) -> list[Encoded]:
        """The lines of the next batch."""
        if not self._order:
            self._order = self._shuffled()
        return [self._prepared(*one) for one in self._order.pop()]

    def _shuffled(self) -> list[list[tuple[int, int, int]]]:
        draw = self._chance.python
        parts = [part for place in range(len(self._lines)) for part in self._parts(place)]
        # Lengths differ a little by chance, so that not always the same lines come together.
        parts.sort(key=lambda part: (part[2] - part[1]) * draw.uniform(0.9, 1.1))
        batches: list[list[tuple[int, int, int]]] = [[]]
        for part in parts:
            if batches[-1] and (part[2] - part[1]) * (len(batches[-1]) + 1) > self._notes:
                batches.append([])
            batches[-1].append(part)
        draw.shuffle(batches)
        return batches

    def _parts(self, place: int) -> Iterator[tuple[int, int, int]]:
        size = len(self._lines[place].sounds)
        if size <= self._longest:
            yield place, 0, size
            return
        # The last entry of a part is the first of the next one: what it tells is learnt there.
        start, stop = 0, self._chance.python.randint(self._longest // 2, self._longest)
        while start < size - 1:
            yield place, start, min(size, stop)
            start, stop = stop - 1, stop - 1 + self._longest

    def _prepared(self, place: int, start: int, stop: int) -> Encoded:
        line = self._lines[place].part(start, stop)
        if self._transpose:
            line = transposed(line, self._vocabulary, self._chance.python.randint(-6, 6))
        if self._chance.python.random() < self._hide_key:
            line = replace(line, tonics=np.zeros_like(line.tonics))
        return line

    def state(self) -> list[list[list[int]]]:
        return [[list(part) for part in batch] for batch in self._order]

    def load_state(self, state: Sequence[Sequence[Sequence[int]]]) -> None:
        self._order = [[(part[0], part[1], part[2]) for part in batch] for batch in state]


def transposed(line: Encoded, vocabulary: Vocabulary, semitones: int) -> Encoded:
    """``line`` so much higher; as it is where that leaves what the vocabulary can say."""
    sounds = _table(vocabulary, semitones)[line.sounds]
    if (sounds < 0).any():
        return line
    tonics = np.where(line.tonics > 0, (line.tonics - 1 + semitones) % 12 + 1, 0)
    # A register is half an octave: the nearest one is right for most lines of it.
    register = min(15, max(0, round(line.register + semitones / 6)))
    return replace(line, sounds=sounds, tonics=tonics, register=register)


@cache
def _table(vocabulary: Vocabulary, semitones: int) -> Ids:
    return vocabulary.transposed(semitones)
