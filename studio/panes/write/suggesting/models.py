"""The word models at hand, and on its lane what answers with one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from PySide6.QtCore import QObject

from engines.cards import Card
from engines.steps import Step, Task
from engines.write.catalogue import FIRST_CHOICE, word_models
from engines.write.generating import Generated, GenerateRequest, generate
from engines.write.model import WordModel
from engines.write.predicting import Predictor, Suggestions, SuggestRequest
from studio import paths
from studio.jobs.modelshelf import ModelShelf


class Answering(Protocol):
    """What answers with a model: the engine's ``Predictor``."""

    def suggest(self, request: SuggestRequest) -> Suggestions:
        """The likeliest words at a cursor."""
        ...

    def prepare(self, text: str) -> Iterator[Step]:
        """Read a text ahead in small steps."""
        ...


def installed() -> list[Card]:
    """Shipped models and the person's own."""
    return word_models((paths.models_folder(),))


def loaded(card: Card) -> Answering:
    """The model of a card, ready to answer."""
    return Predictor(WordModel.load(card))


def write_on(request: GenerateRequest, predictor: Answering) -> Task[Generated]:
    """Words after a text; the engine's own predictor is the only one that can."""
    if not isinstance(predictor, Predictor):
        raise TypeError("only an engine's predictor writes on")
    return generate(request, predictor)


class Models(ModelShelf[Answering]):
    """The word models; ``write_on`` is the engine's."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(installed, loaded, FIRST_CHOICE, parent)
        self.write_on: Callable[[GenerateRequest, Answering], Task[Generated]] = write_on
