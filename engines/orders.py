"""What a person asks of a training under way, on one thread, and what came of it, on another."""

from __future__ import annotations

from collections import deque

from engines.cards import Card
from engines.errors import ReverieError


class Orders:
    """What a person asks of a run under way, and what came of it; asked on one thread and answered on another."""

    def __init__(self) -> None:
        #: A card, or why there is none.
        self.answers: deque[Card | ReverieError] = deque()
        self._asked = False
        self._saved = False

    def make_model(self) -> None:
        """Make a model of what was learnt so far, and go on learning."""
        self._asked = True

    @property
    def pending(self) -> bool:
        """Whether a model is still to be made."""
        return self._asked

    def save_now(self) -> bool:
        """Asked by the training: a model is made out of a checkpoint, which shall be that of now."""
        self._saved = self._asked
        return self._asked

    def take(self) -> bool:
        """Whether to make a model now."""
        ready = self._asked and self._saved
        if ready:
            self._asked = self._saved = False
        return ready
