"""The settings of a take, carried inside its MIDI file as a text that other programs pass by."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from engines.errors import BadInput

_PREFIX = "reverie:"
LARGEST_RECIPE = 65_536
"""Bytes of JSON, the most that is written or read."""


def recipe_text(recipe: Mapping[str, Any]) -> str:
    """The text that carries settings: a prefix and an object as JSON.

    Raises:
        BadInput: they are no JSON, or larger than LARGEST_RECIPE.
    """
    try:
        # ASCII alone comes through whatever encoding a program takes the texts of a MIDI file to have.
        text = json.dumps(dict(recipe), ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError) as error:
        raise BadInput(f"These settings cannot be written into a file ({error}).") from error
    if len(text) > LARGEST_RECIPE:
        raise BadInput(f"These settings are too long to be written into a file: {len(text):,} letters.")
    return _PREFIX + text


def recipe_in(content: bytes) -> dict[str, Any] | None:
    """The settings in a text event; None where it carries none that can be read."""
    if not content.startswith(_PREFIX.encode()) or len(content) > LARGEST_RECIPE + len(_PREFIX):
        return None
    try:
        found = json.loads(content[len(_PREFIX) :].decode("ascii"))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
