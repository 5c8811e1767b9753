"""A score as the renderer reads it: notes and controllers by the frame at which they come."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from engines.compose.notes import Control, Note
from engines.compose.score import Score
from engines.compose.sound.strips import History
from engines.compose.timing import Clock, bars_of, clock_of


class Sheet:
    """A score at ``rate`` frames a second. Making one takes no longer for many notes: a score is in order already.

    ``before`` is the sheet it comes after: what both share is not worked out again.
    """

    def __init__(self, score: Score, rate: int, before: Sheet | None = None) -> None:
        self.score, self.rate = score, rate
        old = before if before is not None and before.rate == rate else None
        self.clock: Clock = old.clock if old is not None and old.score.tempos == score.tempos else clock_of(score)
        self.bars = bars_of(score)
        self.audible = score.audible()
        self.last_tick: int = old.last_tick if old is not None and old.score.notes is score.notes else score.end
        same = old is not None and old.history.controls is score.controls
        self.history: History = old.history if old is not None and same else History(score.controls)

    def frame(self, tick: float) -> int:
        """The frame, from the score's start, at which a tick comes."""
        return round(self.clock.seconds(tick) * self.rate)

    def tick(self, frame: float) -> float:
        """The tick of a frame, with its fraction."""
        return self.clock.tick(frame / self.rate)

    @property
    def end(self) -> int:
        """The frame at which the last note ends."""
        return self.frame(self.last_tick)

    def end_of(self, note: Note) -> int:
        """The frame at which a note ends: one after its first at least."""
        return max(self.frame(note.end), self.frame(note.start) + 1)

    def first_note(self, frame: int) -> int:
        """The place, among the notes, of the first one that begins at a frame or later."""
        notes = self.score.notes
        at = bisect_left(notes, self.tick(frame) - 1, key=_start)
        while at < len(notes) and self.frame(notes[at].start) < frame:
            at += 1
        return at

    def first_control(self, frame: int) -> int:
        """The place, among the controllers, of the first one at a frame or later."""
        controls = self.score.controls
        at = bisect_left(controls, self.tick(frame) - 1, key=_tick)
        while at < len(controls) and self.frame(controls[at].tick) < frame:
            at += 1
        return at

    def settings(self, frame: int) -> Iterator[tuple[int, int, int]]:
        """Track, number and value of each controller as it stands just before a frame."""
        controls, at = self.score.controls, self.first_control(frame)
        if at:
            # Of one tick: as far as it lies before the frame, all of it does.
            yield from self.history.before(controls[at - 1].tick + 1)

    def sounding(self, frame: int) -> Iterator[Note]:
        """The notes that began before a frame and end after it."""
        tick = int(self.tick(frame))
        for note in self.score.between(max(0, tick - 1), tick + 2):
            if self.frame(note.start) < frame < self.end_of(note):
                yield note

    def find(self, start: int, track: int, pitch: int) -> Note | None:
        """The longest note that begins there; None if there is none."""
        notes = self.score.notes
        at = bisect_left(notes, (start, track, pitch), key=_place)
        found: Note | None = None
        while at < len(notes) and _place(notes[at]) == (start, track, pitch):
            found = notes[at]
            at += 1
        return found


def _start(note: Note) -> int:
    return note.start


def _tick(control: Control) -> int:
    return control.tick


def _place(note: Note) -> tuple[int, int, int]:
    return (note.start, note.track, note.pitch)
