"""The shelf of word models, and what is known of how far each can be believed."""

from __future__ import annotations

from engines.calibration import Calibration
from engines.cards import Card
from engines.library import Library
from engines.write.model import KIND

EVALUATION, SHOWN = "evaluation", "shown"
LIBRARY = Library(KIND, "writing")


def reliability(card: Card) -> Calibration | None:
    """How often words came that were shown with so many percent; None where that was never measured."""
    try:
        return Calibration.from_dict(card.facts[EVALUATION][SHOWN])
    except (KeyError, TypeError, ValueError):
        return None
