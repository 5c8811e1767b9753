"""`reverie compose train`, `evaluate`, `export`, `new`, `continue` and `models`, from files to files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engines.compose.melody.gathering import REPORT, MusicReport
from engines.compose.reading import read, read_score
from engines.compose.writing import write_score
from engines.steps import finish
from studio.cli.main import main
from tests.engines.compose.melody.tunes import tune


def reverie(*words: object) -> int:
    return main([str(word) for word in ("compose", *words)])


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("melodies")
    (place / "music").mkdir()
    for seed in range(7):
        write_score(tune(seed), place / "music" / f"tune {seed}.mid")
    assert reverie("train", place / "music", "-o", place / "run", "--steps", 2) == 0
    assert reverie("export", place / "run", "-o", place / "model", "--title", "Tunes") == 0
    return place / "model"


def test_a_new_melody_is_written_and_says_how_to_write_it_again(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--model", model, "--bars", 3, "--metre", "3/4", "--key", "Em", "--seed", 7, "--strict")
    assert reverie("new", "-o", tmp_path / "one.mid", *words) == 0
    assert "--seed 7" in capsys.readouterr().out
    assert reverie("new", "-o", tmp_path / "two.mid", *words) == 0
    one, two = (finish(read(tmp_path / name))[0] for name in ("one.mid", "two.mid"))
    assert one.score.notes == two.score.notes
    assert one.recipe is not None
    assert (one.recipe["seed"], one.recipe["bars"]) == (7, 3)
    assert (one.score.metres[0].beats, one.score.keys[0].sharps) == (3, 1)
    assert {note.pitch % 12 for note in one.score.notes} <= one.score.keys[0].scale


def test_music_is_learnt_with_or_without_its_repeats(tmp_path: Path) -> None:
    music = tmp_path / "music"
    music.mkdir()
    for number, tune_ in enumerate(("CDEF | GABc", "cBAG | FEDC", "CEGc | GECE", "EFGA | BcBA", "GFED | CDEC")):
        text = f"X:1\nL:1/4\nM:4/4\nK:C\n|: {tune_} | {tune_} :|\n"
        (music / f"tune {number}.abc").write_text(text)
    learnt = []
    for name, words in (("twice", ()), ("once", ("--no-repeats",))):
        assert reverie("train", music, "-o", tmp_path / name, "--steps", 1, *words) == 0
        learnt.append(sum(sounds for _, _, sounds in MusicReport.load(tmp_path / name / REPORT).read))
    assert learnt == [5 * 32, 5 * 16]


def test_a_piece_is_continued_to_the_end_of_the_bar(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_score(tune(3, 50), tmp_path / "in.mid")
    capsys.readouterr()
    words = ("-o", tmp_path / "out.mid", "--model", model, "--bars", 2, "--takes", 3, "--seed", 1, "--json")
    assert reverie("continue", tmp_path / "in.mid", *words) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["takes"]) == 3
    before, after = read_score(tmp_path / "in.mid"), read_score(tmp_path / "out.mid")
    assert set(before.notes) <= set(after.notes)
    assert len(after.notes) - len(before.notes) == len(told["takes"][0]["notes"])


def test_a_model_is_measured(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    music, run = model.parent / "music", model.parent / "run"
    assert reverie("evaluate", music, "--model", model, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["total"] == pytest.approx(told["pitch"] + told["duration"])
    assert reverie("evaluate", music, "--model", run, "--held-out") == 0
    assert "bigram" in capsys.readouterr().out


def test_models_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert reverie("models", "--json") == 0
    json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    "words", [("--key", "H"), ("--key", "Cbbm"), ("--metre", "4"), ("--bars", "0"), ("--top-p", "2")]
)
def test_what_makes_no_sense_is_refused(words: tuple[str, str], tmp_path: Path) -> None:
    assert reverie("new", "-o", tmp_path / "x.mid", *words) == 2


def test_there_must_be_notes_to_continue(model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_score(tune(3), tmp_path / "in.mid")
    assert reverie("continue", tmp_path / "in.mid", "-o", tmp_path / "x.mid", "--model", model, "--track", 9) == 1
    assert "no notes to continue" in capsys.readouterr().err


@pytest.mark.parametrize(("name", "said"), [("x.txt", "ends in one of .mid"), ("none/x.mid", "does not exist")])
def test_a_place_that_cannot_be_written_is_said_before_a_model_is_looked_for(
    name: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert reverie("new", "-o", tmp_path / name, "--model", "no such model") == 1
    assert said in capsys.readouterr().err
