"""From scores to lines: voices, the highest line, chords."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.compose.melody.voices import chords, lines_of, skyline, voices
from engines.compose.notes import Note
from engines.compose.score import DRUM_CHANNEL, Score, Track
from engines.errors import BadInput
from tests.engines.compose.melody.tunes import tune


def test_a_track_of_one_voice_stays_one_line() -> None:
    score = tune(1)
    assert voices(score.notes) == [list(score.notes)]


def test_two_voices_on_one_track_come_apart() -> None:
    high = [Note(480 * at, 0, 72 + at, 480) for at in range(10)]
    low = [Note(960 * at, 0, 48 - at, 960) for at in range(5)]
    assert voices(sorted(high + low)) == [high, low]


def test_the_skyline_is_the_highest_note_and_nothing_under_it() -> None:
    notes = [Note(0, 0, 72, 960), Note(0, 0, 60, 480), Note(480, 0, 62, 480), Note(960, 0, 64, 480)]
    assert [note.pitch for note in skyline(notes)] == [72, 64]


def test_chords_are_struck_again_wherever_a_note_begins() -> None:
    notes = [Note(0, 0, 60, 960), Note(0, 0, 64, 480), Note(480, 0, 65, 480), Note(1440, 0, 67, 480)]
    blocks = [(note.start, note.pitch, note.length) for note in chords(notes)]
    assert blocks == [(0, 60, 480), (0, 64, 480), (480, 60, 480), (480, 65, 480), (1440, 67, 480)]


def test_drums_and_lines_of_a_few_notes_teach_nothing() -> None:
    drums = tuple(Note(480 * at, 0, 36, 240) for at in range(20))
    short = tuple(Note(480 * at, 1, 60, 240) for at in range(4))
    score = Score(tracks=(Track("Drums", channel=DRUM_CHANNEL), Track("Short")), notes=drums + short)
    assert [lines_of(score, way) for way in ("voices", "skyline")] == [[], []]


def test_every_track_has_its_lines() -> None:
    first = tune(1).notes
    second = tuple(Note(note.start, 1, note.pitch - 12, note.length) for note in first)
    score = Score(tracks=(Track(), Track()), notes=first + second)
    assert [line.middle for line in lines_of(score)] == [lines_of(score)[0].middle, lines_of(score)[0].middle - 12]
    assert len(lines_of(score, "chords")) == 1


def test_there_is_no_other_way() -> None:
    with pytest.raises(BadInput, match="skyline"):
        lines_of(Score(), "sideways")


@given(
    st.lists(
        st.tuples(st.integers(0, 4000), st.integers(1, 900), st.integers(30, 90)), min_size=1, max_size=40, unique=True
    )
)
def test_voices_never_overlap_and_hold_no_note_twice(rows: list[tuple[int, int, int]]) -> None:
    notes = sorted(Note(start, 0, pitch, length) for start, length, pitch in rows)
    found = voices(notes)
    for line in found:
        assert all(early.end <= late.start + 30 for early, late in pairwise(line))
    together = [note for line in found for note in line]
    assert len(together) == len({id(note) for note in together}) <= len(notes)
