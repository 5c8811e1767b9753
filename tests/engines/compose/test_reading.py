"""Folders of music are read whole: one bad file stops nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from engines.compose import reading
from engines.compose.midiwriting import midi_bytes
from engines.compose.notes import Note
from engines.compose.reading import read_folder, read_score
from engines.compose.score import Score
from engines.compose.writing import write_score
from engines.errors import BadInput
from engines.steps import finish
from tests.engines.compose.written_music import SCALE, TUNES, musicxml, saved

ONE = midi_bytes(Score(notes=(Note(0, 0, 60, 480),)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Good files, bad files, and what is no music."""
    music = tmp_path / "music"
    (music / "inner").mkdir(parents=True)
    saved(music, "b.mid", ONE)
    saved(music / "inner", "c.MID", ONE)
    saved(music, "a.abc", TUNES)
    saved(music, "broken.xml", "<score-partwise>")
    saved(music, "nothing.mid", b"")
    saved(music, "silent.mid", midi_bytes(Score()))
    saved(music, "letter.txt", "Dear diary")
    saved(music, ".hidden.mid", ONE)
    return music


def test_all_good_files_of_a_folder_are_read_and_the_others_listed(folder: Path) -> None:
    found = finish(read_folder(folder))
    assert [piece.name for piece in found.pieces] == ["a 1", "a 2", "b", "c"]
    assert [(path.name, reason.split()[-1]) for path, reason in found.skipped] == [
        ("broken.xml", "anew."),
        ("nothing.mid", "file."),
        ("silent.mid", "notes."),
    ]


def test_steps_count_the_files(folder: Path) -> None:
    steps = list(read_folder(folder))
    assert {step.total for step in steps} == {6}
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert steps[-1].done == 6


def test_a_file_that_a_reader_stumbles_over_is_skipped(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(content: bytes, path: Path, *, repeats: bool) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(reading, "read_written", stumble)
    found = finish(read_folder(folder))
    assert [piece.name for piece in found.pieces] == ["b", "c"]
    assert "ZeroDivisionError" in dict(found.skipped)[folder / "a.abc"]


def test_what_was_read_before_is_not_read_again(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved(folder, "d.musicxml", musicxml(SCALE))
    first = finish(read_folder(folder, cache=tmp_path / "cache"))

    def refuse(content: bytes, path: Path, *, repeats: bool) -> None:
        raise AssertionError(f"{path} was read again")

    monkeypatch.setattr(reading, "read_written", refuse)
    again = finish(read_folder(folder, cache=tmp_path / "cache"))
    assert again.pieces == first.pieces


def test_music_with_and_without_its_repeats_is_kept_apart(tmp_path: Path) -> None:
    folder, cache = tmp_path / "music", tmp_path / "cache"
    folder.mkdir()
    (folder / "again.abc").write_text("X:1\nL:1/4\nM:4/4\nK:C\n|: CDEF | GABc | cBAG | FEDC :|\n")
    for _ in range(2):
        for repeats, count in ((True, 32), (False, 16)):
            (piece,) = finish(read_folder(folder, cache=cache, repeats=repeats)).pieces
            assert len(piece.score.notes) == count


def test_a_damaged_cache_is_read_anew(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = finish(read_folder(folder, cache=cache))
    for kept in cache.iterdir():
        kept.write_bytes(kept.read_bytes()[:50])
    assert finish(read_folder(folder, cache=cache)).pieces == first.pieces


def test_a_folder_without_music_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no music"):
        finish(read_folder(tmp_path))
    with pytest.raises(BadInput, match="no folder"):
        finish(read_folder(tmp_path / "nowhere"))


def test_a_midi_file_with_another_ending_is_read(tmp_path: Path) -> None:
    assert len(read_score(saved(tmp_path, "tune.xml", ONE)).notes) == 1


def test_a_file_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_FILE", 10)
    with pytest.raises(BadInput, match="larger than"):
        read_score(saved(tmp_path, "tune.mid", ONE))


def test_an_ending_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"\.musicxml"):
        write_score(Score(), tmp_path / "song.mp3")
    assert list(tmp_path.iterdir()) == []
