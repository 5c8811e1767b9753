"""The settings that came with a file, put back into the dock with one click."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from studio.panes.compose.composing.wishes import wishes_of

if TYPE_CHECKING:
    from studio.panes.compose.composing.part import ComposingPart


def use_recipe(part: ComposingPart, recipe: Mapping[str, Any]) -> None:
    """Show the settings of a recipe, its model among them where that is installed."""
    controls = part.dock.controls
    controls.show_wishes(wishes_of(recipe, controls.wishes()))
    model = recipe.get("model")
    if model in {card.name for card in part.models.cards()}:
        part.models.choose(str(model))
    part.show_dock()
    controls.changed.emit()
