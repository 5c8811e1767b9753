"""`reverie compose render` writes sound files, and says what went wrong in one line."""

from __future__ import annotations

import json
import sys
import wave
from pathlib import Path

import pytest

from engines.compose.notes import Note
from engines.compose.score import Score, Track
from engines.compose.writing import write_score
from tests.studio.cli.answer import Shell, assert_complains


@pytest.fixture
def tune(tmp_path: Path) -> Path:
    """A second of music."""
    path = tmp_path / "tune.mid"
    write_score(Score((Track(program=52),), (Note(0, 0, 60, 480), Note(480, 0, 64, 480))), path)
    return path


def test_a_midi_file_becomes_sound(shell: Shell, tune: Path, tmp_path: Path) -> None:
    target = tmp_path / "tune.wav"
    answer = shell("compose", "render", tune, "-o", target)
    assert answer.status == 0, answer.err
    assert "3.0 s of sound, played by TimGM6mb" in answer.out
    with wave.open(str(target)) as file:
        assert (file.getnframes(), file.getframerate(), file.getsampwidth()) == (3 * 44_100, 44_100, 2)
        assert any(file.readframes(10_000))


def test_a_program_reads_what_was_written(shell: Shell, tune: Path, tmp_path: Path) -> None:
    answer = shell("compose", "render", tune, "-o", tmp_path / "t.wav", "--rate", 48_000, "--depth", 24, "--json")
    assert (answer.status, answer.err) == (0, "")
    told = json.loads(answer.out)
    assert (told["rate"], told["depth"], told["synth"], told["seconds"]) == (48_000, 24, "TimGM6mb", 3.0)
    assert 0.01 < told["peak"] < 1
    with wave.open(str(tmp_path / "t.wav")) as file:
        assert (file.getframerate(), file.getsampwidth()) == (48_000, 3)


def test_without_the_package_for_fonts_the_plain_synthesiser_plays(
    shell: Shell, tune: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tinysoundfont", None)
    answer = shell("compose", "render", tune, "-o", tmp_path / "t.wav")
    assert answer.status == 0
    assert "Plain synthesiser" in answer.out
    assert len(answer.complaints) == 1
    assert "a plain synthesiser plays" in answer.err


def test_a_bad_font_or_name_is_one_line(shell: Shell, tune: Path, tmp_path: Path) -> None:
    answer = shell("compose", "render", tune, "-o", tmp_path / "t.wav", "--soundfont", tune)
    assert_complains(answer, 1, "“tune.mid” is not a sound font that can be played.")
    assert_complains(shell("compose", "render", tune, "-o", tmp_path / "t.mp3"), 1, "ends in .wav")
    assert_complains(shell("compose", "render", tmp_path / "no.mid", "-o", tmp_path / "t.wav"), 1, "no.mid")
    assert_complains(shell("compose", "render", tune, "-o", tmp_path / "t.wav", "--rate", 5), 2, "from 8000 to 192000")
    assert not (tmp_path / "t.wav").exists()
