"""Scrolling the roll to a take that is looked at."""

from __future__ import annotations

from studio.panes.compose.composing.takes import PaneTake
from studio.panes.compose.roll.outlook import Outlook

#: Pixels beside it.
_MARGIN = 24


def show_take(outlook: Outlook, take: PaneTake) -> None:
    """Scroll no further than needed to see it from its start to its end, the start first, and all its pitches."""
    left, right = outlook.view.x(take.start), outlook.view.x(take.end)
    past = min(left - _MARGIN, max(0, right + _MARGIN - outlook.width))
    view = outlook.view.scrolled(left - _MARGIN if left < 0 else past, 0)
    pitches = [note.pitch for note in take.notes]
    if pitches:
        above = view.y(max(pitches)) - view.row_height
        below = view.y(min(pitches)) + 2 * view.row_height - outlook.height
        view = view.scrolled(0, above if above < 0 else max(0, below))
    outlook.look(view)
