"""Runs on the disk: begun, listed, renamed, taken away and put back."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.errors import BadCheckpoint, BadInput, CannotWrite
from engines.folders import folder_name, forget_removed, free_name, put_back, take_away
from engines.runlog import curve_of
from engines.steps import finish
from engines.write.runs import (
    PLAN,
    TEXTS,
    Run,
    RunPlan,
    begin_run,
    note_result,
    read_run_folder,
    rename_run,
    runs_in,
)
from tests.engines.write.taughtwords import shelf

HEAD = "step,loss,perplexity,held_out,best,ngram,rate,rounds\n"


def begun(folder: Path, title: str = "My fables") -> Run:
    files = sorted(shelf(folder / "texts", 3).iterdir())
    return finish(begin_run(folder / "runs", RunPlan(title, ("fables",), 120), files))


def test_a_run_keeps_copies_of_its_texts(tmp_path: Path) -> None:
    run = begun(tmp_path)
    shutil.rmtree(tmp_path / "texts")
    assert len([path for path in (run.folder / TEXTS).rglob("*.txt") if path.read_text(encoding="utf-8")]) == 3


def test_files_of_one_name_are_both_kept(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "one.txt").write_text(folder, encoding="utf-8")
    run = finish(begin_run(tmp_path / "runs", RunPlan("x"), [tmp_path / "a/one.txt", tmp_path / "b/one.txt"]))
    assert sorted(path.read_text(encoding="utf-8") for path in run.folder.rglob("one.txt")) == ["a", "b"]


def test_runs_are_listed_with_how_far_they_came(tmp_path: Path) -> None:
    run = begun(tmp_path)
    (run.folder / "log.csv").write_text(
        f"{HEAD}1,2,3,4,90.5,88,0.1,0.5\n2,2,3,4,80.5,88,0.1,1.5\n3,2,3", encoding="utf-8"
    )
    note_result(run.folder, model="my-fables")
    (found,) = runs_in(tmp_path / "runs")
    assert (found.steps, found.rounds, found.best, found.ngram) == (2, 1.5, 80.5, 88.0)
    assert found.plan.title == "My fables"
    assert found.model == "my-fables"
    assert not found.finished


def test_a_damaged_run_keeps_no_other_away(tmp_path: Path) -> None:
    begun(tmp_path)
    broken = begun(tmp_path)
    (broken.folder / PLAN).write_text("{", encoding="utf-8")
    assert len(runs_in(tmp_path / "runs")) == 1
    with pytest.raises(BadCheckpoint, match="damaged"):
        read_run_folder(broken.folder)


def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_source: object, _target: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(CannotWrite, match="The disk is full"):
        begun(tmp_path)
    assert list((tmp_path / "runs").glob("*")) == []


def test_a_closed_beginning_leaves_nothing(tmp_path: Path) -> None:
    files = sorted(shelf(tmp_path / "texts", 3).iterdir())
    task = begin_run(tmp_path / "runs", RunPlan("x"), files)
    next(task)
    next(task)
    task.close()
    assert list((tmp_path / "runs").glob("*")) == []


def test_texts_that_have_gone_meanwhile_are_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="Choose them again"):
        finish(begin_run(tmp_path / "runs", RunPlan("x"), [tmp_path / "gone.txt"]))


def test_another_name_is_kept(tmp_path: Path) -> None:
    run = begun(tmp_path)
    rename_run(run, "  Other  ")
    assert read_run_folder(run.folder).plan.title == "Other"
    with pytest.raises(BadInput):
        rename_run(run, " ")


def test_the_curve_of_a_long_log_is_thinned_and_ends_where_the_log_ends(tmp_path: Path) -> None:
    lines = "".join(f"{step},1,1,1,1,1,1,{step / 100}\n" for step in range(1, 5_001))
    (tmp_path / "log.csv").write_text(HEAD + lines, encoding="utf-8")
    curve = curve_of(tmp_path, 100)
    assert 100 <= len(curve) <= 110
    assert curve[-1]["step"] == 5_000
    assert curve_of(tmp_path / "nowhere") == []


def test_what_was_taken_away_comes_back_until_it_is_forgotten(tmp_path: Path) -> None:
    run = begun(tmp_path)
    removed = take_away(run.folder, "My fables")
    assert runs_in(tmp_path / "runs") == []
    assert put_back(removed) == run.folder
    assert len(runs_in(tmp_path / "runs")) == 1
    removed = take_away(run.folder, "My fables")
    forget_removed(tmp_path / "runs")
    with pytest.raises(CannotWrite):
        put_back(removed)


def test_something_else_in_its_place_does_not_stop_a_return(tmp_path: Path) -> None:
    first = begun(tmp_path)
    removed = take_away(first.folder, "My fables")
    second = begun(tmp_path)
    assert second.folder == first.folder
    assert put_back(removed) != second.folder
    assert len(runs_in(tmp_path / "runs")) == 2


@given(st.text(max_size=200))
def test_any_title_is_a_name_for_a_folder(title: str) -> None:
    name = folder_name(title)
    assert 0 < len(name) <= 60
    assert not set(name) & set('/\\:*?"<>|\0 .')
    assert folder_name(name) == name


def test_a_taken_name_gets_a_number(tmp_path: Path) -> None:
    (tmp_path / "fables").mkdir()
    assert free_name(tmp_path, "Fables") == "fables-2"
