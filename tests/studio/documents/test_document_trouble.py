"""When saving fails, comes late, or a pane is faulty: nothing newer is lost and one sentence is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from engines.errors import CannotWrite
from studio.documents import document as document_module
from studio.documents.document import Blob, Document
from studio.documents.project import Project, Take
from studio.recovery import Recovery
from tests.studio.documents.desk import Pane, SlowDisk, desk, kept

Desk = tuple[Document, Pane, Pane]


@pytest.fixture
def at_desk(tmp_path: Path, qapp: object) -> Iterator[Desk]:
    Project.create(tmp_path / "waves.reverie", {"paint": {"a": 0}, "compose": {"bars": 4}})
    with desk(tmp_path) as people:
        people[0].open(tmp_path / "waves.reverie")
        yield people


@pytest.fixture
def said(at_desk: Desk) -> list[str]:
    sentences: list[str] = []
    at_desk[0].autosave_failed.connect(sentences.append)
    return sentences


@pytest.fixture
def full_disk(at_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    path = at_desk[0].path
    write = Project.write

    def refuse(project: Project, changes: Any) -> None:
        if project.path == path:
            raise CannotWrite("The disk is full.")
        write(project, changes)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Project, "write", refuse)
        yield patch


def test_somebody_elses_change_is_kept_and_our_work_goes_to_a_copy(
    at_desk: Desk, said: list[str], tmp_path: Path
) -> None:
    document, paint, write = at_desk
    Project.open(tmp_path / "waves.reverie").write({"write": {"by": "somebody else"}})
    write.state = {"never": "touched"}
    paint.change(a=1, picture=Blob(b"photo", "image/png"))
    assert not document.flush()
    assert Project.open(tmp_path / "waves.reverie").read_pane("paint") == {"a": 0}
    (path,) = kept(tmp_path)
    copy = Project.open(path)
    assert copy.read_pane("paint")["a"] == 1
    assert copy.get_blob(copy.read_pane("paint")["picture"]) == b"photo"
    assert copy.read_pane("write") == {"never": "touched"}
    assert copy.read_pane("compose") == {"bars": 4}
    assert len(said) == 1
    assert "changed by another program" in said[0]
    assert "choose Save As" in said[0]
    assert "recovery copy" in said[0]
    assert document.is_dirty


def test_save_as_ends_the_conflict(at_desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    document, paint, _ = at_desk
    Project.open(tmp_path / "waves.reverie").write({"write": {"by": "somebody else"}})
    paint.change(a=1)
    document.flush()
    with qtbot.waitSignal(document.saved):
        document.save_as(tmp_path / "mine.reverie")
    assert not document.is_dirty
    assert kept(tmp_path) == []
    assert Project.open(tmp_path / "mine.reverie").read_pane("paint") == {"a": 1}
    assert Project.open(tmp_path / "waves.reverie").read_pane("write") == {"by": "somebody else"}


def test_an_unresolved_conflict_is_offered_at_the_next_start(tmp_path: Path, qapp: object) -> None:
    path = tmp_path / "waves.reverie"
    Project.create(path)
    with desk(tmp_path) as (document, paint, _):
        document.open(path)
        Project.open(path).write({"write": {"by": "somebody else"}})
        paint.change(a=1)
    (leftover,) = Recovery(tmp_path / "recovery").leftovers()
    assert (leftover.title, leftover.origin) == ("waves", path)
    with desk(tmp_path) as (document, paint, _):
        document.recover(leftover)
        assert (document.title, document.is_untitled, paint.state) == ("waves", True, {"a": 1})


@pytest.mark.parametrize("with_copy", [True, False], ids=["after a failed autosave", "at once"])
def test_a_file_that_went_away_can_be_saved_under_another_name(
    at_desk: Desk, tmp_path: Path, qtbot: QtBot, with_copy: bool
) -> None:
    document, paint, _ = at_desk
    (tmp_path / "waves.reverie").unlink()
    paint.change(a=1)
    if with_copy:
        assert not document.flush()
    with qtbot.waitSignal(document.saved):
        document.save_as(tmp_path / "mine.reverie")
    assert Project.open(tmp_path / "mine.reverie").read_pane("paint") == {"a": 1}
    assert kept(tmp_path) == []


def test_a_failing_autosave_is_said_once_until_one_succeeds(
    at_desk: Desk, said: list[str], full_disk: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    document, paint, write = at_desk
    for number in range(3):
        paint.change(a=number)
        assert not document.flush()
    assert len(said) == 1
    write.change(b=1)
    full_disk.undo()
    assert document.flush()
    # What failed before is written too, and the copy is not needed any more.
    assert Project.open(tmp_path / "waves.reverie").read_pane("paint") == {"a": 2}
    assert kept(tmp_path) == []


def test_after_a_success_the_next_failure_is_said_again(
    at_desk: Desk, said: list[str], full_disk: pytest.MonkeyPatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    document, paint, _ = at_desk
    paint.change(a=1)
    document.flush()
    full_disk.undo()
    document.flush()

    def refuse(project: Project, changes: Any) -> None:
        raise CannotWrite("The disk is full again.")

    with monkeypatch.context() as patch:
        patch.setattr(Project, "write", refuse)
        paint.change(a=2)
        document.flush()
    assert [sentence.split(".")[0] for sentence in said] == ["The disk is full", "The disk is full again"]
    assert "no recovery copy" in said[1]
    assert document.flush()


def test_a_failed_autosave_is_tried_again_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(document_module, "LONGEST_MS", 30)
    (tmp_path / "recovery").write_text("in the way")
    with desk(tmp_path) as (document, paint, _):
        with qtbot.waitSignal(document.autosave_failed) as failed:
            paint.change(a=1)
        assert failed.args is not None
        assert "save your work under a name" in failed.args[0]
        with qtbot.waitSignal(document.saved):
            (tmp_path / "recovery").unlink()
        document.close(discard=True)


def test_what_the_person_asked_for_is_said_every_time(
    at_desk: Desk, said: list[str], full_disk: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    document, paint, _ = at_desk
    asked: list[str] = []
    document.save_failed.connect(asked.append)
    for number in range(2):
        paint.change(a=number + 1)
        document.save()
    assert len(asked) == 2
    document.save_as(tmp_path / "missing" / "x.reverie")
    assert "does not exist" in asked[2]
    assert document.path == tmp_path / "waves.reverie"
    assert said == []


def test_a_failed_save_as_goes_on_saving_where_it_was(at_desk: Desk, tmp_path: Path) -> None:
    document, paint, _ = at_desk
    paint.change(a=1)
    document.save_as(tmp_path / "missing" / "x.reverie")
    assert document.is_dirty
    assert document.flush()
    assert Project.open(tmp_path / "waves.reverie").read_pane("paint") == {"a": 1}


def test_an_autosave_still_queued_at_quit_does_not_bring_back_the_old(tmp_path: Path, qapp: object) -> None:
    disk = SlowDisk()
    with desk(tmp_path, disk) as (document, paint, _):
        paint.change(a="old")
        document._autosave()
        paint.change(a="new")
        assert document.flush()
        disk.work()
        assert Project.open(kept(tmp_path)[0]).read_pane("paint") == {"a": "new"}
        assert not document.is_dirty


def test_what_is_on_its_way_counts_as_unsaved_and_flush_does_not_wait_for_it(tmp_path: Path, qapp: object) -> None:
    with desk(tmp_path, SlowDisk()) as (document, paint, _):
        paint.change(a=1)
        document._autosave()
        assert document.is_dirty
        assert document.flush()
        assert Project.open(kept(tmp_path)[0]).read_pane("paint") == {"a": 1}


def test_a_save_that_nobody_answers_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(document_module, "LONGEST_MS", 20)
    disk = SlowDisk()
    with desk(tmp_path, disk) as (document, paint, _):
        paint.change(a=1)
        qtbot.waitUntil(lambda: len(disk.waiting) == 1)
        disk.waiting.clear()  # the person cancelled the job
        qtbot.waitUntil(lambda: len(disk.waiting) == 1)
        disk.work()
        assert not document.is_dirty
        assert not document._longest.isActive()


def test_a_late_answer_does_not_speak_for_another_project(tmp_path: Path, qtbot: QtBot) -> None:
    Project.create(tmp_path / "waves.reverie", {"paint": {"a": "waves"}})
    disk = SlowDisk()
    with desk(tmp_path, disk) as (document, paint, _):
        paint.change(a="untitled")
        document._autosave()
        document.open(tmp_path / "waves.reverie")
        with qtbot.assertNotEmitted(document.saved):
            disk.work()
        assert paint.state == {"a": "waves"}
        assert Project.open(tmp_path / "waves.reverie").read_pane("paint") == {"a": "waves"}


def test_discarded_work_does_not_come_back_with_a_late_save(tmp_path: Path, qapp: object) -> None:
    disk = SlowDisk()
    with desk(tmp_path, disk) as (document, paint, _):
        paint.change(a=1)
        document._autosave()
        document.close(discard=True)
        disk.work()
    assert kept(tmp_path) == []


def test_changes_during_a_save_are_saved_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(document_module, "QUIET_MS", 10)
    disk = SlowDisk()
    with desk(tmp_path, disk) as (document, paint, _):
        paint.change(a=1)
        qtbot.waitUntil(lambda: len(disk.waiting) == 1)
        paint.change(a=2)
        qtbot.waitUntil(lambda: not document._quiet.isActive())
        assert len(disk.waiting) == 1
        disk.work()
        assert not document.is_dirty
        assert Project.open(kept(tmp_path)[0]).read_pane("paint") == {"a": 2}


def test_a_take_made_while_save_as_waits_is_in_the_new_file(tmp_path: Path, qapp: object) -> None:
    disk = SlowDisk()
    with desk(tmp_path, disk) as (document, paint, _):
        paint.change(a=1)
        document.flush()
        project = document.project()
        document.save_as(tmp_path / "mine.reverie")
        late: list[Take] = []
        disk.waiting.append(lambda: late.append(project.add_take("paint", "Late", {})))
        disk.work()
        assert Project.open(tmp_path / "mine.reverie").takes("paint") == late


def test_a_pane_that_cannot_show_its_part_does_not_overwrite_it(at_desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    document, paint, write = at_desk
    paint.fault = ValueError("an old format")
    with qtbot.waitSignal(document.restore_failed) as failed:
        document.open(tmp_path / "waves.reverie")
    assert failed.args is not None
    assert "“paint” could not show" in failed.args[0]
    paint.fault = None
    paint.change(a="nothing")
    write.change(b=1)
    assert document.flush()
    document.save_as(tmp_path / "mine.reverie")
    project = Project.open(tmp_path / "mine.reverie")
    assert (project.read_pane("paint"), project.read_pane("write")) == ({"a": 0}, {"b": 1})


def test_a_pane_that_cannot_tell_its_state_costs_the_others_nothing(
    at_desk: Desk, said: list[str], tmp_path: Path
) -> None:
    document, paint, write = at_desk
    paint.fault = RuntimeError("a bug")
    for number in range(2):
        paint.change(a=number)
        write.change(b=number)
        assert not document.flush()
    assert Project.open(tmp_path / "waves.reverie").read_pane("write") == {"b": 1}
    assert len(said) == 1
    assert "“paint” could not be saved" in said[0]
    paint.fault = None
    assert document.flush()
    assert Project.open(tmp_path / "waves.reverie").read_pane("paint") == {"a": 1}


def test_a_state_that_is_no_json_is_a_sentence_too(at_desk: Desk, said: list[str]) -> None:
    document, paint, _ = at_desk
    paint.change(a=object())
    assert not document.flush()
    assert len(said) == 1
    assert "please send a report" in said[0]
    paint.change(a=1)
    assert document.flush()
