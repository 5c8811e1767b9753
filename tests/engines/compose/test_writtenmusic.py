"""MusicXML and abc are read as they sound, and nothing in them harms."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from engines.compose import musicxmlguard
from engines.compose.notes import Key, Metre
from engines.compose.reading import read, read_score
from engines.errors import BadInput
from engines.steps import finish
from tests.engines.compose.written_music import HEAD, SCALE, TUNES, attributes, musicxml, note, saved


def heard(folder: Path, *bars: str, **more: str) -> list[tuple[int, int, int]]:
    """Start, pitch and length of the notes of a piece."""
    score = read_score(saved(folder, "piece.musicxml", musicxml(*bars, **more)))
    return [(one.start, one.pitch, one.length) for one in score.notes]


def test_notes_sound_one_after_the_other(tmp_path: Path) -> None:
    assert heard(tmp_path, SCALE) == [(0, 60, 480), (480, 62, 480), (960, 64, 480), (1440, 65, 480)]


def test_ties_are_joined_over_the_bar_line(tmp_path: Path) -> None:
    first = attributes() + note("C", 4, 16, '<tie type="start"/>')
    assert heard(tmp_path, first, note("C", 4, 16, '<tie type="stop"/>')) == [(0, 60, 3840)]


def test_repeats_are_played(tmp_path: Path) -> None:
    again = '<barline location="right"><repeat direction="backward"/></barline>'
    bars = (attributes() + note("C", 4, 16), note("D", 4, 16) + again, note("E", 4, 16))
    assert [pitch for _, pitch, _ in heard(tmp_path, *bars)] == [60, 62, 60, 62, 64]


def test_first_and_second_endings_are_played(tmp_path: Path) -> None:
    def ending(number: int, *, back: bool) -> str:
        repeat = '<repeat direction="backward"/>' if back else ""
        return f'<barline location="right"><ending number="{number}" type="stop"/>{repeat}</barline>'

    def begin(number: int) -> str:
        return f'<barline location="left"><ending number="{number}" type="start"/></barline>'

    bars = (
        attributes() + note("C", 4, 16),
        begin(1) + note("D", 4, 16) + ending(1, back=True),
        begin(2) + note("E", 4, 16) + ending(2, back=False),
    )
    assert [pitch for _, pitch, _ in heard(tmp_path, *bars)] == [60, 62, 60, 64]


def test_a_pick_up_ends_where_its_bar_ends(tmp_path: Path) -> None:
    text = musicxml(attributes() + note("G", 4, 4), note("C", 5, 16))
    text = text.replace('<measure number="1">', '<measure number="0" implicit="yes">')
    score = read_score(saved(tmp_path, "pickup.xml", text))
    assert [one.start for one in score.notes] == [1440, 1920]
    assert score.metres == (Metre(0, 4, 4),)


def test_after_a_bar_too_short_the_metre_begins_anew(tmp_path: Path) -> None:
    text = musicxml(attributes() + note("C", 4, 16), note("D", 4, 8), note("E", 4, 16), note("F", 4, 16))
    score = read_score(saved(tmp_path, "short.xml", text))
    assert score.metres == (Metre(0, 4, 4), Metre(2880, 4, 4))


def test_a_grace_note_takes_its_time_from_the_note_it_adorns(tmp_path: Path) -> None:
    grace = "<note><grace/><pitch><step>D</step><octave>4</octave></pitch><type>eighth</type></note>"
    assert heard(tmp_path, attributes() + grace + note("C", 4, 16)) == [(0, 62, 60), (60, 60, 1860)]


def test_chords_sound_together(tmp_path: Path) -> None:
    chord = attributes() + note("C", 4, 16) + note("E", 4, 16, first="<chord/>")
    assert heard(tmp_path, chord) == [(0, 60, 1920), (0, 64, 1920)]


def test_a_transposing_instrument_sounds_as_it_does(tmp_path: Path) -> None:
    clarinet = attributes(inner="<transpose><diatonic>-1</diatonic><chromatic>-2</chromatic></transpose>")
    score = read_score(saved(tmp_path, "clarinet.xml", musicxml(clarinet + note("D", 5, 16))))
    assert [one.pitch for one in score.notes] == [72]
    assert score.keys == (Key(0, -2),)


def test_percussion_plays_the_instruments_it_names(tmp_path: Path) -> None:
    part_list = (
        '<part-list><score-part id="P1"><part-name>Kit</part-name>'
        '<score-instrument id="P1-I39"><instrument-name>Snare Drum</instrument-name></score-instrument>'
        '<midi-instrument id="P1-I39"><midi-channel>10</midi-channel><midi-unpitched>39</midi-unpitched>'
        "</midi-instrument></score-part></part-list>"
    )
    hit = (
        "<note><unpitched><display-step>C</display-step><display-octave>5</display-octave></unpitched>"
        '<duration>16</duration><instrument id="P1-I39"/></note>'
    )
    score = read_score(saved(tmp_path, "kit.xml", musicxml(attributes() + hit, part_list=part_list)))
    assert score.tracks[0].drums
    assert [one.pitch for one in score.notes] == [38]


def test_tunes_of_a_book_are_pieces(tmp_path: Path) -> None:
    pieces = finish(read(saved(tmp_path, "book.abc", TUNES)))
    assert [piece.score.title for piece in pieces] == ["First", "Second"]
    assert [len(piece.score.notes) for piece in pieces] == [4, 4]
    assert pieces[0].score.metres == (Metre(0, 3, 4),)
    assert pieces[0].score.keys == (Key(0, 1),)


def test_chord_symbols_are_no_notes(tmp_path: Path) -> None:
    tune = 'X:1\nT:Chords\nM:4/4\nL:1/4\nK:C\n"Am"ABcd|\n'
    assert len(read_score(saved(tmp_path, "tune.abc", tune)).notes) == 4


def test_one_bad_tune_costs_only_itself(tmp_path: Path) -> None:
    book = TUNES + "X:3\nT:Third\nM:nonsense/0\nL:1/0\nK:H\n(((\n"
    pieces = finish(read(saved(tmp_path, "book.abc", book)))
    assert [piece.score.title for piece in pieces][:2] == ["First", "Second"]
    assert "1 of its 3 tunes" in pieces[0].warnings[0]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("doctype", [BOMB, OUTSIDE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_any_encoding(tmp_path: Path, doctype: str, encoding: str) -> None:
    head = f'<?xml version="1.0" encoding="{encoding}"?>{doctype}'
    path = saved(tmp_path, "bomb.musicxml", musicxml(SCALE, head=head).encode(encoding))
    with pytest.raises(BadInput, match="entities"):
        read_score(path)


def test_the_usual_document_type_is_passed_by(tmp_path: Path) -> None:
    doctype = (
        '<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" "http://localhost:9/x.dtd">'
    )
    assert len(heard(tmp_path, SCALE, head=HEAD + doctype)) == 4


def test_other_encodings_than_utf8_are_read(tmp_path: Path) -> None:
    text = musicxml(SCALE, head='<?xml version="1.0" encoding="UTF-16"?>')
    assert len(read_score(saved(tmp_path, "wide.xml", text.encode("utf-16"))).notes) == 4


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xml", "", "is empty"),
        ("a.xml", "<score-partwise><part>", "is broken: .* in line 1"),
        ("a.xml", "<html/>", "no MusicXML"),
        ("a.xml", "<score-timewise/>", "score-timewise"),
        ("a.xml", "<score-partwise/>", "cannot be read|no notes"),
        ("a.xml", "<a>" * 500 + "</a>" * 500, "nested deeper"),
        ("a.mxl", "no archive", "no compressed MusicXML"),
        ("a.mxl", "PK\x03\x04 damaged", "damaged archive"),
        ("a.abc", "Dear diary", "no tune"),
        ("a.abc", "X:1\nT:Empty\nK:C\n", "no notes|cannot be read"),
        ("a.txt", "CDEF", "no file of music"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(tmp_path: Path, name: str, content: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read_score(saved(tmp_path, name, content))


def archive(files: dict[str, str | bytes]) -> bytes:
    """A compressed file of these."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return held.getvalue()


CONTAINER = '<container><rootfiles><rootfile full-path="music/piece.xml"/></rootfiles></container>'


def test_the_file_that_a_container_names_is_read(tmp_path: Path) -> None:
    files = {"other.xml": "<html/>", "META-INF/container.xml": CONTAINER, "music/piece.xml": musicxml(SCALE)}
    assert len(read_score(saved(tmp_path, "piece.mxl", archive(files))).notes) == 4


def test_an_archive_that_swells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(musicxmlguard, "LARGEST_TEXT", 100_000)
    path = saved(tmp_path, "bomb.mxl", archive({"piece.xml": b" " * 1_000_000}))
    with pytest.raises(BadInput, match="swells"):
        read_score(path)


def test_entities_in_an_archive_are_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, "bomb.mxl", archive({"piece.xml": musicxml(SCALE, head=HEAD + BOMB)}))
    with pytest.raises(BadInput, match="entities"):
        read_score(path)


def test_an_archive_without_music_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="without music"):
        read_score(saved(tmp_path, "empty.mxl", archive({"readme.txt": "hello"})))


def test_what_is_odd_in_a_tune_is_told_and_not_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tune = "X:1\nT:Odd\nM:4/4\nL:1/4\nK:C\nCDX1EF|\n"
    piece = finish(read(saved(tmp_path, "odd.abc", tune)))[0]
    assert any("pitch" in warning for warning in piece.warnings)
    assert capsys.readouterr().err == ""
