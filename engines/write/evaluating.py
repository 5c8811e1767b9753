"""How well a model foresees documents it never read: network, word counts and their mixture side by side."""

from __future__ import annotations

import math
import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engines.calibration import Calibration, Reliability
from engines.errors import BadInput
from engines.steps import Step, Task
from engines.write.cache import DocumentCache
from engines.write.mixture import Mixture, softmax
from engines.write.ngram import KneserNey
from engines.write.readingalong import ReadsAlong, SessionReader
from engines.write.tokens import STORY
from engines.write.vocabulary import PARAGRAPH_ID, STORY_ID, UNK_ID, Vocabulary

if TYPE_CHECKING:
    from engines.write.model import WordModel

Ids = NDArray[np.int64]
Probabilities = NDArray[np.float32]

SHOWN = 10
PIECE = 32
_NEVER_SHOWN = np.array([UNK_ID, STORY_ID, PARAGRAPH_ID])


@dataclass(frozen=True)
class Foresight:
    """What is measured: the parts a model is made of, network or word counts at least."""

    vocabulary: Vocabulary
    mixture: Mixture
    ngram: KneserNey | None = None
    network: ReadsAlong | None = None

    @classmethod
    def of(cls, model: WordModel) -> Foresight:
        """Those of a model that answers in the editor."""
        network = SessionReader(model.network.session, model.network.window)
        return cls(model.vocabulary, model.mixture, model.ngram, network)


@dataclass(frozen=True)
class Figures:
    """One way to foresee: perplexity of all units, and how often the word was first, in the first three, in the ten.

    ``adjusted`` is the perplexity with an unknown word's probability shared out over all the different ones in the
    documents (Ueberla 1994), so that models with other vocabularies can be compared. ``own10`` also counts words
    outside the vocabulary that the document itself brought into the ten.
    """

    perplexity: float
    adjusted: float
    top1: float
    top3: float
    top10: float
    own10: float


@dataclass(frozen=True)
class Evaluation:
    """The three side by side, over ``words`` words and marks and ``breaks`` ends of paragraphs and stories.

    Perplexities count everything, unknown words (``unknown`` is their share of the words) as one word. Hits are a
    share of the words alone: breaks are not listed, and an unknown word is always a miss. ``first`` says how far the
    percentage of the first suggestion can be believed, ``shown`` that of all ten.
    """

    documents: int
    words: int
    breaks: int
    unknown: float
    network: Figures | None
    ngram_cache: Figures | None
    mixture: Figures
    first: Calibration
    shown: Calibration
    words_per_second: float

    def to_dict(self) -> dict[str, Any]:
        """Plain numbers for a card or as JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Evaluation:
        """What ``to_dict`` gave."""
        rest = {**plain}
        for name in ("network", "ngram_cache", "mixture"):
            rest[name] = None if plain[name] is None else Figures(**plain[name])
        for name in ("first", "shown"):
            rest[name] = Calibration.from_dict(plain[name])
        return cls(**rest)


@dataclass
class _Tally:
    """Surprise and places in the list of one way to foresee."""

    surprise: float = 0.0
    told: int = 0
    words: int = 0
    places: Any = field(default_factory=lambda: np.zeros(SHOWN, dtype=np.int64))
    own: int = 0

    def count(self, probabilities: Probabilities, target: int, size: int) -> tuple[Probabilities, NDArray[np.bool_]]:
        """Take in one word; returns the probabilities of the ten listed and which of them came."""
        # All unknown words are one event: what is left for <unk> and what the document's own words have.
        chance = probabilities[target] if target < size and target != UNK_ID else _unknown(probabilities, size)
        self.surprise -= math.log(max(float(chance), 1e-30))
        self.told += 1
        listed = _likeliest(probabilities)
        came = listed == target
        if target not in (STORY_ID, PARAGRAPH_ID):
            self.words += 1
            if target < size:
                self.places[: came.size] += came
            else:
                self.own += int(came.any())
        return probabilities[listed], came

    def figures(self, unknown: int = 0, different: int = 1) -> Figures:
        """The figures so far, with ``unknown`` words in the text of which so many are ``different``."""
        hits = np.cumsum(self.places) / max(1, self.words)
        own = float(hits[-1]) + self.own / max(1, self.words)
        surprise = self.surprise / max(1, self.told)
        adjusted = surprise + unknown * math.log(max(1, different)) / max(1, self.told)
        return Figures(math.exp(surprise), math.exp(adjusted), float(hits[0]), float(hits[2]), float(hits[-1]), own)


def evaluate(model: Foresight, documents: Sequence[Sequence[str]], *, framed: bool = False) -> Task[Evaluation]:
    """Measure ``model`` on documents given as units (words as ``tokens.units`` spells them).

    Each document begins anew, for the network and for the cache; its end has to be foreseen too. Those ``framed``
    already are taken as they are: all but the first unit are to be foreseen.

    Raises:
        BadInput: there is no word to foresee.
    """
    whole = list(documents) if framed else [_framed(document) for document in documents]
    whole = [document for document in whole if len(document) > 2]
    total = sum(len(document) - 1 for document in whole)
    if not total:
        raise BadInput("There are no words to measure with: choose a text of at least one sentence.")
    began = time.perf_counter()
    run = _Run(model)
    done = 0
    for document in whole:
        for words in run.read(document):
            done += words
            figures = run.mixed.figures()
            yield Step(done, total, "measuring", {"perplexity": figures.perplexity, "top10": figures.top10})
    seconds = time.perf_counter() - began
    unknown = (run.unknown, len(run.different))
    return Evaluation(
        documents=len(whole),
        words=run.mixed.words,
        breaks=total - run.mixed.words,
        unknown=run.unknown / max(1, run.mixed.words),
        network=None if model.network is None else run.alone.figures(*unknown),
        ngram_cache=None if model.ngram is None else run.baseline.figures(*unknown),
        mixture=run.mixed.figures(*unknown),
        first=run.first.calibration(),
        shown=run.shown.calibration(),
        words_per_second=total / max(seconds, 1e-9),
    )


class _Run:
    """One evaluation under way."""

    def __init__(self, model: Foresight) -> None:
        self._model = model
        self._size = len(model.vocabulary.words)
        self._without = model.mixture.without_network()
        self.alone, self.baseline, self.mixed = _Tally(), _Tally(), _Tally()
        self.first, self.shown = Reliability(), Reliability()
        self.unknown = 0
        self.different: set[str] = set()

    def read(self, document: Sequence[str]) -> Generator[int, None, None]:
        """Foresee every unit of ``document`` but the first; yields how many after each piece."""
        model = self._model
        cache = DocumentCache(model.vocabulary, model.mixture.half_life)
        cache.extend(document)
        # The vocabulary may hold the spelling "<unk>", and a text may too: whatever its id, it is an unknown word.
        ids = cache.ids
        plain = np.where(ids < self._size, ids, UNK_ID)
        if model.network is not None:
            model.network.start()
        for begin in range(0, len(ids) - 1, PIECE):
            end = min(begin + PIECE, len(ids) - 1)
            logits = None if model.network is None else model.network.logits(plain[begin:end])
            for place in range(begin, end):
                row = None if logits is None else logits[place - begin]
                if plain[place + 1] == UNK_ID:
                    self.unknown += 1
                    self.different.add(document[place + 1])
                self._foresee(row, plain[: place + 1], cache.dense(place + 1), int(ids[place + 1]))
            yield end - begin

    def _foresee(self, logits: Probabilities | None, before: Ids, cached: Probabilities, target: int) -> None:
        model, size = self._model, self._size
        counted = None if model.ngram is None else model.ngram.distribution(before)
        mixed = None
        if counted is not None:
            mixed = self._without.combine(None, counted, cached)
            self.baseline.count(mixed, target, size)
        if logits is not None:
            self.alone.count(softmax(logits), target, size)
            mixed = model.mixture.combine(logits, counted, cached)
        if mixed is None:
            raise ValueError("a model without network and word counts foresees nothing")
        said, came = self.mixed.count(mixed, target, size)
        self.first.add(said[:1], came[:1])
        self.shown.add(said, came)


def _framed(document: Sequence[str]) -> list[str]:
    """The units with one STORY before and one behind."""
    begin, end = 0, len(document)
    while begin < end and document[begin] == STORY:
        begin += 1
    while end > begin and document[end - 1] == STORY:
        end -= 1
    return [STORY, *document[begin:end], STORY]


def _unknown(probabilities: Probabilities, size: int) -> float:
    return float(probabilities[UNK_ID]) + float(probabilities[size:].sum())


def _likeliest(probabilities: Probabilities) -> Ids:
    """Ids of the ten likeliest words that are ever listed, likeliest first; of equal ones the lower id."""
    spare = min(SHOWN + _NEVER_SHOWN.size, probabilities.size)
    near = np.argpartition(-probabilities, spare - 1)[:spare]
    near = near[~np.isin(near, _NEVER_SHOWN)]
    return near[np.lexsort((near, -probabilities[near]))][:SHOWN]
