"""The models at hand, the one that is chosen, and on its lane what answers with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from engines.cards import Card
from engines.errors import ReverieError

A = TypeVar("A")


class ModelShelf(QObject, Generic[A]):
    """Which models there are and which is chosen; ``find`` and ``load`` are the engine's."""

    #: Another list, or another one chosen.
    changed = Signal()

    def __init__(
        self,
        find: Callable[[], Sequence[Card]],
        load: Callable[[Card], A],
        first_choice: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.find, self.load = find, load
        #: Why the list could not be read, or the chosen model does not answer; empty while all is well.
        self.trouble = ""
        self._first = first_choice
        self._cards: tuple[Card, ...] = ()
        self._chosen = ""
        # Only the lane looks at it: reading a model takes a second, and it answers on one thread at a time.
        self._held: tuple[Card, A] | None = None

    def refresh(self) -> None:
        """Look again which are installed; also after a training has put another one in the same place."""
        self.trouble = ""
        try:
            self._cards = tuple(self.find())
        except ReverieError as error:
            self._cards, self.trouble = (), str(error)
        self.changed.emit()

    def cards(self) -> tuple[Card, ...]:
        """Every installed model."""
        return self._cards

    def card(self) -> Card | None:
        """The model that answers: the chosen one while it is installed, else the usual one."""
        for name in (self._chosen, self._first):
            found = next((card for card in self._cards if card.name == name), None)
            if found is not None:
                return found
        return self._cards[0] if self._cards else None

    @property
    def chosen(self) -> str:
        """The name that was chosen, installed or not; empty while nobody has."""
        return self._chosen

    def choose(self, name: str) -> None:
        """Let another model answer; a name that is not installed is remembered all the same."""
        if name != self._chosen:
            self._chosen, self.trouble = name, ""
            self.changed.emit()

    def fail(self, sentence: str) -> None:
        """The chosen model does not answer: ask it no more until something changes."""
        self.trouble = sentence
        self.changed.emit()

    def held(self, card: Card) -> A:
        """What answers with ``card``; on the lane “now” and nowhere else."""
        if self._held is None or self._held[0] != card:
            self._held = None  # two models at once would be twice the memory
            self._held = card, self.load(card)
        return self._held[1]
