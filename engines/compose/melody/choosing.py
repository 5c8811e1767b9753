"""Choosing the next sound: temperature, the likeliest only, scale, range, and no phrase twice."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engines.compose.melody.settings import Settings
from engines.compose.melody.vocabulary import FIRST_PITCH, REST_ID, START, Vocabulary
from engines.sampling import narrowed, picked, tempered

Numbers = NDArray[np.float64]


def shares_of(logits: NDArray[np.float32]) -> Numbers:
    """Softmax over the last axis, in double precision."""
    raised = np.exp(logits.astype(np.float64) - logits.max(-1, keepdims=True))
    return np.asarray(raised / raised.sum(-1, keepdims=True))


class Chooser:
    """Draws durations and sounds as ``settings`` say."""

    def __init__(self, settings: Settings, vocabulary: Vocabulary) -> None:
        self._settings, self._vocabulary = settings, vocabulary

    def duration(self, logits: NDArray[np.float32], allowed: NDArray[np.bool_], chance: np.random.Generator) -> int:
        """A number of a duration, of those ``allowed`` (D - 1,); END never comes."""
        shares = shares_of(logits) * np.append(False, allowed)
        return self._drawn(shares, self._settings.rhythm_temperature, chance)

    def sound(self, logits: NDArray[np.float32], spent: frozenset[int], rest: bool, chance: np.random.Generator) -> int:
        """A number of a sound, none of those ``spent``; a rest where ``rest`` allows one."""
        bent = logits.astype(np.float64) + self._pull
        barred = [START] if rest and self._settings.rests else [START, REST_ID]
        bent[[*barred, *spent]] = -np.inf
        if not np.isfinite(bent).any():  # better a phrase again than nothing
            bent = logits.astype(np.float64) + self._pull
            bent[barred] = -np.inf
        raised = np.exp(bent - bent.max())
        return self._drawn(raised, self._settings.temperature, chance)

    def _drawn(self, shares: Numbers, temperature: float, chance: np.random.Generator) -> int:
        shares = narrowed(tempered(shares, temperature), self._settings.top_k, self._settings.top_p)
        return int(shares.argmax()) if temperature == 0 else picked(shares, chance)

    @cached_property
    def _pull(self) -> Numbers:
        """What each sound's logit is changed by: less outside of scale and range, -inf where that is strict."""
        settings, table = self._settings, self._vocabulary.pitches
        pitch = np.arange(table.shape[1])
        outside = (pitch < settings.lowest) | (pitch > settings.highest)
        strange = ~np.isin(pitch % 12, settings.scale) if settings.scale else np.zeros_like(outside)
        # The farther outside, the less likely.
        far = np.maximum(settings.lowest - pitch, pitch - settings.highest).clip(min=0)
        loss = settings.pull * (strange + outside * (1 + far / 4.0))
        if settings.strict:
            loss = np.where(outside | strange, np.inf, loss)
        worst = np.where(table > 0, loss[None], 0.0).max(1)
        if np.isinf(worst[FIRST_PITCH:]).all():  # a range without a note of the scale
            worst = np.where(table > 0, np.where(outside, np.inf, 0.0)[None], 0.0).max(1)
        return np.asarray(-worst)
