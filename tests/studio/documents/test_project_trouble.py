"""Files that are no projects, and places that cannot be written."""

from __future__ import annotations

import os
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from engines.errors import CannotWrite
from studio.documents import database, project
from studio.documents.project import Blob, Project, ProjectError

REPOSITORY = Path(__file__).parents[3]


@pytest.fixture
def waves(tmp_path: Path) -> Project:
    made = Project.create(tmp_path / "waves.reverie")
    made.write({"paint": {"a": 1, "picture": Blob(os.urandom(100_000), "image/png")}})
    return made


def refused(path: Path, sentence: str) -> None:
    """Opening says this sentence, and neither the file nor its folder changes."""
    before = path.read_bytes() if path.is_file() else None
    neighbours = sorted(path.parent.iterdir())
    with pytest.raises(ProjectError, match=sentence):
        Project.open(path)
    assert sorted(path.parent.iterdir()) == neighbours
    if before is not None:
        assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"hello", b"\x89PNG\r\n\x1a\n" + bytes(5000), os.urandom(5000)])
def test_anything_else_is_not_a_project(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.reverie").write_bytes(content)
    refused(tmp_path / "x.reverie", "is not a Reverie project")


def test_somebody_elses_database_is_not_a_project(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "x.reverie")) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE bookmarks (url TEXT)")
    refused(tmp_path / "x.reverie", "is not a Reverie project")


@pytest.mark.parametrize("share", [0.001, 0.1, 0.5, 0.9, 0.99])
def test_a_truncated_project_is_damaged(waves: Project, share: float) -> None:
    size = waves.path.stat().st_size
    os.truncate(waves.path, int(size * share))
    refused(waves.path, "is damaged|missing or damaged")


def test_a_project_with_garbage_in_the_middle_is_damaged(waves: Project) -> None:
    content = bytearray(waves.path.read_bytes())
    content[4096:20480] = os.urandom(16384)
    waves.path.write_bytes(content)
    refused(waves.path, "is damaged")


def test_a_project_without_its_tables_is_damaged(waves: Project) -> None:
    with closing(sqlite3.connect(waves.path)) as db:
        db.execute("DROP TABLE meta")
    refused(waves.path, "is damaged")


def test_a_project_of_a_newer_reverie_asks_for_an_update(waves: Project) -> None:
    with closing(sqlite3.connect(waves.path)) as db:
        db.execute(f"PRAGMA user_version = {database.SCHEMA + 1}")
    refused(waves.path, "made by a newer Reverie")


def test_the_header_says_what_sqlite_says(waves: Project) -> None:
    header = database.read_header(waves.path)
    assert struct.unpack_from(">I", header, 68)[0] == database.APPLICATION_ID
    with closing(sqlite3.connect(waves.path)) as db, db:
        before = database.change_counter(waves.path)
        db.execute("UPDATE meta SET value = 'x'")
    assert database.change_counter(waves.path) == before + 1


def test_a_missing_project_is_said_so(tmp_path: Path) -> None:
    refused(tmp_path / "x.reverie", "is not in .* any more")


def test_a_folder_is_not_a_project(tmp_path: Path) -> None:
    (tmp_path / "x.reverie").mkdir()
    refused(tmp_path / "x.reverie", "is a folder")


def test_a_full_disk_leaves_the_project_as_it_was(waves: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    before = waves.path.read_bytes()
    connect = database.connect

    def on_a_full_disk(path: Path) -> sqlite3.Connection:
        connection = connect(path)
        connection.execute("PRAGMA max_page_count = 1")  # SQLite reads it as: no more pages than there are
        return connection

    with monkeypatch.context() as patch:
        patch.setattr(database, "connect", on_a_full_disk)
        with pytest.raises(CannotWrite, match="disk is full"):
            waves.write({"paint": {"a": 2, "picture": Blob(os.urandom(500_000), "image/png")}})
    assert waves.path.read_bytes() == before
    waves.write({"paint": {"a": 3}})
    assert waves.read_pane("paint") == {"a": 3}


def test_save_as_on_a_full_disk_leaves_what_was_there(
    waves: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "target.reverie"
    target.write_bytes(b"precious")
    throwaway = database.throwaway

    @contextmanager
    def on_a_full_disk(path: Path) -> Iterator[sqlite3.Connection]:
        with throwaway(path) as connection:
            connection.execute("PRAGMA max_page_count = 20")
            yield connection

    monkeypatch.setattr(database, "throwaway", on_a_full_disk)
    with pytest.raises(CannotWrite, match="disk is full"):
        waves.save_as(target)
    assert target.read_bytes() == b"precious"
    assert sorted(tmp_path.iterdir()) == [target, waves.path]
    assert waves.path.name == "waves.reverie"
    waves.write({"paint": {"a": 2}})


@pytest.mark.parametrize("name", ["missing/x.reverie", "file/x.reverie"])
def test_a_place_that_does_not_exist_is_one_sentence(waves: Project, tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("in the way")
    for attempt in (lambda: waves.save_as(tmp_path / name), lambda: Project.create(tmp_path / name)):
        with pytest.raises(CannotWrite, match=r"x\.reverie"):
            attempt()
    assert waves.path.name == "waves.reverie"


def test_a_project_in_use_elsewhere_is_one_sentence(waves: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = database.connect

    def impatient(path: Path) -> sqlite3.Connection:
        connection = connect(path)
        connection.execute("PRAGMA busy_timeout = 1")
        return connection

    monkeypatch.setattr(database, "connect", impatient)
    with closing(sqlite3.connect(waves.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(CannotWrite, match="in use by another program"):
            waves.write({"paint": {"a": 2}})
        with pytest.raises(CannotWrite, match="in use by another program"):
            waves.copy_to(waves.path.with_name("copy.reverie"))


READ_ONLY = """
import os, sys
from pathlib import Path
from engines.errors import CannotWrite
from studio.documents.project import Project
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
project = Project.open(Path(sys.argv[1]))
print(project.read_pane("paint")["a"])
for attempt in (
    lambda: project.write({"paint": {"a": 2}}),
    lambda: project.copy_to(project.path.with_name("copy.reverie")),
    lambda: Project.create(project.path),
):
    try:
        attempt()
    except CannotWrite as error:
        print(error)
"""


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="another person is played by root only")
@pytest.mark.parametrize("file_mode", [0o444, 0o666], ids=["file read-only", "folder read-only"])
def test_a_place_of_somebody_else_can_be_read_and_refuses_writes(waves: Project, file_mode: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "waves.reverie"
        shutil.copy(waves.path, place)
        place.chmod(file_mode)
        Path(folder).chmod(0o755)
        before = place.read_bytes()
        said = subprocess.run(
            [sys.executable, "-B", "-c", READ_ONLY, str(place)],
            cwd=REPOSITORY, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert said.stderr == ""
        lines = said.stdout.splitlines()
        assert lines[0] == "1"
        assert len(lines) == 4
        assert all("does not allow writing" in line for line in lines[1:])
        assert place.read_bytes() == before
        assert list(Path(folder).iterdir()) == [place]


def test_the_project_module_needs_no_qt() -> None:
    code = f"import sys, {project.__name__}; sys.exit('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, check=False).returncode == 0
