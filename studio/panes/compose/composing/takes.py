"""Takes: what the composer wrote, each with what it takes the place of and the settings that make it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from engines.compose.editing import Edit
from engines.compose.melody.takes import Insight, Takes
from engines.compose.notes import Note
from engines.compose.score import Score
from studio.panes.compose.composing.places import Place
from studio.panes.compose.composing.wishes import Wishes, wishes_from
from studio.panes.compose.keeping import note_rows, notes_from

#: Older ones are forgotten.
MOST = 200


@dataclass(frozen=True)
class PaneTake:
    """One take. ``gone`` are the notes it replaces, ``nats`` its mean surprise a note; ``at`` is a Unix time.

    ``insight`` says why; it is kept in memory only, since it can be asked for again.
    """

    number: int
    notes: tuple[Note, ...]
    start: int
    end: int
    track: int
    gone: tuple[Note, ...] = ()
    nats: float = 0.0
    in_scale: float = 1.0
    place: int = 0
    model: str = ""
    wishes: Wishes = field(default_factory=Wishes)
    at: float = 0.0
    kept: bool = False
    recipe: Mapping[str, Any] = field(default_factory=dict, compare=False)
    insight: Insight | None = field(default=None, compare=False, repr=False)


def takes_of(takes: Takes, place: Place, wishes: Wishes, model: str, now: float) -> list[PaneTake]:
    """What the engine wrote, with all that says where it belongs; a take of rests alone is none."""
    return [
        PaneTake(
            number=0,
            notes=take.notes,
            start=place.start,
            end=place.end,
            track=place.track,
            gone=place.gone,
            nats=take.nats,
            in_scale=take.in_scale,
            place=take.number,
            model=model,
            wishes=wishes,
            at=now,
            recipe=takes.recipe,
            insight=take,
        )
        for take in takes.takes
        if take.notes
    ]


def put_in(score: Score, take: PaneTake) -> Edit:
    """What keeping a take changes: what is no longer there cannot make room, and no note is doubled.

    A note of the take that is just like one that makes room stays: the new one comes in its place.
    """
    here = set(score.notes)
    track = min(take.track, len(score.tracks) - 1)
    gone = tuple(note for note in take.gone if note in here)
    left = here.difference(gone)
    return Edit(gone, tuple(note for note in take.notes if note.track == track and note not in left))


class TakeBook:
    """Every take there ever was, the newest last; numbers are never given twice."""

    def __init__(self) -> None:
        self._takes: list[PaneTake] = []
        self._next = 1

    def all(self) -> list[PaneTake]:
        """Every take, the oldest first."""
        return list(self._takes)

    def find(self, number: int) -> PaneTake | None:
        """The take of a number."""
        return next((take for take in self._takes if take.number == number), None)

    def add(self, takes: Sequence[PaneTake]) -> list[PaneTake]:
        """Put takes into the book; returns them with their numbers."""
        numbered = [replace(take, number=self._next + at) for at, take in enumerate(takes)]
        self._next += len(numbered)
        self._takes = [*self._takes, *numbered][-MOST:]
        return numbered

    def mark_kept(self, number: int) -> None:
        """A take has become part of the piece."""
        self._takes = [replace(take, kept=True) if take.number == number else take for take in self._takes]

    def remove(self, number: int) -> None:
        """Forget a take."""
        self._takes = [take for take in self._takes if take.number != number]

    def put_back(self, take: PaneTake) -> None:
        """A take that was removed is in the book again."""
        if self.find(take.number) is None:
            self._takes = sorted((*self._takes, take), key=lambda one: one.number)

    def as_values(self) -> list[dict[str, Any]]:
        """Plain values for the project file."""
        return [_values(take) for take in self._takes]

    def restore(self, values: Any) -> None:
        """Take what ``as_values`` gave; what makes no sense is left out."""
        rows = values if isinstance(values, list) else []
        found = [take for row in rows if isinstance(row, Mapping) and (take := _take(row)) is not None]
        numbers = {take.number: take for take in found}
        self._takes = [numbers[number] for number in sorted(numbers)][-MOST:]
        self._next = max(numbers, default=0) + 1


def _values(take: PaneTake) -> dict[str, Any]:
    return {
        "number": take.number,
        "notes": note_rows(take.notes),
        "gone": note_rows(take.gone),
        "start": take.start,
        "end": take.end,
        "track": take.track,
        "nats": take.nats,
        "in_scale": take.in_scale,
        "place": take.place,
        "model": take.model,
        "wishes": take.wishes.as_values(),
        "at": take.at,
        "kept": take.kept,
        "recipe": dict(take.recipe),
    }


def _take(row: Mapping[str, Any]) -> PaneTake | None:
    whole = [row.get(name) for name in ("number", "start", "end", "track", "place")]
    parts = [row.get(name) for name in ("nats", "in_scale", "at")]
    numbers = all(type(one) is int and one >= 0 for one in whole)
    fractions = all(isinstance(one, int | float) and not isinstance(one, bool) for one in parts)
    notes = notes_from(row.get("notes"))
    if not (numbers and fractions and notes):
        return None
    number, start, end, track, place = whole
    model, recipe = row.get("model"), row.get("recipe")
    return PaneTake(
        number,  # type: ignore[arg-type]
        notes,
        start,  # type: ignore[arg-type]
        end,  # type: ignore[arg-type]
        track,  # type: ignore[arg-type]
        notes_from(row.get("gone")),
        float(parts[0]),  # type: ignore[arg-type]
        float(parts[1]),  # type: ignore[arg-type]
        place,  # type: ignore[arg-type]
        model if isinstance(model, str) else "",
        wishes_from(row.get("wishes")),
        float(parts[2]),  # type: ignore[arg-type]
        row.get("kept") is True,
        recipe if isinstance(recipe, Mapping) else {},
    )
