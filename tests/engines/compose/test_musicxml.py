"""What is written as MusicXML reads back as the same notes, in bars that are full."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.compose.musicxml import sheet_of
from engines.compose.notes import Key, Metre, Note, Tempo
from engines.compose.reading import read_score
from engines.compose.score import DRUM_CHANNEL, Score, Track
from engines.compose.writing import write_score
from engines.steps import finish

SIXTEENTHS = st.integers(0, 70).map(lambda place: place * 120)
LENGTHS = st.integers(1, 24).map(lambda count: count * 120)
LINE = st.lists(st.tuples(st.integers(36, 84), LENGTHS, st.integers(0, 4)), min_size=1, max_size=20)
METRES = st.sampled_from(((4, 4), (3, 4), (2, 4), (6, 8), (9, 8), (12, 8), (5, 4), (3, 8), (2, 2), (7, 8), (4, 8)))


def line_of(values: list[tuple[int, int, int]]) -> tuple[Note, ...]:
    """Notes one after the other with rests of so many 16ths between them."""
    notes, at = [], 0
    for pitch, length, rest in values:
        at += rest * 120
        notes.append(Note(at, 0, pitch, length))
        at += length
    return tuple(notes)


def measures(score: Score) -> list[ElementTree.Element]:
    """The bars of the first part as they are written."""
    root = ElementTree.fromstring(finish(sheet_of(score)).xml)
    return root.findall("part")[0].findall("measure")


def round_trip(score: Score, folder: Path) -> Score:
    """The score written and read again."""
    write_score(score, folder / "piece.musicxml")
    return read_score(folder / "piece.musicxml")


@given(LINE, METRES)
@settings(max_examples=40)
def test_bars_are_full_in_every_metre(values: list[tuple[int, int, int]], metre: tuple[int, int]) -> None:
    score = Score(notes=line_of(values), metres=(Metre(0, *metre),))
    lengths = [sum(int(note.findtext("duration", "0")) for note in bar.findall("note")) for bar in measures(score)]
    full = score.metres[0].bar
    assert lengths[1:] == [full] * (len(lengths) - 1)
    assert 0 < lengths[0] <= full


@given(LINE, METRES)
@settings(max_examples=40)
def test_every_symbol_lasts_as_long_as_it_is_written(
    values: list[tuple[int, int, int]], metre: tuple[int, int]
) -> None:
    names = {"breve": 3840, "whole": 1920, "half": 960, "quarter": 480, "eighth": 240, "16th": 120, "32nd": 60}
    for bar in measures(Score(notes=line_of(values), metres=(Metre(0, *metre),))):
        for note in bar.findall("note"):
            if note.find("type") is None:
                continue  # a rest of a whole bar
            length = names[note.findtext("type", "")] * (3 if note.find("dot") is not None else 2) // 2
            assert int(note.findtext("duration", "0")) == length


@given(LINE, METRES, st.integers(-7, 7))
@settings(max_examples=12)
def test_a_line_comes_back_as_it_was(values: list[tuple[int, int, int]], metre: tuple[int, int], sharps: int) -> None:
    import tempfile

    score = Score(notes=line_of(values), metres=(Metre(0, *metre),), keys=(Key(0, sharps),), title="Line")
    with tempfile.TemporaryDirectory() as folder:
        back = round_trip(score, Path(folder))
    gone = score.notes[0].start - back.notes[0].start  # a bar that begins with rests may be a pick-up
    assert gone == 0
    assert [(note.start, note.pitch, note.length) for note in back.notes] == [
        (note.start, note.pitch, note.length) for note in score.notes
    ]
    assert (back.metres, back.keys, back.title) == (score.metres, score.keys, "Line")


def test_tracks_tempos_velocities_and_drums_come_back(tmp_path: Path) -> None:
    score = Score(
        (Track("Flute", 73, 2, colour=0), Track("Kit", 0, DRUM_CHANNEL, colour=1)),
        (
            Note(0, 0, 72, 960, 100),
            Note(960, 0, 74, 960, 50),
            *(Note(480 * at, 1, 36 + 6 * (at % 2), 240) for at in range(4)),
        ),
        (Tempo.at(96), Tempo.at(60, 960)),
    )
    back = round_trip(score, tmp_path)
    assert back.notes == score.notes
    assert [(one.name, one.program, one.drums) for one in back.tracks] == [("Flute", 73, False), ("Kit", 0, True)]
    assert back.tempos == score.tempos


def test_triplets_are_written_as_triplets_and_come_back(tmp_path: Path) -> None:
    score = Score(notes=tuple(Note(160 * at, 0, 60 + at, 160) for at in range(6)))
    marks = [tuplet.get("type") for bar in measures(score) for tuplet in bar.iter("tuplet")]
    assert marks == ["start", "stop"] * 2
    assert round_trip(score, tmp_path).notes == score.notes


def test_three_in_the_time_of_a_half_note_are_quarters() -> None:
    score = Score(notes=tuple(Note(320 * at, 0, 60 + at, 320) for at in range(3)))
    assert [note.findtext("type") for note in measures(score)[0].findall("note")][:3] == ["quarter"] * 3


def test_two_voices_on_one_staff_come_back(tmp_path: Path) -> None:
    score = Score(notes=(Note(0, 0, 72, 480), Note(480, 0, 74, 480), Note(0, 0, 64, 960), Note(960, 0, 67, 960)))
    assert round_trip(score, tmp_path).notes == score.notes


def test_chords_far_apart_are_on_two_staves_and_come_back_as_one_track(tmp_path: Path) -> None:
    chords = tuple(Note(at * 480, 0, pitch, 480) for at in range(8) for pitch in (40, 47, 64, 72))
    score = Score(notes=chords)
    bar = measures(score)[0]
    assert bar.findtext("attributes/staves") == "2"
    assert {(note.findtext("pitch/octave"), note.findtext("staff")) for note in bar.iter("note")} >= {
        ("2", "2"),
        ("5", "1"),
    }
    back = round_trip(score, tmp_path)
    assert back.notes == score.notes
    assert len(back.tracks) == 1


def test_a_line_that_climbs_far_stays_on_one_staff() -> None:
    score = Score(notes=tuple(Note(at * 240, 0, 36 + 3 * at, 240) for at in range(16)))
    assert measures(score)[0].find("attributes/staves") is None


@pytest.mark.parametrize(("pitch", "sign"), [(74, "G"), (45, "F")])
def test_the_clef_fits_the_range(pitch: int, sign: str) -> None:
    assert measures(Score(notes=(Note(0, 0, pitch, 480),)))[0].findtext("attributes/clef/sign") == sign


def test_a_first_bar_that_begins_late_is_a_pick_up() -> None:
    bar = measures(Score(notes=(Note(1440, 0, 67, 480), Note(1920, 0, 72, 1920))))[0]
    assert (bar.get("number"), bar.get("implicit")) == ("0", "yes")
    assert [note.findtext("duration") for note in bar.findall("note")] == ["480"]


def test_an_accidental_holds_to_the_bar_line() -> None:
    notes = tuple(Note(at * 480, 0, pitch, 480) for at, pitch in enumerate((66, 66, 65, 65, 66)))
    bars = measures(Score(notes=notes, keys=(Key(0, 0),)))
    signs = [
        note.findtext("accidental") for bar in bars for note in bar.findall("note") if note.find("pitch") is not None
    ]
    assert signs == ["sharp", None, "natural", None, "sharp"]


def test_eighths_are_beamed_by_the_beat() -> None:
    score = Score(notes=tuple(Note(at * 240, 0, 60, 240) for at in range(6)), metres=(Metre(0, 6, 8),))
    marks = [note.findtext("beam") for note in measures(score)[0].findall("note")]
    assert marks == ["begin", "continue", "end"] * 2


def test_a_dotted_eighth_and_a_sixteenth_share_a_beam() -> None:
    notes = measures(Score(notes=(Note(0, 0, 60, 360), Note(360, 0, 62, 120))))[0].findall("note")[:2]
    assert [[beam.text for beam in note.findall("beam")] for note in notes] == [["begin"], ["end", "backward hook"]]


def test_played_notes_are_written_without_tiny_rests() -> None:
    played = tuple(Note(480 * at + (-1) ** at * 11 + 11, 0, 60 + at, 430) for at in range(4))
    written = [note.findtext("type") for note in measures(Score(notes=played))[0].findall("note")]
    assert written == ["quarter"] * 4


def test_a_key_is_guessed_where_none_is_told() -> None:
    scale = (62, 64, 66, 67, 69, 71, 73, 74)
    score = Score(notes=tuple(Note(at * 480, 0, pitch, 480) for at, pitch in enumerate((*scale, *reversed(scale), 62))))
    assert measures(score)[0].findtext("attributes/key/fifths") == "2"


def test_every_written_note_knows_its_note_of_the_score() -> None:
    score = Score(notes=(Note(0, 0, 60, 480), Note(1440, 0, 62, 960)))
    assert sorted(finish(sheet_of(score)).notes.values()) == [0, 1, 1]  # the second is tied over the bar line
