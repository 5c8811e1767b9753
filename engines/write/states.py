"""The network's memory of a text: kept by what was read, so that one more word costs one step."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engines.write.vocabulary import PARAGRAPH_ID, STORY_ID

Ids = NDArray[np.int64]
Logits = NDArray[np.float32]
State = tuple[NDArray[np.float32], ...]

#: How many words back the network begins to read at most.
LONGEST = 400
_STRIDE = 100
#: How far the beginning of what is read may move on to the next paragraph.
_PARAGRAPH_WITHIN = 64
#: A paragraph shorter than this shares the kept state of the one before it.
_APART = 32
KEPT_STATES = 2048
#: The input of a graph that says after how many of the last words it shall answer; older graphs have none.
ANSWERED = "answered"


@dataclass
class Network:
    """One recurrent network in ONNX Runtime: words and a state in, what comes next and the state after out.

    With ``window`` it is the book's: it reads only so many words, from an empty state. ``runs`` and ``words_read``
    count what it did.
    """

    session: Any
    window: int | None = None
    runs: int = 0
    words_read: int = 0
    _ports: tuple[list[str], list[str]] = field(init=False)
    _shapes: list[tuple[int, int]] = field(init=False)
    _once: Mapping[str, Any] = field(init=False)
    _never: Mapping[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        states = [port for port in self.session.get_inputs() if port.name != "words"]
        self._ports = ([port.name for port in states], ["logits", *(f"{port.name}_next" for port in states)])
        self._shapes = [(int(port.shape[0]), int(port.shape[2])) for port in states]
        self._once, self._never = (answering(self.session, count) for count in (1, 0))

    @property
    def words(self) -> int | None:
        """How many words the logits are of; None where the graph does not say."""
        size = next(port.shape[-1] for port in self.session.get_outputs() if port.name == "logits")
        return size if isinstance(size, int) else None

    def empty(self, batch: int = 1) -> State:
        """The state before the first word: zeros, (layers, batch, units) each."""
        return tuple(np.zeros((layers, batch, units), dtype=np.float32) for layers, units in self._shapes)

    def read(self, words: Ids, state: State) -> tuple[Logits, State]:
        """Read ``words`` (batch, time); the logits after the last one, (batch, V), and the state there."""
        logits, *after = self._run(words, state, self._ports[1], self._once)
        return logits[:, -1], tuple(after)

    def skim(self, words: Ids, state: State) -> State:
        """The state after ``words`` (batch, time), without an answer, which costs as much as a score of words."""
        return tuple(self._run(words, state, self._ports[1][1:], self._never))

    def _run(self, words: Ids, state: State, outputs: list[str], asked: Mapping[str, Any]) -> list[Any]:
        fed = {"words": words, **dict(zip(self._ports[0], state, strict=True)), **asked}
        found: list[Any] = self.session.run(outputs, fed)
        self.runs += 1
        self.words_read += int(words.shape[1])
        return found


def answering(session: Any, count: int) -> Mapping[str, Any]:
    """What to feed a graph besides, so that it answers after the last ``count`` words; nothing where it cannot."""
    able = any(port.name == ANSWERED for port in session.get_overridable_initializers())
    return {ANSWERED: np.array([count], dtype=np.int64)} if able else {}


def first_read(ids: Ids) -> int:
    """Where the network begins to read a text of ``ids``: at its beginning, or 236 to 400 words before its end.

    It depends on the words alone, so that the same text always gets the same answer, whatever was edited before;
    and it moves only every hundredth word, so that what was read mostly still counts. A new story begins anew.
    """
    size = len(ids)
    begin = 0 if size <= LONGEST else size // _STRIDE * _STRIDE - (LONGEST - _STRIDE)
    recent = ids[begin:]
    stories = np.flatnonzero(recent == STORY_ID)
    if stories.size:
        return begin + int(stories[-1])
    if begin:
        breaks = np.flatnonzero(recent[:_PARAGRAPH_WITHIN] == PARAGRAPH_ID)
        return begin + (int(breaks[0]) if breaks.size else 0)
    return 0


class States:
    """Remembers the network's state at block starts and wherever it was asked, least lately used dropped first."""

    def __init__(self, network: Network, kept: int = KEPT_STATES) -> None:
        self.network = network
        self._kept = kept
        self._states: OrderedDict[bytes, State] = OrderedDict()

    def after(self, ids: Ids) -> tuple[Logits, State]:
        """Logits (V,) for the word after ``ids``, which must not be empty, and the state (layers, 1, units) there."""
        if self.network.window:
            return self._of_window(ids, self.network.window)
        recent = np.ascontiguousarray(ids[first_read(ids) :], dtype=np.int64)
        at, state = self._nearest(recent)
        for end in _stops(recent, at):
            state = self.network.skim(recent[None, at:end], state)
            self._keep(_key(recent[:end]), state)
            at = end
        logits, state = self.network.read(recent[None, at:], state)
        self._keep(_key(recent), state)
        return logits[0], state

    def _of_window(self, ids: Ids, window: int) -> tuple[Logits, State]:
        """As the book's model was taught: from the last words alone, a beginning filled up with STORY."""
        filling = np.full(max(0, window - len(ids)), STORY_ID, dtype=np.int64)
        logits, state = self.network.read(np.concatenate([filling, ids[-window:]])[None], self.network.empty())
        return logits[0], state

    def _nearest(self, recent: Ids) -> tuple[int, State]:
        """The longest beginning of ``recent`` with a kept state, at least a word short of its end."""
        whole = _key(recent)
        width = len(whole) // len(recent)
        for length in range(len(recent) - 1, 0, -1):
            state = self._states.get(whole[: length * width])
            if state is not None:
                self._states.move_to_end(whole[: length * width])
                return length, state
        return 0, self.network.empty()

    def _keep(self, key: bytes, state: State) -> None:
        self._states[key] = state
        self._states.move_to_end(key)
        while len(self._states) > self._kept:
            self._states.popitem(last=False)


def _key(recent: Ids) -> bytes:
    return recent.astype(np.int32).tobytes()


def _stops(recent: Ids, begin: int) -> list[int]:
    """Block starts after ``begin`` where a state is worth keeping: an edit behind them need not read what is before."""
    stops: list[int] = []
    for place in np.flatnonzero(recent == PARAGRAPH_ID).tolist():
        if place - (stops[-1] if stops else begin) >= _APART and len(recent) - place > 1:
            stops.append(place)
    return stops
