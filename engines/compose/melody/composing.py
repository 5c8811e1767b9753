"""Writing several takes side by side: each hears the same notes before, and goes its own way from there."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engines.compose.melody.choosing import Chooser, shares_of
from engines.compose.melody.contexts import Context
from engines.compose.melody.features import INTERVAL, place_ids
from engines.compose.melody.frames import Frame
from engines.compose.melody.lines import REST, Signs, Sound
from engines.compose.melody.model import MelodyModel
from engines.compose.melody.saying import Sounds, joined
from engines.compose.melody.settings import Settings
from engines.compose.melody.stepping import Answer, BookStepper, Stepper
from engines.compose.melody.vocabulary import END, REST_ID, Ids
from engines.sampling import Phrases

Floats = NDArray[np.float32]
#: Sounds that are thought about at once.
TOGETHER = 32


@dataclass(frozen=True)
class Thought:
    """What a model thought before one sound: shares of durations (D,) and sounds (S,), and how it looked (heads, n).

    ``surprise`` is that of what came, pitch and duration in nats.
    """

    durations: Floats
    sounds: Floats
    looked: Floats
    surprise: tuple[float, float]


@dataclass(frozen=True)
class Hunch:
    """What there is to think about before one sound: logits of durations (D,), the sounds of one row, and what came."""

    durations: Floats
    said: Sounds
    looked: Floats
    duration: int
    sound: int

    @classmethod
    def of(cls, answer: Answer, row: int, duration: int, sound: int) -> Hunch:
        """That of one row of ``answer``."""
        return cls(answer.durations[row], answer.said.rows([row]), answer.looked[row].copy(), duration, sound)


@dataclass
class Passage:
    """One take as it is written: ``sounds`` from ``starts[i]`` to ``starts[i + 1]``, with a hunch for each.

    ``top`` is the last pitch heard (-1: none), ``last`` the numbers of the last sound and its duration.
    """

    number: int
    frame: Frame
    starts: list[int]
    top: int
    chance: np.random.Generator
    phrases: Phrases
    sounds: list[Sound] = field(default_factory=list)
    hunches: list[Hunch] = field(default_factory=list)
    last: tuple[int, int] = (0, 0)
    interval: int = 0

    @property
    def tick(self) -> int:
        """Where the next sound begins."""
        return self.starts[-1]

    @property
    def done(self) -> bool:
        """Whether it is at its end."""
        return self.frame.done(len(self.sounds), self.tick)

    @cached_property
    def thoughts(self) -> list[Thought]:
        """What was thought before each sound, once all are written."""
        return thoughts_of(self.hunches)

    @property
    def log_probability(self) -> float:
        """That of all its sounds, in nats."""
        return -sum(sum(thought.surprise) for thought in self.thoughts)


@dataclass(frozen=True)
class Ending:
    """Passages of as many sounds that came to their end: what reads on after them, and what may follow each."""

    passages: list[Passage]
    stepper: Stepper | BookStepper
    answer: Answer


def read(stepper: Stepper | BookStepper, context: Context) -> Generator[None, None, Answer]:
    """Let ``stepper`` hear all of ``context``; yields now and then; what may follow."""
    entries = context.entries
    told = entries.told()
    for place in range(len(told)):
        entry = slice(place, place + 1)
        answer = stepper.hear(told[entry], entries.onsets[entry], entries.bars[entry])
        if place % 16 == 15:
            yield
    return answer


class Writer:
    """Writes passages with ``model`` into the score of ``signs``, as ``settings`` say."""

    def __init__(self, model: MelodyModel, settings: Settings, signs: Signs) -> None:
        self.model, self.settings, self._signs = model, settings, signs
        self._chooser = Chooser(settings, model.vocabulary)

    def begun(self, context: Context, frame: Frame, number: int) -> Passage:
        """An empty passage in ``frame`` after ``context``."""
        tops = self.model.vocabulary.tops[context.entries.sounds]
        heard = tops[tops >= 0]
        pairs = zip(context.entries.sounds.tolist(), context.entries.durations.tolist(), strict=True)
        return Passage(
            number,
            frame,
            [frame.start],
            int(heard[-1]) if heard.size else -1,
            np.random.default_rng([self.settings.seed, number]),
            Phrases(self.settings.no_repeat, pairs),
        )

    def write(
        self, stepper: Stepper | BookStepper, answer: Answer, passages: Sequence[Passage], register: int
    ) -> Generator[None, None, list[Ending]]:
        """Write ``passages`` to the end of their frames; the stepper's rows are theirs, ``answer`` is its last word.

        Yields after each round of sounds.
        """
        going = list(passages)
        endings: list[Ending] = []
        while going:
            for row, passage in enumerate(going):
                self._choose(passage, answer, row)
            answer = stepper.hear(*self.entries(going, register))
            ended = [row for row, one in enumerate(going) if one.done]
            if ended:
                endings.append(Ending([going[row] for row in ended], stepper.forked(ended), answer.rows(ended)))
                left = [row for row in range(len(going)) if row not in ended]
                stepper.keep(left)
                going, answer = [going[row] for row in left], answer.rows(left)
            yield
        return endings

    def _choose(self, passage: Passage, answer: Answer, row: int) -> None:
        vocabulary, frame, count = self.model.vocabulary, passage.frame, len(passage.sounds)
        allowed = frame.allowed(count, passage.tick)
        number, chosen = END, None
        if frame.lengths is None and allowed.any():
            number = self._chooser.duration(answer.durations[row], allowed, passage.chance)
            chosen = int(vocabulary.ticks[number])
        length = frame.length(count, passage.tick, chosen)
        duration = number if length == chosen else int(vocabulary.duration_ids([length])[0])
        given = frame.sound(count)
        if given is not None:
            sound = vocabulary.sound_id(given)
        else:
            spent = {pair[0] for pair in passage.phrases.spent() if pair[1] == duration}  # type: ignore[index]
            # Two rests after each other are one that nobody hears as two; a line does not begin with one either.
            rest = count > 0 and passage.sounds[-1] != REST
            logits = answer.said.after([row], [duration])[0]
            sound = self._chooser.sound(logits, frozenset(spent), rest, passage.chance)
        self._take(passage, answer, row, duration, sound, given, length)

    def _take(
        self, passage: Passage, answer: Answer, row: int, duration: int, sound: int, given: Sound | None, length: int
    ) -> None:
        vocabulary = self.model.vocabulary
        passage.hunches.append(Hunch.of(answer, row, duration, sound))
        passage.sounds.append(vocabulary.sound(sound) if given is None else given)
        passage.starts.append(passage.tick + length)
        passage.phrases.add((sound, duration))
        passage.last = sound, duration
        passage.interval = self.interval(passage, sound)
        if sound > REST_ID:
            passage.top = int(vocabulary.tops[sound])

    def interval(self, passage: Passage, sound: int) -> int:
        """The number of the step from the last pitch of ``passage`` to ``sound``, see ``features.intervals_of``."""
        top = int(self.model.vocabulary.tops[sound])
        if top < 0 or passage.top < 0:
            return 0
        return int(np.clip(top - passage.top, -INTERVAL, INTERVAL)) + INTERVAL + 1

    def entries(self, passages: Sequence[Passage], register: int) -> tuple[Ids, Ids, Ids]:
        """What a graph is told of the last sound of each passage; where the next ones begin; ticks a bar there."""
        onsets = np.array([passage.tick for passage in passages])
        places, keys = self._signs.at(onsets)
        ids = place_ids(places)
        told = np.stack(
            [
                np.array([passage.last[0] for passage in passages]),
                np.array([passage.last[1] for passage in passages]),
                np.full(len(passages), register),
                np.array([passage.interval for passage in passages]),
                *(ids[name] for name in ("bar", "beat", "metres", "phrase")),
                keys + 1,
            ],
            axis=1,
        )
        return told, onsets, places[:, 1]


def thoughts_of(hunches: Sequence[Hunch]) -> list[Thought]:
    """What a model thought before each of some sounds, many at once."""
    found: list[Thought] = []
    for start in range(0, len(hunches), TOGETHER):
        found += _thought(hunches[start : start + TOGETHER])
    return found


def _thought(hunches: Sequence[Hunch]) -> list[Thought]:
    durations = shares_of(np.stack([hunch.durations for hunch in hunches]))
    sounds = shares_of(joined([hunch.said for hunch in hunches]).all())
    # Whatever duration comes: END has no sound, and its share is nobody's.
    mixed = (durations[:, None, 1:] @ sounds[:, 1:])[:, 0].astype(np.float32)
    place, came = np.arange(len(hunches)), np.array([(hunch.duration, hunch.sound) for hunch in hunches])
    likely = np.stack([sounds[place, came[:, 0], came[:, 1]], durations[place, came[:, 0]]], axis=1)
    surprises = -np.log(np.maximum(likely, 1e-30))
    plain = durations.astype(np.float32)
    return [
        Thought(plain[at], mixed[at], hunch.looked, (float(surprises[at, 0]), float(surprises[at, 1])))
        for at, hunch in enumerate(hunches)
    ]
