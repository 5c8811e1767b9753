"""The piano roll: notes drawn, heard, moved and measured; one gesture a file."""

from __future__ import annotations

from studio.panes.compose.roll.bar import RollBar
from studio.panes.compose.roll.painting.overlays import HeatGrid
from studio.panes.compose.roll.view import RollView

__all__ = ["HeatGrid", "RollBar", "RollView"]
