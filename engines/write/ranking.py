"""From probabilities of all words to the ten that a person reads: prefixes, capitals, doubles, the writer's marks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engines.sampling import tempered
from engines.write.spacing import capitalised, quoted_as_here, starts_sentence, typeset
from engines.write.tokens import spelling
from engines.write.vocabulary import PARAGRAPH_ID, STORY_ID, UNK_ID

Ids = NDArray[np.int64]
_LAST = "\U0010ffff"
#: Rows looked at beyond those wanted, for some may turn out to be the same word.
_SPARE = 16


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One word as it would be written here, and its share of all that may come; ``known`` is in the vocabulary."""

    word: str
    probability: float
    known: bool = True


@dataclass(frozen=True)
class Distribution:
    """How likely each word is next: ``known`` (V,) by id, ``own`` (len(own_words),) of the writer's; they sum to 1."""

    known: NDArray[np.float32]
    own_words: tuple[str, ...] = ()
    own: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, dtype=np.float32))


@dataclass(frozen=True)
class Place:
    """Where a word is to be put: the text ``before`` it, the last few thousand letters will do, and letters typed."""

    before: str = ""
    prefix: str = ""

    def written(self, unit: str) -> str:
        """``unit`` as it stands here: capitals as the sentence and the letters typed ask for, the writer's marks."""
        word = capitalised(self.before, unit)
        bare = spelling(self.prefix) if self.prefix else ""
        if len(bare) > 1 and bare.isupper():
            word = word.upper()
        elif bare[:1].isupper() and word[:1].islower():
            word = bare[0] + word[1:]
        return typeset(self.before, quoted_as_here(self.before, word))

    @property
    def wants_capital(self) -> bool:
        """Whether a word in small letters gets a capital here."""
        return starts_sentence(self.before) or self.prefix[:1].isupper()


class Lexicon:
    """The words of a vocabulary as they are looked up: by their first letters, and each with its capitalised twin."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)
        folded = [word.casefold() for word in self.words]
        hidden = {UNK_ID, STORY_ID, PARAGRAPH_ID}
        self._order = np.array(
            sorted((index for index in range(len(folded)) if index not in hidden), key=folded.__getitem__),
            dtype=np.int64,
        )
        self._sorted = [folded[index] for index in self._order]
        ids = {word: index for index, word in enumerate(self.words)}
        twins = [(index, ids.get(capitalised("", word), index)) for index, word in enumerate(self.words)]
        pairs = np.array([pair for pair in twins if pair[0] != pair[1] and pair[0] not in hidden], dtype=np.int64)
        self._small, self._capital = pairs.reshape(-1, 2).T

    def beginning(self, prefix: str) -> Ids:
        """Ids of the words that begin with ``prefix``, whatever their capitals; all that can be shown when empty."""
        wanted = folded(prefix)
        low = bisect_left(self._sorted, wanted)
        return self._order[low : bisect_right(self._sorted, wanted + _LAST, lo=low)] if wanted else self._order

    def spelled_alike(self, word: str) -> list[int]:
        """Ids of the words that are ``word``, given in small letters, but for their capitals."""
        low = bisect_left(self._sorted, word)
        found: list[int] = self._order[low : bisect_right(self._sorted, word, lo=low)].tolist()
        return found

    def with_capitals(self, known: NDArray[np.float32]) -> NDArray[np.float32]:
        """The shares where “the” is written “The”: the capitalised twin gets both."""
        joined = known.copy()
        # Two small words may share one twin (iPhone and such do not, but nothing forbids it).
        np.add.at(joined, self._capital, known[self._small])
        joined[self._small] = 0.0
        return joined


def folded(word: str) -> str:
    """``word`` as it is compared: the model's plain marks, small letters."""
    return spelling(word).casefold() if word else ""


def fitted(shares: Distribution, lexicon: Lexicon, place: Place, temperature: float = 1.0) -> Distribution:
    """``shares`` as they are at ``place``: “the” counts for “The” where a capital is due; then the temperature.

    Temperature 0 leaves them as they are: what is likeliest stays so.
    """
    known = lexicon.with_capitals(shares.known) if place.wants_capital else shares.known
    if temperature not in (0, 1):
        every = tempered(np.concatenate([known, shares.own]), temperature).astype(np.float32)
        return Distribution(every[: len(known)], shares.own_words, every[len(known) :])
    return Distribution(known, shares.own_words, shares.own)


def ranked(shares: Distribution, lexicon: Lexicon, place: Place, top: int) -> tuple[list[Suggestion], float]:
    """The ``top`` likeliest words at ``place`` and the share of the whole that fits the letters typed.

    Without letters each probability is of the whole distribution, in which words nobody knows and paragraph breaks
    have their part too; with letters it is of the known words that begin so. Breaks and ``<unk>`` are never listed.
    ``shares`` are those ``fitted`` to the place.
    """
    ids = lexicon.beginning(place.prefix)
    own = _own_fitting(shares, place.prefix)
    fitting = float(shares.known[ids].sum(dtype=np.float64)) + sum(share for _, share in own)
    whole = (fitting or 1.0) if place.prefix else 1.0
    found: dict[str, tuple[float, bool]] = {}
    for unit, share, is_known in _likeliest(shares.known, ids, own, lexicon.words, top + _SPARE):
        word = place.written(unit)
        before, known_before = found.get(word, (0.0, False))
        found[word] = (before + share, is_known or known_before)
    rows = [Suggestion(word, share / whole, is_known) for word, (share, is_known) in found.items()]
    rows.sort(key=lambda row: -row.probability)
    return rows[:top], fitting


def _own_fitting(shares: Distribution, prefix: str) -> list[tuple[str, float]]:
    wanted = folded(prefix)
    pairs = zip(shares.own_words, shares.own.tolist(), strict=True)
    return [(word, share) for word, share in pairs if not wanted or folded(word).startswith(wanted)]


def _likeliest(
    known: NDArray[np.float32], ids: Ids, own: list[tuple[str, float]], words: Sequence[str], count: int
) -> list[tuple[str, float, bool]]:
    """The ``count`` first of both kinds, each kind likeliest first and ties in the order of the alphabet."""
    values = known[ids]
    chosen = np.argpartition(-values, count)[:count] if len(ids) > count else np.arange(len(ids))
    chosen = chosen[np.lexsort((chosen, -values[chosen]))]
    listed = [(words[ids[index]], float(values[index]), True) for index in chosen]
    mine = sorted(own, key=lambda pair: (-pair[1], pair[0]))[:count]
    return listed + [(word, share, False) for word, share in mine]


def breaks(shares: Distribution) -> tuple[float, float, float]:
    """What is not listed: the share of a new paragraph, of the end of the story, and of words nobody knows."""
    return float(shares.known[PARAGRAPH_ID]), float(shares.known[STORY_ID]), float(shares.known[UNK_ID])
