"""A document gathers panes, saves by itself, and moves between files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from studio.documents import document as document_module
from studio.documents.document import Blob, Document
from studio.documents.project import Project, ProjectError
from studio.jobs.job import Job
from studio.jobs.lanes import Lanes
from studio.recovery import Recovery
from tests.studio.documents.desk import Pane, SlowDisk, desk, kept


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_module, "QUIET_MS", 20)


Desk = tuple[Document, Pane, Pane]


@pytest.fixture
def at_desk(tmp_path: Path, qapp: object) -> Iterator[Desk]:
    with desk(tmp_path) as people:
        yield people


@pytest.fixture
def waves(tmp_path: Path) -> Path:
    path = tmp_path / "waves.reverie"
    state = {"strength": 0.8, "picture": Blob(b"a photo", "image/png")}
    Project.create(path, {"paint": state, "compose": {"bars": 4}})
    return path


def test_the_first_change_is_saved_before_there_is_a_name(quick: None, tmp_path: Path, qtbot: QtBot) -> None:
    with desk(tmp_path) as (document, paint, _):
        assert kept(tmp_path) == []
        with qtbot.waitSignal(document.saved):
            paint.change(strength=0.5, picture=Blob(b"photo", "image/png"))
        (path,) = kept(tmp_path)
        project = Project.open(path)
        state = project.read_pane("paint")
        assert state["strength"] == 0.5
        assert project.get_blob(state["picture"]) == b"photo"
        assert document.is_untitled
        assert not document.is_dirty


def test_a_change_starts_the_second_over_but_not_the_ten(at_desk: Desk) -> None:
    document, paint, _ = at_desk
    paint.change(a=1)
    quiet, longest = document._quiet, document._longest
    assert (quiet.interval(), longest.interval()) == (1_000, 10_000)
    started = longest.id()
    before = quiet.id()
    paint.change(a=2)
    assert quiet.id() != before
    assert longest.id() == started


def test_a_person_who_never_pauses_is_saved_all_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qtbot: QtBot
) -> None:
    monkeypatch.setattr(document_module, "QUIET_MS", 60_000)
    monkeypatch.setattr(document_module, "LONGEST_MS", 20)
    with desk(tmp_path) as (document, paint, _), qtbot.waitSignal(document.saved):
        paint.change(a=1)


def test_a_change_is_announced_and_makes_the_document_dirty(at_desk: Desk, qtbot: QtBot) -> None:
    document, paint, _ = at_desk
    assert not document.is_dirty
    with qtbot.waitSignal(document.changed):
        paint.change(a=1)
    assert document.is_dirty
    assert document.flush()
    assert not document.is_dirty


def test_only_the_pane_that_changed_is_gathered(at_desk: Desk) -> None:
    document, paint, write = at_desk
    write.fault = AssertionError("nobody asked for it")
    paint.change(a=1)
    assert document.flush()


def test_a_pane_that_never_registered_cannot_be_touched(at_desk: Desk) -> None:
    with pytest.raises(KeyError):
        at_desk[0].touch("dance")


def test_opening_shows_every_pane_what_the_file_holds(at_desk: Desk, waves: Path, qtbot: QtBot) -> None:
    document, paint, write = at_desk
    write.state = {"text": "of before"}
    with qtbot.waitSignal(document.title_changed) as told:
        document.open(waves)
    assert told.args == ["waves"]
    assert paint.state["strength"] == 0.8
    assert paint.pictures == {"picture": b"a photo"}
    assert write.state == {}
    assert (document.path, document.title) == (waves, "waves")


def test_filling_the_panes_is_no_change(at_desk: Desk, waves: Path, qtbot: QtBot) -> None:
    document, *_ = at_desk
    with qtbot.assertNotEmitted(document.changed):
        document.open(waves)
        document.new()
    assert not document.is_dirty


def test_a_pane_built_later_is_shown_its_part_at_once(at_desk: Desk, waves: Path) -> None:
    document, *_ = at_desk
    document.open(waves)
    assert Pane(document, "compose").state == {"bars": 4}


def test_a_pane_never_visited_keeps_its_part_of_the_file(at_desk: Desk, waves: Path, tmp_path: Path) -> None:
    document, paint, _ = at_desk
    document.open(waves)
    paint.change(strength=0.1)
    document.save_as(tmp_path / "other.reverie")
    assert Project.open(tmp_path / "other.reverie").read_pane("compose") == {"bars": 4}


def test_a_project_that_cannot_be_opened_leaves_the_open_one(at_desk: Desk, tmp_path: Path) -> None:
    document, paint, _ = at_desk
    paint.change(a=1)
    (tmp_path / "garbage.reverie").write_bytes(b"garbage")
    with pytest.raises(ProjectError):
        document.open(tmp_path / "garbage.reverie")
    paint.change(b=2)
    assert document.flush()
    assert Project.open(kept(tmp_path)[0]).read_pane("paint") == {"a": 1, "b": 2}


def test_opening_the_same_file_again_keeps_the_last_change(at_desk: Desk, waves: Path) -> None:
    document, paint, _ = at_desk
    document.open(waves)
    paint.change(strength=0.3)
    document.open(waves)
    assert paint.state["strength"] == 0.3


def test_save_asks_for_a_name_when_there_is_none(at_desk: Desk, waves: Path, qtbot: QtBot) -> None:
    document, paint, _ = at_desk
    assert not document.save()
    document.open(waves)
    with qtbot.waitSignal(document.saved):
        assert document.save()
    paint.change(strength=0.2)
    with qtbot.waitSignal(document.saved):
        assert document.save()
    assert Project.open(waves).read_pane("paint")["strength"] == 0.2


def test_save_as_gives_untitled_work_a_name_and_empties_the_recovery_folder(
    at_desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    document, paint, write = at_desk
    paint.change(a=1)
    document.flush()
    document.project().add_take("paint", "Wave", {"seed": 7})
    write.change(text="unsaved so far")
    with qtbot.waitSignals([document.title_changed, document.saved]):
        document.save_as(tmp_path / "mine.reverie")
    assert (document.title, document.path) == ("mine", tmp_path / "mine.reverie")
    assert list((tmp_path / "recovery").iterdir()) == []
    project = Project.open(tmp_path / "mine.reverie")
    assert (project.read_pane("paint"), project.read_pane("write")) == ({"a": 1}, {"text": "unsaved so far"})
    assert [take.title for take in project.takes("paint")] == ["Wave"]
    paint.change(a=2)
    document.flush()
    assert project.read_pane("paint") == {"a": 2}


def test_save_as_leaves_the_file_it_came_from(at_desk: Desk, waves: Path, tmp_path: Path) -> None:
    document, paint, _ = at_desk
    document.open(waves)
    before = waves.read_bytes()
    paint.change(strength=0.1)
    document.save_as(tmp_path / "other.reverie")
    paint.change(strength=0.2)
    document.flush()
    assert waves.read_bytes() == before


def test_save_as_right_after_the_start_needs_no_recovery_folder(at_desk: Desk, tmp_path: Path) -> None:
    document, *_ = at_desk
    document.save_as(tmp_path / "mine.reverie")
    assert Project.open(tmp_path / "mine.reverie").is_empty()
    assert not (tmp_path / "recovery").exists()


def test_quitting_with_nothing_done_leaves_nothing(tmp_path: Path, qapp: object) -> None:
    with desk(tmp_path) as (document, paint, _):
        paint.change(a=1)
        document.flush()
        paint.state.clear()
        document.touch("paint")
    assert list((tmp_path / "recovery").iterdir()) == []


def test_quitting_with_unnamed_work_keeps_it_for_the_next_start(tmp_path: Path, qapp: object) -> None:
    with desk(tmp_path) as (_, paint, _):
        paint.change(a=1)
    with desk(tmp_path) as (document, paint, _):
        (leftover,) = Recovery(tmp_path / "recovery").leftovers()
        document.recover(leftover)
        assert paint.state == {"a": 1}
        assert document.is_untitled
        document.close(discard=True)
    assert list((tmp_path / "recovery").iterdir()) == []


def test_recovered_work_counts_as_survived_once_it_is_saved_again(tmp_path: Path, qapp: object) -> None:
    with desk(tmp_path) as (_, paint, _):
        paint.change(a=1)
    recovery = Recovery(tmp_path / "recovery")
    (leftover,) = recovery.leftovers()
    document = Document(recovery, SlowDisk())
    paint = Pane(document, "paint")
    document.recover(leftover)
    recovery.release(leftover.path)
    assert recovery.leftovers()[0].attempts == 1
    paint.change(a=2)
    document.flush()
    assert recovery.leftovers()[0].attempts == 0
    document.close()


def test_a_damaged_leftover_is_one_sentence_and_stays(tmp_path: Path, qapp: object) -> None:
    with desk(tmp_path) as (_, paint, _):
        paint.change(a=1)
    (path,) = kept(tmp_path)
    path.write_bytes(path.read_bytes()[:5000])
    with desk(tmp_path) as (document, paint, _):
        paint.state = {"mine": 1}
        (leftover,) = Recovery(tmp_path / "recovery").leftovers()
        with pytest.raises(ProjectError, match="damaged"):
            document.recover(leftover)
        assert paint.state == {"mine": 1}
    assert kept(tmp_path) == [path]


def test_autosave_runs_on_the_disk_lane_and_answers_here(quick: None, tmp_path: Path, qtbot: QtBot) -> None:
    lanes = Lanes()

    def on_the_lane(make_task: Any, on_done: Any, on_failed: Any) -> None:
        job = Job("Save", make_task)
        job.done.connect(on_done)
        job.failed.connect(on_failed)
        lanes.submit("disk", job)

    with desk(tmp_path, on_the_lane) as (document, paint, _):
        for number in range(3):
            with qtbot.waitSignal(document.saved):
                paint.change(number=number)
        assert Project.open(kept(tmp_path)[0]).read_pane("paint") == {"number": 2}
    assert lanes.close()
