"""What is written as MIDI comes back as it was, and other programs read it too."""

from __future__ import annotations

import io
from collections import Counter

import mido
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.compose.midiwriting import midi_bytes
from engines.compose.notes import Note, Tempo
from engines.compose.recipes import LARGEST_RECIPE
from engines.compose.score import Score, Track
from engines.errors import BadInput
from tests.engines.compose.midi_files import chunk, event, meta, midi, read, scores

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(scores())
@settings(max_examples=60)
def test_a_score_survives_its_midi_file(score: Score) -> None:
    reading = read(midi_bytes(score))
    assert reading.warnings == ()
    assert reading.score == score


@given(scores())
@settings(max_examples=25)
def test_mido_finds_the_same_notes_in_the_file(score: Score) -> None:
    file = mido.MidiFile(file=io.BytesIO(midi_bytes(score)))
    found = Counter()
    for track in file.tracks:
        tick = 0
        for message in track:
            tick += message.time
            if message.type == "note_on":
                found[tick, message.channel, message.note, message.velocity] += 1
    channels = [track.channel for track in score.tracks]
    assert found == Counter((note.start, channels[note.track], note.pitch, note.velocity) for note in score.notes)
    assert file.ticks_per_beat == 480


@given(st.lists(st.builds(Note, st.integers(0, 300), st.just(0), st.integers(60, 61), st.integers(1, 200)), max_size=9))
def test_of_notes_that_hold_one_another_all_beginnings_and_ends_come_back(notes: list[Note]) -> None:
    found = read(midi_bytes(Score(notes=tuple(notes)))).score.notes
    assert sorted((note.start, note.pitch) for note in found) == sorted((note.start, note.pitch) for note in notes)
    assert sorted(note.end for note in found) == sorted(note.end for note in notes)


@given(st.dictionaries(st.text(), JSON, max_size=4))
def test_settings_travel_inside_the_file(recipe: dict[str, object]) -> None:
    assert read(midi_bytes(Score(), recipe)).recipe == recipe


def test_a_file_without_settings_has_none() -> None:
    assert read(midi_bytes(Score())).recipe is None


def test_settings_that_are_too_long_are_refused() -> None:
    with pytest.raises(BadInput, match="too long"):
        midi_bytes(Score(), {"text": "x" * LARGEST_RECIPE})


@pytest.mark.parametrize("text", [b"reverie:", b"reverie:[1]", b"reverie:{", b"reverie:\xff\xff", b"nothing"])
def test_settings_that_are_none_do_no_harm(text: bytes) -> None:
    reading = read(midi(chunk(meta(0, 1, text), event(0, 0x90, 60, 64), event(9, 0x80, 60, 0))))
    assert reading.recipe is None
    assert len(reading.score.notes) == 1


def test_tracks_that_share_a_channel_choose_their_program_before_they_play() -> None:
    score = Score((Track("a", 1), Track("b", 2)), (Note(0, 0, 60, 10), Note(20, 1, 62, 10), Note(40, 0, 64, 10)))
    file = mido.MidiFile(file=io.BytesIO(midi_bytes(score)))
    now, played = -1, []
    for message in mido.merge_tracks(file.tracks):
        if message.type == "program_change":
            now = message.program
        elif message.type == "note_on":
            played.append(now)
    assert played == [1, 2, 1]
    assert read(midi_bytes(score)).score.tracks[0].program == 1


def test_the_usual_volume_is_not_written_and_still_comes_back() -> None:
    content = midi_bytes(Score((Track(volume=0.8, pan=0.0),), (Note(0, 0, 60, 10),)))
    assert b"\xb0\x07" not in content
    assert read(content).score.tracks == (Track(),)


def test_of_several_tempos_at_one_tick_the_last_holds_in_the_file_too() -> None:
    score = Score(tempos=(Tempo.at(60), Tempo.at(90)))
    assert read(midi_bytes(score)).score.tempos == (score.tempos[-1],)
