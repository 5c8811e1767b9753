"""A project file: what goes in comes out, blobs are written once, others' changes are noticed."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.documents import database
from studio.documents.project import Blob, ChangedOutside, Project, ProjectError

VALUES = st.recursive(
    # Every text that Python can hold, half characters too: a paste brings anything.
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)
STATES = st.dictionaries(st.text(max_size=8), VALUES, max_size=5)
PANES = st.dictionaries(st.sampled_from(["paint", "write", "compose", "play"]), STATES)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.create(tmp_path / "waves.reverie")


def rows(path: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(query).fetchall()


@given(history=st.lists(PANES, max_size=4))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_pane_reads_exactly_what_it_last_wrote(history: list[dict[str, Any]], tmp_path: Path) -> None:
    project = Project.create(tmp_path / "random.reverie")
    expected: dict[str, Any] = {}
    for changes in history:
        project.write(changes)
        expected.update(changes)
    again = Project.open(project.path)
    assert {pane: again.read_pane(pane) for pane in expected} == expected
    assert again.panes() == sorted(pane for pane, state in expected.items() if state)


@given(pictures=st.lists(st.binary(max_size=40), max_size=6))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_blobs_deep_in_a_state_become_names_and_each_is_stored_once(pictures: list[bytes], tmp_path: Path) -> None:
    project = Project.create(tmp_path / "random.reverie")
    blobs = [Blob(data, "image/png") for data in pictures]
    project.write({"paint": {"layers": [{"picture": blob} for blob in blobs]}, "write": {"all": tuple(blobs)}})
    names = [layer["picture"] for layer in project.read_pane("paint")["layers"]]
    assert names == project.read_pane("write")["all"] == [hashlib.sha256(data).hexdigest() for data in pictures]
    assert [project.get_blob(name) for name in names] == pictures
    assert rows(project.path, "SELECT count(*) FROM blob") == [(len(set(pictures)),)]


def test_any_program_can_tell_what_the_file_is(project: Project) -> None:
    assert rows(project.path, "PRAGMA application_id") == [(database.APPLICATION_ID,)]
    assert rows(project.path, "PRAGMA user_version") == [(database.SCHEMA,)]
    assert rows(project.path, "PRAGMA journal_mode") == [("delete",)]


def test_at_rest_a_project_is_one_file(project: Project) -> None:
    project.write({"paint": {"picture": Blob(os.urandom(300_000), "image/png")}})
    assert list(project.path.parent.iterdir()) == [project.path]


def test_an_unchanged_state_writes_nothing(project: Project) -> None:
    state = {"strength": 0.8, "picture": Blob(b"waves", "image/png")}
    project.write({"paint": state})
    before = project.path.read_bytes()
    project.write({"paint": state})
    project.put_blob(b"waves", "image/png")
    assert project.path.read_bytes() == before


def test_a_key_that_a_pane_drops_is_gone(project: Project) -> None:
    project.write({"paint": {"a": 1, "b": 2}, "write": {"a": 3}})
    project.write({"paint": {"b": 2}})
    assert project.read_pane("paint") == {"b": 2}
    assert project.read_pane("write") == {"a": 3}


def test_a_state_that_is_no_json_changes_nothing(project: Project) -> None:
    project.write({"paint": {"a": 1}})
    with pytest.raises(TypeError):
        project.write({"paint": {"a": 2}, "write": {"a": object()}})
    assert project.read_pane("paint") == {"a": 1}


def test_a_missing_or_damaged_blob_is_one_sentence(project: Project) -> None:
    sha = project.put_blob(b"waves", "image/png")
    with closing(sqlite3.connect(project.path)) as db, db:
        db.execute("UPDATE blob SET bytes = ?", (b"wavez",))
    for name in (sha, "0" * 64):
        with pytest.raises(ProjectError, match="missing or damaged"):
            project.get_blob(name)


def test_a_new_project_is_empty_until_something_is_kept(project: Project) -> None:
    assert project.is_empty()
    project.write({"paint": {}})
    assert project.is_empty()
    project.add_take("paint", "Wave", {})
    assert not project.is_empty()


def test_takes_keep_their_order_recipe_and_blob(project: Project) -> None:
    first = project.add_take(
        "paint", "First", {"seed": 1, "photo": Blob(b"photo", "image/png")}, Blob(b"1", "image/png")
    )
    second = project.add_take("paint", "Second", {"seed": 2}, first.blob)
    project.add_take("compose", "Other", {})
    assert project.takes("paint") == [first, second]
    assert second.blob is not None
    assert project.get_blob(second.blob) == b"1"
    assert project.get_blob(first.recipe["photo"]) == b"photo"


def test_a_removed_take_can_be_put_back_where_it_was(project: Project) -> None:
    made = [project.add_take("paint", str(number), {"seed": number}, Blob(b"%d" % number, "x")) for number in range(3)]
    project.remove_take(made[1].id)
    assert project.takes("paint") == [made[0], made[2]]
    project.put_back_take(made[1])
    assert project.takes("paint") == made
    assert project.get_blob(made[1].blob or "") == b"1"


def test_save_as_goes_on_at_the_new_place_and_leaves_the_old_one(project: Project, tmp_path: Path) -> None:
    project.write({"paint": {"a": 1}, "write": {"b": 1}})
    old = project.path
    before = old.read_bytes()
    project.save_as(tmp_path / "other.reverie", {"paint": {"a": 2}})
    project.write({"write": {"b": 2}})
    assert old.read_bytes() == before
    assert project.path == tmp_path / "other.reverie"
    again = Project.open(project.path)
    assert (again.read_pane("paint"), again.read_pane("write")) == ({"a": 2}, {"b": 2})


def test_save_as_drops_blobs_that_nobody_names(project: Project, tmp_path: Path) -> None:
    orphan = project.put_blob(os.urandom(200_000), "image/png")
    project.write({"paint": {"deep": [{"er": Blob(b"kept by a pane", "x")}]}})
    project.add_take("paint", "Take", {"photo": Blob(b"kept by a recipe", "x")}, Blob(b"kept by a take", "x"))
    large = project.path.stat().st_size
    project.save_as(tmp_path / "other.reverie")
    kept = {data for (data,) in rows(project.path, "SELECT bytes FROM blob")}
    assert kept == {b"kept by a pane", b"kept by a recipe", b"kept by a take"}
    assert project.path.stat().st_size < large - 150_000
    with pytest.raises(ProjectError):
        project.get_blob(orphan)


def test_save_as_over_itself_is_a_good_way_to_shrink(project: Project) -> None:
    project.put_blob(os.urandom(200_000), "image/png")
    project.write({"paint": {"a": 1}})
    project.save_as(project.path)
    project.write({"paint": {"a": 2}})
    assert Project.open(project.path).read_pane("paint") == {"a": 2}
    assert project.path.stat().st_size < 100_000


def test_an_old_journal_beside_the_target_does_not_spoil_the_new_file(project: Project, tmp_path: Path) -> None:
    target = tmp_path / "other.reverie"
    target.with_name("other.reverie-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(600))
    project.write({"paint": {"a": 1}})
    project.save_as(target)
    assert sorted(tmp_path.iterdir()) == [target, tmp_path / "waves.reverie"]
    assert Project.open(target).read_pane("paint") == {"a": 1}


def test_somebody_elses_change_is_noticed_and_not_overwritten(project: Project) -> None:
    other = Project.open(project.path)
    other.write({"paint": {"by": "somebody else"}})
    assert project.changed_outside()
    with pytest.raises(ChangedOutside, match="Save As"):
        project.write({"paint": {"by": "us"}})
    assert other.read_pane("paint") == {"by": "somebody else"}


def test_a_change_is_noticed_even_when_size_and_date_stay(project: Project) -> None:
    project.write({"paint": {"a": 1}})
    before = project.path.stat()
    Project.open(project.path).write({"paint": {"a": 2}})
    os.utime(project.path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert project.path.stat().st_size == before.st_size
    with pytest.raises(ChangedOutside):
        project.write({"paint": {"a": 3}})


def test_an_edit_with_a_database_tool_is_noticed(project: Project) -> None:
    project.write({"paint": {"a": 1}})
    with closing(sqlite3.connect(project.path)) as db, db:
        db.execute("UPDATE pane_state SET value = '2'")
    assert project.changed_outside()
    with pytest.raises(ChangedOutside):
        project.write({"paint": {"a": 3}})


def test_a_new_date_alone_is_no_change(project: Project) -> None:
    os.utime(project.path, (1, 1))
    assert not project.changed_outside()
    project.write({"paint": {"a": 1}})
    assert project.read_pane("paint") == {"a": 1}


def test_our_own_writes_are_no_change(project: Project) -> None:
    for number in range(3):
        project.write({"paint": {"n": number}})
        project.put_blob(b"%d" % number, "x")
        assert not project.changed_outside()


def test_a_file_that_went_away_is_said_so(project: Project) -> None:
    project.path.unlink()
    assert project.changed_outside()
    with pytest.raises(ProjectError, match="any more"):
        project.write({"paint": {"a": 1}})
    assert not project.path.exists()


def test_any_thread_may_write_and_read(project: Project) -> None:
    def work(number: int) -> None:
        for step in range(10):
            project.write({f"pane {number}": {"step": step}})
            assert project.read_pane(f"pane {number}") == {"step": step}
            done.append(number)

    done: list[int] = []
    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 40
    assert project.panes() == [f"pane {number}" for number in range(4)]


def test_odd_file_names_are_no_trouble(tmp_path: Path) -> None:
    for name in ("50% ?#&.reverie", "日本 “waves”.reverie", "a'b;c.reverie"):
        project = Project.create(tmp_path / name)
        project.write({"paint": {"a": 1}})
        assert Project.open(tmp_path / name).read_pane("paint") == {"a": 1}
