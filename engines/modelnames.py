"""Models of one kind by name: those that come with Reverie, and the person's own."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from engines.cards import CARD, Card, all_cards, read_card
from engines.errors import BadInput, MissingWeights


def models_of_kind(kind: str, folders: Sequence[Path] = ()) -> list[Card]:
    """Cards of all models of a ``kind``, the shipped ones first, then those in ``folders``; a later one hides no other.

    Raises:
        MissingWeights: a shipped card is broken. A broken one of the person's own is left out.
    """
    found = [card for card in all_cards() if card.kind == kind]
    for folder in folders:
        for path in sorted(folder.glob(f"*/{CARD}")):
            try:
                card = read_card(path.parent)
            except MissingWeights:
                continue  # one damaged model must not keep the others away
            if card.kind == kind:
                found.append(card)
    return found


def model_of_kind(kind: str, name: str, folders: Sequence[Path], train: str) -> Card:
    """The card of the model called ``name``, or in the folder ``name``; raises BadInput that names the nearest ones.

    ``train`` is the command that makes one where there is none.
    """
    known: dict[str, Card] = {}
    for card in models_of_kind(kind, folders):
        known.setdefault(card.name, card)
    if name in known:
        return known[name]
    if (Path(name) / CARD).is_file():
        return read_card(Path(name))
    near = get_close_matches(name, known, n=3) or list(known)
    raise BadInput(f"There is no model “{name}”. Try {', '.join(near) or f'training one with “{train}”'}.")


def first_of_kind(kind: str, favourite: str, folders: Sequence[Path], none: str, train: str) -> Card:
    """The ``favourite`` or else the first; raises BadInput, with the beginning of its sentence in ``none``."""
    known = models_of_kind(kind, folders)
    if not known:
        raise BadInput(f"{none}. Train one of your own with “{train}”.")
    return next((card for card in known if card.name == favourite), known[0])
