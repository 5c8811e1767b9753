"""Writing on from the cursor, word by word: several candidates at once, each word with what else could stand there."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engines.errors import BadInput
from engines.steps import Step, Task
from engines.write.predicting import Predictor
from engines.write.ranking import Distribution, Place, Suggestion, fitted, ranked
from engines.write.sampling import Phrases, Sampling, drawn, without
from engines.write.spacing import glue
from engines.write.states import Logits, State
from engines.write.tokens import PARAGRAPH, is_word, spelling
from engines.write.vocabulary import PARAGRAPH_ID, STORY_ID, UNK_ID

Ids = NDArray[np.int64]

ALTERNATIVES = 10
MOST_WORDS, MOST_CANDIDATES = 10_000, 16
#: Words before the cursor whose phrases are not said again either.
_HEARD = 400
#: Letters before a word that spelling and spacing look at.
_SEEN = 4000
#: Marks and breaks a word at most, so that a model that only knows marks comes to an end.
_MARKS = 4


@dataclass(frozen=True)
class GenerateRequest:
    """Write ``words`` words after ``text_before`` (marks do not count), as chance with ``seed`` has it.

    The n-th candidate is the same whatever the number of candidates, but for the last digit of a probability.
    """

    text_before: str = ""
    words: int = 50
    temperature: float = 0.8
    top_k: int = 0
    top_p: float = 0.95
    no_repeat: int = 4
    seed: int = 0
    candidates: int = 1
    sampling: Sampling = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not 1 <= self.words <= MOST_WORDS:
            raise BadInput(f"The number of words must be from 1 to {MOST_WORDS:,}, not {self.words:,}.")
        if not 1 <= self.candidates <= MOST_CANDIDATES:
            raise BadInput(f"The number of candidates must be from 1 to {MOST_CANDIDATES}, not {self.candidates}.")
        if self.seed < 0:
            raise BadInput(f"The seed must be 0 or more, not {self.seed}.")
        sampling = Sampling(self.temperature, self.top_k, self.top_p, self.no_repeat)
        object.__setattr__(self, "sampling", sampling)


@dataclass(frozen=True, slots=True)
class GeneratedWord:
    """A word, mark or paragraph break (``text`` is a line break then) with the white space ``glue`` before it.

    ``probability`` is the model's own, before temperature and top-p, and so are those of the ``alternatives``: what
    the suggestions at this place show.
    """

    text: str
    glue: str
    probability: float
    alternatives: tuple[Suggestion, ...]


@dataclass(frozen=True)
class Candidate:
    """One continuation; ``ended`` when the story came to its end before all words were written."""

    words: tuple[GeneratedWord, ...]
    ended: bool

    @property
    def text(self) -> str:
        """What follows the text before, with its white space."""
        return "".join(word.glue + word.text for word in self.words)


@dataclass(frozen=True)
class Generated:
    """The candidates, in the order of their number; ``seed`` writes them again."""

    candidates: tuple[Candidate, ...]
    seed: int

    @property
    def text(self) -> str:
        """The first candidate's text."""
        return self.candidates[0].text


def generate(request: GenerateRequest, predictor: Predictor) -> Task[Generated]:
    """Write on; yields a step a word, whose preview is a ``Generated`` with everything so far.

    ``done`` counts words of the candidate that is furthest. Closing it stops at once and loses only the word at hand.
    """
    # The same blocks are read again in begin(), from memory: this way a long text can be cancelled too.
    yield from predictor.prepare(request.text_before)
    ids, logits, state = predictor.begin(request.text_before)
    voices = [_Voice(predictor, request, ids, number) for number in range(request.candidates)]
    speaking = list(voices)
    spread = np.repeat(logits[None], len(voices), axis=0)
    state = tuple(np.repeat(each, len(voices), axis=1) for each in state)
    while speaking:
        going = [row for row, voice in enumerate(speaking) if voice.say(spread[row])]
        yield Step(max(voice.spoken for voice in voices), request.words, preview=_so_far(voices, request))
        speaking = [speaking[row] for row in going]
        if speaking:
            spread, state = _read_on(predictor, speaking, tuple(each[:, going] for each in state))
    return _so_far(voices, request)


def _read_on(predictor: Predictor, speaking: list[_Voice], state: State) -> tuple[Logits, State]:
    """One step of the network for all candidates that go on."""
    if predictor.model.network.window:  # the book's model keeps nothing in mind
        rows = [predictor.states.after(predictor.manuscript.plain(voice.ids))[0] for voice in speaking]
        return np.stack(rows), state
    last = np.array([[voice.ids[-1]] for voice in speaking], dtype=np.int64)
    return predictor.model.network.read(predictor.manuscript.plain(last), state)


def _so_far(voices: list[_Voice], request: GenerateRequest) -> Generated:
    return Generated(tuple(Candidate(tuple(voice.words), voice.ended) for voice in voices), request.seed)


class _Voice:
    """One candidate as it is written."""

    def __init__(self, predictor: Predictor, request: GenerateRequest, ids: Ids, number: int) -> None:
        self._predictor, self._request = predictor, request
        self._lexicon = predictor.model.lexicon
        self._chance = np.random.default_rng([request.seed, number])
        self._text = request.text_before[-_SEEN:]
        self._row = np.concatenate([ids, np.empty(request.words * (1 + _MARKS), dtype=np.int64)])
        self._length = len(ids)
        heard = (predictor.manuscript.spelled(int(number)) for number in ids[-_HEARD:])
        self._phrases = Phrases(request.no_repeat, (unit for unit in heard if not unit.isspace()))
        self.words: list[GeneratedWord] = []
        self.spoken = 0
        self.ended = False

    @property
    def ids(self) -> Ids:
        """Everything before the next word."""
        return self._row[: self._length]

    def say(self, logits: Logits) -> bool:
        """Choose one more word from what the network thinks of it; False when it was the last one."""
        place = Place(self._text)
        dense = self._predictor.dense(logits, self.ids)
        shares = self._fitted(dense, place)
        chosen = drawn(self._allowed(shares), self._request.sampling, self._chance)
        if chosen is None or chosen == STORY_ID:
            self.ended = True
            return False
        self._write(chosen, float(shares[chosen]), shares, place)
        room = self._length < len(self._row)
        return self.spoken < self._request.words and room

    def _fitted(self, dense: NDArray[np.float32], place: Place) -> NDArray[np.float32]:
        size = len(self._lexicon.words)
        here = fitted(Distribution(dense[:size], own=dense[size:]), self._lexicon, place)
        return np.concatenate([here.known, here.own])

    def _allowed(self, shares: NDArray[np.float32]) -> NDArray[np.float32]:
        """The shares without what must not come: ``<unk>``, a break after a break, a phrase once more."""
        manuscript, size = self._predictor.manuscript, len(self._lexicon.words)
        never = [UNK_ID]
        if not self._text.strip() or self._row[self._length - 1] in (PARAGRAPH_ID, STORY_ID):
            never.append(PARAGRAPH_ID)
        for word in self._phrases.spent():
            never += self._lexicon.spelled_alike(word)
            never += [
                size + number
                for number in np.flatnonzero(shares[size:]).tolist()
                if manuscript.own_words[number].casefold() == word
            ]
        return without(shares, never)

    def _write(self, chosen: int, share: float, shares: NDArray[np.float32], place: Place) -> None:
        manuscript, size = self._predictor.manuscript, len(self._lexicon.words)
        own = np.flatnonzero(shares[size:])
        words = tuple(manuscript.own_words[number] for number in own)
        here = Distribution(shares[:size], words, shares[size:][own])
        rows, _ = ranked(here, self._lexicon, place, ALTERNATIVES)
        unit = manuscript.spelled(chosen)
        text, white = unit, ""
        if unit != PARAGRAPH:
            text = place.written(unit)
            white = glue(self._text, text)
            self._phrases.add(spelling(text))
        share = next((row.probability for row in rows if row.word == text), share)
        self.words.append(GeneratedWord(text, white, share, tuple(rows)))
        self._text = (self._text + white + text)[-_SEEN:]
        self._row[self._length] = self._predictor.model.vocabulary.index.get(spelling(text), chosen)
        self._length += 1
        self.spoken += is_word(text)
