"""Whatever is typed: one line, the right exit status, and never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NoReturn

import pytest

from engines.errors import ReverieError
from studio import paths
from studio.cli import house
from studio.cli.journal import NAME
from studio.cli.main import verbs
from studio.version import reverie_version
from tests.studio.cli.answer import ROOT, Shell


def raising(error: BaseException) -> Any:
    """A verb's function that fails."""

    def run(arguments: object) -> NoReturn:
        raise error

    return run


def test_version_is_one_line_on_stdout(shell: Shell) -> None:
    answer = shell("--version")
    assert (answer.status, answer.out, answer.err) == (0, f"reverie {reverie_version()}\n", "")


def test_every_verb_of_the_house_is_there() -> None:
    assert set(verbs()) == {"paint", "write", "compose", "play", "doctor", "models", "snapshot", "tour", "bench"}


@pytest.mark.parametrize("verb", ["", "paint", "doctor", "models", "snapshot", "tour", "bench"])
def test_every_verb_explains_itself(shell: Shell, verb: str) -> None:
    answer = shell(*[verb] * bool(verb), "--help")
    assert answer.status == 0
    assert answer.out.startswith(f"usage: reverie {verb}".rstrip())


def test_a_mistyped_verb_is_answered_with_the_nearest(shell: Shell) -> None:
    answer = shell("docter")
    assert answer.status == 2
    assert answer.complaints == ["reverie: There is no verb “docter”. Did you mean “doctor”? Try “reverie --help”."]


@pytest.mark.parametrize(
    "argv",
    [
        (),
        ("--frobnicate",),
        ("models", "--frobnicate"),
        ("models", "extra"),
        ("doctor", "--json=yes"),
        ("paint",),
        ("paint", "stylize"),
        ("tour",),
        ("snapshot", "--pane", "paint"),
        ("bench", "kitchen"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(shell: Shell, argv: tuple[str, ...]) -> None:
    answer = shell(*argv)
    assert answer.status == 2
    assert answer.out == ""
    assert len(answer.complaints) == 1
    assert answer.complaints[0].startswith("reverie: ")


def test_an_error_for_a_person_is_one_line_even_when_its_text_has_two(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house, "run_models", raising(ReverieError("The shelf\n  is empty.")))
    answer = shell("models")
    assert (answer.status, answer.complaints) == (1, ["reverie: The shelf is empty."])


def test_a_mistake_of_ours_is_one_line_and_its_traceback_is_in_the_log(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house, "run_models", raising(ZeroDivisionError("halved\nnothing")))
    answer = shell("models", "--json")
    log = paths.log_folder() / NAME
    assert answer.status == 1
    assert len(answer.complaints) == 1
    assert "ZeroDivisionError, halved nothing" in answer.err
    assert str(log) in answer.err
    story = log.read_text(encoding="utf-8")
    assert "reverie models --json\nTraceback" in story


def test_a_mistake_is_told_where_no_log_can_be_written(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "file"))
    monkeypatch.setattr(house, "run_models", raising(ZeroDivisionError()))
    answer = shell("models")
    assert answer.status == 1
    assert len(answer.complaints) == 1
    assert "could not be made" in answer.err


def test_what_a_verb_logs_goes_into_the_log_and_not_onto_the_terminal(fresh_shell: Shell, own_person: Path) -> None:
    answer = fresh_shell("doctor", PYTHONPATH=str(ROOT), REVERIE_WEIGHTS=str(own_person / "nothing"))
    assert (answer.status, answer.err) == (1, "")


def test_ctrl_c_is_quiet(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "run_models", raising(KeyboardInterrupt()))
    answer = shell("models")
    assert (answer.status, answer.out, answer.err) == (130, "", "")


def test_a_reader_that_has_read_enough_is_no_trouble() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "studio", "models", "--json"],
            cwd=ROOT,
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_terminal_that_knows_only_ascii_gets_its_answer(fresh_shell: Shell) -> None:
    answer = fresh_shell("models", PYTHONIOENCODING="ascii:strict")
    assert (answer.status, answer.err) == (0, "")
    assert "name" in answer.out
