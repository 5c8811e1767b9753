"""The shelf of models for melodies."""

from __future__ import annotations

from engines.compose.melody.model import KIND
from engines.library import Library

LIBRARY = Library(KIND, "melodies")
