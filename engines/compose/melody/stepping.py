"""Reading with the exported graph: one sound after the other, for several lines at once, with what is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.compose.melody.features import MOST_BARS
from engines.compose.melody.saying import Asked, Known, Logits, Sounds
from engines.compose.melody.vocabulary import END, START, Ids

#: Sounds for which room is made at once.
ROOM = 32
_NEVER = np.iinfo(np.int64).max // 4
#: What a graph is given besides its states.
_OTHERS = ("heard", "away", "keys", "values")


@dataclass(frozen=True)
class Answer:
    """What may follow: ``durations`` (rows, D) as logits, the sounds after each; ``looked`` (rows, heads, n).

    The n columns of ``looked`` are the last n entries that were heard.
    """

    durations: Logits
    said: Sounds
    looked: Logits

    @property
    def sounds(self) -> Logits:
        """Logits (rows, D, S) of the sounds after every duration."""
        return self.said.all()

    def after(self, duration: int) -> Logits:
        """Logits (rows, S) of the sounds after ``duration``."""
        rows = len(self.durations)
        return self.said.after(range(rows), [duration] * rows)

    def rows(self, which: Sequence[int]) -> Answer:
        """Some rows, in this order; a row may come several times."""
        at = list(which)
        return Answer(self.durations[at], self.said.rows(at), self.looked[at])


class Stepper:
    """``rows`` lines that are read side by side.

    Keys and values stand in arrays (heads, rows, room, size) that are written in place: a new sound takes the next
    free place, and only when there is none are those still within ``reach`` moved to new arrays. ``saying`` is the
    session of the sounds where that of a step leaves them out (see ``exporting.export_swift``).
    """

    def __init__(self, session: Any, rows: int, reach: int, saying: Any = None) -> None:
        self._session, self._reach, self._saying = session, reach, saying
        #: How many durations there are, where those come together with what the sounds are made of.
        self._lengths = 0 if saying is None else session.get_outputs()[0].shape[1] - saying.get_inputs()[0].shape[1]
        shapes = {port.name: port.shape for port in session.get_inputs()}
        heads, _, _, size = shapes["keys"]
        self._state = {
            name: np.zeros((rows, shape[1]), dtype=np.float32) for name, shape in shapes.items() if name not in _OTHERS
        }
        self._heard = 0
        self._keys = self._values = np.zeros((heads, rows, 0, size), dtype=np.float32)
        #: Where each sound began, (rows, room + 1); the last column is where the last one ended.
        self._begun = np.full((rows, 1), _NEVER)
        self._ages = _ages(reach)

    def hear(self, told: Ids, onsets: Ids, bars: Ids) -> Answer:
        """Read one entry of each row and say what may follow.

        ``told`` (rows, 9) is as ``Encoded.told``; ``onsets`` (rows,) where the next sound begins, ``bars`` (rows,)
        ticks a bar there.
        """
        heard = self._heard
        if heard == self._keys.shape[2]:
            heard = self._make_room()
        fed = {
            "heard": told,
            "away": self._away(onsets, bars, heard),
            "keys": self._keys,
            "values": self._values,
            **self._state,
        }
        durations, sounds, looked, state, key, value = self._told_by(self._session.run(None, fed))
        self._state = dict(zip(self._state, state, strict=True))
        self._keys[:, :, heard] = key[:, :, 0]
        self._values[:, :, heard] = value[:, :, 0]
        self._begun[:, heard] = self._begun[:, -1]
        self._begun[:, -1] = onsets
        self._heard = heard + 1
        # What was just heard comes last in the graph: its place here is behind those before it.
        looked = looked[0, :, :, 0].swapaxes(0, 1)
        looked[..., heard] = looked[..., -1]
        return Answer(durations, sounds, looked[..., max(0, self._heard - self._reach) : self._heard])

    def _told_by(self, outputs: list[Any]) -> tuple[Logits, Sounds, Logits, list[Logits], Logits, Logits]:
        """Durations, sounds, how it looked, states, key and value out of what the graph gave."""
        if self._saying is None:
            durations, sounds, looked, *state, key, value = outputs
            return durations, Known(sounds), looked, state, key[0], value[0]
        said, looked, state_next, (_, key, value) = outputs
        durations, answers = said[:, : self._lengths], said[:, self._lengths :]
        return durations, Asked(self._saying, answers, self._lengths), looked, [state_next], key, value

    def keep(self, rows: Sequence[int]) -> None:
        """Go on with these rows alone, in this order; a row may come several times."""
        at = list(rows)
        self._state = {name: each[at] for name, each in self._state.items()}
        self._keys, self._values, self._begun = self._keys[:, at], self._values[:, at], self._begun[at]

    def forked(self, rows: Sequence[int]) -> Stepper:
        """Another one that goes on with these rows; this one stays as it is."""
        other = copy(self)
        other.keep(rows)
        return other

    def _away(self, onsets: Ids, bars: Ids, heard: int) -> Ids:
        """By how many notes and bars each place is away, (rows, 1, room + 1), as the graph is told of it.

        The bars are those of ``features.bars_away``, with half as many steps: this is done for every note.
        """
        # Before the first entry there is no sound: it began when nothing ends.
        apart = onsets[:, None] - self._begun
        count = apart // bars[:, None]
        # Below zero is far above as a number without a sign.
        count[(count * bars[:, None] != apart) | (count.view(np.uint64) > MOST_BARS)] = 0
        start = self._reach + ROOM - heard
        count[:, :-1] += self._ages[start : start + count.shape[1] - 1]
        return np.asarray(count[:, None], dtype=np.int64)

    def _make_room(self) -> int:
        """Move what attention can still look at to arrays with ROOM more; how much that is."""
        kept = min(self._heard, self._reach - 1)
        past = slice(self._heard - kept, self._heard)
        keys, values = self._keys, self._values
        heads, rows, _, size = keys.shape
        self._keys, self._values = np.zeros((2, heads, rows, kept + ROOM, size), dtype=np.float32)
        self._keys[:, :, :kept], self._values[:, :, :kept] = keys[:, :, past], values[:, :, past]
        begun = np.full((rows, kept + ROOM + 1), _NEVER)
        begun[:, :kept], begun[:, -1] = self._begun[:, past], self._begun[:, -1]
        self._begun = begun
        return kept


def _ages(reach: int) -> Ids:
    """How a place that was filled a time ago is told in ``away`` (see ``hear``), for ages from reach + ROOM down.

    Ages out of reach, and those below 1, which are places nothing has filled yet, are the number of what is not there.
    """
    ages = np.arange(reach + ROOM, -(reach + ROOM), -1)
    return np.where((ages > 0) & (ages < reach), ages, reach) * (MOST_BARS + 1)


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
        return Answer(durations, Known(sounds, durations.shape[1]), looked[:, None, -self._heard :])

    def keep(self, rows: Sequence[int]) -> None:
        """As ``Stepper.keep``."""
        at = list(rows)
        self._sounds, self._durations = self._sounds[at], self._durations[at]

    def forked(self, rows: Sequence[int]) -> BookStepper:
        """As ``Stepper.forked``."""
        other = copy(self)
        other.keep(rows)
        return other
