"""`reverie compose convert` turns one kind of file into another, and says in one line what it cannot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engines.compose.notes import Note, Tempo
from engines.compose.reading import read_score
from engines.compose.score import Score, Track
from engines.compose.writing import write_score
from tests.engines.compose.midi_files import chunk, event, meta, midi
from tests.studio.cli.answer import Shell, assert_complains

SCORE = Score((Track("Flute", 73),), (Note(0, 0, 60, 480), Note(480, 0, 64, 1440)), (Tempo.at(60),), title="Song")


@pytest.fixture
def tune(tmp_path: Path) -> Path:
    """A MIDI file with settings in it."""
    path = tmp_path / "tune.mid"
    write_score(SCORE, path, {"seed": 7})
    return path


def test_midi_becomes_musicxml_and_midi_again(shell: Shell, tune: Path, tmp_path: Path) -> None:
    written, back = tmp_path / "tune.musicxml", tmp_path / "back.mid"
    assert shell("compose", "convert", tune, written).status == 0
    assert shell("compose", "convert", written, back).status == 0
    assert read_score(back).notes == SCORE.notes
    assert read_score(back).tempos == SCORE.tempos


def test_what_was_read_is_told_as_json(shell: Shell, tune: Path, tmp_path: Path) -> None:
    answer = shell("compose", "convert", tune, tmp_path / "out.mid", "--json")
    assert (answer.status, answer.err) == (0, "")
    told = json.loads(answer.out)
    assert (told["title"], told["notes"], told["bars"], told["seconds"]) == ("Song", 2, 1, 4.0)
    assert told["tracks"] == [{"name": "Flute", "sound": "Flute", "program": 73, "channel": 1, "notes": 2}]
    assert told["recipe"] == {"seed": 7}
    assert told["written"] == [str(tmp_path / "out.mid")]


def test_settings_stay_in_the_file(shell: Shell, tune: Path, tmp_path: Path) -> None:
    shell("compose", "convert", tune, tmp_path / "one.mid")
    told = json.loads(shell("compose", "convert", tmp_path / "one.mid", tmp_path / "two.mid", "--json").out)
    assert told["recipe"] == {"seed": 7}


def test_pages_are_written_one_a_file(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "long.mid"
    write_score(Score(notes=tuple(Note(at * 480, 0, 60 + at % 9, 480) for at in range(900))), path)
    told = json.loads(shell("compose", "convert", path, tmp_path / "page.svg", "--json").out)
    assert told["written"][:2] == [str(tmp_path / "page.svg"), str(tmp_path / "page-2.svg")]
    assert all(Path(name).read_text(encoding="utf-8").startswith("<svg") for name in told["written"])


def test_what_was_mended_is_said_line_by_line(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "odd.mid"
    path.write_bytes(midi(chunk(meta(0, 0x51, b"\0\0\0"), event(0, 0x90, 60, 9), event(9, 0x90, 62, 0))))
    answer = shell("compose", "convert", path, tmp_path / "out.mid")
    assert answer.status == 0
    assert len(answer.complaints) == 2
    assert "without an end" in answer.err


@pytest.mark.parametrize(
    ("source", "target", "words"),
    [
        ("nowhere.mid", "out.mid", "not there"),
        ("tune.mid", "out.mp3", "ends in one of"),
        ("tune.mid", "nowhere/out.mid", "does not exist"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    shell: Shell, tune: Path, tmp_path: Path, source: str, target: str, words: str
) -> None:
    assert_complains(shell("compose", "convert", tmp_path / source, tmp_path / target), 1, words)


def test_a_file_that_is_none_is_said_in_one_line(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "letter.mid"
    path.write_text("Dear diary")
    assert_complains(shell("compose", "convert", path, tmp_path / "out.mid"), 1, "no MIDI file")
    assert not (tmp_path / "out.mid").exists()
