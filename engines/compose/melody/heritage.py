"""Beginning with what another model knows: its network, and its numbers for the durations and chords that both have."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError
from torch import Tensor

from engines.cards import Card, read_card
from engines.compose.melody.model import KIND, VOCABULARY
from engines.compose.melody.network import MelodyConfig, MelodyNetwork
from engines.compose.melody.vocabulary import FIRST_PITCH, PITCHES, Vocabulary
from engines.errors import BadInput, MissingWeights
from engines.shipping import read_weights

TENSORS = "model.safetensors"
#: The card's fact with the sizes of the network.
NETWORK = "network"
#: By duration and by sound, while everything else in a network belongs to all of them.
BY_DURATION = ("durations.weight", "duration.weight", "duration.bias", "chosen.weight")
BY_SOUND = ("sounds.weight", "bias")


def heir(folder: Path, vocabulary: Vocabulary) -> MelodyConfig:
    """The sizes of the model in ``folder``, for another vocabulary; raises BadInput or MissingWeights."""
    card = _card(folder)
    try:
        own = {"sounds": vocabulary.sounds, "durations": vocabulary.lengths}
        return MelodyConfig(**{**card.facts[NETWORK], **own})
    except (KeyError, TypeError) as error:
        raise BadInput(f"“{card.title}” cannot be learnt on from. Choose a model of another preset.") from error


def inherited(folder: Path, network: MelodyNetwork, vocabulary: Vocabulary) -> Mapping[str, Tensor]:
    """Weights for ``network`` from the model in ``folder``.

    Durations it does not know begin as the nearest it knows, chords as their highest note.

    Raises:
        BadInput: the model is of other sizes.
        MissingWeights: its files are missing or damaged.
    """
    card = _card(folder)
    try:
        old = Vocabulary.from_json(card.file(VOCABULARY).read_text(encoding="utf-8"))
        given = read_weights(card.file(TENSORS))
    except (OSError, UnicodeDecodeError, SafetensorError) as error:
        raise MissingWeights(f"The model “{card.name}” is damaged. Install it again.") from error
    durations = torch.from_numpy(np.append(0, old.duration_ids(vocabulary.durations)))
    single = range(FIRST_PITCH + PITCHES)
    sounds = torch.tensor([*single, *(old.sound_id(chord) for chord in vocabulary.chords)])
    rows = dict.fromkeys(BY_DURATION, durations) | dict.fromkeys(BY_SOUND, sounds)
    found = {name: value[rows[name]] if name in rows else value for name, value in given.items()}
    own = network.state_dict()
    if {name: value.shape for name, value in found.items()} != {name: value.shape for name, value in own.items()}:
        raise BadInput(f"“{card.title}” is of other sizes. Begin from nothing or choose another model.")
    return found


def _card(folder: Path) -> Card:
    card = read_card(folder)
    if card.kind != KIND:
        raise BadInput(f"“{card.title}” is no model for melodies. Choose another one to begin with.")
    return card
