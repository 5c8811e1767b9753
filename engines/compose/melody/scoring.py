"""How surprising a network finds whole lines, note by note."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional as F

from engines.compose.melody.batches import PADDING, Batch, batch_of
from engines.compose.melody.features import Encoded
from engines.compose.melody.network import MelodyNetwork
from engines.compose.melody.vocabulary import END

#: Entries read between two reports, at most: some 50 milliseconds.
AT_ONCE = 1024


@dataclass(frozen=True)
class Nats:
    """Surprise in nats, summed over ``notes`` sounds; ``ends`` is that of the ends of lines, which are no notes."""

    pitch: float = 0.0
    duration: float = 0.0
    ends: float = 0.0
    notes: int = 0
    pitches_right: int = 0
    durations_right: int = 0

    def __add__(self, other: Nats) -> Nats:
        return Nats(
            self.pitch + other.pitch,
            self.duration + other.duration,
            self.ends + other.ends,
            self.notes + other.notes,
            self.pitches_right + other.pitches_right,
            self.durations_right + other.durations_right,
        )

    @property
    def a_note(self) -> float:
        """Nats per note, pitch and duration together."""
        return (self.pitch + self.duration) / max(1, self.notes)


def score(network: MelodyNetwork, lines: Sequence[Encoded]) -> Generator[None, None, Nats]:
    """The surprise of every sound of ``lines``; yields often, so that a caller can tell of it or stop."""
    found = Nats()
    for group in grouped(lines, AT_ONCE):
        found += nats_of(network, batch_of(group))
        yield
    return found


@torch.no_grad()
def nats_of(network: MelodyNetwork, batch: Batch) -> Nats:
    """The surprise of one batch."""
    durations, sounds = network(batch.heard, batch.durations.clamp(min=0))
    wanted = batch.durations.reshape(-1)
    lengths = F.cross_entropy(durations.flatten(0, 1), wanted, reduction="none", ignore_index=PADDING).double()
    pitches = F.cross_entropy(sounds.flatten(0, 1), batch.sounds.reshape(-1), reduction="none", ignore_index=PADDING)
    ended = wanted == END
    return Nats(
        pitch=float(pitches.double().sum()),
        duration=float(lengths[~ended].sum()),
        ends=float(lengths[ended].sum()),
        notes=batch.notes,
        pitches_right=int((sounds.argmax(-1) == batch.sounds).sum()),
        durations_right=int(((durations.argmax(-1) == batch.durations) & (batch.durations != END)).sum()),
    )


def grouped(lines: Sequence[Encoded], entries: int) -> Generator[list[Encoded], None, None]:
    """``lines`` by length, so many together that they have about ``entries`` entries, padding counted."""
    group: list[Encoded] = []
    for place in np.argsort([-len(line) for line in lines], kind="stable"):
        line = lines[int(place)]
        if group and len(group[0].sounds) * (len(group) + 1) > entries:
            yield group
            group = []
        group.append(line)
    if group:
        yield group
