"""Whether a graph answers as the network it was made of: step by step against all at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from engines.compose.melody.batches import batch_of
from engines.compose.melody.booknetwork import BookNetwork
from engines.compose.melody.choosing import Numbers, shares_of
from engines.compose.melody.features import Encoded, intervals_of, place_ids
from engines.compose.melody.network import MelodyNetwork
from engines.compose.melody.saying import Logits
from engines.compose.melody.stepping import Stepper

#: Lines and sounds a line that both must answer alike.
ROWS, SOUNDS = 3, 40


@torch.no_grad()
def difference(network: MelodyNetwork, answering: Any) -> float:
    """The largest difference in logits and attention over lines that chance has drawn."""
    lines = [_drawn(network, seed) for seed in range(ROWS)]
    batch = batch_of(lines)
    following = batch.durations.clamp(min=0)
    hidden, looked, table = network.hidden(batch.heard)
    durations = network.durations_of(hidden)
    sounds = network.sounds_of(hidden, following, table)
    told, onsets, bars = (np.stack(each) for each in zip(*((o.told(), o.onsets, o.bars) for o in lines), strict=True))
    stepper = Stepper(answering, ROWS, network.config.reach)
    worst = 0.0
    for place in range(SOUNDS):
        answer = stepper.hear(told[:, place], onsets[:, place], bars[:, place])
        chosen = answer.sounds[np.arange(ROWS), following[:, place].numpy()]
        pairs = (
            (answer.durations, durations[:, place]),
            (chosen, sounds[:, place]),
            (answer.looked, looked[:, :, place, max(0, place + 1 - network.config.reach) : place + 1]),
        )
        for have, want in pairs:
            # Python's max would lose a NaN, and a model that answers NaN must never pass.
            worst = float(np.maximum(worst, np.abs(have - want.numpy()).max()))
    return worst


def divergence(network: MelodyNetwork, exact: Any, swift: Any, saying: Any = None) -> float:
    """By how many nats a note the session ``swift`` expects what ``exact`` expects worse than that one itself does.

    The mean over lines that chance has drawn of the divergence (Kullback and Leibler, 1951) of the next duration, and
    of the next sound after every duration, weighted by how likely that is. ``saying``: see Stepper.
    """
    lines = [_drawn(network, seed) for seed in range(ROWS)]
    told, onsets, bars = (np.stack(each) for each in zip(*((o.told(), o.onsets, o.bars) for o in lines), strict=True))
    reach = network.config.reach
    steppers = Stepper(exact, ROWS, reach), Stepper(swift, ROWS, reach, saying)
    lost = 0.0
    for place in range(SOUNDS):
        want, have = (one.hear(told[:, place], onsets[:, place], bars[:, place]) for one in steppers)
        durations = shares_of(want.durations)
        lost += float(_lost(want.durations, have.durations).sum())
        lost += float((durations * _lost(want.sounds, have.sounds)).sum())
    return lost / (ROWS * SOUNDS)


def _lost(want: Logits, have: Logits) -> Numbers:
    """The divergence of shares by their logits, over the last axis."""
    shares = shares_of(want)
    return np.asarray((shares * np.log(np.maximum(shares, 1e-30) / np.maximum(shares_of(have), 1e-30))).sum(-1))


@torch.no_grad()
def book_difference(network: BookNetwork, answering: Any) -> float:
    """The largest difference over windows of several lengths."""
    chance = torch.Generator().manual_seed(0)
    worst = 0.0
    for rows, time in ((1, 32), (3, 8), (2, 1)):
        sounds = torch.randint(network.sound.out_features, (rows, time), generator=chance)
        durations = torch.randint(network.duration.out_features, (rows, time), generator=chance)
        found = answering.run(None, {"sounds": sounds.numpy(), "durations": durations.numpy()})
        for have, want in zip(found, network(sounds, durations), strict=True):
            worst = float(np.maximum(worst, np.abs(have - want.numpy()).max()))
    return worst


def _drawn(network: MelodyNetwork, seed: int) -> Encoded:
    """A line without sense that uses every number there is."""
    chance, config, size = np.random.default_rng(seed), network.config, SOUNDS
    sounds = chance.integers(0, config.sounds, size)
    starts = np.append(0, np.cumsum(chance.choice([60, 120, 160, 240, 480, 960], size - 1)))
    beat = int(chance.choice([240, 480]))
    places = np.stack([starts % 1920, np.full(size, 1920), np.full(size, beat), starts // 1920], axis=1)
    return Encoded(
        sounds=sounds,
        durations=chance.integers(0, config.durations, size),
        intervals=intervals_of(sounds - 2),
        **place_ids(places),
        tonics=chance.integers(0, 13, size),
        onsets=starts,
        bars=places[:, 1],
        register=int(chance.integers(0, 16)),
        ends=False,
    )
