"""A word model as it answers: its words, its network, its word counts, and the shares in which they are mixed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engines.cards import CARD, Card, read_card
from engines.errors import BadInput, MissingWeights
from engines.runtime import session
from engines.write.cache import remembered
from engines.write.mixture import Mixture
from engines.write.ngram import KneserNey
from engines.write.ranking import Lexicon
from engines.write.states import Logits, Network
from engines.write.vocabulary import Vocabulary

Ids = NDArray[np.int64]

KIND = "write.words"
GRAPH, WORDS, COUNTS = "model.onnx", "vocabulary.json", "ngram.npz"
#: The card's fact that holds the shares, and the one that says how many words the book's model looks back.
MIXTURE, WINDOW = "mixture", "window"


@dataclass(frozen=True)
class WordModel:
    """Vocabulary of V words, network, n-gram (None where it has none) and mixture; ``card`` is None in tests."""

    name: str
    vocabulary: Vocabulary
    network: Network
    ngram: KneserNey | None
    mixture: Mixture
    card: Card | None = None

    @classmethod
    def load(cls, source: Card | Path, thread_count: int = 1) -> WordModel:
        """The model of a card, or in a folder with one, its files verified.

        One thread, because a step is so little work that a second one would only wait.

        Raises:
            BadInput: the folder holds no model, or one of another kind.
            MissingWeights: a file is missing or damaged.
        """
        card = source if isinstance(source, Card) else _card_in(source)
        if card.kind != KIND:
            raise BadInput(f"“{card.title}” is no model for writing. Choose another one.")
        vocabulary = Vocabulary.load(card.file(WORDS))
        window = card.facts.get(WINDOW)
        network = Network(session(card.file(GRAPH), thread_count), window=int(window) if window else None)
        ngram = KneserNey.load(card.file(COUNTS)) if COUNTS in card.files else None
        sizes = {len(vocabulary), network.words} | ({ngram.vocabulary_size} if ngram else set())
        if len(sizes - {None}) != 1:
            raise MissingWeights(f"The files of the model “{card.name}” do not belong together. Install it again.")
        return cls(card.name, vocabulary, network, ngram, Mixture.from_dict(card.facts.get(MIXTURE, {})), card)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The vocabulary as it is looked up by first letters."""
        return Lexicon(self.vocabulary.words)

    def shares(self, logits: Logits, ids: Ids, own: int) -> NDArray[np.float32]:
        """How likely each word is after ``ids``, by network (``logits`` (V,)), word counts and cache together.

        ``ids`` are those of a ``Manuscript``: from V on they are the writer's ``own`` words. The result is float32
        (V + own,) and sums to 1.
        """
        size = len(self.vocabulary)
        counted = None
        if self.ngram is not None:
            last = ids[max(0, len(ids) + 1 - self.ngram.order) :]
            counted = self.ngram.distribution(np.where(last < size, last, 0))
        cached = remembered(ids, size + own, self.mixture.half_life)
        mixed = self.mixture.combine(logits, counted, cached)
        if mixed.size < size + own:  # an empty document has no cache
            mixed = np.concatenate([mixed, np.zeros(size + own - mixed.size, dtype=np.float32)])
        return mixed


def _card_in(folder: Path) -> Card:
    if not (folder / CARD).is_file():
        raise BadInput(f"There is no model in “{folder}”. Make one of a training run with “reverie write export”.")
    return read_card(folder)
