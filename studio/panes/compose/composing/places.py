"""Where the composer writes: what a wish means for the piece as it is, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from engines.compose.melody.continuing import ContinueRequest
from engines.compose.melody.filling import FillRequest
from engines.compose.notes import Note
from engines.compose.score import Score
from engines.compose.timing import Bars
from studio.panes.compose.composing.wishes import Wishes

#: Around the range of the notes there are so many semitones of room.
_ROOM = 3

Request = ContinueRequest | FillRequest


@dataclass(frozen=True)
class Place:
    """From ``start`` up to ``end`` ticks of ``track``; ``gone`` are the notes that make room; ``words`` say it."""

    start: int
    end: int
    track: int
    gone: tuple[Note, ...]
    words: str


@dataclass(frozen=True)
class Situation:
    """The piece and what is chosen in it."""

    score: Score
    bars: Bars
    track: int
    selected: tuple[Note, ...]
    loop: tuple[int, int] | None

    def place(self, wishes: Wishes) -> Place | str:
        """Where it writes, or one sentence that says what to do first."""
        track = self.score.tracks[self.track] if self.track < len(self.score.tracks) else None
        if track is not None and track.drums:
            return _said("The composer writes melodies: choose a track that is no drum track.")
        if wishes.mode == "continue":
            return self._after(wishes.bars)
        if wishes.mode == "fill":
            return self._gap()
        return self._passage()

    def request(self, place: Place, wishes: Wishes) -> Request:
        """What the engine is asked; raises BadInput for what cannot be."""
        settings = wishes.settings(self.score.key_at(place.start), self._span())
        if wishes.mode == "continue":
            return ContinueRequest(self.score, place.track, place.start, wishes.bars, settings=settings)
        keep = wishes.keeps if wishes.mode == "vary" and wishes.keeps != "nothing" else ""
        amount = wishes.amount if keep == "rhythm" else 1.0
        return FillRequest(self.score, place.track, place.start, place.end, keep, amount, settings)

    def _mine(self) -> tuple[Note, ...]:
        """The selected notes of the track that is drawn into."""
        return tuple(note for note in self.selected if note.track == self.track)

    def _after(self, bars: int) -> Place:
        notes = self._mine() or self.score.of_track(self.track)
        after = max((note.end for note in notes), default=0)
        end = self.bars.start(self.bars.bar(after) + bars)
        gone = tuple(note for note in self.score.of_track(self.track) if after <= note.start < end)
        first = self.bars.bar(after) + 1
        if not notes:
            words = _said("Begins a new melody at bar 1.")
        elif gone:
            words = _said("Goes on from bar {bar}; {count} notes there make room.").format(bar=first, count=len(gone))
        else:
            words = _said("Goes on from bar {bar}.").format(bar=first)
        return Place(after, end, self.track, gone, words)

    def _gap(self) -> Place | str:
        found = self.loop or self._widest_gap()
        if found is None:
            return _said("Select the notes before and after the gap, or loop the bars to fill.")
        start, end = found
        gone = tuple(note for note in self.score.of_track(self.track) if start <= note.start < end)
        words = self._bars(_said("Fills bar {first}."), _said("Fills bars {first} to {last}."), start, end)
        return Place(start, end, self.track, gone, words)

    def _widest_gap(self) -> tuple[int, int] | None:
        notes, widest, reached = self._mine(), (0, 0), 0
        for place, note in enumerate(notes):
            if place and note.start - reached > widest[1] - widest[0]:
                widest = (reached, note.start)
            reached = max(reached, note.end)
        return widest if widest[1] > widest[0] else None

    def _passage(self) -> Place | str:
        notes = self._mine()
        if not notes:
            return _said("Select the notes to vary.")
        start, end = min(note.start for note in notes), max(note.end for note in notes)
        gone = tuple(note for note in self.score.of_track(self.track) if start <= note.start < end)
        words = self._bars(_said("Varies bar {first}."), _said("Varies bars {first} to {last}."), start, end)
        return Place(start, end, self.track, gone, words)

    def _bars(self, one: str, several: str, start: int, end: int) -> str:
        first, last = self.bars.bar(start) + 1, self.bars.bar(max(start, end - 1)) + 1
        return (one if first == last else several).format(first=first, last=last)

    def _span(self) -> tuple[int, int] | None:
        pitches = [note.pitch for note in self._mine() or self.score.of_track(self.track)]
        if len(pitches) < 4:
            return None
        return max(0, min(pitches) - _ROOM), min(127, max(pitches) + _ROOM)


def _said(sentence: str) -> str:
    return QCoreApplication.translate("ComposerPlaces", sentence)
