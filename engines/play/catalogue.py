"""The models of Play at hand: V, M and C in one folder, those that come with Reverie, and the person's own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engines.cards import CARD, Card, read_card
from engines.errors import MissingWeights
from engines.modelnames import first_of_kind, model_of_kind, models_of_kind

KIND = "play.worldmodel"
#: The model that drives when nobody chose one, where it is installed.
FIRST_CHOICE = "racer"
_TRAIN = "reverie play train"


def driving_models(folders: Sequence[Path] = ()) -> list[Card]:
    """Cards of all models that drive, see ``models_of_kind``."""
    return models_of_kind(KIND, folders)


def model_named(name: str, folders: Sequence[Path] = ()) -> Card:
    """The card of the model called ``name``, or in the folder ``name``; raises BadInput that names the nearest ones."""
    return model_of_kind(KIND, name, folders, _TRAIN)


def first_choice(folders: Sequence[Path] = ()) -> Card:
    """The model to begin with; raises BadInput when there is none."""
    return first_of_kind(KIND, FIRST_CHOICE, folders, "No model that drives is installed", _TRAIN)


def model_folder() -> Path:
    """The folder of the shipped model, each file of it verified; raises MissingWeights."""
    known = driving_models()
    if not known:
        raise MissingWeights("No model that drives is installed. Train one in Play, under Learn.")
    return verified(next((card for card in known if card.name == FIRST_CHOICE), known[0]))


def verified(card: Card) -> Path:
    """The folder of a model whose files are what its card promises; raises MissingWeights."""
    for name in card.files:
        card.file(name)
    return card.folder


def card_of(folder: Path) -> Card | None:
    """The card in a folder; None where there is none, as in a run. Raises MissingWeights for a broken one."""
    return read_card(folder) if (folder / CARD).is_file() else None
