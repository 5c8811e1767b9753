"""`reverie write models`, `suggest` and `generate` answer from the shell, and say what went wrong in one line."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from studio import paths
from tests.engines.write.littlemodel import shipped_model
from tests.studio.cli.answer import Shell, assert_complains

TEXT = "The Fox saw the Crow"


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped models are one little one."""
    folder = tmp_path / "weights"
    monkeypatch.setenv("REVERIE_WEIGHTS", str(folder))
    shipped_model(folder)
    return folder


def test_the_likeliest_words_are_a_list_of_words_and_probabilities(shell: Shell) -> None:
    answer = shell("write", "suggest", "--text", TEXT, "--json")
    assert (answer.status, answer.err) == (0, "")
    rows = json.loads(answer.out)
    assert len(rows) == 10
    assert all(set(row) == {"word", "probability"} for row in rows)
    shares = [row["probability"] for row in rows]
    assert shares == sorted(shares, reverse=True)
    assert 0 < sum(shares) <= 1


def test_as_many_words_are_listed_as_asked_for(shell: Shell) -> None:
    assert len(shell("write", "suggest", "--text", TEXT, "--top", 3).out.splitlines()) == 3


def test_letters_choose_among_the_words(shell: Shell) -> None:
    rows = json.loads(shell("write", "suggest", "--text", f"{TEXT} and the", "--prefix", "mo", "--json").out)
    assert [row["word"] for row in rows] == ["Mouse"]
    assert "No word" in shell("write", "suggest", "--text", TEXT, "--prefix", "xqz").out


def test_temperature_nought_gives_all_to_the_first(shell: Shell) -> None:
    rows = json.loads(shell("write", "suggest", "--text", TEXT, "--temperature", 0, "--json").out)
    assert [row["probability"] for row in rows] == [1.0] + [0.0] * 9


def test_the_same_seed_writes_the_same_text(shell: Shell) -> None:
    def write(seed: int) -> str:
        return shell("write", "generate", "--text", TEXT, "--words", 20, "--seed", seed).out

    assert write(1) == write(1)
    assert write(1).startswith(TEXT)
    assert write(1) != write(2)


def test_a_program_reads_each_word_with_its_alternatives(shell: Shell) -> None:
    answer = shell("write", "generate", "--text", TEXT, "--words", 5, "--candidates", 2, "--json")
    assert (answer.status, answer.err) == (0, "")
    made = json.loads(answer.out)
    assert (made["seed"], len(made["candidates"])) == (0, 2)
    for one in made["candidates"]:
        assert "".join(word["glue"] + word["text"] for word in one["words"]) == one["text"]
        assert all(len(word["alternatives"]) == 10 for word in one["words"])
    aloud = shell("write", "generate", "--text", TEXT, "--words", 5).out
    assert aloud == f"{TEXT}{made['candidates'][0]['text']}\n"


def test_several_candidates_are_numbered(shell: Shell) -> None:
    out = shell("write", "generate", "--text", TEXT, "--words", 3, "--candidates", 2, "--temperature", 1.5).out
    assert out.startswith(f"1. {TEXT}")
    assert f"\n2. {TEXT}" in out


def test_the_text_may_come_from_a_file_or_standard_input(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = shell("write", "suggest", "--text", TEXT, "--json").out
    file = tmp_path / "tale.txt"
    file.write_text(TEXT, encoding="utf-16")
    assert shell("write", "suggest", "--file", file, "--json").out == wanted
    monkeypatch.setattr("sys.stdin", io.StringIO(TEXT))
    assert shell("write", "suggest", "--text", "-", "--json").out == wanted


def test_the_shipped_models_and_the_persons_own_are_listed(shell: Shell) -> None:
    shipped_model(paths.models_folder(), "mine")
    rows = json.loads(shell("write", "models", "--json").out)
    assert [row["name"] for row in rows] == ["little", "mine"]
    assert rows[0]["figures"] == {"perplexity": 70.0}
    assert "mine" in shell("write", "models").out
    assert shell("write", "suggest", "--text", TEXT, "--model", "mine").status == 0


@pytest.mark.parametrize("text", ["", "zorgle blarg", "漢字", "👩\u200d🌾", "\x00", " \n\n"])
def test_any_text_is_answered(shell: Shell, text: str) -> None:
    assert shell("write", "suggest", "--text", text).status == 0
    assert shell("write", "generate", "--text", text, "--words", 3).status == 0


@pytest.mark.parametrize(
    "wrong",
    [
        ("generate", "--text", "a", "--words", "0"),
        ("generate", "--text", "a", "--words", "many"),
        ("generate", "--text", "a", "--words", "5", "--top-p", "0"),
        ("generate", "--text", "a", "--words", "5", "--temperature=-1"),
        ("generate", "--text", "a", "--words", "5", "--temperature=nan"),
        ("generate", "--text", "a", "--words", "5", "--seed=-1"),
        ("suggest", "--text", "a", "--top", "0"),
        ("suggest", "--text", "a", "--temperature", "inf"),
    ],
)
def test_a_number_out_of_range_is_misuse(shell: Shell, wrong: tuple[str, ...]) -> None:
    assert_complains(shell("write", *wrong), 2, "must be a")


def test_a_text_is_asked_for(shell: Shell) -> None:
    assert_complains(shell("write", "suggest"), 2, "--text --file is required")


def test_a_model_that_is_not_there_is_said_in_one_line(shell: Shell) -> None:
    assert_complains(shell("write", "suggest", "--text", "a", "--model", "litle"), 1, "Try little")


def test_a_damaged_model_is_said_in_one_line(shell: Shell, shelf: Path) -> None:
    (shelf / "little" / "model.onnx").write_bytes(b"no graph")
    assert_complains(shell("write", "suggest", "--text", "a"), 1, "was changed")


def test_without_any_model_the_way_out_is_told(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVERIE_WEIGHTS", str(tmp_path / "nothing"))
    assert_complains(shell("write", "suggest", "--text", "a"), 1, "reverie write train")
    assert "No models for writing" in shell("write", "models").out


def test_a_file_that_is_not_there_is_said_in_one_line(shell: Shell, tmp_path: Path) -> None:
    assert_complains(shell("write", "suggest", "--file", tmp_path / "none.txt"), 1, "none.txt")
