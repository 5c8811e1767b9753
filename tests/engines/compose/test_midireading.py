"""MIDI files are read whatever state they are in, and what was mended is told."""

from __future__ import annotations

from contextlib import suppress
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.compose import midichunks
from engines.compose.midireading import read_midi
from engines.compose.notes import BEND, Control, Key, Metre, Tempo
from engines.compose.score import Track
from engines.errors import BadInput
from engines.steps import finish
from tests.engines.compose.midi_files import chunk, event, heard, meta, midi, number, read

ON, OFF = (0x90, 60, 80), (0x80, 60, 0)
NOTE = event(0, *ON) + event(480, *OFF)


def test_running_status_is_followed() -> None:
    assert heard(midi(chunk(event(0, *ON), event(10, 60, 0), event(0, 62, 9), event(5, 62, 0)))) == [
        (0, 60, 10),
        (10, 62, 5),
    ]


def test_running_status_goes_on_after_a_meta_event() -> None:
    assert heard(midi(chunk(event(0, *ON), meta(5, 6, b"here"), event(5, 60, 0)))) == [(0, 60, 10)]


def test_a_note_on_of_no_velocity_is_a_note_off() -> None:
    assert heard(midi(chunk(event(0, *ON), event(7, 0x90, 60, 0)))) == [(0, 60, 7)]


def test_a_note_that_never_ends_ends_with_its_track() -> None:
    content = midi(chunk(event(0, *ON), event(100, 0x90, 64, 1), event(100, 0x80, 64, 0)))
    assert heard(content) == [(0, 60, 200), (100, 64, 100)]
    assert "without an end in the file: 1" in read(content).warnings[0]


def test_a_forgotten_end_does_not_move_those_of_the_other_notes() -> None:
    content = midi(chunk(event(0, *ON), event(100, *ON), event(50, *OFF), event(850, *ON), event(50, *OFF)))
    assert heard(content) == [(0, 60, 100), (100, 60, 50), (1000, 60, 50)]


def test_equal_notes_that_overlap_end_in_the_order_they_began() -> None:
    assert heard(midi(chunk(event(0, *ON), event(10, *ON), event(10, *OFF), event(10, *OFF)))) == [
        (0, 60, 20),
        (10, 60, 20),
    ]


def test_a_note_of_no_length_becomes_as_short_as_can_be() -> None:
    content = midi(chunk(event(5, *ON), event(0, *OFF)))
    assert heard(content) == [(5, 60, 1)]
    assert "without a length" in read(content).warnings[0]


@given(st.sampled_from((24, 96, 100, 384, 960, 1000, 15360)), st.lists(st.integers(1, 5000), min_size=1, max_size=40))
def test_other_resolutions_become_ours_without_drift(division: int, gaps: list[int]) -> None:
    content = midi(chunk(*(event(gap, *ON) + event(0, *OFF) for gap in gaps)), division=division)
    starts = [start for start, _, _ in heard(content)]
    assert starts == [pytest.approx(tick * 480 / division, abs=0.5) for tick in accumulate(gaps)]


def test_time_in_frames_becomes_quarters_at_120() -> None:
    content = midi(chunk(event(0, *ON), event(1000, *OFF)), division=-(25 << 8) | 40)  # 25 frames of 40 parts: 1 ms
    assert heard(content) == [(0, 60, 960)]
    assert any("SMPTE" in warning for warning in read(content).warnings)


def test_drop_frames_are_not_thirty_a_second() -> None:
    content = midi(chunk(event(0, *ON), event(30_000, *OFF)), division=-(29 << 8) | 100)
    assert heard(content) == [(0, 60, round(30_000 / 100 * 1001 / 30_000 * 960))]


def test_a_file_of_type_2_holds_a_piece_in_each_track() -> None:
    content = midi(chunk(meta(0, 3, b"one"), NOTE), chunk(meta(0, 3, b"two"), NOTE, NOTE), kind=2)
    pieces = finish(read_midi(content, "x.mid"))
    assert [(piece.score.title, len(piece.score.notes)) for piece in pieces] == [("one", 1), ("two", 2)]


def test_type_0_comes_apart_by_channel() -> None:
    content = midi(
        chunk(
            meta(0, 3, b"Song"),
            event(0, 0xC0, 40),
            event(0, 0xC1, 32),
            *(event(0, 0x90 | channel, 60, 64) for channel in (0, 1, 9)),
            *(event(99, 0x80 | channel, 60, 0) for channel in (0, 1, 9)),
        ),
        kind=0,
    )
    score = read(content).score
    assert [(track.channel, track.program, track.name) for track in score.tracks] == [
        (0, 40, "Violin"),
        (1, 32, "Acoustic bass"),
        (9, 0, "Drums"),
    ]
    assert score.title == "Song"


def test_another_program_in_the_middle_makes_another_track() -> None:
    content = midi(chunk(event(0, 0xC0, 1), NOTE, event(0, 0xC0, 2), NOTE, event(0, 0xC0, 1), NOTE))
    score = read(content).score
    assert [track.program for track in score.tracks] == [1, 2]
    assert [note.track for note in score.notes] == [0, 1, 0]
    assert score.tracks[0].channel != score.tracks[1].channel


def test_programs_told_in_another_track_hold() -> None:
    setup = chunk(event(0, 0xC0, 5), event(0, 0xC1, 6), event(0, 0xB1, 7, 50))
    score = read(midi(setup, chunk(NOTE), chunk(event(0, 0x91, 60, 9), event(9, 0x81, 60, 0)))).score
    assert [(track.program, track.volume) for track in score.tracks] == [(5, 0.8), (6, 50 / 127)]


def test_volume_and_pan_at_the_beginning_are_the_tracks_own() -> None:
    content = midi(chunk(event(0, 0xB0, 7, 64), event(0, 0xB0, 10, 1), NOTE, event(0, 0xB0, 7, 1)))
    score = read(content).score
    assert score.tracks == (Track(volume=64 / 127, pan=-1.0),)
    assert score.controls == (Control(480, 0, 7, 1),)


def test_controllers_that_choose_a_parameter_keep_their_order() -> None:
    content = midi(chunk(event(0, 0xB0, 101, 0), event(0, 0xB0, 100, 0), event(0, 0xB0, 6, 12), NOTE))
    assert [control.number for control in read(content).score.controls] == [101, 100, 6]


def test_the_pitch_wheel_is_a_controller() -> None:
    assert read(midi(chunk(event(3, 0xE0, 0, 0), NOTE))).score.controls == (Control(3, 0, BEND, -8192),)


def test_of_several_signs_at_one_tick_the_last_in_the_file_holds() -> None:
    tempo, metre, key = (lambda v: meta(0, 0x51, v.to_bytes(3, "big"))), (3, 4), (254, 1)
    content = midi(
        chunk(
            *(tempo(value) for value in (400_000, 600_000)),
            *(meta(0, 0x58, bytes((beats, 2, 24, 8))) for beats in (4, metre[0])),
            *(meta(0, 0x59, bytes(value)) for value in ((1, 0), key)),
        ),
        chunk(NOTE),
    )
    score = read(content).score
    assert (score.tempos, score.metres, score.keys) == ((Tempo(0, 600_000),), (Metre(0, 3, 4),), (Key(0, -2, True),))


@pytest.mark.parametrize(
    ("kind", "content", "words"),
    [
        (0x51, b"\x00\x00\x00", "tempo of no time"),
        (0x51, b"\x00\x00\x01", "beyond 4 to 1000"),
        (0x58, b"\x00\x02\x18\x08", "metre"),
        (0x58, b"\x04\x63\x18\x08", "metre"),
        (0x59, b"\x09\x00", "key"),
    ],
)
def test_signs_that_cannot_be_are_told(kind: int, content: bytes, words: str) -> None:
    reading = read(midi(chunk(meta(0, kind, content), NOTE)))
    assert any(words in warning for warning in reading.warnings)
    assert len(reading.score.notes) == 1


def test_a_track_cut_short_is_read_as_far_as_it_goes() -> None:
    whole = midi(chunk(NOTE), chunk(NOTE * 10))
    reading = read(whole[:-30])
    assert 1 < len(reading.score.notes) < 11
    assert any("cut short" in warning for warning in reading.warnings)


def test_a_wrong_length_of_a_track_does_not_lose_the_next() -> None:
    first = bytearray(chunk(NOTE))
    first[7] = 3
    assert len(heard(midi(bytes(first), chunk(NOTE)))) == 2


def test_a_length_that_swallows_the_next_track_loses_no_notes() -> None:
    first = bytearray(chunk(NOTE))
    first[4:8] = (10_000).to_bytes(4, "big")
    assert len(heard(midi(bytes(first), chunk(NOTE)))) == 2


def test_missing_tracks_are_told() -> None:
    content = bytearray(midi(chunk(NOTE)))
    content[11] = 5
    assert "promises and does not hold: 4" in read(bytes(content)).warnings[0]


def test_numbers_above_127_are_taken_for_that() -> None:
    reading = read(midi(chunk(event(0, 0x90, 60, 200), event(9, 0x80, 60, 0))))
    assert reading.score.notes[0].velocity == 127
    assert "above 127" in reading.warnings[0]


def test_what_is_for_one_machine_is_passed_by() -> None:
    assert heard(midi(chunk(b"\x00\xf0\x03ab\xf7", b"\x00\xf7\x01a", event(0, 0xFE), NOTE))) == [(0, 60, 480)]


def test_128_tracks_and_more_than_16_channels_are_kept_apart() -> None:
    tracks = [chunk(event(0, 0x90 | at % 16, at, 9), event(9, 0x80 | at % 16, at, 0)) for at in range(128)]
    score = read(midi(*tracks)).score
    assert len(score.tracks) == 128
    assert [note.pitch for note in sorted(score.notes, key=lambda note: note.track)] == list(range(128))


def test_names_in_old_encodings_are_read() -> None:
    score = read(
        midi(chunk(meta(0, 3, "Flöte".encode("latin-1")), NOTE), chunk(meta(0, 3, "Flöte".encode()), NOTE))
    ).score
    assert [track.name for track in score.tracks] == ["Flöte", "Flöte"]


def test_a_file_in_a_wrapper_is_found() -> None:
    assert heard(b"RIFF\x00\x00\x00\x00RMIDdata\x00\x00\x00\x00" + midi(chunk(NOTE))) == [(0, 60, 480)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"Dear diary, today I wrote a song.", "no MIDI file"),
        (b"MThd", "no MIDI file"),
        (midi(), "without tracks"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(content: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read(content)


def test_too_many_events_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(midichunks, "MOST_EVENTS", 100)
    with pytest.raises(BadInput, match="more than 100 events"):
        read(midi(chunk(NOTE * 60)))


def test_ticks_beyond_what_a_score_holds_are_left_out() -> None:
    far = number(0x0FFFFFFF)
    content = midi(chunk(NOTE, *(far + b"\xff\x06\x00" for _ in range(20)), NOTE), division=24)
    assert heard(content) == [(0, 60, 9600)]


@given(st.binary(max_size=200))
def test_whatever_a_track_holds_is_read_or_refused_in_a_sentence(garbage: bytes) -> None:
    for content in (
        midi(chunk(garbage)),
        midi(chunk(garbage), chunk(NOTE)),
        midi(chunk(NOTE))[: len(garbage)] + garbage,
    ):
        with suppress(BadInput):
            read(content)


def test_reading_yields_often() -> None:
    steps = list(read_midi(midi(chunk(NOTE * 50_000)), "long.mid"))
    assert len(steps) > 100_000 / 20_000
