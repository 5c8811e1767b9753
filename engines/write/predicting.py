"""The ten likeliest next words at the cursor: one step of the network a word, none a letter."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engines.errors import BadInput
from engines.steps import Step, Task
from engines.write.manuscript import Manuscript
from engines.write.model import WordModel
from engines.write.ranking import Distribution, Place, Suggestion, breaks, fitted, folded, ranked
from engines.write.states import Logits, State, States
from engines.write.tokens import is_unspaced, is_word, tokenise

Ids = NDArray[np.int64]

#: A longer word is nobody's beginning of a word.
_LONGEST_PREFIX = 64
#: Distributions kept, so that going back a few words costs nothing.
_KEPT = 64
#: Letters before the cursor that say which quotes and dashes the writer uses.
_SEEN = 4000
MOST = 1000


@dataclass(frozen=True)
class SuggestRequest:
    """The place of the cursor: whole ``blocks`` (paragraphs) before its own, and ``before`` it in its own.

    ``prefix`` are the letters of a word begun, which ``before`` does not hold. ``temperature`` below 1 sharpens the
    shown shares, above 1 flattens them; 0 gives all to the likeliest.
    """

    blocks: tuple[str, ...] = ()
    before: str = ""
    prefix: str = ""
    top: int = 10
    temperature: float = 1.0

    def __post_init__(self) -> None:
        if not 1 <= self.top <= MOST:
            raise BadInput(f"The number of suggestions must be from 1 to {MOST}, not {self.top}.")
        if not 0 <= self.temperature <= 10:
            raise BadInput(f"The temperature must be from 0 to 10, not {self.temperature:g}.")


@dataclass(frozen=True)
class Suggestions:
    """``words``, likeliest first, and what the list leaves out.

    Without a prefix the shares are of the whole distribution, to which ``paragraph``, ``ending`` and ``unknown`` (a
    new paragraph, the end of the story, a word that nobody knows) belong; with one they are of ``fitting``, the share
    of the whole that begins with these letters.
    """

    words: tuple[Suggestion, ...]
    fitting: float
    paragraph: float
    ending: float
    unknown: float


def request_at(text: str, top: int = 10, temperature: float = 1.0) -> SuggestRequest:
    """The request for a cursor at the end of ``text``; a word that ends there counts as begun."""
    *blocks, block = text.split("\n")
    before, prefix = split_prefix(block)
    return SuggestRequest(tuple(blocks), before, prefix, top, temperature)


def split_prefix(block: str) -> tuple[str, str]:
    """The text before the cursor without the word begun at its end, and that word (or "")."""
    tail = block[-_LONGEST_PREFIX - 1 :]
    if not tail or tail[-1].isspace():
        return block, ""
    # From white space on, so that no word is cut in two.
    tokens = tokenise(tail[_last_space(tail) :])
    word = tokens[-1].text if tokens else ""
    if not is_word(word) or is_unspaced(word[-1]) or len(word) > _LONGEST_PREFIX:
        return block, ""
    return block[: len(block) - len(word)], word


def _last_space(text: str) -> int:
    return next((place for place in range(len(text) - 1, -1, -1) if text[place].isspace()), 0)


class Predictor:
    """Answers for one document and model, remembering what it read. Not for two threads at once."""

    def __init__(self, model: WordModel) -> None:
        self.model = model
        self.manuscript = Manuscript(model.vocabulary)
        self.states = States(model.network)
        self._blocks: tuple[str, ...] | None = None
        self._before: str | None = None
        self._ids: Ids = np.zeros(0, dtype=np.int64)
        self._shares = Distribution(np.zeros(0, dtype=np.float32))
        self._kept: OrderedDict[str, NDArray[np.float32]] = OrderedDict()

    def suggest(self, request: SuggestRequest) -> Suggestions:
        """The likeliest words at a cursor; letters more or fewer of the same word never run the network."""
        shares = self.distribution(request.blocks, request.before)
        place = Place(recent_text(request.blocks, request.before), request.prefix)
        here = fitted(shares, self.model.lexicon, place, request.temperature)
        rows, fitting = ranked(here, self.model.lexicon, place, request.top)
        if request.prefix and len(rows) < request.top:
            rows += self._written_before(request, place, rows)
        if request.temperature == 0:
            rows = [Suggestion(row.word, float(not number), row.known) for number, row in enumerate(rows)]
        return Suggestions(tuple(rows), fitting, *breaks(here))

    def distribution(self, blocks: tuple[str, ...], before: str) -> Distribution:
        """How likely each word is after this text; sums to 1."""
        if self._blocks != blocks:
            self._kept.clear()
        elif self._before == before:
            return self._shares
        self._ids = self.manuscript.read(blocks, before)
        dense = self._kept.get(before)
        if dense is None:
            logits, _ = self.states.after(self.manuscript.plain(self._ids))
            dense = self._kept[before] = self.dense(logits, self._ids)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._shares = self.split(dense)
        self._blocks, self._before = blocks, before
        return self._shares

    def prepare(self, text: str) -> Task[None]:
        """Read ``text`` ahead in small steps, so that the first suggestion in a long document is quick too."""
        blocks = text.split("\n")
        for read in self.manuscript.prepare(blocks):
            yield Step(read, len(blocks), "Reading the text")

    def begin(self, text: str) -> tuple[Ids, Logits, State]:
        """Ids of ``text`` (a copy), the logits for the word after it, and the network's state there."""
        *blocks, before = text.split("\n")
        self._blocks = None
        ids = self.manuscript.read(blocks, before).copy()
        return ids, *self.states.after(self.manuscript.plain(ids))

    def dense(self, logits: Logits, ids: Ids) -> NDArray[np.float32]:
        """Shares of all words of the vocabulary and the writer's own after ``ids``: (V + own,), sums to 1."""
        return self.model.shares(logits, ids, len(self.manuscript.own_words))

    def split(self, shares: NDArray[np.float32]) -> Distribution:
        size = len(self.model.vocabulary)
        mine = np.flatnonzero(shares[size:])
        words = tuple(self.manuscript.own_words[number] for number in mine)
        return Distribution(shares[:size], words, shares[size:][mine])

    def _written_before(self, request: SuggestRequest, place: Place, rows: list[Suggestion]) -> list[Suggestion]:
        """Words of the document outside the vocabulary that begin so but were written too long ago to count."""
        size = len(self.model.vocabulary)
        wanted = folded(request.prefix)
        listed = {row.word for row in rows}
        own = (self.manuscript.own_words[number - size] for number in np.unique(self._ids[self._ids >= size]))
        written = {place.written(word) for word in own if folded(word).startswith(wanted)}
        return [Suggestion(word, 0.0, known=False) for word in sorted(written - listed)][: request.top - len(rows)]


def recent_text(blocks: tuple[str, ...], before: str) -> str:
    """The last letters before the cursor, from as many paragraphs as it takes."""
    found = [before[-_SEEN:]]
    length = len(found[0])
    for block in reversed(blocks):
        if length >= _SEEN:
            break
        found.append(block[-_SEEN:])
        length += len(found[-1]) + 1
    return "\n".join(reversed(found))
