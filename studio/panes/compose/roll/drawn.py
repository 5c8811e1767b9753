"""What a picture of notes showed when it was last told to change, so that it knows what is different now."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from engines.compose.notes import Note
from studio.panes.compose.roll.edits import Selection
from studio.panes.compose.roll.model import RollModel
from studio.panes.compose.roll.transform import Transform

#: More notes than these are not drawn anew one by one.
_FEW = 48


class Drawn:
    """The view, the selected notes and those away with a gesture, as they were."""

    def __init__(self, view: Transform, model: RollModel) -> None:
        self.view = view
        self._selected, self._gone = model.selection, model.draft.gone

    def changed(self, model: RollModel) -> AbstractSet[Note] | None:
        """The notes that are selected or away now and were not before, or the other way round; None: many."""
        pairs = ((self._selected, model.selection), (self._gone, model.draft.gone))
        self._selected, self._gone = model.selection, model.draft.gone
        found: set[Note] = set()
        for before, now in pairs:
            difference = _difference(before, now)
            if difference is None:
                return None
            found |= difference
        return found


def _difference(before: Selection, now: Selection) -> AbstractSet[Note] | None:
    if before is now:
        return frozenset()
    if abs(len(before) - len(now)) > _FEW:
        return None
    difference = before ^ now
    return difference if len(difference) <= _FEW else None
