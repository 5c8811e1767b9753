"""From a score to lines: its voices, its highest line, or its chords one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engines.compose.melody.lines import Line, Signs, line_of, written
from engines.compose.notes import Note
from engines.compose.score import Score
from engines.errors import BadInput

#: ``voices``: every line of every track; ``skyline``: the highest of each; ``chords``: all that sounds together.
WAYS = ("voices", "skyline", "chords")
MOST_VOICES = 6
#: A line of fewer notes teaches nothing.
FEWEST_NOTES = 8
#: Notes of two voices may overlap so many ticks: fingers are not exact.
_OVERLAP = 30


def lines_of(score: Score, way: str = "voices", piece: str = "") -> list[Line]:
    """The lines of ``score``, drums left out, each of FEWEST_NOTES sounds or more; raises BadInput for another way."""
    if way not in WAYS:
        raise BadInput(f"A score is read as {', '.join(WAYS)}, not as “{way}”.")
    signs = Signs(score)
    parts: list[Sequence[Note]] = []
    pitched = [place for place, track in enumerate(score.tracks) if not track.drums]
    if way == "chords":
        notes = [note for note in score.notes if note.track in pitched]
        parts = [chords(written(notes))]
    else:
        for place in pitched:
            notes = written(score.of_track(place))
            parts += voices(notes) if way == "voices" else [skyline(notes)]
    lines = (line_of(part, score, piece=piece, signs=signs) for part in parts)
    return [line for line in lines if line is not None and len(line) >= FEWEST_NOTES]


def skyline(notes: Sequence[Note]) -> list[Note]:
    """The highest note at each onset, without those that begin under a higher one which sounds on."""
    line: list[Note] = []
    for note in sorted(notes, key=lambda one: (one.start, -one.pitch)):
        if line and (note.start == line[-1].start or (note.end <= line[-1].end and note.pitch < line[-1].pitch)):
            continue
        line.append(note)
    return line


def voices(notes: Sequence[Note]) -> list[list[Note]]:
    """``notes`` divided into lines that do not overlap, at most MOST_VOICES; each note goes on with the nearest line.

    A track of one voice stays one line. Notes that find no free line are left out.
    """
    lines: list[list[Note]] = []
    for group in _together(notes):
        free = [line for line in lines if line[-1].end <= group[0].start + _OVERLAP]
        waiting = list(group)
        while waiting and free:
            # The closest pair first: a leap in one voice must not take another voice's note.
            line, note = min(
                ((line, note) for line in free for note in waiting),
                key=lambda pair: (abs(pair[0][-1].pitch - pair[1].pitch), -pair[1].pitch),
            )
            line.append(note)
            waiting.remove(note)
            free = [other for other in free if other is not line]
        lines.extend([note] for note in waiting[: MOST_VOICES - len(lines)])
    return lines


def _together(notes: Iterable[Note]) -> Iterable[list[Note]]:
    groups: dict[int, list[Note]] = {}
    for note in notes:
        groups.setdefault(note.start, []).append(note)
    for start in sorted(groups):
        yield sorted(groups[start], key=lambda note: -note.pitch)


def chords(notes: Sequence[Note]) -> list[Note]:
    """All that sounds together as blocks: a new chord at each tick where a note begins, all its notes as long.

    As music21's chordify does, but that a note which merely ends begins no new chord.
    """
    onsets = sorted({note.start for note in notes})
    waiting = sorted(notes, reverse=True)
    sounding: list[Note] = []
    blocks: list[Note] = []
    for place, onset in enumerate(onsets):
        sounding = [note for note in sounding if note.end > onset]
        while waiting and waiting[-1].start <= onset:
            sounding.append(waiting.pop())
        end = max(note.end for note in sounding)
        if place + 1 < len(onsets):
            end = min(end, onsets[place + 1])
        blocks.extend(Note(onset, 0, pitch, end - onset) for pitch in sorted({note.pitch for note in sounding}))
    return blocks
