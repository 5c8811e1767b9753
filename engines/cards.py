"""Model cards: what a model is, what it learnt from, how well it does, and the hashes that prove its files."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from engines.errors import MissingWeights
from engines.files import sha256_of, write_text

CARD = "card.json"
FORMAT = 1


@dataclass(frozen=True)
class Card:
    """One model. ``files`` maps each file name to its SHA-256; ``shapes`` and ``preprocessing`` are its contract.

    ``figures`` are numbers that were measured, by name; ``facts`` whatever the kind of model needs besides (a list of
    styles, a vocabulary's size); ``data`` says from what it learnt, with licences.
    """

    name: str
    kind: str
    title: str
    summary: str
    licence: str
    version: str
    data: tuple[str, ...]
    files: Mapping[str, str]
    shapes: Mapping[str, str]
    preprocessing: str
    training: Mapping[str, Any]
    figures: Mapping[str, float]
    facts: Mapping[str, Any] = field(default_factory=dict)
    folder: Path = Path()

    def file(self, name: str) -> Path:
        """Path of one of the model's files, verified.

        Raises:
            MissingWeights: it is not there, or its bytes are not those the card promises.
        """
        trouble = _trouble(self, name)
        if trouble:
            raise MissingWeights(trouble)
        return self.folder / name


@dataclass(frozen=True)
class Verdict:
    """Whether every file of a model is what its card promises, and one sentence about it."""

    ok: bool
    sentence: str


def shipped_folder() -> Path:
    """Where the models that come with Reverie lie; ``REVERIE_WEIGHTS`` puts another folder in its place."""
    instead = os.environ.get("REVERIE_WEIGHTS")
    return Path(instead) if instead else Path(str(files("weights")))


def all_cards(folder: Path | None = None) -> list[Card]:
    """Every model in ``folder`` (the shipped ones by default), by name; raises MissingWeights for a broken card."""
    folder = folder or shipped_folder()
    return [read_card(path.parent) for path in sorted(folder.glob(f"*/{CARD}"))]


def card_named(name: str, folder: Path | None = None) -> Card:
    """One model's card; raises MissingWeights when there is none."""
    where = (folder or shipped_folder()) / name
    if not (where / CARD).is_file():
        raise MissingWeights(f"The model “{name}” is not installed: “{where}” is missing. Install Reverie again.")
    return read_card(where)


def read_card(folder: Path) -> Card:
    """The card in a model's folder; raises MissingWeights when it is damaged or of a newer Reverie."""
    path = folder / CARD
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        if fields.pop("format") > FORMAT:
            raise MissingWeights(f"The model “{folder.name}” was made by a newer Reverie. Update Reverie to use it.")
        card = Card(**{**fields, "data": tuple(fields["data"]), "folder": folder})
        _check_kinds(card)
        return card
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise MissingWeights(f"The card of the model “{folder.name}” is damaged. Install Reverie again.") from error


def _check_kinds(card: Card) -> None:
    """A card that somebody edited by hand is refused here, not deep inside a model; raises TypeError."""
    texts = (card.name, card.kind, card.title, card.summary, card.licence, card.version, card.preprocessing)
    tables = (card.files, card.shapes, card.training, card.figures, card.facts)
    if not all(isinstance(text, str) for text in texts) or not all(isinstance(table, dict) for table in tables):
        raise TypeError("a field of the card is of the wrong kind")


def write_card(card: Card) -> None:
    """Write ``card`` into its folder, beside and renamed; raises CannotWrite."""
    fields = asdict(card)
    fields.pop("folder")
    text = json.dumps({"format": FORMAT, **fields}, indent=2, ensure_ascii=False)
    write_text(card.folder / CARD, text + "\n")


def verify(card: Card) -> Verdict:
    """Compare every file of the model with its card."""
    for name in card.files:
        trouble = _trouble(card, name)
        if trouble:
            return Verdict(False, trouble)
    return Verdict(True, "All files are as the card says.")


def _trouble(card: Card, name: str) -> str:
    path = card.folder / name
    try:
        facts = path.stat()
        found = _hash(path, facts.st_size, facts.st_mtime_ns)
    except OSError:
        return f"The model “{card.name}” is incomplete: “{name}” is missing. Install Reverie again."
    if found != card.files.get(name):
        return f"The model “{card.name}” was changed: “{name}” is not the file its card describes. Install it again."
    return ""


@cache
def _hash(path: Path, size: int, modified: int) -> str:
    """Hashing 20 MB takes longer than asking the file system whether anything changed."""
    del size, modified
    return sha256_of(path)
