"""The melody models at hand, and what is asked of one on its lane."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from engines.cards import Card
from engines.compose.melody.continuing import ContinueRequest
from engines.compose.melody.explaining import ExplainRequest
from engines.compose.melody.takes import Insight, Takes
from engines.steps import Task
from studio import paths
from studio.jobs.modelshelf import ModelShelf
from studio.panes.compose.composing.places import Request

FIRST_CHOICE = "bach-voices"


def installed() -> list[Card]:
    """Shipped models and the person's own."""
    from engines.compose.melody.catalogue import melody_models

    return melody_models((paths.models_folder(),))


def loaded(card: Card) -> Any:
    """The model of a card, ready to answer."""
    from engines.compose.melody.model import MelodyModel

    return MelodyModel.load(card)


def written(request: Request, model: Any) -> Task[Takes]:
    """Takes for a request."""
    from engines.compose.melody.continuing import continue_melody
    from engines.compose.melody.filling import fill

    if isinstance(request, ContinueRequest):
        return continue_melody(request, model)
    return fill(request, model)


def explained(request: ExplainRequest, model: Any) -> Task[Insight]:
    """What a model thinks of notes that are there."""
    from engines.compose.melody.explaining import explain

    return explain(request, model)


class MelodyModels(ModelShelf[Any]):
    """``write`` and ``explain`` are the engine's."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(installed, loaded, FIRST_CHOICE, parent)
        self.write: Callable[[Request, Any], Task[Takes]] = written
        self.explain: Callable[[ExplainRequest, Any], Task[Insight]] = explained
