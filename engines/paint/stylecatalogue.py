"""The styles at hand, from the cards of the one-pass models."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engines.cards import Card, all_cards
from engines.errors import BadInput
from engines.paint.looks import Look

KIND = "paint.styles"
MODEL = "model.onnx"


@dataclass(frozen=True)
class Style:
    """One learnt style: row ``index`` of the model on ``card``."""

    name: str
    title: str
    painter: str
    card: Card
    index: int
    count: int

    @property
    def weights(self) -> NDArray[np.float32]:
        """What to feed the model as style_weights: one, and zeros, (count,)."""
        row = np.zeros(self.count, dtype=np.float32)
        row[self.index] = 1.0
        return row

    @property
    def model(self) -> Path:
        """The verified ONNX file; raises MissingWeights."""
        return self.card.file(MODEL)


def styles() -> list[Style]:
    """Every style of every one-pass model, in the order of the cards; raises MissingWeights for a broken card."""
    found: list[Style] = []
    for card in all_cards():
        if card.kind == KIND:
            rows = card.facts["styles"]
            found += [
                Style(row["name"], row["title"], row["painter"], card, index, len(rows))
                for index, row in enumerate(rows)
            ]
    return found


def style_named(name: str) -> Style:
    """The style called ``name``; raises BadInput that names the nearest ones."""
    known = {style.name: style for style in styles()}
    if name in known:
        return known[name]
    near = get_close_matches(name, known, n=3) or list(known)
    raise BadInput(f"There is no style “{name}”. Try {', '.join(near) or 'installing Reverie again'}.")


@dataclass(frozen=True)
class Blend:
    """Styles of one model in shares: what a look asks of the network."""

    card: Card
    weights: NDArray[np.float32]  # one share a style of the model, summing to 1

    @property
    def model(self) -> Path:
        """The verified ONNX file; raises MissingWeights."""
        return self.card.file(MODEL)


def blend_of(look: Look) -> Blend:
    """The styles of ``look`` in their shares, of which it has at least one.

    Raises:
        BadInput: there is no style of one of the names, or two come from different models.
    """
    parts = [(style_named(name), share) for name, share in look.shares]
    first = parts[0][0]
    weights = np.zeros(first.count, dtype=np.float32)
    for style, share in parts:
        if style.card.name != first.card.name:
            raise BadInput(
                f"“{first.title}” and “{style.title}” belong to different models and cannot be blended: "
                f"choose styles of “{first.card.title}” or of “{style.card.title}”."
            )
        weights[style.index] += np.float32(share)
    return Blend(first.card, weights)
