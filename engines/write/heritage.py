"""Beginning with what another model knows: its network, and its numbers for the words that both have."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError
from torch import Tensor

from engines.cards import Card, read_card
from engines.errors import BadInput, MissingWeights
from engines.shipping import read_weights
from engines.write.model import KIND, WORDS
from engines.write.networks import NetworkConfig, WordNetwork
from engines.write.vocabulary import UNK_ID, Vocabulary

TENSORS = "model.safetensors"
#: The card's fact with the sizes of the network.
NETWORK = "network"
#: By word, while everything else in a network belongs to all words.
BY_WORD = ("embedding.weight", "bias")


def heir(folder: Path, words: int) -> NetworkConfig:
    """The sizes of the model in ``folder``, for a vocabulary of ``words``; raises BadInput or MissingWeights."""
    card = _card(folder)
    try:
        return NetworkConfig(**{**card.facts[NETWORK], "words": words})
    except (KeyError, TypeError) as error:
        raise BadInput(f"“{card.title}” cannot be learnt on from. Choose a model of another preset.") from error


def inherited(folder: Path, network: WordNetwork, vocabulary: Vocabulary) -> Mapping[str, Tensor]:
    """Weights for ``network`` from the model in ``folder``: words it does not know begin as its unknown word.

    Raises:
        BadInput: the model is of other sizes.
        MissingWeights: its files are missing or damaged.
    """
    card = _card(folder)
    old = Vocabulary.load(card.file(WORDS))
    try:
        given = read_weights(card.file(TENSORS))
    except (OSError, SafetensorError) as error:
        raise MissingWeights(f"The model “{card.name}” is damaged. Install it again.") from error
    rows = torch.tensor([old.index.get(word, UNK_ID) for word in vocabulary.words])
    own = network.state_dict()
    found = {name: value[rows] if name in BY_WORD else value for name, value in given.items()}
    if {name: value.shape for name, value in found.items()} != {name: value.shape for name, value in own.items()}:
        raise BadInput(f"“{card.title}” is of other sizes. Begin from nothing or choose another model.")
    new = torch.tensor([word not in old for word in vocabulary.words])
    # New words need something to tell them apart by.
    found["embedding.weight"][new] += own["embedding.weight"][new] * 0.5
    # Each as likely as the unknown word would make nonsense likely: they share what it had.
    found["bias"][new] -= math.log(1 + int(new.sum()))
    return found


def _card(folder: Path) -> Card:
    card = read_card(folder)
    if card.kind != KIND:
        raise BadInput(f"“{card.title}” is no model for writing. Choose another one to begin with.")
    return card
