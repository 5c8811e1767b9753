"""Parts become chords as music21's chordify makes them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from music21 import note, stream

from engines.compose.chords import chordified
from engines.compose.notation import score_of
from engines.compose.notes import Note
from engines.compose.score import DRUM_CHANNEL, Score, Track

VOICES = st.lists(
    st.lists(st.tuples(st.integers(40, 80), st.integers(1, 4)), min_size=1, max_size=8), min_size=1, max_size=3
)


@given(VOICES)
@settings(max_examples=15)
def test_every_moment_holds_the_pitches_that_music21_finds(voices: list[list[tuple[int, int]]]) -> None:
    theirs = stream.Score()
    for voice in voices:
        part = stream.Part()
        for pitch, length in voice:
            part.append(note.Note(pitch, quarterLength=length / 2))
        theirs.insert(0, part)
    expected = {
        (round(chord.offset * 480), round(chord.quarterLength * 480), pitch.midi)
        for chord in theirs.chordify(addTies=False).flatten().notes
        for pitch in chord.pitches
    }
    found = chordified(score_of(theirs)).notes
    assert {(one.start, one.length, one.pitch) for one in found} == expected


def test_notes_that_go_on_can_stay_one() -> None:
    score = Score((Track(), Track()), (Note(0, 0, 72, 960), Note(0, 1, 60, 480), Note(480, 1, 62, 480)))
    assert len(chordified(score).notes) == 4
    assert chordified(score, struck_again=False).notes == (
        Note(0, 0, 60, 480),
        Note(0, 0, 72, 960),
        Note(480, 0, 62, 480),
    )


def test_drums_are_left_out() -> None:
    score = Score((Track(channel=DRUM_CHANNEL), Track("Flute")), (Note(0, 0, 36, 10), Note(0, 1, 72, 10)))
    assert chordified(score).notes == (Note(0, 0, 72, 10),)
    assert chordified(score).tracks[0].name == "Flute"
