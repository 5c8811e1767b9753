"""Little tunes, the lines they make, and small models that know them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import torch

from engines.compose.melody.exporting import graph_of
from engines.compose.melody.features import Encoded, encode
from engines.compose.melody.learner import MelodyLearner
from engines.compose.melody.lines import Line
from engines.compose.melody.model import REACH, WINDOW, MelodyModel
from engines.compose.melody.network import Dropouts, MelodyConfig, MelodyNetwork
from engines.compose.melody.presets import MelodyRecipe
from engines.compose.melody.vocabulary import Vocabulary
from engines.compose.melody.voices import lines_of
from engines.compose.notes import Key, Metre, Note
from engines.compose.score import Score, Track
from engines.runtime import session_of

SCALE = (0, 2, 4, 5, 7, 9, 11, 12)
WORDS = Vocabulary((120, 240, 360, 480, 720, 960, 1920))
CHORDS = Vocabulary((240, 480, 960), ((48, 52, 55), (50, 53, 57)))
SIZES = {"embedding": 12, "units": 8, "heads": 2}


def score_of(pitches: Sequence[int], lengths: Sequence[int], *, metre: Metre | None = None, start: int = 0) -> Score:
    """One line of notes; a pitch below 0 is a rest."""
    notes, tick = [], start
    for pitch, length in zip(pitches, lengths, strict=True):
        if pitch >= 0:
            notes.append(Note(tick, 0, pitch, length))
        tick += length
    return Score(
        notes=tuple(notes), metres=(metre or Metre(0),), keys=(Key(0),), tracks=(Track("Tune"), Track("Other"))
    )


def tune(seed: int, notes: int = 48) -> Score:
    """Up and down the scale of C, in bars of four quarters that always have the same rhythm."""
    chance = np.random.default_rng(seed)
    rhythm = (480, 240, 240, 480, 480)
    place, pitches = int(chance.integers(8)), []
    for _ in range(notes):
        place = int(np.clip(place + chance.choice([-1, 1, 1, 2]), 0, 7)) if place < 7 else 0
        pitches.append(60 + SCALE[place])
    return score_of(pitches, [rhythm[at % 5] for at in range(notes)])


def tunes(count: int, notes: int = 48) -> list[Line]:
    """The lines of so many tunes."""
    return [line for seed in range(count) for line in lines_of(tune(seed, notes), piece=f"tune {seed}")]


def encoded(count: int, notes: int = 48) -> list[Encoded]:
    """The same in numbers."""
    return [encode(line, WORDS) for line in tunes(count, notes)]


def network(seed: int = 0, vocabulary: Vocabulary = WORDS, **sizes: Any) -> MelodyNetwork:
    """A small network that knows nothing, with every parameter drawn by chance."""
    torch.manual_seed(seed)
    config = MelodyConfig(vocabulary.sounds, vocabulary.lengths, **{**SIZES, **sizes})
    made = MelodyNetwork(config, torch.from_numpy(vocabulary.pitches))
    with torch.no_grad():
        for parameter in (made.notes_away, made.bars_away, made.bias):
            parameter.normal_(std=0.5)
    return made.eval()


def model_of(made: MelodyNetwork, vocabulary: Vocabulary = WORDS) -> MelodyModel:
    """The model that an export of ``made`` would be."""
    return MelodyModel("small", vocabulary, session_of(graph_of(made), "small", 1), {REACH: made.config.reach})


@cache
def small_model(seed: int = 0, chords: bool = False, reach: int = 32) -> MelodyModel:
    """A model that knows nothing; one of chords likes them."""
    vocabulary = CHORDS if chords else WORDS
    made = network(seed, vocabulary, reach=reach)
    if chords:
        with torch.no_grad():
            made.bias[-len(CHORDS.chords) :] += 4
    return model_of(made, vocabulary)


@cache
def book_model() -> MelodyModel:
    """The book's, that knows nothing either."""
    from engines.compose.melody.booknetwork import BookNetwork

    torch.manual_seed(0)
    made = BookNetwork(WORDS.sounds, WORDS.lengths, 6, 8)
    return MelodyModel("book", WORDS, session_of(graph_of(made), "book", 1), {WINDOW: 8})


def learner(seed: int = 0, *, sizes: dict[str, Any] | None = None, **changes: Any) -> MelodyLearner:
    """One that learns tunes."""
    recipe = MelodyRecipe(notes=200, seed=seed, rounds=1000, warm_up=5, dropouts=Dropouts(0.1, 0.1, 0.1), rate=5e-3)
    config = MelodyConfig(WORDS.sounds, WORDS.lengths, **{**SIZES, **(sizes or {})})
    lines = encoded(12)
    return MelodyLearner(config, replace(recipe, **changes), WORDS, lines[:10], lines[10:])
