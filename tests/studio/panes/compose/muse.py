"""A model that needs no network: it goes up by steps, and remembers what it was asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np

from engines.cards import Card
from engines.compose.melody.continuing import ContinueRequest
from engines.compose.melody.explaining import ExplainRequest
from engines.compose.melody.takes import Insight, Take, Takes
from engines.compose.notes import QUARTER, Note
from engines.steps import Step, Task
from studio.panes.compose.composing.part import ComposingPart
from studio.panes.compose.composing.places import Request
from tests.studio.panes.compose.band import Band

HEADS = 2
DURATIONS = np.array([240, 480, 960], np.int64)


def card(name: str = "bach-voices", title: str = "Bach’s voices") -> Card:
    """The card of a model that nobody reads from a disk."""
    texts = {"summary": "Learnt from chorales.", "licence": "CC0-1.0", "version": "1", "preprocessing": ""}
    tables: dict[str, dict[str, str]] = {"shapes": {}, "training": {}, "figures": {}}
    return Card(name=name, kind="compose.melody", title=title, data=(), files={}, folder=Path(), **texts, **tables)  # type: ignore[arg-type]


def thoughts(notes: tuple[Note, ...], columns: tuple[Note | None, ...]) -> dict[str, Any]:
    """It looked at the last column most, and was sure of each pitch by half."""
    count, heard = len(notes), len(columns)
    attention = np.zeros((count, HEADS, heard), np.float32)
    attention[:, 0, -1] = 1
    attention[:, 1, 0] = 1
    pitches = np.full((count, 128), 0.5 / 127, np.float32)
    for row, note in enumerate(notes):
        pitches[row, note.pitch] = 0.5
    lengths = np.tile(np.array([0.2, 0.7, 0.1], np.float32), (count, 1))
    return {
        "notes": notes,
        "columns": columns,
        "attention": attention,
        "pitch_probabilities": pitches,
        "duration_probabilities": lengths,
        "end_probabilities": np.zeros(count, np.float32),
        "durations": DURATIONS,
        "surprise": np.tile(np.array([0.69, 0.36], np.float32), (count, 1)),
    }


@dataclass
class Muse:
    """Writes quarters; ``gate`` holds it back after the first note."""

    asked: list[Request] = field(default_factory=list)
    explained: list[ExplainRequest] = field(default_factory=list)
    gate: Event = field(default_factory=Event)
    error: Exception | None = None

    def __post_init__(self) -> None:
        self.gate.set()

    def write(self, request: Request, _model: Any) -> Task[Takes]:
        self.asked.append(request)
        if self.error is not None:
            raise self.error
        end = request.start + request.bars * 4 * QUARTER if isinstance(request, ContinueRequest) else request.end
        places = range(request.start, end, QUARTER)
        heard = request.score.of_track(request.track)[-4:]
        takes = []
        for number in range(request.settings.takes):
            notes = tuple(
                Note(at, request.track, 60 + (request.settings.seed + number + place) % 12, min(QUARTER, end - at))
                for place, at in enumerate(places)
            )
            yield Step(1, 2, preview=notes[:1])
            while not self.gate.wait(0.005):
                yield Step(1, 2, preview=notes[:1])
            columns = (None, *heard)
            takes.append(Take(**thoughts(notes, columns), nats=1.5 + number, number=number, seed=request.settings.seed))
        return Takes(tuple(takes), {"what": "continue", "seed": request.settings.seed})

    def explain(self, request: ExplainRequest, _model: Any) -> Task[Insight]:
        self.explained.append(request)
        yield Step(0, 1)
        notes = [note for note in request.score.of_track(request.track) if note.start >= request.start]
        notes = [note for note in notes if request.end is None or note.start < request.end]
        columns = (None, *request.score.of_track(request.track)[:3])
        return Insight(**thoughts(tuple(notes), columns))


def install(band: Band, muse: Muse) -> ComposingPart:
    """Let the pane ask the muse."""
    part = band.pane.part("composing")
    assert isinstance(part, ComposingPart)
    part.models.find = lambda: (card(), card("fiddle", "Fiddle tunes"))
    part.models.load = lambda _card: object()
    part.models.write = muse.write
    part.models.explain = muse.explain
    part.models.refresh()
    return part
