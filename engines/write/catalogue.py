"""The word models at hand: those that come with Reverie, and the person's own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engines.cards import Card
from engines.modelnames import first_of_kind, model_of_kind, models_of_kind
from engines.write.model import KIND

#: The model that answers when nobody chose one, where it is installed.
FIRST_CHOICE = "storyteller"
_TRAIN = "reverie write train"


def word_models(folders: Sequence[Path] = ()) -> list[Card]:
    """Cards of all models for writing, see ``models_of_kind``."""
    return models_of_kind(KIND, folders)


def model_named(name: str, folders: Sequence[Path] = ()) -> Card:
    """The card of the model called ``name``, or in the folder ``name``; raises BadInput that names the nearest ones."""
    return model_of_kind(KIND, name, folders, _TRAIN)


def first_choice(folders: Sequence[Path] = ()) -> Card:
    """The model to begin with; raises BadInput when there is none."""
    return first_of_kind(KIND, FIRST_CHOICE, folders, "No model for writing is installed", _TRAIN)
