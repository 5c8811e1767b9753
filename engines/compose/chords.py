"""Music of several parts as one line of chords, for networks that write one event after the other."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from engines.compose.notes import Note
from engines.compose.score import Score, Track


def chordified(score: Score, *, struck_again: bool = True) -> Score:
    """All tracks but drums as one track of chords that follow each other.

    A chord lasts until any note begins or ends; where ``struck_again`` all its notes are struck anew then, as the
    book does with the output of music21's chordify (D. Foster, Generative Deep Learning, 2nd edition, chapter 11),
    else those that go on stay one note. What two parts sing together is one note, the longer and louder of them.
    """
    notes = [note for note in score.notes if not score.tracks[note.track].drums]
    borders = sorted({tick for note in notes for tick in (note.start, note.end)})
    found: list[Note] = []
    sounding: list[Note] = []
    last: dict[int, int] = {}  # for a pitch, the place of its last note among those found
    at = 0
    for start, end in pairwise(borders):
        while at < len(notes) and notes[at].start <= start:
            sounding.append(notes[at])
            at += 1
        sounding = [note for note in sounding if note.end > start]
        now: dict[int, Note] = {}
        for note in sounding:
            same = now.get(note.pitch)
            if same is None or note.velocity > same.velocity:
                now[note.pitch] = note
        begun = {note.pitch for note in sounding if note.start == start}
        for pitch, note in now.items():
            before = found[last[pitch]] if pitch in last else None
            if struck_again or pitch in begun or before is None or before.end != start:
                last[pitch] = len(found)
                found.append(Note(start, 0, pitch, end - start, note.velocity))
            else:
                found[last[pitch]] = replace(before, length=end - before.start)
    track = score.tracks[notes[0].track] if notes else Track()
    return Score((track,), tuple(found), score.tempos, score.metres, score.keys, title=score.title)
