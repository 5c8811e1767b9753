"""The word models at hand: those that come with Reverie, and the person's own."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from engines.cards import CARD, Card, all_cards, read_card
from engines.errors import BadInput, MissingWeights
from engines.write.model import KIND

#: The model that answers when nobody chose one, where it is installed.
FIRST_CHOICE = "storyteller"


def word_models(folders: Sequence[Path] = ()) -> list[Card]:
    """Cards of all models for writing, the shipped ones first, then those in ``folders``; a later one hides no other.

    Raises:
        MissingWeights: a shipped card is broken. A broken one of the person's own is left out.
    """
    found = [card for card in all_cards() if card.kind == KIND]
    for folder in folders:
        for path in sorted(folder.glob(f"*/{CARD}")):
            try:
                card = read_card(path.parent)
            except MissingWeights:
                continue  # one damaged model must not keep the others away
            if card.kind == KIND:
                found.append(card)
    return found


def model_named(name: str, folders: Sequence[Path] = ()) -> Card:
    """The card of the model called ``name``, or in the folder ``name``; raises BadInput that names the nearest ones."""
    known: dict[str, Card] = {}
    for card in word_models(folders):
        known.setdefault(card.name, card)
    if name in known:
        return known[name]
    if (Path(name) / CARD).is_file():
        return read_card(Path(name))
    near = get_close_matches(name, known, n=3) or list(known)
    raise BadInput(f"There is no model “{name}”. Try {', '.join(near) or 'training one with “reverie write train”'}.")


def first_choice(folders: Sequence[Path] = ()) -> Card:
    """The model to begin with; raises BadInput when there is none."""
    known = word_models(folders)
    if not known:
        raise BadInput("No model for writing is installed. Train one of your own with “reverie write train”.")
    return next((card for card in known if card.name == FIRST_CHOICE), known[0])
