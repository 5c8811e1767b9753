"""Files are written beside and renamed: whatever goes wrong, the file that was there is still there."""

from __future__ import annotations

import errno
import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines import files
from engines.errors import CannotWrite, ReverieError


def names_in(folder: Path) -> list[str]:
    """Everything in the folder, hidden files too."""
    return sorted(entry.name for entry in folder.iterdir())


def test_a_new_file_holds_what_was_written(tmp_path: Path) -> None:
    files.write_bytes(tmp_path / "new.png", b"\x89PNG")
    assert (tmp_path / "new.png").read_bytes() == b"\x89PNG"


def test_text_is_written_as_utf8_without_changing_its_line_ends(tmp_path: Path) -> None:
    files.write_text(tmp_path / "text.md", "Änderung\r\nнью\n")
    assert (tmp_path / "text.md").read_bytes() == "Änderung\r\nнью\n".encode()


def test_an_old_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_text("old, and longer")
    files.write_text(tmp_path / "draft.txt", "new")
    assert (tmp_path / "draft.txt").read_text() == "new"
    assert names_in(tmp_path) == ["draft.txt"]


def test_the_file_beside_is_a_hidden_neighbour_with_the_same_ending(tmp_path: Path) -> None:
    with files.written_beside(tmp_path / "sea.png") as beside:
        beside.write_bytes(b"half")
        assert beside.parent == tmp_path
        assert beside.name.startswith(".")
        assert beside.suffix == ".png"
        assert not (tmp_path / "sea.png").exists()


def test_two_writers_of_one_file_do_not_share_the_file_beside(tmp_path: Path) -> None:
    with files.written_beside(tmp_path / "a.txt") as first, files.written_beside(tmp_path / "a.txt") as second:
        assert first != second
        first.write_text("first")
        second.write_text("second")
    assert (tmp_path / "a.txt").read_text() == "first"


def test_it_is_flushed_to_the_disk_before_it_is_renamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    rename = Path.replace

    def renamed(own: Path, target: Path) -> Path:
        order.append("rename")
        return rename(own, target)

    monkeypatch.setattr(os, "fsync", lambda number: order.append("flush"))
    monkeypatch.setattr(Path, "replace", renamed)
    files.write_bytes(tmp_path / "a.bin", b"1")
    assert order == ["flush", "rename"]


def test_an_error_of_the_caller_keeps_the_old_file_and_passes_through(tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_text("old")

    def write_half() -> None:
        with files.written_beside(tmp_path / "draft.txt") as beside:
            beside.write_text("half of the n")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_half()
    assert (tmp_path / "draft.txt").read_text() == "old"
    assert names_in(tmp_path) == ["draft.txt"]


WRITE_HALF_AND_DIE = """
import os, signal, sys
from pathlib import Path
from engines.files import written_beside
with written_beside(Path(sys.argv[1])) as beside:
    with beside.open("wb") as stream:
        stream.write(b"half")
        stream.flush()
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_kill_in_the_middle_keeps_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "weights.safetensors"
    path.write_bytes(b"old")
    root = Path(files.__file__).parents[1]
    died = subprocess.run([sys.executable, "-c", WRITE_HALF_AND_DIE, str(path)], cwd=root, check=False)
    assert died.returncode == -signal.SIGKILL
    assert path.read_bytes() == b"old"
    # The half that was written lies beside, which shows that the process died in the middle and not before.
    beside = [entry for entry in tmp_path.iterdir() if entry != path]
    assert [entry.read_bytes() for entry in beside] == [b"half"]


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "The disk is full: “song.mid” was not written. Free some space or choose another folder."),
        (errno.EDQUOT, "The disk is full: “song.mid” was not written. Free some space or choose another folder."),
        (errno.EACCES, "“{folder}” does not allow writing: “song.mid” was not written. Choose another folder."),
        (errno.EPERM, "“{folder}” does not allow writing: “song.mid” was not written. Choose another folder."),
        (errno.EROFS, "“{folder}” does not allow writing: “song.mid” was not written. Choose another folder."),
        (errno.EIO, "“song.mid” could not be written ({reason}). Choose another place."),
    ],
    ids=lambda value: errno.errorcode[value] if isinstance(value, int) else "",
)
def test_what_the_system_refuses_is_one_sentence_with_a_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, sentence: str
) -> None:
    path = tmp_path / "song.mid"
    path.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(CannotWrite) as caught:
        files.write_bytes(path, b"new")
    assert str(caught.value) == sentence.format(folder=tmp_path, reason=os.strerror(number))
    assert isinstance(caught.value, ReverieError)
    assert isinstance(caught.value.__cause__, OSError)
    assert path.read_bytes() == b"old"
    assert names_in(tmp_path) == ["song.mid"]


def test_a_full_disk_at_the_rename_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("old")

    def full(own: Path, target: Path) -> Path:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(CannotWrite, match="disk is full"):
        files.write_text(tmp_path / "a.txt", "new")
    assert (tmp_path / "a.txt").read_text() == "old"
    assert names_in(tmp_path) == ["a.txt"]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "gone"
    with pytest.raises(CannotWrite) as caught:
        files.write_text(missing / "a.txt", "new")
    assert str(caught.value) == (
        f"The folder “{missing}” does not exist: “a.txt” was not written. Choose another folder."
    )


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("a file")
    with pytest.raises(CannotWrite, match=r"The folder “.*notes” does not exist"):
        files.write_text(tmp_path / "notes" / "a.txt", "new")


def test_a_folder_in_the_place_of_the_file_is_said_and_kept(tmp_path: Path) -> None:
    folder = tmp_path / "album"
    folder.mkdir()
    with pytest.raises(CannotWrite, match=r"“.*album” is a folder\. Choose a file name\."):
        files.write_text(folder, "new")
    assert names_in(tmp_path) == ["album"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_really_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(CannotWrite, match="does not allow writing"):
            files.write_text(tmp_path / "a.txt", "new")
    finally:
        tmp_path.chmod(0o700)


# Every example overwrites the file of the one before, so they may share the folder.
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=4096))
def test_the_hash_is_that_of_the_content(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "hashed.bin"
    files.write_bytes(path, content)
    assert files.sha256_of(path) == hashlib.sha256(content).hexdigest()


def test_the_hash_of_a_missing_file_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        files.sha256_of(tmp_path / "gone.onnx")
