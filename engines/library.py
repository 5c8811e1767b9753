"""The person's shelf of models of one kind: renamed, copied out, brought in, taken away and put back."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from engines.cards import CARD, Card, Verdict, read_card, verify, write_card
from engines.errors import BadInput, CannotWrite, MissingWeights
from engines.files import trouble_writing
from engines.folders import Removed, folder_name, free_name, take_away
from engines.modelnames import models_of_kind
from engines.steps import Step, Task


@dataclass(frozen=True)
class Shelved:
    """A model with what its card does not say: bytes on the disk, whether it is whole, whether it is one's own."""

    card: Card
    size: int
    verdict: Verdict
    own: bool


@dataclass(frozen=True)
class Library:
    """The models of one ``kind``; ``purpose`` completes “a model for …” in what a person reads."""

    kind: str
    purpose: str

    def cards(self, models: Path) -> list[Card]:
        """Cards of the shipped models and of those in ``models``, see ``models_of_kind``."""
        return models_of_kind(self.kind, (models,))

    def shelf(self, models: Path) -> Task[list[Shelved]]:
        """Every model of the kind, those in ``models`` being the person's own; yields a Step per model.

        Raises:
            MissingWeights: a shipped card is broken.
        """
        cards = self.cards(models)
        found: list[Shelved] = []
        for at, card in enumerate(cards):
            yield Step(at, len(cards), note=card.title)
            found.append(Shelved(card, size_of(card.folder), verify(card), is_own(card, models)))
        return found

    def bring_in(self, folder: Path, models: Path) -> Task[Card]:
        """Copy the model in ``folder`` into ``models``; one that is there keeps its name, this gets another.

        Raises:
            BadInput: there is no model of the kind in the folder, or it is not whole.
            CannotWrite: the disk is full.
        """
        if not (folder / CARD).is_file():
            raise BadInput(f"There is no model in “{folder.name}”. Choose the folder in which its “{CARD}” lies.")
        try:
            card = read_card(folder)
        except MissingWeights as error:
            raise BadInput(f"The card of the model in “{folder.name}” is damaged. Export it again.") from error
        if card.kind != self.kind:
            raise BadInput(f"“{card.title}” is no model for {self.purpose}. Choose another folder.")
        yield Step(0, None, note=card.title)
        # A card from elsewhere must not reach for files outside of its folder.
        if any(Path(name).name != name for name in card.files) or not verify(card).ok:
            raise BadInput(f"The files of “{card.title}” are not what its card promises. Export it again.")
        taken = {known.name for known in self.cards(models)}
        name, number = free_name(models, card.name), 1
        while name in taken:
            number += 1
            name = free_name(models, f"{card.name}-{number}")
        yield from _copied(card, models / name)
        brought = replace(read_card(models / name), name=name)
        write_card(brought)
        return brought

    def check_title(self, title: str, models: Path, made: str = "") -> None:
        """Whether a new model can be called ``title``; ``made`` names the one that it would replace.

        Raises:
            BadInput: it is empty or taken.
        """
        if not title.strip():
            raise BadInput("A model needs a name. Type one.")
        name = folder_name(title)
        if name != made and any(name == card.name for card in self.cards(models)):
            raise BadInput(f"There is already a model called “{title.strip()}”. Choose another name.")


def is_own(card: Card, models: Path) -> bool:
    """Whether the model lies in the person's folder."""
    return card.folder.parent == models


def size_of(folder: Path) -> int:
    """Bytes of all files of a model; one that vanishes meanwhile counts nothing."""
    total = 0
    for path in folder.iterdir() if folder.is_dir() else ():
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:
            continue
    return total


def retitle(card: Card, title: str, models: Path) -> Card:
    """Another title for a model of one's own; its folder and so the projects that use it stay as they are.

    Raises:
        BadInput: an empty title, or the model came with Reverie.
        CannotWrite: the card cannot be written.
    """
    title = " ".join(title.split())
    if not title:
        raise BadInput("A model needs a name. Type one.")
    _must_be_own(card, models)
    renamed = replace(card, title=title)
    write_card(renamed)
    return renamed


def copy_out(card: Card, folder: Path) -> Task[Path]:
    """Copy a model into ``folder``, under a name that is free there; yields a Step per file.

    Raises:
        CannotWrite: the disk is full or the folder cannot be written to; nothing stays behind.
    """
    place = folder / free_name(folder, card.name)
    yield from _copied(card, place)
    return place


def remove(card: Card, models: Path) -> Removed:
    """Take a model of one's own off the shelf; it can be put back. Raises BadInput or CannotWrite."""
    _must_be_own(card, models)
    return take_away(card.folder, card.title)


def _must_be_own(card: Card, models: Path) -> None:
    if not is_own(card, models):
        raise BadInput(f"“{card.title}” came with Reverie and stays as it is.")


def _copied(card: Card, place: Path) -> Task[None]:
    """The card last: whoever finds one finds a whole model."""
    done = False
    try:
        place.mkdir(parents=True)
        names = [*card.files, CARD]
        for at, name in enumerate(names):
            yield Step(at, len(names), note=name)
            shutil.copyfile(card.folder / name, place / name)
        done = True
    except OSError as error:
        raise CannotWrite(trouble_writing(place, error)) from error
    finally:
        if not done:
            shutil.rmtree(place, ignore_errors=True)
