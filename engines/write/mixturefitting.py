"""How much of each to mix, learnt from held-out text: expectation-maximisation and a search for the temperature."""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from engines.steps import Step, Task
from engines.write.mixture import Mixture
from engines.write.ngram import KneserNey
from engines.write.readingalong import ReadsAlong
from engines.write.vocabulary import STORY_ID

Ids = NDArray[np.int64]
Doubles = NDArray[np.float64]

HALF_LIVES = (50.0, 150.0, 500.0, 1500.0, 5000.0)
KNOTS = np.exp(np.linspace(math.log(0.5), math.log(2.0), 9))
"""Temperatures at which the network's answers are kept; between them they are interpolated."""

MOST_WORDS = 20_000
"""Held-out words looked at: four numbers are fitted, more words would not move them."""

PIECE = 32
_ROUNDS = 200


@dataclass(frozen=True)
class Evidence:
    """What each part said of the words that came: ``network`` (words, knots) log p, ``ngram`` (words,) p,
    ``cache`` (words, half-lives) p, and ``opened`` (words,), False where the cache was still empty."""

    network: Doubles | None
    ngram: Doubles
    cache: Doubles
    opened: NDArray[np.bool_]


def fit_mixture(network: ReadsAlong | None, ngram: KneserNey | None, documents: Sequence[Ids]) -> Task[Mixture]:
    """Choose shares, temperature and half-life that make held-out ``documents`` (ids, STORY first and last) likeliest.

    Expectation-maximisation for the shares and golden section for the temperature take turns, once for each
    half-life. One pass over at most about MOST_WORDS words; memory does not depend on the vocabulary.
    """
    if network is None and ngram is None:
        raise ValueError("there is nothing to mix")
    evidence = yield from _gathered(network, ngram, _some(documents))
    if not evidence.ngram.size:
        return Mixture()
    best: tuple[float, Mixture] | None = None
    for at, half_life in enumerate(HALF_LIVES):
        cache = evidence.cache[:, at]
        beside, alone = _shares(np.zeros_like(cache), evidence.ngram, cache, evidence.opened)
        found = Mixture(0.0, beside[1], beside[2], 1.0, half_life, beside[2], evidence.ngram.size)
        surprise = alone
        if evidence.network is not None:
            shares, temperature, surprise = _with_temperature(evidence, evidence.network, cache)
            found = Mixture(*shares, temperature, half_life, beside[2], evidence.ngram.size)
        if best is None or surprise < best[0]:
            best = surprise, found
        yield Step(at + 1, len(HALF_LIVES), "fitting", {"perplexity": math.exp(surprise)})
    assert best is not None
    return best[1]


def _some(documents: Sequence[Ids]) -> list[Ids]:
    """Documents from all over the collection, together not much more than MOST_WORDS words."""
    total = sum(len(document) for document in documents)
    every = max(1, round(total / MOST_WORDS))
    kept, left = [], MOST_WORDS
    for document in documents[::every]:
        if left > 1:
            kept.append(document[: left + 1])
            left -= len(document)
    return kept


def _gathered(
    network: ReadsAlong | None, ngram: KneserNey | None, documents: Sequence[Ids]
) -> Generator[Step, None, Evidence]:
    said: list[Doubles] = []
    counted, cached, opened = [np.empty(0)], [np.empty((0, len(HALF_LIVES)))], [np.empty(0, dtype=bool)]
    total, done = sum(len(document) - 1 for document in documents), 0
    for document in documents:
        nothing = np.zeros(len(document) - 1)
        counted.append(nothing if ngram is None else np.exp(ngram.log_probabilities(document).astype(np.float64)))
        cached.append(np.stack([reread(document, half_life) for half_life in HALF_LIVES], axis=1))
        opened.append(np.cumsum(document != STORY_ID)[:-1] > 0)
        if network is None:
            continue
        network.start()
        for begin in range(0, len(document) - 1, PIECE):
            piece = document[begin : begin + PIECE + 1]
            said.append(_at_knots(network.logits(piece[:-1]), piece[1:]))
            done += len(piece) - 1
            yield Step(done, total, "reading held-out text")
    told = np.concatenate(said) if said else None
    return Evidence(told, np.concatenate(counted), np.concatenate(cached), np.concatenate(opened))


def _at_knots(logits: NDArray[np.float32], targets: Ids) -> Doubles:
    """Log-probability of each target at each temperature: (time, knots)."""
    lowered = logits - logits.max(axis=1, keepdims=True)
    right = lowered[np.arange(len(targets)), targets].astype(np.float64)
    columns = [right / knot - np.log(np.exp(lowered / np.float32(knot)).sum(axis=1)) for knot in KNOTS]
    return cast(Doubles, np.stack(columns, axis=1))


def reread(ids: Ids, half_life: float) -> Doubles:
    """The cache's probability of every id but the first at its place, as ``cache.remembered`` would give it.

    All unknown words are one word here, as they are for the perplexity; 0 while nothing was read.
    """
    decay = 0.5 ** (1 / half_life)
    weights: dict[int, tuple[float, int]] = {}
    total, shares = 0.0, []
    for place, word in enumerate(ids.tolist()):
        weight, since = weights.get(word, (0.0, place))
        weight *= decay ** (place - since)
        if place:
            shares.append(weight / total if total and word != STORY_ID else 0.0)
        total *= decay
        if word != STORY_ID:
            weights[word] = (weight + 1 / decay, place)
            total += 1.0
    return np.array(shares)


def _with_temperature(
    evidence: Evidence, knots: Doubles, cache: Doubles
) -> tuple[tuple[float, float, float], float, float]:
    """Shares, temperature and mean surprise, one after the other until nothing gets better."""
    temperature, before = 1.0, math.inf
    while True:
        network = np.exp(_between(knots, temperature))
        shares, surprise = _shares(network, evidence.ngram, cache, evidence.opened)
        if before - surprise < 1e-5:
            return shares, temperature, surprise
        before = surprise
        rest, share = _mixed(shares, (np.zeros_like(network), evidence.ngram, cache), evidence.opened)
        temperature = _golden(knots, rest, share)


def _mixed(
    shares: tuple[float, float, float], parts: tuple[Doubles, Doubles, Doubles], opened: NDArray[np.bool_]
) -> tuple[Doubles, Doubles]:
    """The mixture's probabilities, and the network's share at each place: more where the cache is still empty."""
    others = max(1 - shares[2], 1e-12)
    whole = np.where(opened, 1.0, others)
    mixed = (shares[0] * parts[0] + shares[1] * parts[1] + shares[2] * np.where(opened, parts[2], 0.0)) / whole
    return mixed, shares[0] / whole


def _shares(
    network: Doubles, ngram: Doubles, cache: Doubles, opened: NDArray[np.bool_]
) -> tuple[tuple[float, float, float], float]:
    """Expectation-maximisation: the shares that make the words likeliest, and their mean surprise.

    The cache's share is learnt where it has words; the proportion of the other two everywhere.
    """
    proportion, share = (0.75 if network.any() else 0.0), 0.1
    before = math.inf
    for _ in range(_ROUNDS):
        shares = ((1 - share) * proportion, (1 - share) * (1 - proportion), share)
        mixed, at_network = _mixed(shares, (network, ngram, cache), opened)
        surprise = -_mean_log(mixed)
        if before - surprise < 1e-7:
            break
        before = surprise
        by_network = float((at_network * network / mixed).sum())
        by_cache = float((share * cache / mixed)[opened].sum())
        others = float(len(mixed) - by_network - by_cache)
        proportion = by_network / (by_network + others)
        share = min(by_cache / max(1, int(opened.sum())), 0.999)
    return shares, surprise


def _mean_log(probabilities: Doubles) -> float:
    return float(np.log(np.maximum(probabilities, 1e-300)).mean())


def _between(knots: Doubles, temperature: float) -> Doubles:
    """Log-probabilities at a temperature between two knots: the parabola through the nearest three."""
    log = math.log(temperature)
    places = np.log(KNOTS)
    middle = int(np.clip(np.abs(places - log).argmin(), 1, len(places) - 2))
    found = np.zeros(len(knots))
    for one in (middle - 1, middle, middle + 1):
        others = [other for other in (middle - 1, middle, middle + 1) if other != one]
        weight = math.prod((log - places[other]) / (places[one] - places[other]) for other in others)
        found += weight * knots[:, one]
    return found


def _golden(knots: Doubles, rest: Doubles, share: Doubles) -> float:
    """The temperature with the least surprise, by golden section on a logarithmic scale.

    ``rest`` is what the other parts say of each word, ``share`` the network's share there.
    """

    def surprise(log: float) -> float:
        return -_mean_log(rest + share * np.exp(_between(knots, math.exp(log))))

    low, high = math.log(float(KNOTS[0])), math.log(float(KNOTS[-1]))
    ratio = (math.sqrt(5) - 1) / 2
    for _ in range(20):
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        if surprise(left) < surprise(right):
            high = right
        else:
            low = left
    return math.exp((low + high) / 2)
