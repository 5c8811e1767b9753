"""Which note lies under the hand, and at which of its parts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from engines.compose.notes import Note
from studio.panes.compose.roll.model import RollModel
from studio.panes.compose.roll.transform import Transform

#: Edges are grasped within so many pixels, inside and outside of the note; a short note keeps a middle.
_INSIDE, _OUTSIDE = 6, 2

Part = Literal["start", "body", "end"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A note and the part of it that is under the hand."""

    note: Note
    part: Part


def note_at(
    model: RollModel, view: Transform, x: float, y: float, without: Collection[Note] = (), ghosts: bool = False
) -> Spot | None:
    """The uppermost note at a pixel: a selected one before others, the later before the earlier.

    ``ghosts`` looks among the notes out of reach instead.
    """
    pitch = view.pitch(y)
    if not 0 <= y + view.top < view.height:
        return None
    near = model.table.between(view.tick(x - _OUTSIDE), view.tick(x + _OUTSIDE) + 1)
    found = [model.table.note(place) for place in near.tolist() if model.table.pitch[place] == pitch]
    found = [note for note in found if model.reachable(note) != ghosts and note not in without]
    # Right under the hand before just beside it.
    found.sort(key=lambda note: (view.x(note.start) <= x < view.x(note.end), note in model.selection, note))
    return Spot(found[-1], _part(found[-1], view, x)) if found else None


def _part(note: Note, view: Transform, x: float) -> Part:
    left, right = view.x(note.start), view.x(note.end)
    reach = min(_INSIDE, (right - left) / 4)
    if x >= right - reach:
        return "end"
    return "start" if x < left + reach else "body"
