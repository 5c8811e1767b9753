"""How surprising a model finds the words of a text, each after everything that stands before it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from engines.steps import Step, Task
from engines.write.predicting import Predictor, recent_text
from engines.write.ranking import Distribution, Place, Suggestion, fitted, folded, ranked
from engines.write.states import States
from engines.write.tokens import LINE_BREAKS, STORY, is_word, spelling, tokenise
from engines.write.vocabulary import SPECIAL, UNK_ID

#: The model's own first choices that come with each word.
CHOICES = 3
#: No share is taken for less: what a sum of floats says below is noise.
_LEAST = 1e-9
#: A break inside would be a word of its own to the model.
_ONE_LINE = dict.fromkeys(map(ord, {*LINE_BREAKS, STORY}), " ")


class WordSurprise(NamedTuple):
    """One word of a paragraph, from character ``start`` to ``end``, and its ``probability`` at that place.

    Where the model does not know the word (``known`` is False), it is the probability that any unknown word comes.
    ``choices`` are the words the model would have put there, likeliest first.
    """

    start: int
    end: int
    probability: float
    known: bool
    choices: tuple[Suggestion, ...]

    @property
    def bits(self) -> float:
        """The surprise, -log2 of the probability (Shannon 1948): 1 for one in two, 10 for one in a thousand."""
        return -math.log2(max(self.probability, _LEAST))


@dataclass(frozen=True)
class SurpriseRequest:
    """The words of the paragraph ``text`` that begin at character ``start`` or later, ``most`` of them.

    ``blocks`` are the whole paragraphs before it. A line break within ``text`` counts as a space.
    """

    blocks: tuple[str, ...]
    text: str
    start: int = 0
    most: int = 24


@dataclass(frozen=True)
class Surprises:
    """``words``, from left to right; those that begin before character ``end`` are all there."""

    words: tuple[WordSurprise, ...]
    end: int


class Surprised:
    """Reads with a predictor's model and manuscript, and on the same thread; it remembers apart from it.

    A word's probability is the one that ``Predictor.suggest`` lists there at temperature 1: the shares of network,
    word counts and cache together, which were fitted to be believed.
    """

    def __init__(self, predictor: Predictor) -> None:
        self.predictor = predictor
        # Apart: reading a page must not push out what typing at the cursor needs.
        self._states = States(predictor.model.network)

    def read(self, request: SurpriseRequest) -> Task[Surprises]:
        """Find the surprise of each word, some two milliseconds one; yields after each."""
        manuscript, text = self.predictor.manuscript, request.text.translate(_ONE_LINE)
        tokens = [token for token in tokenise(text) if token.text]
        ids = manuscript.read(request.blocks, text).copy()
        plain = manuscript.plain(ids)
        found: list[WordSurprise] = []
        at = 0
        for number, (white, word) in enumerate(tokens, start=len(ids) - len(tokens)):
            start, at = at + len(white), at + len(white) + len(word)
            if start < request.start or not is_word(word):
                continue
            if len(found) == request.most:
                return Surprises(tuple(found), start)
            logits, _ = self._states.after(plain[:number])
            shares = self.predictor.split(self.predictor.dense(logits, ids[:number]))
            place = Place(recent_text(request.blocks, text[:start]))
            found.append(WordSurprise(start, at, *self._told(shares, place, word)))
            yield Step(len(found), request.most)
        return Surprises(tuple(found), len(text))

    def _told(self, shares: Distribution, place: Place, word: str) -> tuple[float, bool, tuple[Suggestion, ...]]:
        """Probability of ``word`` at ``place``, whether the model knows it, and what it would have put there."""
        lexicon = self.predictor.model.lexicon
        here = fitted(shares, lexicon, place)
        choices, _ = ranked(here, lexicon, place, CHOICES)
        unit = spelling(word)
        number = self.predictor.model.vocabulary.index.get(unit) if unit not in SPECIAL else None
        own = sum(share for own, share in zip(shares.own_words, shares.own.tolist(), strict=True) if own == unit)
        if number is not None:
            # Who writes a sentence without its capital is not the one whose capital is counted with it.
            counted = here if place.wants_capital and word[0].isupper() else shares
            return float(counted.known[number]), True, tuple(choices)
        alike = lexicon.spelled_alike(folded(word))
        share = float(shares.known[alike].sum()) + own
        known = bool(alike) or own > 0
        return share if known else float(shares.known[UNK_ID]), known, tuple(choices)
