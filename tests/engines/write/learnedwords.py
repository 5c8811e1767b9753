"""Little documents and networks for the tests of learning words."""

from __future__ import annotations

import random
from collections.abc import Generator
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from engines.write.learner import WordLearner
from engines.write.networks import Dropouts, NetworkConfig
from engines.write.presets import WordRecipe
from engines.write.vocabulary import STORY_ID

R = TypeVar("R")
VOCABULARY = 23


def documents(count: int = 12, seed: int = 0, shortest: int = 5, longest: int = 60) -> list[NDArray[np.int64]]:
    """Documents in which each word is nearly always followed by the same one; STORY stands first and last."""
    chance = random.Random(seed)
    found = []
    for _ in range(count):
        word = chance.randrange(3, VOCABULARY)
        words = [STORY_ID]
        for _ in range(chance.randint(shortest, longest)):
            words.append(word)
            word = chance.randrange(3, VOCABULARY) if chance.random() < 0.1 else 3 + (word * 7) % (VOCABULARY - 3)
        found.append(np.array([*words, STORY_ID], dtype=np.int64))
    return found


def small_recipe(**changes: Any) -> WordRecipe:
    """A recipe whose steps are quick."""
    return WordRecipe(**{"lines": 4, "window": 12, "rate": 1e-2, **changes})


def small_learner(**changes: Any) -> WordLearner:
    """A learner of a small network over small documents."""
    sizes = {"units": 16, "embedding": 12, **changes.pop("sizes", {})}
    recipe = small_recipe(**{"dropouts": Dropouts(recurrent=0.2), **changes})
    return WordLearner(NetworkConfig(VOCABULARY, **sizes), recipe, documents(), documents(3, seed=1))


def result_of(work: Generator[Any, None, R]) -> R:
    """What a generator returns at its end."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: R = end.value
            return result
