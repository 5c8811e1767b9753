"""Reading with the exported graph: one sound after the other, for several lines at once, with what is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engines.compose.melody.features import bars_away
from engines.compose.melody.vocabulary import END, START, Ids

Logits = NDArray[np.float32]
_NEVER = np.iinfo(np.int64).max // 4


@dataclass(frozen=True)
class Answer:
    """What may follow: ``durations`` (rows, D) and ``sounds`` (rows, D, S) as logits; ``looked`` (rows, heads, n).

    ``sounds[r, d]`` are those after duration d. The n columns of ``looked`` are the last n entries that were heard.
    """

    durations: Logits
    sounds: Logits
    looked: Logits

    def rows(self, which: Sequence[int]) -> Answer:
        """Some rows, in this order; a row may come several times."""
        at = list(which)
        return Answer(self.durations[at], self.sounds[at], self.looked[at])


@dataclass(frozen=True)
class Memory:
    """What was heard: states ``h`` and ``c``, ``keys`` and ``values``, and where each sound began, (rows, n).

    ``ended`` (rows,) is where the last one ended.
    """

    h: Logits
    c: Logits
    keys: Logits
    values: Logits
    begun: Ids
    ended: Ids

    def rows(self, which: Sequence[int]) -> Memory:
        """Some rows, in this order; a row may come several times."""
        at = list(which)
        return Memory(self.h[:, at], self.c[:, at], self.keys[at], self.values[at], self.begun[at], self.ended[at])


class Stepper:
    """``rows`` lines that are read side by side; ``memory`` can be put away and back at any time."""

    def __init__(self, session: Any, rows: int, reach: int) -> None:
        self._session, self._reach = session, reach
        shapes = {port.name: port.shape for port in session.get_inputs()}
        layers, _, units = shapes["h"]
        _, heads, _, size = shapes["keys"]
        state = np.zeros((layers, rows, units), dtype=np.float32)
        past = np.zeros((rows, heads, 0, size), dtype=np.float32)
        nothing = np.zeros((rows, 0), dtype=np.int64)
        self.memory = Memory(state, state, past, past, nothing, np.full(rows, _NEVER))

    def hear(self, told: Ids, onsets: Ids, bars: Ids) -> Answer:
        """Read one entry of each row and say what may follow.

        ``told`` (rows, 9) is as ``Encoded.told``; ``onsets`` (rows,) where the next sound begins, ``bars`` (rows,)
        ticks a bar there.
        """
        memory = self._within_reach()
        # The first entry has no sound: it began when nothing ends.
        begun = np.concatenate([memory.begun, memory.ended[:, None]], axis=1)
        fed = {
            "heard": told,
            "bars_away": bars_away(onsets[:, None], begun, bars[:, None])[:, 0],
            "h": memory.h,
            "c": memory.c,
            "keys": memory.keys,
            "values": memory.values,
        }
        durations, sounds, looked, h, c, keys, values = self._session.run(None, fed)
        self.memory = Memory(h, c, keys, values, begun, onsets)
        return Answer(durations, sounds, looked)

    def keep(self, rows: Sequence[int]) -> None:
        """Go on with these rows alone, in this order; a row may come several times."""
        self.memory = self.memory.rows(rows)

    def forked(self, rows: Sequence[int]) -> Stepper:
        """Another one that goes on with these rows; this one stays as it is."""
        other = copy(self)
        other.keep(rows)
        return other

    def _within_reach(self) -> Memory:
        """What attention can still look at: of the oldest sounds, room is made for the new one."""
        memory, most = self.memory, self._reach - 1
        if memory.begun.shape[1] <= most:
            return memory
        last = slice(-most, None) if most else slice(0, 0)
        return Memory(
            memory.h, memory.c, memory.keys[:, :, last], memory.values[:, :, last], memory.begun[:, last], memory.ended
        )


class BookStepper:
    """The book's model read the same way: it keeps nothing in mind but a window, which it reads anew for each sound."""

    def __init__(self, session: Any, rows: int, window: int) -> None:
        self._session = session
        self._sounds = np.full((rows, window), START)
        self._durations = np.full((rows, window), END)
        self._heard = 0

    def hear(self, told: Ids, onsets: Ids, bars: Ids) -> Answer:
        """As ``Stepper.hear``; the sounds are the same after every duration, and there is one head."""
        del onsets, bars
        self._sounds = np.concatenate([self._sounds[:, 1:], told[:, :1]], axis=1)
        self._durations = np.concatenate([self._durations[:, 1:], told[:, 1:2]], axis=1)
        self._heard = min(self._heard + 1, self._sounds.shape[1])
        fed = {"sounds": self._sounds, "durations": self._durations}
        durations, sounds, looked = self._session.run(None, fed)
        alike = np.broadcast_to(sounds[:, None], (*durations.shape, sounds.shape[1]))
        return Answer(durations, alike, looked[:, None, -self._heard :])

    def keep(self, rows: Sequence[int]) -> None:
        """As ``Stepper.keep``."""
        at = list(rows)
        self._sounds, self._durations = self._sounds[at], self._durations[at]

    def forked(self, rows: Sequence[int]) -> BookStepper:
        """As ``Stepper.forked``."""
        other = copy(self)
        other.keep(rows)
        return other
